//! What can be scaled: what is there, what comes later, what goes and comes back, and other kinds than Deployments.
//! (Kinds that EasyScale has never heard of have a file of their own.)

use easyscale_crd::{ScaleReason, ScalingRuleStatus};
use easyscale_tests::{deployment, entry, rule, statefulset, until};
use k8s_openapi::api::apps::v1::Deployment;
use kube::Api;
use kube::api::DeleteParams;

use crate::stage::{SOON, condition, crossed, operator_at, operator_before, settled, settled_before, shop};

fn is_missing(status: &ScalingRuleStatus) -> bool {
    condition(status, "TargetResolved") == ("False", "TargetNotFound")
}

#[tokio::test]
async fn a_target_that_appears_later_is_picked_up_by_itself() {
    let shop = shop().await;
    shop.create_rule(rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3))
        .await
        .unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:30:00Z").await;
    let waiting = settled(&shop, "web").await;
    assert!(is_missing(&waiting), "{waiting:#?}");
    assert_eq!((waiting.desired_replicas, waiting.current_replicas), (Some(5), None));
    assert_eq!(condition(&waiting, "Ready"), ("False", "TargetNotFound"));
    assert_eq!(condition(&waiting, "Stalled"), ("", ""), "this heals by itself");
    let told = || shop.events("web");
    let events = until("an Event that tells of it", SOON, told, |events| !events.is_empty()).await;
    assert_eq!(events[0].reason.as_deref(), Some("TargetNotFound"));
    assert_eq!(events[0].type_.as_deref(), Some("Warning"));

    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    let is_ready = |status: &ScalingRuleStatus| condition(status, "Ready") == ("True", "AsScheduled");
    let ready = shop.wait_for_status("web", "is ready", SOON, is_ready).await;
    assert_eq!(ready.current_replicas, Some(5));
    assert_eq!(condition(&ready, "TargetResolved"), ("True", "Found"));
}

#[tokio::test]
async fn a_target_that_is_deleted_and_made_anew_gets_its_number_again() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3))
        .await
        .unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:30:00Z").await;
    settled(&shop, "web").await;
    shop.wait_for_replicas(&web, 5, SOON).await;

    let deployments: Api<Deployment> = Api::namespaced(shop.client(), shop.name());
    deployments.delete("web", &DeleteParams::default()).await.unwrap();
    let gone = shop.wait_for_status("web", "says that it is gone", SOON, is_missing).await;
    assert_eq!(gone.current_replicas, None);
    assert_eq!(gone.history.len(), 1);

    shop.create_deployment("web", 2).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    let told = |status: &ScalingRuleStatus| status.history.len() == 2;
    let back = shop.wait_for_status("web", "tells of the new one", SOON, told).await;
    assert_eq!(condition(&back, "Ready"), ("True", "AsScheduled"));
    let last = back.last_scale.unwrap();
    assert_eq!(
        (last.from, last.to, last.reason),
        (2, 5, ScaleReason::Boundary),
        "nobody has changed it back"
    );
    let told = || shop.events("web");
    let events = until("all Events", SOON, told, |events| events.len() == 3).await;
    let reasons: Vec<_> = events.iter().filter_map(|event| event.reason.as_deref()).collect();
    assert_eq!(reasons, ["Scaled", "TargetNotFound", "Scaled"]);
}

#[tokio::test]
async fn a_stateful_set_is_scaled_at_its_boundary() {
    let shop = shop().await;
    let db = shop.create_statefulset("db", 1).await.unwrap();
    shop.create_deployment("db", 1).await.unwrap();
    let busy = entry("Busy").from("16:00").to("18:00").replicas(3);
    shop.create_rule(rule("db").target(statefulset("db")).entry(busy).default(1)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T16:00:00Z").await;
    settled_before(&operator, &shop, "db", "2026-05-08T16:00:00Z").await;
    crossed(&operator, &shop, "db", "2026-05-08T16:00:00Z", (1, 3)).await;
    assert_eq!(shop.replicas(&db).await.unwrap(), 3);
    assert_eq!(
        shop.replicas(&deployment("db")).await.unwrap(),
        1,
        "the Deployment of that name is another thing"
    );
}
