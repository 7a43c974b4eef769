//! What to say once the plan was carried out: the wanted status and the announcements.

use chrono::{DateTime, Utc};
use easyscale_crd::{
    ActiveStatus, NextTransition, ScaleReason, ScaleRecord, ScalingRuleStatus, time::to_time,
};

use super::{
    Announcement, Applied, Hold, Lack, Observed, Plan, Standing, Step, Target,
    announce::announcements,
    conditions::{
        ACCEPTED, CONFLICT, CONTESTED, Conditions, DEGRADED, READY, SCALED, STALLED, SUSPENDED,
        TARGET_RESOLVED, Truth, find, is_true,
    },
    decide::not_before_last_handled,
    drift,
    reason::Reason,
    verdict::{Verdict, contest, invalid, target_state, verdict},
    words,
};

/// The newest so many writes are kept in the status.
const HISTORY: usize = 10;

/// What to say, and when to look again.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The wanted status. Equal to the one before where nothing but time has passed.
    pub status: ScalingRuleStatus,
    /// What to tell with Events.
    pub announcements: Vec<Announcement>,
    /// When to look again; None: when something changes.
    pub wake_at: Option<DateTime<Utc>>,
}

/// Makes the report of a plan that was carried out.
pub fn report(seen: &Observed<'_>, plan: &Plan, applied: &Applied) -> Report {
    let at = not_before_last_handled(seen.now, seen.status);
    let verdict = verdict(seen, plan, applied);
    let record = record(seen, plan, applied);
    let mut status = ScalingRuleStatus {
        observed_generation: seen.rule.metadata.generation,
        current_replicas: current(seen, plan, applied),
        tz_version: Some(seen.tz_version.to_owned()),
        last_scale: seen.status.last_scale.clone(),
        history: seen.status.history.clone(),
        ..ScalingRuleStatus::default()
    };
    if let Some(standing) = &plan.standing {
        state(&mut status, standing, seen);
    }
    if let Some(record) = &record {
        status.history.insert(0, record.clone());
        status.history.truncate(HISTORY);
        status.last_scale = Some(record.clone());
    }
    status.conditions = conditions(seen, plan, &verdict, &status, at);
    status.last_handled_time.clone_from(&seen.status.last_handled_time);
    if status != *seen.status {
        status.last_handled_time = Some(to_time(at));
    }
    let announcements = announcements(seen, plan, &verdict, record.as_ref(), at);
    let contest_ends = drift::contest_ends(&status).filter(|&end| end > at);
    let wake_at = [plan.wake_at, contest_ends].into_iter().flatten().min();
    Report { status, announcements, wake_at }
}

/// The status of a rule that cannot be read at all, so that nothing about it is known but its metadata.
pub fn unreadable(
    before: &ScalingRuleStatus,
    generation: Option<i64>,
    error: &str,
    now: DateTime<Utc>,
) -> ScalingRuleStatus {
    let message = format!(
        "The rule cannot be read and is not used: {error}. Correct the field and apply the rule again; \
         `kubectl explain scalingrule.spec` lists what each field takes."
    );
    let mut conditions = Conditions::new(before, generation, now);
    conditions.set(READY, Truth::False, Reason::Unreadable, &*message);
    conditions.set(ACCEPTED, Truth::False, Reason::Unreadable, &*message);
    let undecided = "Nothing is known of it as long as the rule cannot be read.";
    conditions.set(TARGET_RESOLVED, Truth::Unknown, Reason::NotDecided, undecided);
    conditions.set(SCALED, Truth::Unknown, Reason::NotDecided, undecided);
    conditions.set(STALLED, Truth::True, Reason::Unreadable, message);
    ScalingRuleStatus {
        observed_generation: generation,
        conditions: conditions.finish(),
        last_scale: before.last_scale.clone(),
        history: before.history.clone(),
        ..ScalingRuleStatus::default()
    }
}

fn state(status: &mut ScalingRuleStatus, standing: &Standing, seen: &Observed<'_>) {
    status.desired_replicas = standing.desired;
    status.active = standing.name.clone().map(|name| ActiveStatus {
        name,
        since: standing.since.map(to_time),
        until: standing.until.map(to_time),
    });
    status.next_transition = standing.next.as_ref().map(|next| NextTransition {
        time: to_time(next.at),
        replicas: next.replicas,
        name: next.name.clone(),
    });
    status.next = Some(words::next_column(standing, &seen.zone));
}

