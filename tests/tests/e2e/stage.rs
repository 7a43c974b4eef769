//! What the scenes have in common: a shop (a namespace), an operator whose clock shows a moment of our choice, and what
//! it means that a number changed at a boundary. It expects nothing else of the operator.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_crd::time::{to_chrono, to_time};
use easyscale_crd::{ScaleReason, ScalingRuleStatus};
use easyscale_tests::{ControlPlane, Operator, OperatorOptions, Release, Sandbox, field, until};
use serde_json::{Value, json};

use crate::REACH;

/// For whatever should happen at once, on a machine that has other things to do.
pub(crate) const SOON: Duration = Duration::from_mins(1);
/// An operator that is to cross a boundary is started so long before it: enough to look at its rules at leisure first.
const LEAD: TimeDelta = TimeDelta::seconds(15);
/// For a boundary that comes after [`LEAD`], or at the end of a window of one minute.
const NEXT_BOUNDARY: Duration = Duration::from_mins(3);
/// A boundary was kept when the write was done within this. Design: milliseconds; here the machine is shared by many.
const ON_TIME: TimeDelta = TimeDelta::seconds(5);

/// For which rules the operators of this test program are installed.
#[expect(dead_code, reason = "each of the two programs is of one kind")]
pub(crate) enum Reach {
    /// For those of all namespaces. Each test then has a control plane for itself.
    All,
    /// For those of single namespaces (`watchNamespaces`): of each test's own.
    Single,
}

/// A namespace on a control plane with which no operator of another test interferes.
pub(crate) async fn shop() -> Sandbox {
    let plane = match REACH {
        Reach::All => ControlPlane::lent().await.unwrap(),
        Reach::Single => ControlPlane::shared().await.clone(),
    };
    plane.namespace("shop").await.unwrap()
}

/// EasyScale, installed by the chart with these values for the rules of these namespaces, which are on one control plane.
/// The release has a namespace of its own, beside the first of them.
pub(crate) async fn release(namespaces: &[&Sandbox], values: &Value) -> Release {
    changed_release(namespaces, values, |_| {}).await
}

/// The same with the chart's objects after a change.
pub(crate) async fn changed_release(
    namespaces: &[&Sandbox],
    values: &Value,
    change: impl Fn(&mut Value),
) -> Release {
    let mut values = values.clone();
    if let Reach::Single = REACH {
        values["watchNamespaces"] = namespaces.iter().map(|namespace| namespace.name()).collect();
    }
    let (plane, system) = (namespaces[0].plane(), format!("{}-system", namespaces[0].name()));
    Release::install_changed(plane, &system, &values, change).await.unwrap()
}

/// What a pod of a release for this shop is started with, by default.
pub(crate) async fn pod(shop: &Sandbox) -> OperatorOptions {
    release(&[shop], &json!({})).await.pod("easyscale-0").await.unwrap()
}

/// The same with values of the chart by which it acts without a lease, so that it can be killed and followed by the next at
/// once.
pub(crate) async fn pod_alone(shop: &Sandbox) -> OperatorOptions {
    release(&[shop], &alone()).await.pod("easyscale-0").await.unwrap()
}

/// Values for an operator without a lease.
pub(crate) fn alone() -> Value {
    json!({"extraArgs": ["--leader-elect=false"]})
}

/// Starts an operator where that namespace is.
pub(crate) async fn start(shop: &Sandbox, options: OperatorOptions) -> Operator {
    Operator::start(shop.plane(), options).await.unwrap()
}

/// An operator for this shop, which holds a lease, as if it were `now`.
pub(crate) async fn operator_at(shop: &Sandbox, now: &str) -> Operator {
    start(shop, pod(shop).await.starting_at(now)).await
}

