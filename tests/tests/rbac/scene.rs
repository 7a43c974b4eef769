//! A scene in which the operator needs each of its rights within seconds, and what it looks like when all is well.

use easyscale_crd::{ScalingRule, ScalingRuleStatus, TargetRef};
use easyscale_tests::FLEET_API_VERSION;
use easyscale_tests::{
    Operator, Sandbox, custom, deployment, entry, eventually, field, rule, statefulset, until,
};
use kube::Api;
use kube::api::{ApiResource, DynamicObject, ListParams};
use serde_json::{Value, json};

use crate::SOON;
use crate::right::Right;

/// The moment at which the operators of these tests start: a few seconds before the boundary.
pub(crate) const START: &str = "2026-05-08T15:59:56Z";
/// What the rules say from 16:00 on, and before.
const RUSH: i32 = 5;
const BEFORE: i32 = 3;

/// A namespace with a target of each sort, a rule for each, and a rule of which no sense can be made.
pub(crate) async fn set(shop: &Sandbox) {
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_statefulset("db", 1).await.unwrap();
    shop.create_fleet("north", 1).await.unwrap();
    for target in targets() {
        let rush = entry("Rush").from("16:00").to("18:00").replicas(RUSH);
        shop.create_rule(rule(&target.name).target(target).entry(rush).default(BEFORE)).await.unwrap();
    }
    let nonsense = json!({"target": {"name": "x"}, "schedule": [{"name": "A", "replicas": "five"}]});
    shop.create_raw_rule("nonsense", nonsense).await.unwrap();
}

fn targets() -> [TargetRef; 3] {
    [deployment("web"), statefulset("db"), custom(FLEET_API_VERSION, "Fleet", "north")]
}

/// Somebody changes the numbers, again and again: who it was is looked up only then.
pub(crate) async fn meddle(shop: &Sandbox) {
    for target in targets() {
        shop.scale_as("somebody", &target, 9).await.unwrap();
    }
}

/// Waits until everything is as the rules say, nothing is told to be missing, and what was done was told.
pub(crate) async fn wait_until_well(shop: &Sandbox, operator: &Operator) {
    for target in targets() {
        shop.wait_for_replicas(&target, RUSH, SOON).await;
        shop.wait_for_status(&target.name, "all is well", SOON, is_well).await;
    }
    eventually("a word about the rule that makes no sense", SOON, || async {
        let rule = raw_rules(shop).get("nonsense").await?;
        let told = messages(&rule).any(|(reason, _)| reason == "Unreadable");
        Ok(told.then_some(()))
    })
    .await;
    until("it to lead", SOON, || operator.metric("easyscale_leader"), |leader| *leader > 0.5).await;
    until("it to be ready", SOON, || operator.get("/readyz"), |answer| answer.0 == 200).await;
}

fn is_well(status: &ScalingRuleStatus) -> bool {
    condition(status, "Ready") == ("True", "AsScheduled")
        && condition(status, "Degraded").0.is_empty()
        && condition(status, "Stalled").0.is_empty()
        && status.desired_replicas == Some(RUSH)
}

/// Waits until an Event tells of a scaling.
pub(crate) async fn wait_for_event(shop: &Sandbox, rule: &str) {
    eventually(&format!("an Event about {rule}"), SOON, || async {
        let events = shop.events(rule).await?;
        Ok(events.iter().any(|event| event.reason.as_deref() == Some("Scaled")).then_some(()))
    })
    .await;
}

/// Where it is told that a right is missing: in the log, or on a rule. Told means: by verb and resource.
pub(crate) async fn complaint(shop: &Sandbox, operator: &Operator, right: &Right) -> Option<String> {
    let lines = operator.logs();
    let told = lines.iter().find(|line| is_about(line, right));
    if let Some(line) = told {
        return Some(line.clone());
    }
    let rules = raw_rules(shop).list(&ListParams::default()).await.ok()?;
    let may_not = format!("may not {right} ");
    let mut told = rules.items.iter().flat_map(messages).map(|(_, message)| message);
    told.find(|message| message.contains(&may_not)).map(str::to_owned)
}

/// Rules as they are, also those that make no sense.
fn raw_rules(shop: &Sandbox) -> Api<DynamicObject> {
    Api::namespaced_with(shop.client(), shop.name(), &ApiResource::erase::<ScalingRule>(&()))
}

/// Reason and message of each condition.
fn messages(rule: &DynamicObject) -> impl Iterator<Item = (&str, &str)> {
    let conditions = rule.data["status"]["conditions"].as_array().into_iter().flatten();
    conditions.map(|each| {
        (each["reason"].as_str().unwrap_or_default(), each["message"].as_str().unwrap_or_default())
    })
}

/// A line that says that this right is missing, as the operator says it of its lease and of everything else.
fn is_about(line: &str, right: &Right) -> bool {
    let Ok(line) = serde_json::from_str::<Value>(line) else { return false };
    let named = field(&line, "right")
        .as_str()
        .is_some_and(|named| named == right.to_string() || named.starts_with(&format!("{right} in ")));
    let missing = field(&line, "message").as_str().is_some_and(|said| said.starts_with("a right is missing"));
    let add = field(&line, "add").as_str().unwrap_or_default();
    named && missing && add.contains(&format!("\"{}\"", right.verb)) && add.contains(&right.resource)
}

/// Status and reason of one condition; empty texts when it is not there.
pub(crate) fn condition<'a>(status: &'a ScalingRuleStatus, kind: &str) -> (&'a str, &'a str) {
    let found = status.conditions.iter().find(|condition| condition.type_ == kind);
    found.map_or(("", ""), |condition| (&condition.status, &condition.reason))
}
