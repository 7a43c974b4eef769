//! Puts on record what was done for a rule, or why nothing was: log and metrics, Events, status. It decides nothing.

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use easyscale_crd::{FIELD_MANAGER, ScaleReason, ScalingRule, ScalingRuleStatus};
use k8s_openapi::api::core::v1::ObjectReference;
use kube::{
    Api, Resource, ResourceExt,
    api::{ApiResource, DynamicObject, ObjectMeta, Patch, PatchParams},
    core::error_boundary::InvalidObject,
};
use serde::de::DeserializeOwned;
use serde_json::json;
use tracing::{info, warn};

use crate::{
    call::CallError,
    context::Context,
    events::{self, EventDue, EventKind},
    gather::Gathered,
    metrics::{Counted, ScalingReason},
    plan::{self, Announcement, Applied, Observed, Plan, Report, Step},
    rights::Need,
    stored::{self, what_is_wrong},
};

/// Puts what was done on record; returns the report that was told.
pub(crate) async fn tell(
    context: &Context,
    gathered: &Gathered,
    seen: &Observed<'_>,
    plan: &Plan,
    applied: &Applied,
) -> Result<Report, CallError> {
    let report = plan::report(seen, plan, applied);
    if let (Step::Write(write), Applied::Done { at }) = (&plan.step, applied) {
        log_and_count(context, gathered, seen, write, *at, &report);
    }
    for announcement in &report.announcements {
        context.shared.reporter.send(event(&seen.rule.metadata, announcement, seen.now));
    }
    count_rule(context, seen.rule.metadata.uid.as_deref(), &report.status);
    if report.status != *seen.status {
        write_status(context, seen.rule, &report.status).await?;
    }
    Ok(report)
}

