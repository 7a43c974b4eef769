//! Which number holds: the day a window belongs to, priorities, ties, limits, the default and its absence, two zones.

use easyscale_tests::{Day, Sandbox, entry, rule};
use serde_json::json;

use crate::stage::{
    SOON, active, condition, crossed, instant, next, operator_at, operator_before, sentence, settled,
    settled_before, shop,
};
use easyscale_crd::ScalingRuleStatus;

/// An operator sees one boundary of the rule `web` and ends again.
async fn cross(shop: &Sandbox, boundary: &str, numbers: (i32, i32)) -> ScalingRuleStatus {
    let mut operator = operator_before(shop, boundary).await;
    settled_before(&operator, shop, "web", boundary).await;
    let status = crossed(&operator, shop, "web", boundary, numbers).await;
    assert!(operator.terminate().await.unwrap().0.success());
    status
}

#[tokio::test]
async fn a_night_window_belongs_to_the_day_it_starts_on() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let night = entry("Night").days(&[Day::Saturday]).from("22:00").to("06:00").replicas(2);
    shop.create_rule(rule("web").zone("Europe/Berlin").entry(night).default(5)).await.unwrap();
    let (start, end) = (instant("2026-05-09T20:00:00Z"), instant("2026-05-10T04:00:00Z"));

    let mut saturday_at_three = operator_at(&shop, "2026-05-09T01:00:00Z").await;
    let status = settled(&shop, "web").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5, "not yet: that would be Friday's window");
    assert_eq!((active(&status).0, next(&status)), ("default", (start, Some(2))));
    assert!(saturday_at_three.terminate().await.unwrap().0.success());

    let saturday_night = cross(&shop, "2026-05-09T20:00:00Z", (5, 2)).await;
    assert_eq!(active(&saturday_night), ("Night", Some(start), Some(end)));
    let sunday_morning = cross(&shop, "2026-05-10T04:00:00Z", (2, 5)).await;
    assert_eq!(active(&sunday_morning).0, "default");
    assert_eq!(next(&sunday_morning), (instant("2026-05-16T20:00:00Z"), Some(2)), "not on Sunday night");
}

#[tokio::test]
async fn the_highest_priority_wins_while_it_holds_wherever_it_is_listed() {
    let shop = shop().await;
    shop.create_deployment("web", 4).await.unwrap();
    let day = entry("Day").from("09:00").to("20:00").replicas(4);
    let rush = entry("Rush").from("16:00").to("18:00").replicas(9).priority(10);
    let tea = entry("Tea").from("15:00").to("17:00").replicas(6).priority(5);
    shop.create_rule(rule("web").entry(day).entry(rush).entry(tea).default(1)).await.unwrap();

    let status = cross(&shop, "2026-05-08T15:00:00Z", (4, 6)).await;
    assert_eq!((active(&status).0, next(&status)), ("Tea", (instant("2026-05-08T16:00:00Z"), Some(9))));
    let status = cross(&shop, "2026-05-08T16:00:00Z", (6, 9)).await;
    let window = (instant("2026-05-08T16:00:00Z"), instant("2026-05-08T18:00:00Z"));
    assert_eq!(active(&status), ("Rush", Some(window.0), Some(window.1)));
    let status = cross(&shop, "2026-05-08T18:00:00Z", (9, 4)).await;
    assert_eq!(active(&status).0, "Day", "which has held all the time, below the others");
    assert_eq!(condition(&status, "Accepted"), ("True", "Valid"), "priorities differ: nothing is doubtful");
}

#[tokio::test]
async fn on_a_tie_the_first_listed_wins_and_the_rule_is_told_to_be_doubtful() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let first = entry("Office").from("09:00").to("17:00").replicas(4);
    let second = entry("Shop").from("08:00").to("18:00").replicas(6);
    shop.create_rule(rule("web").zone("Europe/Berlin").entry(first).entry(second).default(1)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T15:00:00Z").await;
    let tied = settled_before(&operator, &shop, "web", "2026-05-08T15:00:00Z").await;
    assert_eq!((shop.replicas(&web).await.unwrap(), active(&tied).0), (4, "Office"));
    assert_eq!(condition(&tied, "Ready"), ("True", "AsScheduled"), "it works all the same");
    assert_eq!(condition(&tied, "Accepted"), ("True", "ValidWithWarnings"));
    let doubt = sentence(&tied, "Accepted");
    for part in ["spec.schedule[1]", "\"Office\" (4 replicas) and \"Shop\" (6 replicas)", "(Europe/Berlin)"] {
        assert!(doubt.contains(part), "no {part} in: {doubt}");
    }

    let alone = crossed(&operator, &shop, "web", "2026-05-08T15:00:00Z", (4, 6)).await;
    assert_eq!(active(&alone).0, "Shop");
}

