//! Rules that hold back on purpose: suspended, a dry run, in their cooldown. And an operator that asks nobody whether it
//! leads.

use chrono::TimeDelta;
use easyscale_crd::ScaleReason;
use easyscale_crd::time::to_chrono;
use easyscale_tests::Operator;
use k8s_openapi::api::coordination::v1::Lease;
use kube::Api;
use kube::api::ListParams;
use serde_json::json;

use crate::stage::{SOON, condition, crossed, instant, operator_at, sentence, settled, shop};
use crate::usual::{RUSH_HOLDS, count, holds, notes, operator_alone, rush, told, version};

#[tokio::test]
async fn a_suspended_rule_changes_nothing_and_resumes_with_what_holds_then() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let untouched = version(&shop, &web).await.unwrap();
    shop.create_rule(rush().suspended()).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T15:59:56Z").await;

    let status = shop.wait_for_status("web", "tells of the rush", SOON, holds("Rush")).await;
    assert_eq!(version(&shop, &web).await.unwrap(), untouched);
    assert_eq!(condition(&status, "Suspended"), ("True", "Suspended"));
    assert_eq!(condition(&status, "Ready"), ("True", "Suspended"));
    let expected = format!(
        "Suspended: deployment/web is left as it is. The schedule says: 5 replicas because {RUSH_HOLDS}. \
         Set suspend to false to resume."
    );
    assert_eq!(sentence(&status, "Suspended"), expected);
    assert_eq!((status.current_replicas, status.desired_replicas), (Some(1), Some(5)));

    shop.edit_rule("web", json!({"suspend": false})).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    let status = settled(&shop, "web").await;
    assert_eq!(condition(&status, "Suspended"), ("", ""));
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
    let last = status.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (1, 5, ScaleReason::RuleChanged));
}

#[tokio::test]
async fn while_a_rule_is_suspended_a_person_may_scale_as_they_like() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    shop.edit_rule("web", json!({"suspend": true})).await.unwrap();
    settled(&shop, "web").await;

    shop.scale_as("kubectl", &web, 9).await.unwrap();
    let seen = shop
        .wait_for_status("web", "knows of the nine", SOON, |status| status.current_replicas == Some(9))
        .await;
    assert_eq!(condition(&seen, "Suspended"), ("True", "Suspended"));
    assert_eq!(shop.replicas(&web).await.unwrap(), 9);

    shop.edit_rule("web", json!({"suspend": false})).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    let resumed = settled(&shop, "web").await;
    let writes: Vec<_> = resumed.history.iter().map(|record| (record.from, record.to)).collect();
    assert_eq!(writes, [(9, 5), (1, 5)]);
}

#[tokio::test]
async fn a_dry_run_tells_what_it_would_do_and_does_nothing() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let untouched = version(&shop, &web).await.unwrap();
    shop.create_rule(rush().dry_run()).await.unwrap();
    let operator = operator_at(&shop, "2026-05-08T15:59:56Z").await;

    let note = told(&shop, "web", "WouldScale", "\"Rush\" holds").await;
    let expected = format!(
        "Dry run: would scale deployment/web from 1 to 5 because {RUSH_HOLDS}. Nothing is changed until dryRun is false."
    );
    assert_eq!(note, expected);
    let status = shop.wait_for_status("web", "tells of the rush", SOON, holds("Rush")).await;
    assert_eq!(condition(&status, "Ready"), ("True", "DryRun"));
    assert_eq!(condition(&status, "Scaled"), ("False", "DryRun"));
    assert_eq!(sentence(&status, "Scaled"), expected);
    assert_eq!((status.current_replicas, status.desired_replicas), (Some(1), Some(5)));
    assert_eq!(status.history, []);
    assert_eq!(version(&shop, &web).await.unwrap(), untouched);
    assert_eq!(scalings(&operator).await, 0);

    shop.edit_rule("web", json!({"dryRun": false})).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    told(&shop, "web", "Scaled", "from 1 to 5").await;
    let would = notes(&shop, "web", "WouldScale").await.unwrap();
    assert!(would.len() <= 2, "once before the boundary and once at it: {would:?}");
}

