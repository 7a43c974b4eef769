//! gather → plan → apply → report, for one rule. Every way out of here asks to be woken again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use easyscale_crd::{FIELD_MANAGER, ScaleReason, ScalingRule, ScalingRuleStatus};
use futures::FutureExt;
use k8s_openapi::api::core::v1::ObjectReference;
use kube::{
    Api, Resource, ResourceExt,
    api::{DynamicObject, Patch, PatchParams},
    core::error_boundary::InvalidObject,
    runtime::controller::Action,
};
use serde_json::json;
use tracing::{info, warn};

use crate::{
    apply::{ApplyError, Outcome, apply},
    call::CallError,
    clock,
    context::Context,
    events::{self, EventDue, EventKind},
    gather::{Freshness, Gathered, gather},
    metrics::{Evaluated, RuleState, ScalingReason},
    plan::{self, Announcement, Applied, Observed, Plan, Report, Step, Target},
    watch::Guarded,
};

/// So often a decision is made anew at once when its write came too late; after that, after a pause.
const QUICK_TRIES: usize = 4;
/// First and longest pause before the next try while something is wrong that heals by itself.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));
/// The same for what only an administrator can bring about, and where each try costs a request.
const LONGEST_PAUSE_FOR_KINDS: Duration = Duration::from_mins(1);

/// Why a reconcile came to no end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReconcileError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
    #[error("the target changed {QUICK_TRIES} times while it was being scaled")]
    Contention,
    #[error("not done within {0:?}")]
    Timeout(Duration),
    #[error("a defect: the reconcile panicked; please report it with the lines above")]
    Panicked,
}

/// What became of one look at a rule.
struct Done {
    result: Evaluated,
    next: Next,
}

/// When to look again.
enum Next {
    Sleep(Duration),
    /// Something heals by itself, and no watch tells when: try again, with growing pauses up to this one.
    Retry(Duration),
}

/// One look at one rule, with its deadline, its metrics, and a panic kept to itself.
pub(crate) async fn reconcile(rule: Arc<Guarded>, context: Arc<Context>) -> Result<Action, ReconcileError> {
    if !context.acts() {
        // Whoever takes over looks at all rules.
        return Ok(Action::await_change());
    }
    let started = clock::monotonic();
    let limit = context.shared.settings.reconcile_timeout;
    let work = AssertUnwindSafe(look(&rule, &context)).catch_unwind();
    let done = match tokio::time::timeout(limit, work).await {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(ReconcileError::Panicked),
        Err(_) => Err(ReconcileError::Timeout(limit)),
    };
    let uid = rule.meta().uid.as_deref().unwrap_or_default();
    let result = done.as_ref().map_or(Evaluated::Failed, |done| done.result);
    context.shared.metrics.evaluated(result, started.elapsed());
    match done?.next {
        Next::Sleep(time) => {
            context.memory.succeeded(uid);
            Ok(Action::requeue(time))
        }
        Next::Retry(longest) => Ok(Action::requeue(pause(context.memory.failed(uid), longest))),
    }
}

/// After a failure: the next try, later each time.
#[allow(clippy::needless_pass_by_value, reason = "the signature is kube-runtime's")]
pub(crate) fn after_error(rule: Arc<Guarded>, error: &ReconcileError, context: Arc<Context>) -> Action {
    let meta = rule.meta();
    warn!(
        namespace = meta.namespace, rule = meta.name, %error,
        "the rule could not be carried out; trying again"
    );
    Action::requeue(pause(context.memory.failed(meta.uid.as_deref().unwrap_or_default()), PAUSE.1))
}

fn pause(failures: u32, longest: Duration) -> Duration {
    PAUSE.0.saturating_mul(2_u32.saturating_pow(failures)).min(longest)
}

async fn look(rule: &Guarded, context: &Context) -> Result<Done, ReconcileError> {
    match &rule.0 {
        Ok(rule) => carry_out(rule, context).await,
        Err(unreadable) => explain(unreadable, context).await,
    }
}

