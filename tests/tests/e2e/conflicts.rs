//! Somebody else is in charge of the target: an autoscaler, or an older rule. The rule says so, writes nothing, and goes on
//! by itself when the other one is gone.

use easyscale_crd::ScalingRuleStatus;
use easyscale_tests::clock::now;
use easyscale_tests::{RuleBuilder, Sandbox, deployment, entry, rule, until};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use kube::Api;
use kube::api::{DeleteParams, PostParams};
use serde_json::json;

use crate::stage::{SOON, condition, operator_at, sentence, settled, shop};
use crate::usual::{RUSH_HOLDS, count, holds, rush, told, version};

fn autoscalers(shop: &Sandbox) -> Api<HorizontalPodAutoscaler> {
    Api::namespaced(shop.client(), shop.name())
}

/// An autoscaler for `web`. There is no controller that acts on it: what it would do, the test does.
pub(crate) async fn create_autoscaler(shop: &Sandbox) {
    let autoscaler = json!({
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "busy"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            "minReplicas": 2,
            "maxReplicas": 20,
        },
    });
    let autoscaler = serde_json::from_value(autoscaler).unwrap();
    autoscalers(shop).create(&PostParams::default(), &autoscaler).await.unwrap();
}

async fn delete_autoscaler(shop: &Sandbox) {
    autoscalers(shop).delete("busy", &DeleteParams::default()).await.unwrap();
}

#[tokio::test]
async fn a_target_with_an_autoscaler_is_left_alone_until_that_is_gone() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let untouched = version(&shop, &web).await.unwrap();
    create_autoscaler(&shop).await;
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_at(&shop, "2026-05-08T15:59:56Z").await;

    let status = shop.wait_for_status("web", "tells of the rush", SOON, holds("Rush")).await;
    assert_eq!(version(&shop, &web).await.unwrap(), untouched);
    assert_eq!(condition(&status, "Conflict"), ("True", "AutoscalerPresent"));
    assert_eq!(condition(&status, "Ready"), ("False", "AutoscalerPresent"));
    let expected = format!(
        "HorizontalPodAutoscaler busy also sets the number of replicas of deployment/web, so EasyScale changes nothing. \
         Delete one of the two. The schedule says: 5 replicas because {RUSH_HOLDS}."
    );
    assert_eq!(sentence(&status, "Conflict"), expected);
    told(&shop, "web", "AutoscalerPresent", "HorizontalPodAutoscaler busy also sets").await;
    assert_eq!(count(&operator, "easyscale_rules_total{state=\"conflict\"}").await, 1);

    delete_autoscaler(&shop).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let ready = |status: &_| condition(status, "Ready") == ("True", "AsScheduled");
    let status = shop.wait_for_status("web", "has recovered", SOON, ready).await;
    assert_eq!(condition(&status, "Conflict"), ("", ""));
}

#[tokio::test]
async fn an_autoscaler_that_comes_later_takes_the_target_over() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    create_autoscaler(&shop).await;
    let conflict = |status: &_| condition(status, "Conflict") == ("True", "AutoscalerPresent");
    shop.wait_for_status("web", "tells of the autoscaler", SOON, conflict).await;

    shop.scale_as("horizontal-pod-autoscaler", &web, 8).await.unwrap();
    let seen = |status: &ScalingRuleStatus| status.current_replicas == Some(8);
    shop.wait_for_status("web", "knows of the eight", SOON, seen).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 8, "its number is not corrected");

    delete_autoscaler(&shop).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
}

/// A rule for `web` that always says the same number.
fn always(name: &str, replicas: i32) -> RuleBuilder {
    rule(name).target(deployment("web")).entry(entry("Always").replicas(replicas))
}

/// An older rule that says four and a younger one that says six. The younger one's name comes first.
pub(crate) async fn two_rules(shop: &Sandbox) {
    let old = shop.create_rule(always("the-older", 4)).await.unwrap();
    // The server tells the age of objects in whole seconds.
    let born = old.metadata.creation_timestamp.unwrap().0.as_second();
    until("the next second", SOON, || async { Ok(now().timestamp()) }, |second| *second > born).await;
    shop.create_rule(always("a-younger", 6)).await.unwrap();
}

/// Waits until the younger rule says that it lets the older one act.
async fn younger_waits(shop: &Sandbox) {
    let waits = |status: &_| condition(status, "Conflict") == ("True", "OlderRuleActs");
    let status = shop.wait_for_status("a-younger", "lets the older one act", SOON, waits).await;
    let expected = format!(
        "The rule {}/the-older is older, has the same target (deployment/web) and acts; this one changes nothing. Delete \
         one of them, or put all entries into one rule. This one says: 6 replicas because \"Always\" always holds from \
         now on.",
        shop.name()
    );
    assert_eq!(sentence(&status, "Conflict"), expected);
    assert_eq!(condition(&status, "Ready"), ("False", "OlderRuleActs"));
}

/// Waits until the younger rule acts.
async fn younger_acts(shop: &Sandbox) {
    shop.wait_for_replicas(&deployment("web"), 6, SOON).await;
    let acts = |status: &_| condition(status, "Ready") == ("True", "AsScheduled");
    let status = shop.wait_for_status("a-younger", "acts", SOON, acts).await;
    assert_eq!(condition(&status, "Conflict"), ("", ""));
}

#[tokio::test]
async fn of_two_rules_on_one_target_the_older_one_acts_and_when_it_is_deleted_the_other() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    two_rules(&shop).await;
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    shop.wait_for_replicas(&web, 4, SOON).await;
    younger_waits(&shop).await;
    // However the two were looked at: what the older one did is seen by the younger one, too.
    let knows = |status: &ScalingRuleStatus| status.current_replicas == Some(4);
    shop.wait_for_status("a-younger", "knows of the four", SOON, knows).await;
    let older = settled(&shop, "the-older").await;
    assert_eq!(condition(&older, "Ready"), ("True", "AsScheduled"));
    assert_eq!(condition(&older, "Conflict"), ("", ""));
    assert_eq!(shop.replicas(&web).await.unwrap(), 4);

    shop.delete_rule("the-older").await.unwrap();
    younger_acts(&shop).await;
}

#[tokio::test]
async fn a_suspended_older_rule_lets_the_younger_one_act_and_takes_the_target_back() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    two_rules(&shop).await;
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    shop.wait_for_replicas(&web, 4, SOON).await;
    shop.edit_rule("the-older", json!({"suspend": true})).await.unwrap();
    younger_acts(&shop).await;
    assert_eq!(condition(&settled(&shop, "the-older").await, "Suspended"), ("True", "Suspended"));

    shop.edit_rule("the-older", json!({"suspend": false})).await.unwrap();
    shop.wait_for_replicas(&web, 4, SOON).await;
    younger_waits(&shop).await;
    assert_eq!(condition(&settled(&shop, "the-older").await, "Ready"), ("True", "AsScheduled"));
}