#[tokio::test]
async fn a_number_outside_of_the_limits_is_refused_and_one_on_the_limit_is_kept() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    let rush = |replicas| entry("Rush").from("16:00").to("18:00").replicas(replicas);
    let limited = |replicas| rule("web").entry(rush(replicas)).limits(1, 10);
    let outside = "replicas must lie within limits: change the number, or minReplicas or maxReplicas";
    for (refused, field, sentence) in [
        (limited(11).default(1), "spec.schedule", outside),
        (limited(0).default(1), "spec.schedule", outside),
        (limited(5).default(0), "spec.default", outside),
        (rule("web").entry(rush(5)).limits(10, 1), "spec.limits", "minReplicas is greater than maxReplicas"),
    ] {
        let refusal = format!("{:#}", shop.create_rule(refused).await.unwrap_err());
        assert!(refusal.contains(field) && refusal.contains(sentence), "{refusal}");
    }

    shop.create_rule(limited(10).default(1)).await.unwrap();
    let refusal = shop.edit_rule("web", json!({"default": {"replicas": 11}})).await.unwrap_err();
    assert!(refusal.to_string().contains(outside), "{refusal}");
    let operator = operator_before(&shop, "2026-05-08T18:00:00Z").await;
    settled_before(&operator, &shop, "web", "2026-05-08T18:00:00Z").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 10, "the most that it may have");
    crossed(&operator, &shop, "web", "2026-05-08T18:00:00Z", (10, 1)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 1, "the least that it may have");
}

#[tokio::test]
async fn when_no_entry_holds_the_default_does() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 7).await.unwrap();
    let weekend = entry("Weekend").days(&[Day::Saturday, Day::Sunday]).replicas(2);
    shop.create_rule(rule("web").entry(weekend).default(3)).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-06T12:00:00Z").await;
    let wednesday = settled(&shop, "web").await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 3);
    let (monday, saturday) = (instant("2026-05-04T00:00:00Z"), instant("2026-05-09T00:00:00Z"));
    assert_eq!(active(&wednesday), ("default", Some(monday), Some(saturday)));
    assert_eq!(
        sentence(&wednesday, "Ready"),
        "3 replicas because no entry holds until Saturday 2026-05-09 00:00 (UTC), so the default applies; then 2 \
         replicas (\"Weekend\")."
    );
}

#[tokio::test]
async fn without_a_default_the_number_is_left_alone_when_no_entry_holds_and_the_status_says_so() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let rush = entry("Rush").from("16:00").to("18:00").replicas(5);
    shop.create_rule(rule("web").entry(rush)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T18:00:00Z").await;
    let rush = settled_before(&operator, &shop, "web", "2026-05-08T18:00:00Z").await;
    assert_eq!(next(&rush), (instant("2026-05-08T18:00:00Z"), None));
    assert_eq!(condition(&rush, "Accepted"), ("True", "ValidWithWarnings"));
    assert!(sentence(&rush, "Accepted").contains("there is no default"), "{}", sentence(&rush, "Accepted"));

    let idle = shop.wait_for_status("web", "nothing holds", SOON, |status| status.active.is_none()).await;
    assert!(operator.now() >= instant("2026-05-08T18:00:00Z"));
    assert_eq!((idle.desired_replicas, idle.current_replicas), (None, Some(5)));
    assert_eq!(next(&idle), (instant("2026-05-09T16:00:00Z"), Some(5)));
    assert_eq!(condition(&idle, "Ready"), ("True", "NothingHolds"));
    assert_eq!(
        sentence(&idle, "Ready"),
        "No entry holds until Saturday 2026-05-09 16:00 (UTC) and the rule has no default; then 5 replicas \
         (\"Rush\"). Deployment/web is left as it is."
    );

    shop.scale_as("kubectl", &web, 7).await.unwrap();
    let seen = |status: &ScalingRuleStatus| status.current_replicas == Some(7);
    let seen = shop.wait_for_status("web", "has seen the person's number", SOON, seen).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 7, "nobody sets it back");
    assert_eq!(seen.history.len(), 1, "only the write of the start: {:?}", seen.history);
}

#[tokio::test]
async fn two_entries_live_in_two_zones() {
    let shop = shop().await;
    shop.create_deployment("web", 3).await.unwrap();
    let berlin = entry("Berlin").zone("Europe/Berlin").from("09:00").to("17:00").replicas(4).priority(1);
    let york = entry("New York").zone("America/New_York").from("09:00").to("17:00").replicas(6).priority(2);
    shop.create_rule(rule("web").entry(berlin).entry(york).default(3)).await.unwrap();
    // New York has summer time already, Berlin has not: five hours between them instead of six.
    let morning = cross(&shop, "2026-03-16T08:00:00Z", (3, 4)).await;
    assert_eq!(
        active(&morning),
        ("Berlin", Some(instant("2026-03-16T08:00:00Z")), Some(instant("2026-03-16T13:00:00Z")))
    );
    let noon = cross(&shop, "2026-03-16T13:00:00Z", (4, 6)).await;
    assert_eq!(
        active(&noon),
        ("New York", Some(instant("2026-03-16T13:00:00Z")), Some(instant("2026-03-16T21:00:00Z")))
    );
    let night = cross(&shop, "2026-03-16T21:00:00Z", (6, 3)).await;
    assert_eq!((active(&night).0, next(&night)), ("default", (instant("2026-03-17T08:00:00Z"), Some(4))));
}