async fn carry_out(rule: &ScalingRule, context: &Context) -> Result<Done, ReconcileError> {
    let mut freshness = Freshness::Cached;
    for _ in 0..QUICK_TRIES {
        let gathered = gather(context, rule, freshness).await?;
        let seen = gathered.observed(rule);
        let plan = plan::decide(&seen);
        match apply(context, &gathered.key, gathered.resource.as_ref(), &plan).await? {
            Outcome::Applied(applied) => return tell(context, &gathered, &seen, &plan, &applied).await,
            Outcome::Stale => freshness = Freshness::Live,
        }
    }
    Err(ReconcileError::Contention)
}

/// Puts what was done on record: log and metrics, Events, status.
async fn tell(
    context: &Context,
    gathered: &Gathered,
    seen: &Observed<'_>,
    plan: &Plan,
    applied: &Applied,
) -> Result<Done, ReconcileError> {
    let report = plan::report(seen, plan, applied);
    if let (Step::Write(write), Applied::Done { at }) = (&plan.step, applied) {
        log_and_count(context, gathered, seen, write, *at, &report);
    }
    for announcement in &report.announcements {
        context.shared.reporter.send(event(seen.rule, announcement, seen.now));
    }
    count_rule(context, seen.rule.metadata.uid.as_deref(), &report.status);
    if report.status != *seen.status {
        write_status(context, seen.rule, &report.status).await?;
    }
    Ok(Done { result: result(plan, applied), next: next(context, seen, applied, &report) })
}

