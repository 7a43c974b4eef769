//! What is told with Events: each thing once. What makes an announcement the same one again is its key.

use chrono::{DateTime, Utc};
use easyscale_crd::{ScaleReason, ScaleRecord, ScalingRuleStatus, time::to_chrono};

use super::{
    Announcement, Observed, Plan, Step, Write,
    conditions::{READY, Truth, find},
    reason::Reason,
    verdict::Verdict,
    words,
};

pub(super) fn announcements(
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
    told.map(to_chrono) != since || seen.status.observed_generation != seen.rule.metadata.generation
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
        // With the uid: a target that was made anew is scaled, and told of, once more.
        key: format!("scaled/{generation}/{due}/{}/{from}/{to}", write.scale.uid),
    }
}

/// The Event that says the same: with some errors in the spec the API server takes no status.
pub fn unreadable_announcement(status: &ScalingRuleStatus, generation: Option<i64>) -> Announcement {
    Announcement {
        warning: true,
        reason: Reason::Unreadable,
        action: "Hold",
        note: find(status, READY).map(|ready| ready.message.clone()).unwrap_or_default(),
        key: format!("{}/{}", Reason::Unreadable, generation.unwrap_or_default()),
    }
}
