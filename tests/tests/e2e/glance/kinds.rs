//! Targets of other kinds, in other namespaces, and a cluster that has never heard of EasyScale.

use easyscale_controller::glance::Because;
use easyscale_controller::plan::{Reason, Step};
use easyscale_crd::TargetRef;
use easyscale_tests::{
    ControlPlane, Crd, FLEET_API_VERSION, Operator, OperatorOptions, PlaneOptions, custom, entry, rule,
};
use k8s_openapi::api::core::v1::Namespace;
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::json;

use super::{NOW, clock_at, cluster, cluster_of, is_done_as_said, look, look_at_stored};
use crate::custom_kinds::sea;

#[tokio::test]
async fn a_kind_of_its_own_is_found_and_one_that_cannot_be_scaled_is_told() {
    let sea = sea().await;
    let north = sea.create_fleet("north", 2).await.unwrap();
    sea.create_rock("cliff").await.unwrap();
    let season = |name: &str, target: TargetRef| rule(name).target(target).entry(entry("Season").replicas(6));
    let (cluster, clock) = (cluster().await, clock_at(NOW));
    sea.create_rule(season("north", north.clone())).await.unwrap();
    sea.create_rule(season("cliff", custom(FLEET_API_VERSION, "Rock", "cliff"))).await.unwrap();
    sea.create_rule(season("reef", custom(FLEET_API_VERSION, "Reef", "reef"))).await.unwrap();
    let mut all = Vec::new();
    for (name, reason) in [
        ("north", Reason::AsScheduled),
        ("cliff", Reason::NoScaleSubresource),
        ("reef", Reason::KindNotFound),
    ] {
        let said = look_at_stored(&cluster, &sea, clock, name).await;
        assert_eq!(said.reason, reason, "{said:#?}");
        all.push((name, said));
    }
    assert!(all[0].1.sentence.starts_with("Would scale fleet/north from 2 to 6 because"), "{:#?}", all[0].1);
    let options = OperatorOptions::watching(&sea).with_clock(clock);
    let _operator = Operator::start(ControlPlane::shared().await, options).await.unwrap();
    for (name, said) in &all {
        is_done_as_said(&sea, name, said).await;
    }
    assert_eq!(sea.replicas(&north).await.unwrap(), 6);
}

#[tokio::test]
async fn another_namespace_has_to_allow_it() {
    // A control plane of its own: this operator looks at all namespaces.
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    let infra = plane.namespace("infra").await.unwrap();
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let target = TargetRef { namespace: Some(infra.name().to_owned()), ..cache.clone() };
    shop.create_rule(rule("cache").target(target).entry(entry("Always").replicas(5))).await.unwrap();
    let (cluster, clock) = (cluster_of(plane.kubeconfig()).await, clock_at(NOW));

    let refused = look_at_stored(&cluster, &shop, clock, "cache").await;
    assert_eq!((refused.reason, &refused.unseen[..]), (Reason::TargetNotFound, &[][..]), "{refused:#?}");
    let options = || OperatorOptions::new().with_clock(clock);
    let operator = Operator::start(&plane, options()).await.unwrap();
    is_done_as_said(&shop, "cache", &refused).await;
    drop(operator);

    let namespaces: Api<Namespace> = Api::all(infra.client());
    let grant = json!({"metadata": {"annotations": {"easyscale.io/allow-rules-from": "shop-*"}}});
    namespaces.patch(infra.name(), &PatchParams::default(), &Patch::Merge(grant)).await.unwrap();
    let allowed = look_at_stored(&cluster, &shop, clock, "cache").await;
    let Step::Write(write) = &allowed.step else { panic!("{allowed:#?}") };
    assert_eq!((write.scale.replicas, write.to), (1, 5));
    let would = format!("Would scale deployment/cache in namespace {} from 1 to 5 because", infra.name());
    assert!(allowed.sentence.starts_with(&would), "{}", allowed.sentence);
    let _operator = Operator::start(&plane, options()).await.unwrap();
    infra.wait_for_replicas(&cache, 5, crate::stage::SOON).await;
    let told = |status: &easyscale_crd::ScalingRuleStatus| status.last_scale.is_some();
    shop.wait_for_status("cache", "tells of the write", crate::stage::SOON, told).await;
    is_done_as_said(&shop, "cache", &allowed).await;
}

#[tokio::test]
async fn a_cluster_that_does_not_know_easyscale_still_answers_for_a_file() {
    let plane =
        ControlPlane::start(PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() }).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    shop.create_deployment("web", 1).await.unwrap();
    let cluster = cluster_of(plane.kubeconfig()).await;
    let said = look(&cluster, &shop, crate::usual::rush()).await;
    assert!(said.sentence.starts_with("Would scale deployment/web from 1 to 5 because"), "{}", said.sentence);
    let [unseen] = &said.unseen[..] else { panic!("{said:#?}") };
    assert_eq!(unseen.because, Because::NotInstalled);
    assert!(unseen.sentence.starts_with("EasyScale is not installed in this cluster"), "{}", unseen.sentence);
    let invalid = look(&cluster, &shop, crate::usual::rush().zone("Europe/Berln")).await;
    assert_eq!((invalid.reason, invalid.unseen.len()), (Reason::Invalid, 1), "{invalid:#?}");
    let error = cluster.list(None).await.unwrap_err().to_string();
    assert!(error.contains("kubectl apply -k config/crd"), "{error}");
}
