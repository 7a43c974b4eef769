//! What to say once the plan was carried out: the wanted status and the announcements.

use chrono::{DateTime, Utc};
use easyscale_crd::{
    ActiveStatus, NextTransition, ScaleReason, ScaleRecord, ScalingRuleStatus, time::to_time,
};

use super::{
    Announcement, Applied, Hold, Observed, Plan, Refusal, Standing, Step, Target, Write,
    conditions::{
        ACCEPTED, CONFLICT, CONTESTED, Conditions, READY, SCALED, STALLED, SUSPENDED, TARGET_RESOLVED, Truth,
        find, is_true,
    },
    decide::not_before_last_handled,
    drift,
    reason::Reason,
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
    conditions.set(STALLED, Truth::True, Reason::Unreadable, message);
    ScalingRuleStatus {
        observed_generation: generation,
        conditions: conditions.finish(),
        last_scale: before.last_scale.clone(),
        history: before.history.clone(),
        ..ScalingRuleStatus::default()
    }
}

/// One judgement about the number, that several conditions share.
struct Verdict {
    ready: Truth,
    scaled: Truth,
    reason: Reason,
    message: String,
}

fn verdict(seen: &Observed<'_>, plan: &Plan, applied: &Applied) -> Verdict {
    let target = words::target(seen.rule);
    let Some(standing) = &plan.standing else { return invalid(seen) };
    let holding = words::holding(standing, &seen.zone);
    let because = words::because(standing, &seen.zone);
    let (ready, scaled, reason, message) = match (&plan.step, applied) {
        (Step::Write(write), Applied::Refused(refusal)) => {
            let (reason, why) = refused(seen, refusal);
            let wanted = words::replicas(write.to);
            (
                Truth::False,
                Truth::False,
                reason,
                format!("{target} should have {wanted} because {because}, but: {why}."),
            )
        }
        (Step::WouldWrite(write), _) => {
            let then = words::then(standing, &seen.zone);
            let from = write.scale.replicas;
            let message = format!(
                "Dry run: would scale {target} from {from} to {} because {because}{then}. Nothing is changed until dryRun is false.",
                write.to
            );
            (Truth::True, Truth::False, Reason::DryRun, message)
        }
        (Step::Write(_) | Step::Settled { .. }, _) if seen.rule.spec.dry_run => {
            (Truth::True, Truth::True, Reason::DryRun, format!("Dry run: there is nothing to do. {holding}."))
        }
        (Step::Write(_) | Step::Settled { .. }, _) => {
            (Truth::True, Truth::True, Reason::AsScheduled, format!("{holding}."))
        }
        (Step::Hold(hold), _) => return held(seen, standing, hold),
    };
    Verdict { ready, scaled, reason, message }
}

fn refused(seen: &Observed<'_>, refusal: &Refusal) -> (Reason, String) {
    match refusal {
        Refusal::Forbidden(missing) => {
            (Reason::Forbidden, words::missing_right(missing, target_namespace(seen)))
        }
        Refusal::Other(message) => (
            Reason::WriteFailed,
            format!("the change was refused ({message}); EasyScale tries again by itself"),
        ),
    }
}

fn invalid(seen: &Observed<'_>) -> Verdict {
    let problems = seen.schedule.err().unwrap_or_default();
    let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let message = format!(
        "The rule has errors and is not used; nothing is changed until they are corrected. {}",
        list.join(" ")
    );
    Verdict { ready: Truth::False, scaled: Truth::Unknown, reason: Reason::Invalid, message }
}

fn held(seen: &Observed<'_>, standing: &Standing, hold: &Hold) -> Verdict {
    let target = words::target(seen.rule);
    let holding = words::holding(standing, &seen.zone);
    let (ready, scaled, reason, message) = match hold {
        Hold::Invalid => return invalid(seen),
        Hold::Suspended => {
            let message = format!(
                "Suspended: {target} is left as it is. The schedule says: {holding}. Set suspend to false to resume."
            );
            (Truth::True, Truth::Unknown, Reason::Suspended, message)
        }
        Hold::NothingHolds => {
            let message = format!("{holding}. {} is left as it is.", words::capitalised(&target));
            (Truth::True, Truth::True, Reason::NothingHolds, message)
        }
        Hold::NoTarget => {
            let (reason, message) = target_state(seen);
            (Truth::False, Truth::Unknown, reason, format!("{message}. The schedule says: {holding}."))
        }
        Hold::Autoscaler => {
            let other = seen.autoscaler.as_deref().unwrap_or_default();
            let message = format!(
                "{other} also sets the number of replicas of {target}, so EasyScale changes nothing. Delete one of the two. The schedule says: {holding}."
            );
            (Truth::False, Truth::False, Reason::AutoscalerPresent, message)
        }
        Hold::OlderRule => {
            let other = seen.older_rule.as_deref().unwrap_or_default();
            let message = format!(
                "The rule {other} is older, has the same target ({target}) and acts; this one changes nothing. Delete one of them, or put all entries into one rule. This one says: {holding}."
            );
            (Truth::False, Truth::False, Reason::OlderRuleActs, message)
        }
        Hold::CoolingDown { until } => {
            let message = format!(
                "Waiting until {} because cooldownSeconds is {}; then {target} is scaled. The schedule says: {holding}.",
                words::day_and_time(*until, &seen.zone),
                seen.rule.spec.cooldown_seconds
            );
            (Truth::False, Truth::False, Reason::CoolingDown, message)
        }
        Hold::Contested { until } => {
            let message = format!(
                "{} EasyScale tries again at {} and then every five minutes. The schedule says: {holding}.",
                contest(seen),
                words::day_and_time(*until, &seen.zone)
            );
            (Truth::False, Truth::False, Reason::Contested, message)
        }
    };
    Verdict { ready, scaled, reason, message }
}

