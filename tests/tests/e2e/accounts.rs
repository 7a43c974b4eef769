//! Accounts for operators that have other rights than `config/rbac` gives: made from that very role, less what is taken
//! away. It starts nothing.

use std::path::PathBuf;

use easyscale_tests::{ControlPlane, Sandbox, repository};
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule};
use kube::Api;
use kube::api::PostParams;
use serde_json::json;

/// A kubeconfig for an account in the shop with the operator's rights after `change`; its cluster role has the name of
/// the shop. Where the operator has rights that are not in that role, such as for its lease, this one has not.
pub(crate) async fn weaker(shop: &Sandbox, change: impl Fn(&mut PolicyRule)) -> PathBuf {
    let plane = ControlPlane::shared().await;
    let kubeconfig = plane.kubeconfig_of_service_account(shop.name(), "weak").await.unwrap();
    let manifest = std::fs::read_to_string(repository().join("config/rbac/cluster_role.yaml")).unwrap();
    let mut role: ClusterRole = serde_saphyr::from_str(&manifest).unwrap();
    role.metadata.name = Some(shop.name().to_owned());
    let before = role.clone();
    role.rules.iter_mut().flatten().for_each(change);
    assert_ne!(role, before, "the role has not what was to be taken away");
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": shop.name()},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": shop.name()},
        "subjects": [{"kind": "ServiceAccount", "name": "weak", "namespace": shop.name()}],
    });
    let binding: ClusterRoleBinding = serde_json::from_value(binding).unwrap();
    let client = shop.client();
    Api::all(client.clone()).create(&PostParams::default(), &role).await.unwrap();
    Api::all(client).create(&PostParams::default(), &binding).await.unwrap();
    kubeconfig
}

/// Takes one verb on one resource away.
pub(crate) fn without(verb: &str, resource: &str) -> impl Fn(&mut PolicyRule) {
    move |rule| {
        if rule.resources.iter().flatten().any(|each| each == resource) {
            rule.verbs.retain(|each| each != verb);
        }
    }
}
