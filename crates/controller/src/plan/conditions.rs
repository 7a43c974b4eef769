//! Conditions: reading them from a status, and setting them so that `lastTransitionTime` moves only when the status
//! of a condition does (Kubernetes API conventions, "Typical status properties").

use chrono::{DateTime, Utc};
use easyscale_crd::{ScalingRuleStatus, time::to_time};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;

use super::reason::Reason;

/// The target has the number that holds, or the rule does what it was asked to.
pub const READY: &str = "Ready";
/// The rule has no errors.
pub const ACCEPTED: &str = "Accepted";
/// The target is there and can be scaled.
pub const TARGET_RESOLVED: &str = "TargetResolved";
/// The target has the number that holds.
pub const SCALED: &str = "Scaled";
/// A person is needed: nothing will change by itself.
pub const STALLED: &str = "Stalled";
/// Somebody else is in charge of the target: an older rule or an autoscaler.
pub const CONFLICT: &str = "Conflict";
/// Somebody keeps undoing the write.
pub const CONTESTED: &str = "Contested";
/// A right is missing without which the rule is carried out less well.
pub const DEGRADED: &str = "Degraded";
/// `suspend: true`.
pub const SUSPENDED: &str = "Suspended";

/// A condition of this type, if the status has one.
pub(super) fn find<'a>(status: &'a ScalingRuleStatus, kind: &str) -> Option<&'a Condition> {
    status.conditions.iter().find(|condition| condition.type_ == kind)
}

/// Whether the status has this condition, and it is True.
pub fn is_true(status: &ScalingRuleStatus, kind: &str) -> bool {
    find(status, kind).is_some_and(|condition| condition.status == "True")
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    True,
    False,
    Unknown,
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// Collects the conditions of a new status.
pub(super) struct Conditions<'a> {
    before: &'a ScalingRuleStatus,
    generation: Option<i64>,
    at: DateTime<Utc>,
    all: Vec<Condition>,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(before: &'a ScalingRuleStatus, generation: Option<i64>, at: DateTime<Utc>) -> Self {
        Self { before, generation, at, all: Vec::with_capacity(5) }
    }

    /// Sets a condition. A problem (a condition that exists only while it is True) is set only when it is one.
    pub(super) fn set(&mut self, kind: &str, truth: Truth, reason: Reason, message: impl Into<String>) {
        let status = match truth {
            Truth::True => "True",
            Truth::False => "False",
            Truth::Unknown => "Unknown",
        };
        let since = find(self.before, kind)
            .filter(|condition| condition.status == status)
            .map_or_else(|| to_time(self.at), |condition| condition.last_transition_time.clone());
        self.all.push(Condition {
            type_: kind.to_owned(),
            status: status.to_owned(),
            reason: reason.as_str().to_owned(),
            message: shortened(message.into()),
            observed_generation: self.generation,
            last_transition_time: since,
        });
    }

    pub(super) fn finish(self) -> Vec<Condition> {
        self.all
    }
}

/// The API allows 32,768 characters in a condition's message; nobody reads more than a few thousand bytes.
const LONGEST_MESSAGE: usize = 4096;

fn shortened(mut message: String) -> String {
    if message.len() > LONGEST_MESSAGE {
        let end = message.floor_char_boundary(LONGEST_MESSAGE - '…'.len_utf8());
        message.truncate(end);
        message.push('…');
    }
    message
}
