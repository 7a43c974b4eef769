//! The rights that only an operator of the whole cluster needs. Such operators see each other's rules, so they run one after
//! the other.

use easyscale_crd::TargetRef;
use easyscale_tests::{
    ControlPlane, Operator, OperatorOptions, PlaneOptions, Sandbox, deployment, entry, eventually, rule,
};
use k8s_openapi::api::core::v1::Namespace;
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::json;

use crate::SOON;
use crate::account::{Account, fleets};
use crate::right::{Right, of_the_cluster_role, rights};
use crate::scene::{START, complaint, condition};

/// A rule of the shop for a target of another namespace, which allows that, and one for a kind that is to be found.
async fn set(shop: &Sandbox, infra: &Sandbox) -> TargetRef {
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let namespaces: Api<Namespace> = Api::all(infra.client());
    let allow = json!({"metadata": {"annotations": {"easyscale.io/allow-rules-from": shop.name()}}});
    namespaces.patch(infra.name(), &PatchParams::default(), &Patch::Merge(allow)).await.unwrap();
    let target = TargetRef { namespace: Some(infra.name().to_owned()), ..deployment("cache") };
    shop.create_rule(rule("cache").target(target).entry(entry("Always").replicas(5))).await.unwrap();
    let north = shop.create_fleet("north", 1).await.unwrap();
    shop.create_rule(rule("north").target(north).entry(entry("Always").replicas(5))).await.unwrap();
    cache
}

async fn is_needed_and_healed(plane: &ControlPlane, right: Option<&Right>) {
    let (shop, infra) = (plane.namespace("shop").await.unwrap(), plane.namespace("infra").await.unwrap());
    let cache = set(&shop, &infra).await;
    let taken: Vec<Right> = right.into_iter().cloned().collect();
    let account = Account::without(plane, &shop, &taken, &fleets()).await;
    let options = OperatorOptions::new().with_lease(&shop).as_user(&account.kubeconfig).starting_at(START);
    let operator = Operator::start(plane, options).await.unwrap();
    if let Some(right) = right {
        let what = format!("being told that this is missing: {right}");
        let told = eventually(&what, SOON, || async { Ok(complaint(&shop, &operator, right).await) }).await;
        println!("{right}: {told}");
        let (concerned, kind) =
            if right.resource == "namespaces" { ("cache", "Stalled") } else { ("north", "Degraded") };
        let is_told = |status: &_| condition(status, kind) == ("True", "Forbidden");
        shop.wait_for_status(concerned, "says which right is missing", SOON, is_told).await;
        if right.to_string() == "list namespaces" {
            assert_eq!(infra.replicas(&cache).await.unwrap(), 1, "what is allowed cannot be seen");
        }
        account.grant_all(&fleets()).await;
    }
    infra.wait_for_replicas(&cache, 5, SOON).await;
    for name in ["cache", "north"] {
        let is_well = |status: &_| {
            condition(status, "Ready") == ("True", "AsScheduled")
                && condition(status, "Degraded").0.is_empty()
        };
        shop.wait_for_status(name, "all is well", SOON, is_well).await;
    }
    if right.is_none() {
        let lines = operator.logs();
        assert!(!lines.iter().any(|line| line.contains("a right is missing")), "{lines:#?}");
    }
}

#[tokio::test]
async fn every_right_in_the_cluster_is_needed_and_told_when_missing_and_healed_without_a_restart() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    plane.install_fleets().await.unwrap();
    is_needed_and_healed(&plane, None).await;
    let all = rights(&of_the_cluster_role());
    let of_cluster: Vec<Right> = all.into_iter().filter(Right::is_of_the_cluster).collect();
    assert_eq!(of_cluster.len(), 4, "{of_cluster:?}");
    for right in &of_cluster {
        is_needed_and_healed(&plane, Some(right)).await;
    }
}