fn contest(seen: &Observed<'_>) -> String {
    let who = seen
        .writer
        .as_deref()
        .map_or_else(|| "Somebody else".to_owned(), |manager| format!("The field manager \"{manager}\""));
    format!(
        "{who} keeps changing the number of replicas of {}; EasyScale has set it back {} times in ten minutes. Let one of the two decide: take replicas out of what {} writes, or suspend this rule.",
        words::target(seen.rule),
        drift::CORRECTIONS,
        seen.writer.as_deref().unwrap_or("the other one"),
    )
}

/// Reason and sentence (without its full stop) about the target.
fn target_state(seen: &Observed<'_>) -> (Reason, String) {
    let target = words::target(seen.rule);
    let wanted = &seen.rule.spec.target;
    match &seen.target {
        Target::Found(_) => (Reason::Found, format!("{target} is there")),
        Target::NotFound => (
            Reason::TargetNotFound,
            format!(
                "There is no {target}, or this rule may not scale it. Check kind, name and namespace of spec.target; for a target in another namespace that namespace needs the annotation easyscale.io/allow-rules-from. EasyScale goes on by itself as soon as it is there"
            ),
        ),
        Target::UnknownKind => (
            Reason::KindNotFound,
            format!(
                "The API server knows no kind {} in {}. Check spec.target, or install what brings that kind. EasyScale goes on by itself as soon as it is there",
                wanted.kind, wanted.api_version
            ),
        ),
        Target::NoScale => (
            Reason::NoScaleSubresource,
            format!(
                "A {} ({}) has no scale subresource, so it cannot be scaled by anybody. Name the Deployment or StatefulSet that runs the pods",
                wanted.kind, wanted.api_version
            ),
        ),
        Target::Forbidden(missing) => {
            (Reason::Forbidden, words::missing_right(missing, target_namespace(seen)))
        }
    }
}

fn target_namespace<'a>(seen: &'a Observed<'_>) -> &'a str {
    let own = seen.rule.metadata.namespace.as_deref().unwrap_or_default();
    seen.rule.spec.target.namespace.as_deref().unwrap_or(own)
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
        Reason::Invalid | Reason::NoScaleSubresource | Reason::Forbidden => {
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
            let list: Vec<String> = warnings.iter().map(ToString::to_string).collect();
            let message = format!("The rule is used, but look at this: {}", list.join(" "));
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

fn announcements(
    seen: &Observed<'_>,
    plan: &Plan,
    verdict: &Verdict,
    record: Option<&ScaleRecord>,
    at: DateTime<Utc>,
) -> Vec<Announcement> {
    let before = find(seen.status, READY).map(|ready| ready.reason.as_str());
    let is_news = before != Some(verdict.reason.as_str());
    let generation = seen.rule.metadata.generation.unwrap_or_default();
    let mut all = Vec::new();
    match (&plan.step, record) {
        (Step::Write(write) | Step::Settled { finished: Some(write) }, Some(record)) => {
            all.push(scaled(seen, plan, write, record, generation));
        }
        (Step::WouldWrite(write), _) if is_news || would_be_new(seen, plan) => {
            all.push(Announcement {
                warning: false,
                reason: Reason::WouldScale,
                action: "DryRun",
                note: verdict.message.clone(),
                key: format!("would/{generation}/{}/{}", seconds(plan), write.to),
            });
        }
        _ => {}
    }
    if verdict.ready == Truth::False && is_news {
        all.push(Announcement {
            warning: true,
            reason: verdict.reason,
            action: "Hold",
            note: verdict.message.clone(),
            key: format!("{}/{generation}/{}", verdict.reason, at.timestamp()),
        });
    }
    all
}

/// A dry run tells once for every boundary and every edit, not whenever it looks.
fn would_be_new(seen: &Observed<'_>, plan: &Plan) -> bool {
    let told = seen.status.active.as_ref().and_then(|active| active.since.as_ref());
    let since = plan.standing.as_ref().and_then(|standing| standing.since);
    told.map(easyscale_crd::time::to_chrono) != since
        || seen.status.observed_generation != seen.rule.metadata.generation
}

fn seconds(plan: &Plan) -> i64 {
    plan.standing.as_ref().and_then(|standing| standing.since).map_or(0, |since| since.timestamp())
}

fn scaled(
    seen: &Observed<'_>,
    plan: &Plan,
    write: &Write,
    record: &ScaleRecord,
    generation: i64,
) -> Announcement {
    let target = words::target(seen.rule);
    let (from, to) = (record.from, record.to);
    let then = plan.standing.as_ref().map(|standing| words::then(standing, &seen.zone)).unwrap_or_default();
    let because = &record.because;
    if write.reason == ScaleReason::Drift {
        let who = seen
            .writer
            .as_deref()
            .map_or_else(|| "Somebody".to_owned(), |manager| format!("The field manager \"{manager}\""));
        return Announcement {
            warning: true,
            reason: Reason::DriftCorrected,
            action: "Scale",
            note: format!("{who} changed {target} to {from}; set back to {to} because {because}{then}."),
            key: format!("drift/{}", write.scale.resource_version),
        };
    }
    let due = match write.boundary {
        Some(boundary) => boundary.timestamp().to_string(),
        None => "edit".to_owned(),
    };
    Announcement {
        warning: false,
        reason: Reason::Scaled,
        action: "Scale",
        note: format!("Scaled {target} from {from} to {to} because {because}{then}."),
        key: format!("scaled/{generation}/{due}/{from}/{to}"),
    }
}
