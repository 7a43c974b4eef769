//! Targets of other kinds, and a cluster that has never heard of EasyScale.

use easyscale_controller::glance::Because;
use easyscale_controller::plan::Reason;
use easyscale_crd::TargetRef;
use easyscale_tests::{ControlPlane, Crd, FLEET_API_VERSION, PlaneOptions, custom, entry, rule};

use super::{NOW, clock_at, cluster, cluster_of, is_done_as_said, look, look_at_stored};
use crate::custom_kinds::{fleets, sea};
use crate::stage::{release, start};

#[tokio::test]
async fn a_kind_of_its_own_is_found_and_one_that_cannot_be_scaled_is_told() {
    let sea = sea().await;
    let north = sea.create_fleet("north", 2).await.unwrap();
    sea.create_rock("cliff").await.unwrap();
    let season = |name: &str, target: TargetRef| rule(name).target(target).entry(entry("Season").replicas(6));
    let (cluster, clock) = (cluster(&sea).await, clock_at(NOW));
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
    let pod = release(&[&sea], &fleets()).await.pod("easyscale-0").await.unwrap();
    let _operator = start(&sea, pod.with_clock(clock)).await;
    for (name, said) in &all {
        is_done_as_said(&sea, name, said).await;
    }
    assert_eq!(sea.replicas(&north).await.unwrap(), 6);
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