/// How many numbers an operator has written.
async fn scalings(operator: &Operator) -> u64 {
    let metrics = operator.metrics().await.unwrap();
    let lines = metrics.lines().filter(|line| line.starts_with("easyscale_scaling_operations_total{"));
    lines.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

#[tokio::test]
async fn a_boundary_waits_out_the_cooldown_and_an_edit_does_not() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush().cooldown(3600)).await.unwrap();
    let mut first = operator_at(&shop, "2026-05-08T15:58:00Z").await;
    shop.wait_for_status("web", "tells of its first write", SOON, |status| status.history.len() == 1).await;
    first.terminate().await.unwrap();

    let _second = operator_at(&shop, "2026-05-08T15:59:57Z").await;
    let status = shop.wait_for_status("web", "tells of the rush", SOON, holds("Rush")).await;
    assert_eq!(condition(&status, "Ready"), ("False", "CoolingDown"));
    let expected = format!(
        "Waiting until Friday 2026-05-08 16:58 (UTC) because cooldownSeconds is 3600; then deployment/web is scaled. \
         The schedule says: 5 replicas because {RUSH_HOLDS}."
    );
    assert_eq!(sentence(&status, "Ready"), expected);
    assert_eq!(shop.replicas(&web).await.unwrap(), 3);

    let six = json!([{"name": "Rush", "timeStart": "16:00", "timeEnd": "18:00", "replicas": 6}]);
    shop.edit_rule("web", json!({ "schedule": six })).await.unwrap();
    shop.wait_for_replicas(&web, 6, SOON).await;
    let edited = settled(&shop, "web").await;
    let last = edited.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (3, 6, ScaleReason::RuleChanged));
    assert_eq!(condition(&edited, "Ready"), ("True", "AsScheduled"));
}

#[tokio::test]
async fn what_the_cooldown_held_up_is_done_when_it_is_over() {
    const COOLDOWN: TimeDelta = TimeDelta::seconds(150);
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush().cooldown(150)).await.unwrap();
    let mut first = operator_at(&shop, "2026-05-08T15:58:00Z").await;
    shop.wait_for_status("web", "tells of its first write", SOON, |status| status.history.len() == 1).await;
    first.terminate().await.unwrap();

    let _second = operator_at(&shop, "2026-05-08T15:59:57Z").await;
    // From now to the end of the cooldown is a good half minute, and at most half a minute more.
    shop.wait_for_replicas(&web, 5, 2 * SOON).await;
    let done =
        shop.wait_for_status("web", "tells of its write", SOON, |status| status.history.len() == 2).await;
    let [held_up, before] = &done.history[..] else { unreachable!("two writes") };
    assert_eq!((held_up.from, held_up.to, held_up.reason), (3, 5, ScaleReason::Boundary));
    assert_eq!(held_up.boundary.as_ref().map(to_chrono), Some(instant("2026-05-08T16:00:00Z")));
    let pause = to_chrono(&held_up.time) - to_chrono(&before.time);
    // Status times have whole seconds: both may have been cut.
    assert!(pause > COOLDOWN - TimeDelta::seconds(1), "only {pause} between the two: {:?}", done.history);
}

#[tokio::test]
async fn without_an_election_it_acts_and_needs_no_lease() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_alone(&shop, "2026-05-08T15:59:45Z").await;
    crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    assert_eq!(count(&operator, "easyscale_leader").await, 1);
    for namespace in [shop.name(), &format!("{}-system", shop.name()), "default"] {
        let leases: Api<Lease> = Api::namespaced(shop.client(), namespace);
        assert_eq!(leases.list(&ListParams::default()).await.unwrap().items, [], "in {namespace}");
    }
}
