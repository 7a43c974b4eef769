//! What holds at a moment: the schedule's answer, with the rule's limits as the last word.

use chrono::{DateTime, Utc};
use easyscale_crd::{Limits, ScalingRuleSpec};
use easyscale_schedule::{Active, Next, Schedule};

/// What the schedule says for one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Who holds.
    pub active: Active,
    /// Its name: the entry's, or "default"; None while nothing holds.
    pub name: Option<String>,
    /// The number to have; None while nothing holds.
    pub desired: Option<i32>,
    /// Since when it holds; None: longer than the schedule's table reaches back.
    pub since: Option<DateTime<Utc>>,
    /// When something else begins to hold; None: never, or not known yet.
    pub until: Option<DateTime<Utc>>,
    /// The next change of the number.
    pub next: Option<NextNumber>,
    /// When to ask the schedule again; None: its answer never changes.
    pub ask_again: Option<DateTime<Utc>>,
}

/// The next change of the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextNumber {
    /// When.
    pub at: DateTime<Utc>,
    /// To what; None: from then on nothing holds, and the number is left alone.
    pub replicas: Option<i32>,
    /// Who holds then; None: nothing.
    pub name: Option<String>,
}

impl Standing {
    /// Asks the schedule about `at`.
    pub fn at(spec: &ScalingRuleSpec, schedule: &Schedule, at: DateTime<Utc>) -> Self {
        let decision = schedule.decide(at);
        let limits = spec.limits.as_ref();
        let (until, ask_again) = match decision.next {
            Next::Change(change) => (Some(change.at), Some(change.at)),
            Next::Checkpoint(at) => (None, Some(at)),
            Next::Never => (None, None),
        };
        let next = match schedule.next_number(at) {
            Next::Change(change) => Some(NextNumber {
                at: change.at,
                replicas: within(limits, change.replicas),
                name: name(schedule, change.active),
            }),
            Next::Checkpoint(_) | Next::Never => None,
        };
        Self {
            active: decision.active,
            name: name(schedule, decision.active),
            desired: within(limits, decision.replicas),
            since: schedule.since(at),
            until,
            next,
            ask_again,
        }
    }
}

fn name(schedule: &Schedule, active: Active) -> Option<String> {
    match active {
        Active::Entry(index) => schedule.entries().get(index).map(|entry| entry.name.clone()),
        Active::Default => Some("default".to_owned()),
        Active::Nothing => None,
    }
}

/// The limits have the last word. Validation refuses numbers outside them, so this changes a number only if a
/// check is ever missed: no rule may reach beyond what it promises.
fn within(limits: Option<&Limits>, replicas: Option<u32>) -> Option<i32> {
    let replicas = i32::try_from(replicas?).unwrap_or(i32::MAX);
    let Some(limits) = limits else { return Some(replicas) };
    let replicas = limits.max_replicas.map_or(replicas, |max| replicas.min(max));
    Some(limits.min_replicas.map_or(replicas, |min| replicas.max(min)))
}
