//! The usual rule of these tests, the versions of what they watch, and what was told about a rule. It asserts nothing but
//! that something comes.

use anyhow::{Context, Result};
use easyscale_crd::{ScaleReason, ScaleRecord, ScalingRuleStatus, TargetRef};
use easyscale_tests::{Operator, RuleBuilder, Sandbox, entry, eventually, rule};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{Patch, PatchParams};
use kube::{Api, Client};
use serde_json::json;

use crate::stage::{SOON, pod_alone, start};

/// "5 from 16:00 to 18:00, otherwise 3", in UTC, for the Deployment `web`.
pub(crate) fn rush() -> RuleBuilder {
    rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3)
}

/// Why five replicas are right in the rush, as status and Events say it on Friday 2026-05-08.
pub(crate) const RUSH_HOLDS: &str =
    "\"Rush\" holds until Friday 2026-05-08 18:00 (UTC); then 3 replicas (the default)";

/// Whether that entry holds, according to a status.
pub(crate) fn holds(entry: &str) -> impl Fn(&ScalingRuleStatus) -> bool + '_ {
    move |status| status.active.as_ref().is_some_and(|active| active.name == entry)
}

/// An operator for this shop that acts without a lease, so that it can be killed and followed by the next at once.
pub(crate) async fn operator_alone(shop: &Sandbox, now: &str) -> Operator {
    start(shop, pod_alone(shop).await.starting_at(now)).await
}

/// Says on a namespace whose rules may scale there, as `client`; `None` takes it back.
pub(crate) async fn allow_rules_from(
    client: Client,
    namespace: &str,
    to: Option<&str>,
) -> kube::Result<Namespace> {
    let patch = Patch::Merge(json!({"metadata": {"annotations": {"easyscale.io/allow-rules-from": to}}}));
    Api::<Namespace>::all(client).patch(namespace, &PatchParams::default(), &patch).await
}

/// The resourceVersion of a target: it moves with every write of anything in it.
pub(crate) async fn version(shop: &Sandbox, target: &TargetRef) -> Result<String> {
    shop.read(target).await?.metadata.resource_version.context("a target without a resourceVersion")
}

/// The records of corrections in the history, the newest first.
pub(crate) fn corrections(status: &ScalingRuleStatus) -> Vec<&ScaleRecord> {
    status.history.iter().filter(|record| record.reason == ScaleReason::Drift).collect()
}

/// The sentences of a rule's Events of one reason, the oldest first.
pub(crate) async fn notes(shop: &Sandbox, rule: &str, reason: &str) -> Result<Vec<String>> {
    let events = shop.events(rule).await?.into_iter();
    let of_reason = events.filter(|event| event.reason.as_deref() == Some(reason));
    Ok(of_reason.filter_map(|event| event.note).collect())
}

/// Waits until an Event of that reason has a sentence with that text in it, and returns the sentence.
pub(crate) async fn told(shop: &Sandbox, rule: &str, reason: &str, text: &str) -> String {
    eventually(&format!("an Event {reason} about {rule} with {text:?}"), SOON, || async {
        Ok(notes(shop, rule, reason).await?.into_iter().find(|note| note.contains(text)))
    })
    .await
}

/// What one of an operator's metrics has counted.
pub(crate) async fn count(operator: &Operator, series: &str) -> u64 {
    let counted = operator.metric(series).await.unwrap();
    format!("{counted}").parse().unwrap_or_else(|error| panic!("{series} is {counted}: {error}"))
}

/// Waits until an operator has looked at a rule with that result.
pub(crate) async fn looked(operator: &Operator, result: &str) {
    let series = format!("easyscale_evaluations_total{{result=\"{result}\"}}");
    eventually(&format!("{series} being counted"), SOON, || async {
        Ok((count(operator, &series).await > 0).then_some(()))
    })
    .await;
}
