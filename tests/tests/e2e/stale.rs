//! Decisions on a number that may have changed meanwhile. An operator that may list Deployments but not watch them relies on
//! nothing that it saw at its start; and a write that comes too late loses (409), and what is there then is decided on
//! anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use easyscale_crd::time::to_chrono;
use easyscale_crd::{ScalingRuleStatus, TargetRef};
use easyscale_tests::{Operator, Sandbox, until};
use k8s_openapi::api::apps::v1::Deployment;
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::accounts::{weaker, without};
use crate::stage::{SOON, condition, crossed, instant, operator_at, settled, settled_before, shop, start};
use crate::usual::{count, notes, rush, told, version};

const CONFLICTS: &str = "easyscale_scaling_failures_total{reason=\"conflict\"}";

/// A shop with `web` at three, a rule that agrees, and an operator that will not hear of any change of `web`.
async fn shop_with_a_deaf_operator(now: &str) -> (Sandbox, TargetRef, Operator) {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let weak = weaker(&shop, without("watch", "deployments")).await;
    let operator = start(&shop, weak.starting_at(now)).await;
    let is_told = |status: &ScalingRuleStatus| {
        status.current_replicas == Some(3) && condition(status, "Degraded") == ("True", "Forbidden")
    };
    shop.wait_for_status("web", "is told as less good", SOON, is_told).await;
    (shop, web, operator)
}

/// Writes something that is not the number: the version moves, the number stays.
async fn annotate(shop: &Sandbox, text: &str) {
    let deployments: Api<Deployment> = Api::namespaced(shop.client(), shop.name());
    let patch = Patch::Merge(json!({"metadata": {"annotations": {"somebody": text}}}));
    deployments.patch("web", &PatchParams::default(), &patch).await.unwrap();
}

/// Makes the rush longer, so that it holds at once.
async fn edit(shop: &Sandbox) {
    let longer = json!([{"name": "Rush", "timeStart": "14:00", "timeEnd": "18:00", "replicas": 5}]);
    shop.edit_rule("web", json!({ "schedule": longer })).await.unwrap();
}

#[tokio::test]
async fn what_is_not_watched_is_written_at_its_boundary_all_the_same() {
    let (shop, web, operator) = shop_with_a_deaf_operator("2026-05-08T15:59:35Z").await;
    annotate(&shop, "was here").await;
    settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;
    crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    assert_eq!(count(&operator, CONFLICTS).await, 0, "nothing old was relied on");
    told(&shop, "web", "Scaled", "from 3 to 5").await;
    assert_eq!(notes(&shop, "web", "Scaled").await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_not_watched_is_decided_on_the_number_that_it_has_now() {
    let (shop, web, operator) = shop_with_a_deaf_operator("2026-05-08T15:10:00Z").await;
    shop.scale_as("kubectl", &web, 9).await.unwrap();
    edit(&shop).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let status = settled(&shop, "web").await;
    let writes: Vec<_> = status.history.iter().map(|record| (record.from, record.to)).collect();
    assert_eq!(writes, [(9, 5)], "not from the three that it saw at its start");
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
    assert_eq!(count(&operator, CONFLICTS).await, 0, "nothing old was relied on");
    told(&shop, "web", "Scaled", "from 9 to 5").await;
}

#[tokio::test]
async fn what_somebody_else_has_done_already_is_not_done_again() {
    let (shop, web, operator) = shop_with_a_deaf_operator("2026-05-08T15:10:00Z").await;
    shop.scale_as("kubectl", &web, 5).await.unwrap();
    let theirs = version(&shop, &web).await.unwrap();
    edit(&shop).await;
    let status = settled(&shop, "web").await;
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
    assert_eq!((status.current_replicas, status.desired_replicas), (Some(5), Some(5)));
    assert_eq!(status.history, [], "it was not EasyScale");
    assert_eq!(version(&shop, &web).await.unwrap(), theirs);
    assert_eq!(count(&operator, CONFLICTS).await, 0, "nothing old was relied on");
}

#[tokio::test]
async fn a_target_that_somebody_writes_all_the_time_is_scaled_all_the_same() {
    /// Like the status of a Deployment in the middle of a rollout, and then some.
    const PAUSE: Duration = Duration::from_millis(30);
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_at(&shop, "2026-05-08T15:59:50Z").await;
    // Without a pause until a write has come too late, and with short ones then.
    let late = Arc::new(AtomicBool::new(false));
    let writers = (0..4).map(|writer| {
        let (shop, late) = (shop.clone(), late.clone());
        tokio::spawn(async move {
            for number in 0_u32.. {
                annotate(&shop, &format!("{writer}/{number}")).await;
                if late.load(Ordering::Acquire) {
                    tokio::time::sleep(4 * PAUSE).await;
                }
            }
        })
    });
    let writing: Vec<_> = writers.collect();
    until("a write that came too late", SOON, || operator.metric(CONFLICTS), |count| *count > 0.5).await;
    late.store(true, Ordering::Release);
    shop.wait_for_replicas(&web, 5, SOON).await;
    let done = |status: &ScalingRuleStatus| !status.history.is_empty();
    let status = shop.wait_for_status("web", "tells of its write", SOON, done).await;
    assert!(writing.iter().all(|writer| !writer.is_finished()), "the writers wrote to the end");
    writing.iter().for_each(JoinHandle::abort);
    assert_eq!(status.history.len(), 1, "{:?}", status.history);
    assert!(to_chrono(&status.history[0].time) >= instant("2026-05-08T16:00:00Z"));
    told(&shop, "web", "Scaled", "from 3 to 5").await;
    assert_eq!(notes(&shop, "web", "Scaled").await.unwrap().len(), 1);
}
