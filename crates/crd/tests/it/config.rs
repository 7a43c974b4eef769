//! The manifests in config/: that the operator has exactly the rights of the design and runs with nothing it does not
//! need.

use serde_json::{Value, json};

use crate::fixture::repository;

fn manifest(path: &str) -> Value {
    let text = std::fs::read_to_string(repository("config").join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rights of a role, one line for each resource.
fn rights(path: &str) -> Vec<String> {
    let words = |list: &Value| {
        list.as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut rights = Vec::new();
    for rule in manifest(path)["rules"].as_array().unwrap() {
        let names =
            rule.get("resourceNames").map(|names| format!(" {}", words(names).join(","))).unwrap_or_default();
        for resource in words(&rule["resources"]) {
            let group = words(&rule["apiGroups"]).join(",");
            rights.push(format!("{resource}.{group}{names}: {}", words(&rule["verbs"]).join(" ")));
        }
    }
    rights
}

#[test]
fn the_operator_has_exactly_the_rights_of_the_design() {
    assert_eq!(
        rights("rbac/cluster_role.yaml"),
        [
            "scalingrules.easyscale.io: get list watch",
            "scalingrules/status.easyscale.io: patch",
            "deployments.apps: get list watch",
            "statefulsets.apps: get list watch",
            "deployments/scale.apps: get patch",
            "statefulsets/scale.apps: get patch",
            "horizontalpodautoscalers.autoscaling: list watch",
            "namespaces.: list watch",
            "customresourcedefinitions.apiextensions.k8s.io: list watch",
            "events.events.k8s.io: create",
        ]
    );
    assert_eq!(
        rights("rbac/lease_role.yaml"),
        ["leases.coordination.k8s.io: create", "leases.coordination.k8s.io easyscale: get patch"]
    );
}

#[test]
fn the_roles_are_bound_to_the_account_that_the_operator_runs_as() {
    let account = json!([{"kind": "ServiceAccount", "name": "easyscale", "namespace": "easyscale-system"}]);
    for (binding, role) in [
        ("rbac/cluster_role_binding.yaml", "rbac/cluster_role.yaml"),
        ("rbac/lease_role_binding.yaml", "rbac/lease_role.yaml"),
    ] {
        assert_eq!(manifest(binding)["subjects"], account, "{binding}");
        assert_eq!(manifest(binding)["roleRef"]["name"], manifest(role)["metadata"]["name"], "{binding}");
        assert_eq!(manifest(binding)["roleRef"]["kind"], manifest(role)["kind"], "{binding}");
    }
    let operator = manifest("manager/deployment.yaml");
    assert_eq!(operator["spec"]["template"]["spec"]["serviceAccountName"], "easyscale");
    assert_eq!(operator["metadata"]["namespace"], "easyscale-system");
}

#[test]
fn the_operator_runs_without_root_without_writing_to_disk_and_without_capabilities() {
    let pod = &manifest("manager/deployment.yaml")["spec"]["template"]["spec"];
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");
    let container = &pod["containers"][0]["securityContext"];
    assert_eq!(container["readOnlyRootFilesystem"], true);
    assert_eq!(container["allowPrivilegeEscalation"], false);
    assert_eq!(container["capabilities"], json!({"drop": ["ALL"]}));
}

#[test]
fn the_operator_is_there_twice_and_asked_whether_it_lives_and_is_ready() {
    let operator = manifest("manager/deployment.yaml");
    assert_eq!(operator["spec"]["replicas"], 2);
    let container = &operator["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["args"], json!(["run"]));
    assert_eq!(container["ports"][0], json!({"name": "http", "containerPort": 8080}));
    assert_eq!(container["livenessProbe"]["httpGet"], json!({"path": "/livez", "port": "http"}));
    assert_eq!(container["readinessProbe"]["httpGet"], json!({"path": "/readyz", "port": "http"}));
}

#[test]
fn the_image_has_the_version_of_the_source() {
    let operator = manifest("manager/deployment.yaml");
    let image = operator["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap();
    assert_eq!(image, concat!("ghcr.io/easyscale/easyscale:", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_manifest_is_applied_by_its_kustomization() {
    for folder in ["crd", "rbac", "manager", "samples"] {
        let listed = manifest(&format!("{folder}/kustomization.yaml"))["resources"].clone();
        for file in std::fs::read_dir(repository("config").join(folder)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let known = name == "kustomization.yaml" || listed.as_array().unwrap().contains(&json!(name));
            assert!(known, "{folder}/{name} is not in {folder}/kustomization.yaml");
        }
    }
    assert_eq!(manifest("kustomization.yaml")["resources"], json!(["crd", "rbac", "manager"]));
}