fn current(seen: &Observed<'_>, plan: &Plan, applied: &Applied) -> Option<i32> {
    match (&plan.step, applied, &seen.target) {
        (Step::Write(write), Applied::Done { .. }, _) => Some(write.to),
        (_, _, Target::Found(scale)) => Some(scale.replicas),
        _ => None,
    }
}

fn record(seen: &Observed<'_>, plan: &Plan, applied: &Applied) -> Option<ScaleRecord> {
    let (write, at) = match (&plan.step, applied) {
        (Step::Write(write), Applied::Done { at }) => (write, *at),
        (Step::Settled { finished: Some(write) }, _) => (write, seen.now),
        _ => return None,
    };
    let because = words::because(plan.standing.as_ref()?, &seen.zone);
    Some(ScaleRecord {
        time: to_time(at),
        from: write.scale.replicas,
        to: write.to,
        reason: write.reason,
        because,
        generation: seen.rule.metadata.generation.unwrap_or_default(),
        boundary: write.boundary.map(to_time),
    })
}

fn conditions(
    seen: &Observed<'_>,
    plan: &Plan,
    verdict: &Verdict,
    status: &ScalingRuleStatus,
    at: DateTime<Utc>,
) -> Vec<k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition> {
    let mut all = Conditions::new(seen.status, seen.rule.metadata.generation, at);
    all.set(READY, verdict.ready, verdict.reason, &*verdict.message);
    accepted(&mut all, seen);
    let (target_reason, target_message) = target_state(seen);
    all.set(
        TARGET_RESOLVED,
        Truth::from(target_reason == Reason::Found),
        target_reason,
        target_message + ".",
    );
    let scaled_reason = if verdict.reason == Reason::Invalid { Reason::NotDecided } else { verdict.reason };
    all.set(SCALED, verdict.scaled, scaled_reason, &*verdict.message);
    match verdict.reason {
        Reason::Invalid | Reason::NoScaleSubresource | Reason::Forbidden | Reason::AboveCeiling => {
            all.set(STALLED, Truth::True, verdict.reason, &*verdict.message);
        }
        Reason::AutoscalerPresent | Reason::OlderRuleActs => {
            all.set(CONFLICT, Truth::True, verdict.reason, &*verdict.message);
        }
        Reason::Suspended => all.set(SUSPENDED, Truth::True, verdict.reason, &*verdict.message),
        _ => {}
    }
    if contested(plan, seen.status, status, at) {
        let message = match find(seen.status, CONTESTED) {
            Some(before) if !matches!(plan.step, Step::Hold(Hold::Contested { .. })) => {
                before.message.clone()
            }
            _ => contest(seen),
        };
        all.set(CONTESTED, Truth::True, Reason::Contested, message);
    }
    if !seen.lacking.is_empty() {
        let lacking: Vec<String> = seen.lacking.iter().map(Lack::sentence).collect();
        all.set(DEGRADED, Truth::True, Reason::Forbidden, lacking.join(" "));
    }
    all.finish()
}

fn accepted(all: &mut Conditions<'_>, seen: &Observed<'_>) {
    match (seen.schedule, seen.warnings) {
        (Err(_), _) => {
            let message = invalid(seen).message;
            all.set(ACCEPTED, Truth::False, Reason::Invalid, message);
        }
        (Ok(_), []) => all.set(ACCEPTED, Truth::True, Reason::Valid, "The rule has no errors."),
        (Ok(_), warnings) => {
            let message = format!("The rule is used, but look at this: {}", words::list(warnings));
            all.set(ACCEPTED, Truth::True, Reason::ValidWithWarnings, message);
        }
    }
}

/// A contest goes on until the number has stayed for ten minutes after the last correction.
fn contested(plan: &Plan, before: &ScalingRuleStatus, after: &ScalingRuleStatus, at: DateTime<Utc>) -> bool {
    if plan.step == Step::Hold(Hold::Suspended) || plan.standing.is_none() {
        return false;
    }
    if matches!(plan.step, Step::Hold(Hold::Contested { .. })) {
        return true;
    }
    let last = after.history.iter().find(|record| record.reason == ScaleReason::Drift);
    let quiet_since = last.map(|record| easyscale_crd::time::to_chrono(&record.time));
    is_true(before, CONTESTED) && quiet_since.is_some_and(|last| at - last < drift::CORRECTION_WINDOW)
}
