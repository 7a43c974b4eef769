//! What to do: a chain of questions, each with one reason to leave the number alone, and the write that is left
//! when none of them does.

use chrono::{DateTime, Duration, Utc};
use easyscale_crd::{ScaleReason, ScalingRuleStatus, time::to_chrono};

use super::{
    FIELD_MANAGER, Hold, Observed, Plan, Scale, Standing, Step, Target, Write,
    conditions::{CONTESTED, SCALED, find, is_true},
    drift::{self, Pace},
    reason::Reason,
};

/// A clock that is behind the one that last handled the rule by no more than this does not undo its work.
/// Beyond it that other clock was wrong, and nobody should have to wait for it.
pub(super) const TRUSTED_AHEAD: Duration = Duration::minutes(10);

/// Decides what to do about one rule.
pub fn decide(seen: &Observed<'_>) -> Plan {
    let Ok(schedule) = seen.schedule else {
        return Plan { standing: None, step: Step::Hold(Hold::Invalid), wake_at: None };
    };
    let at = not_before_last_handled(seen.now, seen.status);
    let standing = Standing::at(&seen.rule.spec, schedule, at);
    let step = step(seen, &standing, at);
    let wake_at = wake_at(seen, &standing, &step, at);
    Plan { standing: Some(standing), step, wake_at }
}

/// The watermark: the decision is never made for a moment before the last one that was acted on.
pub(super) fn not_before_last_handled(now: DateTime<Utc>, status: &ScalingRuleStatus) -> DateTime<Utc> {
    match status.last_handled_time.as_ref().map(to_chrono) {
        Some(handled) if handled > now && handled - now <= TRUSTED_AHEAD => handled,
        _ => now,
    }
}

fn step(seen: &Observed<'_>, standing: &Standing, at: DateTime<Utc>) -> Step {
    if seen.rule.spec.suspend {
        return Step::Hold(Hold::Suspended);
    }
    if seen.hidden.is_some() {
        return Step::Hold(Hold::Hidden);
    }
    let Target::Found(scale) = &seen.target else {
        return Step::Hold(Hold::NoTarget);
    };
    if seen.autoscaler.is_some() {
        return Step::Hold(Hold::Autoscaler);
    }
    if seen.older_rule.is_some() {
        return Step::Hold(Hold::OlderRule);
    }
    let Some(desired) = standing.desired else {
        return Step::Hold(Hold::NothingHolds);
    };
    // Also where the number is the wanted one already, or would become smaller: what a rule may ask for does not depend
    // on what is there.
    if seen.ceiling.is_some_and(|ceiling| desired > ceiling) {
        return Step::Hold(Hold::AboveCeiling);
    }
    if scale.replicas == desired {
        return Step::Settled { finished: finished(seen, standing, scale) };
    }
    let write = write(seen, standing, scale, desired);
    if seen.rule.spec.dry_run {
        return Step::WouldWrite(write);
    }
    match pause(seen, &write, at) {
        Some(hold) => Step::Hold(hold),
        None => Step::Write(write),
    }
}

fn write(seen: &Observed<'_>, standing: &Standing, scale: &Scale, desired: i32) -> Write {
    let reason = reason(seen, standing);
    let boundary = if reason == ScaleReason::Boundary { standing.since } else { None };
    Write { scale: scale.clone(), to: desired, reason, boundary }
}

/// What calls for a write: the rule was edited; or the target had this number already, so somebody changed it; or
/// else a boundary has passed.
fn reason(seen: &Observed<'_>, standing: &Standing) -> ScaleReason {
    if seen.status.observed_generation != seen.rule.metadata.generation {
        ScaleReason::RuleChanged
    } else if !entered(seen, standing) && had_it(seen.status, standing) {
        ScaleReason::Drift
    } else {
        ScaleReason::Boundary
    }
}

/// Whether the target has had the number since it holds. One that was not there at the last look has not, whatever
/// another of its name had: nobody has changed anything, and nobody is to be blamed.
fn had_it(status: &ScalingRuleStatus, standing: &Standing) -> bool {
    if status.current_replicas.is_none() {
        return false;
    }
    let written = status.last_scale.as_ref().is_some_and(|last| {
        Some(last.to) == standing.desired && standing.since.is_none_or(|since| to_chrono(&last.time) >= since)
    });
    written || is_true(status, SCALED) || is_true(status, CONTESTED)
}

/// Whether what holds is not what the status tells of: a boundary has passed since.
fn entered(seen: &Observed<'_>, standing: &Standing) -> bool {
    let told = seen.status.active.as_ref();
    told.map(|active| &active.name) != standing.name.as_ref()
        || told.and_then(|active| active.since.as_ref()).map(to_chrono) != standing.since
}

/// Reasons to wait with a write that is due.
fn pause(seen: &Observed<'_>, write: &Write, at: DateTime<Utc>) -> Option<Hold> {
    if write.reason == ScaleReason::Drift
        && let Pace::Wait { until } = drift::pace(seen.status, at)
    {
        return Some(Hold::Contested { until });
    }
    let last = to_chrono(&seen.status.last_scale.as_ref()?.time);
    let until = last + Duration::seconds(i64::from(seen.rule.spec.cooldown_seconds.max(0)));
    if last - at > TRUSTED_AHEAD {
        return None;
    }
    // A write that was tried and failed had waited already.
    let retried =
        find(seen.status, SCALED).is_some_and(|scaled| scaled.reason == Reason::WriteFailed.as_str());
    let exempt = write.reason == ScaleReason::RuleChanged || retried;
    (!exempt && at < until).then_some(Hold::CoolingDown { until })
}

/// The number is right, but the status knows another one, and it was EasyScale that changed it: an earlier leader
/// wrote it and did not live to tell. It is put on record now.
fn finished(seen: &Observed<'_>, standing: &Standing, scale: &Scale) -> Option<Write> {
    let known = seen.status.current_replicas?;
    if known == scale.replicas || seen.rule.spec.dry_run || seen.writer.as_deref() != Some(FIELD_MANAGER) {
        return None;
    }
    let before = Scale { replicas: known, ..scale.clone() };
    Some(write(seen, standing, &before, scale.replicas))
}

fn wake_at(
    seen: &Observed<'_>,
    standing: &Standing,
    step: &Step,
    at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let held_until = match step {
        Step::Hold(Hold::CoolingDown { until } | Hold::Contested { until }) => Some(*until),
        _ => None,
    };
    let contest_ends = drift::contest_ends(seen.status).filter(|&end| end > at);
    [standing.ask_again, held_until, contest_ends].into_iter().flatten().min()
}