/// An operator for this shop, a little before a boundary.
pub(crate) async fn operator_before(shop: &Sandbox, boundary: &str) -> Operator {
    operator_at(shop, &(instant(boundary) - LEAD).to_rfc3339()).await
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// Waits until a rule's status speaks of the rule as it is now.
pub(crate) async fn settled(shop: &Sandbox, rule: &str) -> ScalingRuleStatus {
    let look = || shop.rule(rule);
    let is_told = |generation, status: &ScalingRuleStatus| status.observed_generation == generation;
    let what = format!("rule {rule} being looked at");
    let told = until(&what, SOON, look, |rule| {
        rule.status.as_ref().is_some_and(|status| is_told(rule.metadata.generation, status))
    });
    told.await.status.unwrap_or_default()
}

/// Like [`settled`], and it happened before that boundary; otherwise what the test shows next would mean nothing.
pub(crate) async fn settled_before(
    operator: &Operator,
    shop: &Sandbox,
    rule: &str,
    boundary: &str,
) -> ScalingRuleStatus {
    let status = settled(shop, rule).await;
    assert!(operator.now() < instant(boundary), "too slow: it is {} already", operator.now());
    status
}

/// Waits for the write of a boundary and returns the status that tells of it. The log and the status have to agree that
/// it was made at the boundary: not before it, and without a pause after it.
pub(crate) async fn crossed(
    operator: &Operator,
    shop: &Sandbox,
    rule: &str,
    boundary: &str,
    (from, to): (i32, i32),
) -> ScalingRuleStatus {
    let line = scaling_logged(operator, shop, rule, boundary).await;
    let delay = field(&line, "delay_ms").as_i64().map(TimeDelta::milliseconds);
    assert!(delay.is_some_and(|delay| delay <= ON_TIME), "not on time: {line}");

    let boundary = instant(boundary);
    let told = |status: &ScalingRuleStatus| {
        status.last_scale.as_ref().is_some_and(|last| last.boundary == Some(to_time(boundary)))
    };
    let status = shop.wait_for_status(rule, "tells of that boundary", SOON, told).await;
    let last = status.last_scale.as_ref().unwrap();
    assert_eq!((last.from, last.to, last.reason), (from, to, ScaleReason::Boundary), "{last:?}");
    let late = to_chrono(&last.time) - boundary;
    assert!((TimeDelta::zero()..=ON_TIME).contains(&late), "{late} late: {last:?}");
    assert_eq!(status.history.first(), Some(last));
    assert_eq!((status.current_replicas, status.desired_replicas), (Some(to), Some(to)));
    status
}

/// The line of the log that tells of the write of a boundary.
pub(crate) async fn scaling_logged(operator: &Operator, shop: &Sandbox, rule: &str, boundary: &str) -> Value {
    let full_name = format!("{}/{rule}", shop.name());
    let at = instant(boundary);
    let is_it = |line: &Value| {
        let due = field(line, "boundary").as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
        field(line, "message") == "scaled" && field(line, "rule") == full_name.as_str() && due == Some(at)
    };
    operator.wait_for_log(&format!("{rule} being scaled for {boundary}"), NEXT_BOUNDARY, is_it).await
}

/// Status and reason of one condition, such as `("True", "AsScheduled")`; empty texts when it is not there.
pub(crate) fn condition<'a>(status: &'a ScalingRuleStatus, kind: &str) -> (&'a str, &'a str) {
    let found = status.conditions.iter().find(|condition| condition.type_ == kind);
    found.map_or(("", ""), |condition| (&condition.status, &condition.reason))
}

/// The sentence of one condition; empty when it is not there.
pub(crate) fn sentence<'a>(status: &'a ScalingRuleStatus, kind: &str) -> &'a str {
    let found = status.conditions.iter().find(|condition| condition.type_ == kind);
    found.map_or("", |condition| &condition.message)
}

/// Name, start and end of what holds.
pub(crate) fn active(status: &ScalingRuleStatus) -> (&str, Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let active = status.active.as_ref().unwrap_or_else(|| panic!("nothing holds: {status:#?}"));
    (&active.name, active.since.as_ref().map(to_chrono), active.until.as_ref().map(to_chrono))
}

/// When the number changes next, and to what.
pub(crate) fn next(status: &ScalingRuleStatus) -> (DateTime<Utc>, Option<i32>) {
    let next = status.next_transition.as_ref().unwrap_or_else(|| panic!("nothing comes: {status:#?}"));
    (to_chrono(&next.time), next.replicas)
}
