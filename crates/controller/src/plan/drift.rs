//! How often EasyScale insists: the pace of corrections when somebody else changes the number inside a window.
//!
//! The history in the status is the memory, so that a new leader goes on at the same pace.

use chrono::{DateTime, Duration, Utc};
use easyscale_crd::{ScaleReason, ScalingRuleStatus, time::to_chrono};

use super::{
    conditions::{CONTESTED, is_true},
    decide::TRUSTED_AHEAD,
};

/// So many corrections within [`CORRECTION_WINDOW`] are made at once; the next one waits.
pub const CORRECTIONS: usize = 3;
/// The window in which corrections are counted; also how long a number must stay for the contest to be over.
pub const CORRECTION_WINDOW: Duration = Duration::minutes(10);
/// While contested, one try so often.
pub const RETRY_WHEN_CONTESTED: Duration = Duration::minutes(5);

/// What the history says about correcting now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// Correct at once.
    Correct,
    /// Too often already: wait.
    Wait { until: DateTime<Utc> },
}

pub(super) fn pace(status: &ScalingRuleStatus, at: DateTime<Utc>) -> Pace {
    let believed = || corrections(status).filter(|&time| time - at <= TRUSTED_AHEAD);
    let recent = believed().filter(|&time| at - time < CORRECTION_WINDOW).count();
    let Some(last) = believed().max() else { return Pace::Correct };
    let patience_is_over = recent >= CORRECTIONS || is_true(status, CONTESTED);
    let until = last + RETRY_WHEN_CONTESTED;
    if patience_is_over && at < until { Pace::Wait { until } } else { Pace::Correct }
}

/// When a contest that the status tells of is over, if nothing more is undone until then.
pub(super) fn contest_ends(status: &ScalingRuleStatus) -> Option<DateTime<Utc>> {
    if !is_true(status, CONTESTED) {
        return None;
    }
    corrections(status).max().map(|last| last + CORRECTION_WINDOW)
}

fn corrections(status: &ScalingRuleStatus) -> impl Iterator<Item = DateTime<Utc>> + '_ {
    status
        .history
        .iter()
        .filter(|record| record.reason == ScaleReason::Drift)
        .map(|record| to_chrono(&record.time))
}
