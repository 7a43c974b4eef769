//! gather → plan → apply → report, for one rule. Every way out of here asks to be woken again,
//! but a follower's: whoever takes over looks at every rule.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use easyscale_crd::ScalingRule;
use futures::FutureExt;
use kube::{Resource, runtime::controller::Action};
use tracing::warn;

use crate::{
    apply::{ApplyError, Outcome, apply},
    call::CallError,
    clock,
    context::Context,
    gather::{Freshness, gather},
    metrics::{ErrorKind, Evaluated},
    plan::{self, Applied, Observed, Plan, Refusal, Report, Step, Target},
    tell::{explain, tell},
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

impl ReconcileError {
    /// As what it is counted.
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Call(error) | Self::Apply(ApplyError::Call(error)) => match (error, error.code()) {
                (CallError::Timeout { .. }, _) => ErrorKind::Timeout,
                (_, Some(code)) => ErrorKind::of_code(code),
                (_, None) => ErrorKind::Unavailable,
            },
            Self::Apply(ApplyError::NotLeader(_)) => ErrorKind::NotLeader,
            Self::Contention => ErrorKind::Contention,
            Self::Timeout(_) => ErrorKind::Deadline,
            Self::Panicked => ErrorKind::Panic,
        }
    }
}

/// What became of one look at a rule.
struct Done {
    result: Result<Evaluated, ErrorKind>,
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
    let metrics = &context.shared.metrics;
    let _under_way = metrics.evaluating();
    let started = clock::monotonic();
    let limit = context.shared.settings.reconcile_timeout;
    let work = AssertUnwindSafe(look(&rule, &context)).catch_unwind();
    let done = match tokio::time::timeout(limit, work).await {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(ReconcileError::Panicked),
        Err(_) => Err(ReconcileError::Timeout(limit)),
    };
    let uid = rule.meta().uid.as_deref().unwrap_or_default();
    let result = done.as_ref().map_or_else(|error| Err(error.kind()), |done| done.result);
    metrics.evaluated(result, started.elapsed());
    match done?.next {
        Next::Sleep(time) => {
            context.sight.memory.succeeded(uid);
            Ok(Action::requeue(time))
        }
        Next::Retry(longest) => Ok(Action::requeue(pause(context.sight.memory.failed(uid), longest))),
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
    Action::requeue(pause(context.sight.memory.failed(meta.uid.as_deref().unwrap_or_default()), PAUSE.1))
}

fn pause(failures: u32, longest: Duration) -> Duration {
    PAUSE.0.saturating_mul(2_u32.saturating_pow(failures)).min(longest)
}

async fn look(rule: &Guarded, context: &Context) -> Result<Done, ReconcileError> {
    match &rule.0 {
        Ok(rule) => carry_out(rule, context).await,
        Err(unreadable) => {
            explain(context, unreadable).await?;
            let uid = unreadable.metadata.uid.as_deref().unwrap_or_default();
            Ok(Done { result: Ok(Evaluated::Invalid), next: Next::Sleep(context.sleep(uid, None)) })
        }
    }
}

async fn carry_out(rule: &ScalingRule, context: &Context) -> Result<Done, ReconcileError> {
    let mut freshness = Freshness::Cached;
    for _ in 0..QUICK_TRIES {
        let gathered = gather(&context.sight, rule, freshness).await?;
        let seen = gathered.observed(rule);
        let plan = plan::decide(&seen);
        match apply(context, &gathered.key, gathered.resource.as_ref(), &plan).await? {
            Outcome::Applied(applied) => {
                if let Applied::Done { .. } = applied {
                    context.wake_others(rule, &gathered.key);
                }
                let report = tell(context, &gathered, &seen, &plan, &applied).await?;
                return Ok(Done {
                    result: result(&plan, &applied),
                    next: next(context, &seen, &applied, &report),
                });
            }
            Outcome::Stale => freshness = Freshness::Live,
        }
    }
    Err(ReconcileError::Contention)
}

fn result(plan: &Plan, applied: &Applied) -> Result<Evaluated, ErrorKind> {
    Ok(match (&plan.step, applied) {
        (_, Applied::Done { .. }) => Evaluated::Scaled,
        (_, Applied::Refused(Refusal::Forbidden(_))) => return Err(ErrorKind::Forbidden),
        (_, Applied::Refused(_)) => return Err(ErrorKind::Rejected),
        (Step::Hold(plan::Hold::Invalid), _) => Evaluated::Invalid,
        (Step::Hold(plan::Hold::NothingHolds) | Step::Settled { .. }, _) => Evaluated::Unchanged,
        (Step::Hold(_) | Step::WouldWrite(_) | Step::Write(_), _) => Evaluated::Held,
    })
}

fn next(context: &Context, seen: &Observed<'_>, applied: &Applied, report: &Report) -> Next {
    let uid = seen.rule.metadata.uid.as_deref().unwrap_or_default();
    match (applied, &seen.target) {
        (Applied::Refused(_), _) | (_, Target::Forbidden(_)) => Next::Retry(PAUSE.1),
        (_, Target::UnknownKind | Target::NoScale) => Next::Retry(LONGEST_PAUSE_FOR_KINDS),
        _ => Next::Sleep(context.sleep(uid, report.wake_at)),
    }
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

    fn answered(code: u16) -> ReconcileError {
        let status = kube::core::Status { code, ..kube::core::Status::failure("", "") };
        CallError::Refused { what: "look", status: Box::new(status) }.into()
    }

    #[test]
    fn every_failure_is_counted_by_what_an_administrator_can_do_about_it() {
        for (kind, codes) in [
            (ErrorKind::Forbidden, &[401, 403][..]),
            (ErrorKind::Rejected, &[404, 409, 422]),
            (ErrorKind::Unavailable, &[429, 500, 503]),
        ] {
            assert!(codes.iter().all(|code| answered(*code).kind() == kind), "{kind:?}");
        }
        let silent = CallError::Timeout { what: "look", timeout: Duration::from_secs(10) };
        assert_eq!(ReconcileError::Call(silent).kind(), ErrorKind::Timeout);
        assert_eq!(ReconcileError::Timeout(Duration::from_secs(30)).kind(), ErrorKind::Deadline);
        assert_eq!(ReconcileError::Panicked.kind(), ErrorKind::Panic);
        assert_eq!(ReconcileError::Contention.kind(), ErrorKind::Contention);
    }
}