fn log_and_count(
    context: &Context,
    gathered: &Gathered,
    seen: &Observed<'_>,
    write: &plan::Write,
    at: DateTime<Utc>,
    report: &Report,
) {
    let metrics = &context.shared.metrics;
    metrics.scaled(write.scale.replicas, write.to, reason_label(write.reason));
    // A target that came later, or was in somebody else's hands at the boundary, says nothing about our delay.
    let was_ours = plan::is_true(seen.status, plan::READY);
    let boundary = write.boundary.filter(|_| was_ours);
    let delay = boundary.map(|boundary| (at - boundary).to_std().unwrap_or_default());
    if let Some(delay) = delay {
        metrics.transition_done(delay);
    }
    let because = report.status.last_scale.as_ref().map(|record| record.because.as_str());
    let namespace = seen.rule.namespace().unwrap_or_default();
    info!(
        rule = %format_args!("{namespace}/{}", seen.rule.name_any()),
        target = %format_args!("{}/{}", gathered.key.kind.to_lowercase(), gathered.key.name),
        target_namespace = (gathered.key.namespace != namespace).then_some(&*gathered.key.namespace),
        from = write.scale.replicas,
        to = write.to,
        entry = report.status.active.as_ref().map(|active| active.name.as_str()),
        reason = ?write.reason,
        boundary = write.boundary.map(|boundary| boundary.to_rfc3339()),
        delay_ms = delay.map(|delay| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
        because,
        "scaled"
    );
}

/// Counts the rule as what its status says it is.
fn count_rule(context: &Context, uid: Option<&str>, status: &ScalingRuleStatus) {
    let counted = Counted::of(status);
    let before = context.sight.memory.counted_as(uid.unwrap_or_default(), counted.clone());
    context.shared.metrics.rule_moved(before.as_ref(), Some(&counted));
}

fn reason_label(reason: ScaleReason) -> ScalingReason {
    match reason {
        ScaleReason::Boundary => ScalingReason::Boundary,
        ScaleReason::RuleChanged => ScalingReason::RuleChanged,
        ScaleReason::Drift => ScalingReason::Drift,
    }
}

fn event(rule: &ObjectMeta, announcement: &Announcement, at: DateTime<Utc>) -> EventDue {
    let namespace = rule.namespace.clone().unwrap_or_default();
    let uid = rule.uid.clone().unwrap_or_default();
    EventDue {
        name: events::name(rule.name.as_deref().unwrap_or_default(), &[&uid, &announcement.key]),
        regarding: ObjectReference {
            api_version: Some(ScalingRule::api_version(&()).into_owned()),
            kind: Some(ScalingRule::kind(&()).into_owned()),
            name: rule.name.clone(),
            namespace: Some(namespace.clone()),
            uid: Some(uid),
            ..ObjectReference::default()
        },
        namespace,
        kind: if announcement.warning { EventKind::Warning } else { EventKind::Normal },
        reason: announcement.reason.to_string(),
        action: announcement.action.to_owned(),
        note: announcement.note.clone(),
        at,
    }
}

async fn write_status(
    context: &Context,
    rule: &ScalingRule,
    status: &ScalingRuleStatus,
) -> Result<(), CallError> {
    let api: Api<ScalingRule> =
        Api::namespaced(context.shared.client.clone(), &rule.namespace().unwrap_or_default());
    let place = context.sight.reach.place(&rule.namespace().unwrap_or_default());
    match apply_status(context, &api, &rule.metadata, status).await {
        Ok(answer) => {
            context.shared.rights.regained(&Need::Status, &place);
            let version = answer.resource_version().unwrap_or_default();
            context.sight.memory.wrote(&rule.uid().unwrap_or_default(), version, status.clone());
            Ok(())
        }
        // The rule was deleted, or deleted and made anew: there is nobody left to tell.
        Err(error) if error.is_not_found() || error.is_conflict() => Ok(()),
        Err(error) => {
            if error.is_missing_right() {
                context.shared.rights.lost(Need::Status, place, "patch", "scalingrules/status.easyscale.io");
            }
            Err(error)
        }
    }
}

/// Applies a status to the rule that has this metadata; `K` is how the answer is read.
async fn apply_status<K: Clone + DeserializeOwned + Debug>(
    context: &Context,
    api: &Api<K>,
    rule: &ObjectMeta,
    status: &ScalingRuleStatus,
) -> Result<K, CallError> {
    let name = rule.name.as_deref().unwrap_or_default();
    let body = Patch::Apply(status_of(name, rule.uid.as_deref(), status));
    let params = PatchParams::apply(FIELD_MANAGER).force();
    context.sight.calls.make("write the rule's status", api.patch_status(name, &params, &body)).await
}

fn status_of(name: &str, uid: Option<&str>, status: &ScalingRuleStatus) -> serde_json::Value {
    json!({
        "apiVersion": ScalingRule::api_version(&()),
        "kind": ScalingRule::kind(&()),
        "metadata": {"name": name, "uid": uid},
        "status": status,
    })
}

/// Tells in its status why a rule cannot be read. What its status said before is kept where that can be read.
pub(crate) async fn explain(context: &Context, unreadable: &InvalidObject) -> Result<(), CallError> {
    let meta = &unreadable.metadata;
    let name = meta.name.clone().unwrap_or_default();
    let namespace = meta.namespace.clone().unwrap_or_default();
    let resource = ApiResource::erase::<ScalingRule>(&());
    let api: Api<DynamicObject> = Api::namespaced_with(context.shared.client.clone(), &namespace, &resource);
    let place = context.sight.reach.place(&namespace);
    let stored_rule = match context.sight.calls.make("read the rule", api.get(&name)).await {
        Ok(stored) => stored,
        Err(error) if error.is_not_found() => return Ok(()),
        Err(error) => {
            if error.is_missing_right() {
                context.shared.rights.lost(Need::Unreadable, place, "get", "scalingrules.easyscale.io");
            }
            return Err(error);
        }
    };
    context.shared.rights.regained(&Need::Unreadable, &place);
    let before = stored::status(&stored_rule.data);
    let now = context.shared.clock.now();
    let error = what_is_wrong(&stored_rule.data, &unreadable.error).join(". ");
    let status = plan::unreadable(&before, meta.generation, &error, now);
    context.shared.reporter.send(event(meta, &plan::unreadable_announcement(&status, meta.generation), now));
    if status != before {
        warn!(namespace, rule = name, error, "a rule cannot be read and is not used");
        match apply_status(context, &api, meta, &status).await {
            Ok(_) => {}
            // With some errors in the spec the API server takes no change of the object, not even one of its status: it
            // refuses it (422), or fails to read what is stored (500). The Event and the log have told; another try
            // would end alike.
            Err(error) if error.code().is_some_and(|code| matches!(code, 400 | 404 | 409 | 422 | 500)) => {
                warn!(namespace, rule = name, %error, "its status cannot say so");
            }
            Err(error) => return Err(error),
        }
    }
    count_rule(context, meta.uid.as_deref(), &status);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_names_the_object_it_was_made_for() {
        let body = status_of("web", Some("u1"), &ScalingRuleStatus::default());
        assert_eq!(body["metadata"]["uid"], "u1");
        assert_eq!(body["apiVersion"], "easyscale.io/v1");
    }
}
