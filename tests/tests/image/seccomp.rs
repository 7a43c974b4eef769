//! The system calls that a container without capabilities may use: the default profile that Debian and Ubuntu ship for
//! CRI-O, Podman and Buildah, as the one that is meant by `seccompProfile: RuntimeDefault`.

use std::fs;

use serde_json::{Value, json};

const PROFILE: &str = "/usr/share/containers/seccomp.json";

/// The profile, in the form that a container's configuration has: the conditions are decided already.
pub(crate) fn runtime_default() -> Value {
    let text = fs::read(PROFILE).unwrap_or_else(|error| {
        panic!("{PROFILE} cannot be read ({error}); on Debian and Ubuntu it is in golang-github-containers-common")
    });
    decided(&serde_json::from_slice(&text).unwrap(), architecture())
}

/// The names by which the profile calls the machine: among conditions, and of the kernel's interface.
fn architecture() -> (&'static str, &'static str) {
    if cfg!(target_arch = "aarch64") { ("arm64", "SCMP_ARCH_AARCH64") } else { ("amd64", "SCMP_ARCH_X86_64") }
}

fn decided(profile: &Value, (machine, interface): (&str, &str)) -> Value {
    let all = profile["syscalls"].as_array().unwrap();
    let allowed: Vec<_> =
        all.iter().filter(|calls| applies(calls, machine)).map(without_conditions).collect();
    assert!(!allowed.is_empty(), "the profile allows something");
    let mut decided = json!({
        "defaultAction": profile["defaultAction"],
        "architectures": [interface],
        "syscalls": allowed,
    });
    if let Some(number) = profile.get("defaultErrnoRet") {
        decided["defaultErrnoRet"] = number.clone();
    }
    decided
}

/// Whether these calls are for a container without any capability on such a machine.
fn applies(calls: &Value, machine: &str) -> bool {
    let names = |condition: &str, what: &str| calls[condition][what].as_array().cloned().unwrap_or_default();
    let machines = names("includes", "arches");
    names("includes", "caps").is_empty()
        && (machines.is_empty() || machines.contains(&machine.into()))
        && !names("excludes", "arches").contains(&machine.into())
}

fn without_conditions(calls: &Value) -> Value {
    let mut calls = calls.clone();
    let fields = calls.as_object_mut().unwrap();
    fields.retain(|name, value| {
        let known = ["names", "action", "args", "errnoRet"].contains(&name.as_str());
        known && !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
    });
    calls
}

#[test]
fn what_needs_a_capability_or_another_machine_is_left_out() {
    let profile = json!({
        "defaultAction": "SCMP_ACT_ERRNO",
        "syscalls": [
            {"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [], "comment": "", "includes": {}, "excludes": {}},
            {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
            {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
            {"names": ["s390_call"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["s390"]}},
            {"names": ["other"], "action": "SCMP_ACT_ALLOW", "excludes": {"arches": ["amd64"]}},
        ],
    });
    let decided = decided(&profile, ("amd64", "SCMP_ARCH_X86_64"));
    assert_eq!(
        decided,
        json!({
            "defaultAction": "SCMP_ACT_ERRNO",
            "architectures": ["SCMP_ARCH_X86_64"],
            "syscalls": [
                {"names": ["read"], "action": "SCMP_ACT_ALLOW"},
                {"names": ["clone"], "action": "SCMP_ACT_ALLOW"},
            ],
        })
    );
}
