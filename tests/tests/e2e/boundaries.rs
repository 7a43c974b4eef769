//! At its boundaries a rule does what it says: on time, after an absence, after an edit, and never again when deleted.

use easyscale_crd::time::to_chrono;
use easyscale_crd::{ScaleReason, TargetRef};
use easyscale_tests::{Operator, Sandbox, entry, rule, until};
use serde_json::json;

use crate::stage::{
    SOON, active, condition, crossed, instant, next, operator_at, operator_before, settled, settled_before,
    shop,
};

#[tokio::test]
async fn the_number_changes_at_the_boundary_and_again_at_the_windows_end() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    let rush = entry("Rush").from("18:00").to("18:01").replicas(5);
    shop.create_rule(rule("web").zone("Europe/Berlin").entry(rush).default(3)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T16:00:00Z").await;
    let before = settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;
    assert_eq!(before.history, [], "nothing to do yet");
    assert_eq!(next(&before), (instant("2026-05-08T16:00:00Z"), Some(5)));

    let rush = crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    let (since, until_) = (instant("2026-05-08T16:00:00Z"), instant("2026-05-08T16:01:00Z"));
    assert_eq!(active(&rush), ("Rush", Some(since), Some(until_)));
    assert_eq!(condition(&rush, "Ready"), ("True", "AsScheduled"));

    let after = crossed(&operator, &shop, "web", "2026-05-08T16:01:00Z", (5, 3)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 3);
    assert_eq!(active(&after).0, "default");
    assert_eq!(after.history.len(), 2, "one write for each boundary: {:?}", after.history);

    let events = until("both Events", SOON, || shop.events("web"), |events| events.len() == 2).await;
    let notes: Vec<_> = events.iter().filter_map(|event| event.note.as_deref()).collect();
    assert_eq!(
        notes,
        [
            "Scaled deployment/web from 3 to 5 because \"Rush\" holds until Friday 2026-05-08 18:01 (Europe/Berlin); \
             then 3 replicas (the default).",
            "Scaled deployment/web from 5 to 3 because no entry holds until Saturday 2026-05-09 18:00 (Europe/Berlin), \
             so the default applies; then 5 replicas (\"Rush\").",
        ]
    );
}

#[tokio::test]
async fn a_start_in_the_middle_of_a_window_is_right_at_once() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3))
        .await
        .unwrap();
    let operator = operator_at(&shop, "2026-05-08T17:12:30Z").await;
    let status = settled(&shop, "web").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    assert!(operator.now() < instant("2026-05-08T18:00:00Z"), "and not because of the next boundary");
    let window = (instant("2026-05-08T16:00:00Z"), instant("2026-05-08T18:00:00Z"));
    assert_eq!(active(&status), ("Rush", Some(window.0), Some(window.1)));
    assert_eq!(next(&status), (window.1, Some(3)));
    let last = status.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (1, 5, ScaleReason::RuleChanged), "the rule is new");
    assert_eq!(shop.owners_of_replicas(&web).await.unwrap().last().map(String::as_str), Some("easyscale"));
}

#[tokio::test]
async fn after_an_absence_across_a_boundary_the_number_is_right_at_once() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3))
        .await
        .unwrap();
    let mut first = operator_at(&shop, "2026-05-08T15:40:00Z").await;
    settled_before(&first, &shop, "web", "2026-05-08T16:00:00Z").await;
    assert!(first.terminate().await.unwrap().0.success());
    assert_eq!(shop.replicas(&web).await.unwrap(), 3);

    let _second = operator_at(&shop, "2026-05-08T16:20:00Z").await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let told = shop.wait_for_status("web", "tells of it", SOON, |status| status.history.len() == 1).await;
    let last = told.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (3, 5, ScaleReason::Boundary));
    assert_eq!(last.boundary.as_ref().map(to_chrono), Some(instant("2026-05-08T16:00:00Z")));
    assert!(
        to_chrono(&last.time) >= instant("2026-05-08T16:20:00Z"),
        "it does not hide that it is late: {last:?}"
    );
    assert_eq!(active(&told).1, Some(instant("2026-05-08T16:00:00Z")));
}

#[tokio::test]
async fn an_edit_takes_effect_at_once_and_re_arms_the_wake_up() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    let late = entry("Rush").from("20:00").to("21:00").replicas(6);
    shop.create_rule(rule("web").entry(late).default(3)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T16:00:00Z").await;
    settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;

    let earlier = json!([{"name": "Rush", "timeStart": "16:00", "timeEnd": "18:00", "replicas": 6}]);
    shop.edit_rule("web", json!({"schedule": earlier, "default": {"replicas": 4}})).await.unwrap();
    let edited = settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 4, "the new default holds already");
    let last = edited.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (3, 4, ScaleReason::RuleChanged));
    assert_eq!(last.generation, 2);
    assert_eq!(next(&edited), (instant("2026-05-08T16:00:00Z"), Some(6)));

    crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (4, 6)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 6);
}

/// Two rules of one schedule, before its boundary: `web`, with so many replicas so far, is the one to be changed; `clock`
/// is left alone and shows when the boundary has passed.
async fn web_beside_a_clock(shop: &Sandbox, replicas: i32) -> (TargetRef, Operator) {
    let web = shop.create_deployment("web", replicas).await.unwrap();
    shop.create_deployment("clock", 3).await.unwrap();
    for name in ["web", "clock"] {
        let rush = entry("Rush").from("16:00").to("18:00").replicas(5);
        shop.create_rule(rule(name).entry(rush).default(3)).await.unwrap();
    }
    let operator = operator_before(shop, "2026-05-08T16:00:00Z").await;
    settled_before(&operator, shop, "clock", "2026-05-08T16:00:00Z").await;
    settled_before(&operator, shop, "web", "2026-05-08T16:00:00Z").await;
    (web, operator)
}

#[tokio::test]
async fn a_boundary_that_was_edited_away_passes_without_a_trace() {
    let shop = shop().await;
    let (web, operator) = web_beside_a_clock(&shop, 3).await;
    let later = json!([{"name": "Rush", "timeStart": "17:00", "timeEnd": "18:00", "replicas": 5}]);
    shop.edit_rule("web", json!({ "schedule": later })).await.unwrap();
    settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;

    crossed(&operator, &shop, "clock", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 3);
    let status = shop.status("web").await.unwrap();
    assert_eq!(status.history, []);
    assert_eq!(next(&status), (instant("2026-05-08T17:00:00Z"), Some(5)));
}

#[tokio::test]
async fn deleting_a_rule_stops_it_and_keeps_the_number() {
    let shop = shop().await;
    let (web, operator) = web_beside_a_clock(&shop, 1).await;
    shop.wait_for_replicas(&web, 3, SOON).await;
    let ready = || operator.metric("easyscale_rules_total{state=\"ready\"}");
    until("both rules being counted", SOON, ready, |ready| *ready > 1.5).await;
    shop.delete_rule("web").await.unwrap();
    until("one rule being counted", SOON, ready, |ready| *ready < 1.5).await;
    assert!(operator.now() < instant("2026-05-08T16:00:00Z"), "too slow: it is {} already", operator.now());

    crossed(&operator, &shop, "clock", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 3, "what it had when the rule went");
    shop.scale_as("kubectl", &web, 8).await.unwrap();
    shop.edit_rule("clock", json!({"default": {"replicas": 2}})).await.unwrap();
    settled(&shop, "clock").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 8, "nobody sets it back");
}
