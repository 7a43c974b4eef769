//! Everything is told once, also by an operator that was ended and started again, and by one that died in the middle.

use easyscale_crd::ScalingRuleStatus;
use easyscale_tests::{Operator, Sandbox, eventually};
use kube::ResourceExt;
use kube::api::PostParams;

use crate::stage::{SOON, crossed, operator_at, pod_alone, settled, settled_before, shop, start};
use crate::usual::{looked, operator_alone, rush};

/// Name, identity and sentence of every Event about `web`.
async fn events(shop: &Sandbox) -> Vec<(String, String, String)> {
    let events = shop.events("web").await.unwrap().into_iter();
    events.map(|event| (event.name_any(), event.uid().unwrap(), event.note.unwrap())).collect()
}

/// Waits until there is an Event about `web`.
async fn first_event(shop: &Sandbox) -> Vec<(String, String, String)> {
    eventually("the Event", SOON, || async {
        let events = events(shop).await;
        Ok((!events.is_empty()).then_some(events))
    })
    .await
}

/// An operator at the same time as another one, or as if it were that one.
async fn another_like(operator: &Operator, shop: &Sandbox) -> Operator {
    start(shop, pod_alone(shop).await.with_clock(operator.clock())).await
}

#[tokio::test]
async fn an_operator_that_starts_again_tells_and_writes_nothing_again() {
    let shop = shop().await;
    shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let mut first = operator_alone(&shop, "2026-05-08T15:59:45Z").await;
    settled_before(&first, &shop, "web", "2026-05-08T16:00:00Z").await;
    crossed(&first, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    let told = first_event(&shop).await;
    assert!(first.terminate().await.unwrap().0.success());
    let version = shop.resource_version("web").await.unwrap();

    let mut second = another_like(&first, &shop).await;
    looked(&second, "unchanged").await;
    // Its end waits for the Events that are on their way.
    assert!(second.terminate().await.unwrap().0.success());
    assert_eq!(events(&shop).await, told);
    assert_eq!(shop.resource_version("web").await.unwrap(), version);
}

/// Puts a status in the place of the one there is.
async fn put_status_back(shop: &Sandbox, status: ScalingRuleStatus) {
    let mut rule = shop.rule("web").await.unwrap();
    rule.status = Some(status);
    shop.rules().replace_status("web", &PostParams::default(), &rule).await.unwrap();
}

#[tokio::test]
async fn a_write_whose_operator_died_before_it_was_on_record_is_told_and_recorded_once() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let mut early = operator_at(&shop, "2026-05-08T15:40:00Z").await;
    let before = settled(&shop, "web").await;
    early.terminate().await.unwrap();
    let mut first = operator_alone(&shop, "2026-05-08T15:59:57Z").await;
    crossed(&first, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    let told = first_event(&shop).await;

    first.kill().unwrap();
    put_status_back(&shop, before.clone()).await;
    let mut second = another_like(&first, &shop).await;
    let recorded = |status: &ScalingRuleStatus| *status != before;
    let status = shop.wait_for_status("web", "puts the write on record", SOON, recorded).await;
    // Its end waits for the Events that are on their way.
    let (ended, _) = second.terminate().await.unwrap();
    assert!(ended.success());
    let records: Vec<_> = status.history.iter().map(|record| (record.from, record.to)).collect();
    assert_eq!(records, [(3, 5)]);
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    assert_eq!(events(&shop).await, told, "one Event, and it is the first one's");
}
