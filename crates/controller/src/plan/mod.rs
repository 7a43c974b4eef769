//! Gathered input + time → what to do ([`decide`]); what was done → what to say ([`report`]).
//!
//! Everything below this module is pure and total: no client, no clock, no failure. It is told what was seen
//! ([`Observed`]) and answers with at most one write of the scale, the wanted status, what to announce, and the
//! moment to look again. It does not read or change anything.

mod announce;
mod conditions;
mod decide;
mod drift;
mod missing;
mod outlook;
mod reason;
mod report;
mod standing;
#[cfg(test)]
mod tests;
mod verdict;
pub mod words;

use chrono::{DateTime, Utc};
use easyscale_crd::{FIELD_MANAGER, Problem, ScaleReason, ScalingRule, ScalingRuleStatus};
use easyscale_schedule::{Schedule, Zone};

pub use announce::unreadable_announcement;
pub use conditions::{
    ACCEPTED, CONFLICT, CONTESTED, DEGRADED, READY, SCALED, STALLED, SUSPENDED, TARGET_RESOLVED, is_true,
};
pub use decide::decide;
pub use drift::{CORRECTION_WINDOW, CORRECTIONS, RETRY_WHEN_CONTESTED};
pub use missing::{Extent, Lack, Missing};
pub use outlook::{Outlook, outlook};
pub use reason::Reason;
pub use report::{Report, report, unreadable};
pub use standing::{NextNumber, Standing};

/// All that a decision about one rule may depend on, as it was seen at one moment.
#[derive(Debug)]
pub struct Observed<'a> {
    /// The rule as stored.
    pub rule: &'a ScalingRule,
    /// What was last said about it: its status, or a newer one that this process wrote and has not read back yet.
    pub status: &'a ScalingRuleStatus,
    /// The compiled schedule, or everything that is wrong with the rule.
    pub schedule: Result<&'a Schedule, &'a [Problem]>,
    /// Doubts about a valid rule.
    pub warnings: &'a [Problem],
    /// The rule's own zone, for the times that people read; UTC where the rule names an unknown one.
    pub zone: Zone,
    /// IANA version of the zone data, such as "2026f".
    pub tz_version: &'a str,
    /// What the rule wants to scale.
    pub target: Target,
    /// Who changed the target's number last (its field manager), asked for only where the number is not the one
    /// that the status knows.
    pub writer: Option<String>,
    /// Another rule that claims the same target and goes first ("namespace/name").
    pub older_rule: Option<String>,
    /// An autoscaler that claims the same target ("HorizontalPodAutoscaler web").
    pub autoscaler: Option<String>,
    /// What has to be seen before anything can be decided about any rule here, and may not be.
    pub hidden: Option<Missing>,
    /// What EasyScale may not do, and can do without.
    pub lacking: Vec<Lack>,
    /// The most replicas that a rule may ask for, as whoever runs EasyScale has set it.
    pub ceiling: Option<i32>,
    /// The time, read once.
    pub now: DateTime<Utc>,
}

/// What became of looking for the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// It is there.
    Found(Scale),
    /// There is no such object, or the rule may not name it: said alike, so that a rule cannot be used to ask
    /// what exists elsewhere.
    NotFound,
    /// The API server knows no such kind.
    UnknownKind,
    /// The kind has no scale subresource.
    NoScale,
    /// The operator, or the person who asks for it, may not do this.
    Forbidden(Missing),
}

/// Who looks, and so whose rights count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looker {
    /// The operator, with the rights of its role.
    Operator,
    /// A person who asks what the operator would do.
    Person,
}

/// The number of a target and the state it was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Wanted replicas of the object (`spec.replicas`).
    pub replicas: i32,
    /// The object's uid: a write never reaches another object of the same name.
    pub uid: String,
    /// The object's resourceVersion: a write never undoes a change that was not seen.
    pub resource_version: String,
}

/// What is to be done, and when to look again.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What holds; None where the rule is invalid.
    pub standing: Option<Standing>,
    /// The one thing to do.
    pub step: Step,
    /// When the answer may change without anything else changing; None: never.
    pub wake_at: Option<DateTime<Utc>>,
}

/// The one thing to do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Change the number.
    Write(Write),
    /// A dry run: say what would be changed.
    WouldWrite(Write),
    /// The target has the number. `finished`: a write that an earlier leader made and did not live to tell.
    Settled {
        /// The write to put on record.
        finished: Option<Write>,
    },
    /// Nothing may be changed, and why.
    Hold(Hold),
}

/// One change of one target's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The number seen, and what it was seen at.
    pub scale: Scale,
    /// The number to set.
    pub to: i32,
    /// What called for it.
    pub reason: ScaleReason,
    /// When it was due, where a boundary called for it.
    pub boundary: Option<DateTime<Utc>>,
}

/// Why nothing may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The rule has errors.
    Invalid,
    /// `suspend: true`.
    Suspended,
    /// No entry holds and there is no default.
    NothingHolds,
    /// The target is not there or not to be had (see [`Observed::target`]).
    NoTarget,
    /// EasyScale may not see what it has to (see [`Observed::hidden`]).
    Hidden,
    /// The schedule asks for more than any rule may (see [`Observed::ceiling`]).
    AboveCeiling,
    /// An autoscaler owns the number (see [`Observed::autoscaler`]).
    Autoscaler,
    /// An older rule owns the number (see [`Observed::older_rule`]).
    OlderRule,
    /// The last write is less than `cooldownSeconds` ago.
    CoolingDown {
        /// End of the pause.
        until: DateTime<Utc>,
    },
    /// Somebody keeps changing the number back.
    Contested {
        /// The next try.
        until: DateTime<Utc>,
    },
}

/// What came of the plan's write. Status and announcements are made from this, never from the plan alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// There was nothing to write.
    Nothing,
    /// The API server has taken it.
    Done {
        /// When the answer came.
        at: DateTime<Utc>,
    },
    /// The API server refused.
    Refused(Refusal),
}

/// Why the API server took no write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A right is missing.
    Forbidden(Missing),
    /// Something else, in the server's words.
    Other(String),
}

/// Something to tell with an Event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Needs attention (type Warning).
    pub warning: bool,
    /// The Event's reason.
    pub reason: Reason,
    /// The Event's action, such as "Scale".
    pub action: &'static str,
    /// The sentence.
    pub note: String,
    /// What makes it this announcement and no other: repeating it must be harmless, so the Event's name is made
    /// from the rule's uid and this.
    pub key: String,
}
