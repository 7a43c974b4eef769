//! What is said beforehand of a rule for a target in another namespace.

use easyscale_controller::plan::{Reason, Step};
use easyscale_crd::ScalingRuleStatus;
use easyscale_tests::{entry, rule};

use super::granted::{grant, in_namespace};
use crate::glance::{NOW, clock_at, cluster, is_done_as_said, look_at_stored};
use crate::stage::{SOON, pod_alone, shop, start};

#[tokio::test]
async fn another_namespace_has_to_allow_it() {
    let shop = shop().await;
    let infra = shop.plane().namespace("infra").await.unwrap();
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let target = in_namespace(&infra, &cache);
    shop.create_rule(rule("cache").target(target).entry(entry("Always").replicas(5))).await.unwrap();
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));

    let refused = look_at_stored(&cluster, &shop, clock, "cache").await;
    assert_eq!((refused.reason, &refused.unseen[..]), (Reason::TargetNotFound, &[][..]), "{refused:#?}");
    let operator = start(&shop, pod_alone(&shop).await.with_clock(clock)).await;
    is_done_as_said(&shop, "cache", &refused).await;
    drop(operator);

    grant(&infra, Some("shop-*")).await;
    let allowed = look_at_stored(&cluster, &shop, clock, "cache").await;
    let Step::Write(write) = &allowed.step else { panic!("{allowed:#?}") };
    assert_eq!((write.scale.replicas, write.to), (1, 5));
    let would = format!("Would scale deployment/cache in namespace {} from 1 to 5 because", infra.name());
    assert!(allowed.sentence.starts_with(&would), "{}", allowed.sentence);
    let _operator = start(&shop, pod_alone(&shop).await.with_clock(clock)).await;
    infra.wait_for_replicas(&cache, 5, SOON).await;
    let told = |status: &ScalingRuleStatus| status.last_scale.is_some();
    shop.wait_for_status("cache", "tells of the write", SOON, told).await;
    is_done_as_said(&shop, "cache", &allowed).await;
}