fn log_and_count(
    context: &Context,
    gathered: &Gathered,
    seen: &Observed<'_>,
    write: &plan::Write,
    at: chrono::DateTime<chrono::Utc>,
    report: &Report,
) {
    let metrics = &context.shared.metrics;
    metrics.scaled(write.scale.replicas, write.to, reason_label(write.reason));
    let delay = write.boundary.map(|boundary| (at - boundary).to_std().unwrap_or_default());
    if let Some(delay) = delay {
        metrics.transition_done(delay);
    }
    let because = report.status.last_scale.as_ref().map(|record| record.because.as_str());
    info!(
        rule = %format_args!("{}/{}", gathered.key.namespace, seen.rule.name_any()),
        target = %format_args!("{}/{}", gathered.key.kind.to_lowercase(), gathered.key.name),
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
    let state = [
        (plan::STALLED, RuleState::Invalid),
        (plan::SUSPENDED, RuleState::Suspended),
        (plan::CONFLICT, RuleState::Conflict),
        (plan::CONTESTED, RuleState::Contested),
        (plan::READY, RuleState::Ready),
    ]
    .into_iter()
    .find(|(condition, _)| plan::is_true(status, condition))
    .map_or(RuleState::Waiting, |(_, state)| state);
    let before = context.memory.counted_as(uid.unwrap_or_default(), state);
    context.shared.metrics.rule_moved(before, Some(state));
}

fn reason_label(reason: ScaleReason) -> ScalingReason {
    match reason {
        ScaleReason::Boundary => ScalingReason::Boundary,
        ScaleReason::RuleChanged => ScalingReason::RuleChanged,
        ScaleReason::Drift => ScalingReason::Drift,
    }
}

fn result(plan: &Plan, applied: &Applied) -> Evaluated {
    match (&plan.step, applied) {
        (_, Applied::Done { .. }) => Evaluated::Scaled,
        (_, Applied::Refused(_)) => Evaluated::Failed,
        (Step::Hold(plan::Hold::Invalid), _) => Evaluated::Invalid,
        (Step::Hold(plan::Hold::NothingHolds) | Step::Settled { .. }, _) => Evaluated::Unchanged,
        (Step::Hold(_) | Step::WouldWrite(_) | Step::Write(_), _) => Evaluated::Held,
    }
}

fn next(context: &Context, seen: &Observed<'_>, applied: &Applied, report: &Report) -> Next {
    let uid = seen.rule.metadata.uid.as_deref().unwrap_or_default();
    match (applied, &seen.target) {
        (Applied::Refused(_), _) | (_, Target::Forbidden(_)) => Next::Retry(PAUSE.1),
        (_, Target::UnknownKind | Target::NoScale) => Next::Retry(LONGEST_PAUSE_FOR_KINDS),
        _ => Next::Sleep(context.sleep(uid, report.wake_at)),
    }
}

fn event(rule: &ScalingRule, announcement: &Announcement, at: chrono::DateTime<chrono::Utc>) -> EventDue {
    let namespace = rule.namespace().unwrap_or_default();
    let uid = rule.uid().unwrap_or_default();
    EventDue {
        name: events::name(&rule.name_any(), &[&uid, &announcement.key]),
        regarding: ObjectReference {
            api_version: Some(ScalingRule::api_version(&()).into_owned()),
            kind: Some(ScalingRule::kind(&()).into_owned()),
            name: Some(rule.name_any()),
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
) -> Result<(), ReconcileError> {
    let api: Api<ScalingRule> =
        Api::namespaced(context.shared.client.clone(), &rule.namespace().unwrap_or_default());
    let name = rule.name_any();
    let body = Patch::Apply(status_of(&name, rule.metadata.uid.as_deref(), status));
    let params = PatchParams::apply(FIELD_MANAGER).force();
    match context.calls.make("write the rule's status", api.patch_status(&name, &params, &body)).await {
        Ok(answer) => {
            let version = answer.resource_version().unwrap_or_default();
            context.memory.wrote(&rule.uid().unwrap_or_default(), version, status.clone());
            Ok(())
        }
        // The rule was deleted, or deleted and made anew: there is nobody left to tell.
        Err(error) if error.is_not_found() || error.is_conflict() => Ok(()),
        Err(error) => Err(error.into()),
    }
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
async fn explain(unreadable: &InvalidObject, context: &Context) -> Result<Done, ReconcileError> {
    let meta = &unreadable.metadata;
    let name = meta.name.clone().unwrap_or_default();
    let namespace = meta.namespace.clone().unwrap_or_default();
    let resource = kube::api::ApiResource::erase::<ScalingRule>(&());
    let api: Api<DynamicObject> = Api::namespaced_with(context.shared.client.clone(), &namespace, &resource);
    let stored = match context.calls.make("read the rule", api.get(&name)).await {
        Ok(stored) => stored,
        Err(error) if error.is_not_found() => {
            return Ok(Done { result: Evaluated::Invalid, next: Next::Sleep(context.sleep("", None)) });
        }
        Err(error) => return Err(error.into()),
    };
    let before: ScalingRuleStatus = stored
        .data
        .get("status")
        .cloned()
        .and_then(|status| serde_json::from_value(status).ok())
        .unwrap_or_default();
    let now = context.shared.clock.now();
    let status = plan::unreadable(&before, meta.generation, &unreadable.error, now);
    if status != before {
        warn!(namespace, rule = name, error = unreadable.error, "a rule cannot be read and is not used");
        let body = Patch::Apply(status_of(&name, meta.uid.as_deref(), &status));
        let params = PatchParams::apply(FIELD_MANAGER).force();
        context.calls.make("write the rule's status", api.patch_status(&name, &params, &body)).await?;
    }
    let uid = meta.uid.as_deref().unwrap_or_default();
    count_rule(context, Some(uid), &status);
    Ok(Done { result: Evaluated::Invalid, next: Next::Sleep(context.sleep(uid, None)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_one_second_to_the_longest() {
        let pauses: Vec<u64> = (0..6).map(|failures| pause(failures, PAUSE.1).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 10, 10]);
        assert_eq!(pause(u32::MAX, PAUSE.1), PAUSE.1);
    }

    #[test]
    fn a_status_names_the_object_it_was_made_for() {
        let body = status_of("web", Some("u1"), &ScalingRuleStatus::default());
        assert_eq!(body["metadata"]["uid"], "u1");
        assert_eq!(body["apiVersion"], "easyscale.io/v1");
    }
}
