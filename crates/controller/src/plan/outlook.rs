//! What a plan would come to, for somebody who asks before it is carried out. The words are those of the verdict and of
//! the report that the operator makes afterwards; only a write is told as one that has not been made.

use chrono::{DateTime, Utc};
use easyscale_crd::ScaleReason;

use super::{Applied, Observed, Plan, Reason, Step, conditions::Truth, report, verdict::verdict, words};

/// What a plan would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Whether the rule would be Ready once the plan is carried out.
    pub ready: bool,
    /// The reason that its condition Ready would have then.
    pub reason: Reason,
    /// What would be done, or why nothing.
    pub sentence: String,
    /// When the operator would look again by itself; None: only when something changes.
    pub wake_at: Option<DateTime<Utc>>,
}

/// Tells what would come of carrying a plan out now.
pub fn outlook(seen: &Observed<'_>, plan: &Plan) -> Outlook {
    let applied = match &plan.step {
        Step::Write(_) => Applied::Done { at: seen.now },
        Step::WouldWrite(_) | Step::Settled { .. } | Step::Hold(_) => Applied::Nothing,
    };
    let verdict = verdict(seen, plan, &applied);
    let wake_at = report(seen, plan, &applied).wake_at;
    let sentence = write(seen, plan).unwrap_or(verdict.message);
    Outlook { ready: verdict.ready == Truth::True, reason: verdict.reason, sentence, wake_at }
}

/// The sentence about a write that is due.
fn write(seen: &Observed<'_>, plan: &Plan) -> Option<String> {
    let (Step::Write(write), Some(standing)) = (&plan.step, &plan.standing) else { return None };
    let would = words::capitalised(&words::would_scale(seen.rule, write, standing, &seen.zone));
    Some(match &seen.writer {
        Some(who) if write.reason == ScaleReason::Drift => {
            let from = write.scale.replicas;
            format!("{would}. The field manager \"{who}\" changed it to {from}.")
        }
        _ => format!("{would}."),
    })
}
