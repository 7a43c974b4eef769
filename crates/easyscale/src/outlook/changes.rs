//! The coming changes, with the clock changes between them.

use std::ops::Range;

use chrono::{DateTime, Utc};
use easyscale_schedule::{Active, ClockChange, Zone};

use crate::subject::Subject;

/// What holds on one side of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) active: Active,
    /// `None`: nothing holds, the number is left alone.
    pub(crate) replicas: Option<u32>,
}

/// An instant at which what holds changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) at: DateTime<Utc>,
    pub(crate) before: Held,
    pub(crate) after: Held,
}

impl Change {
    /// Whether the number changes, not only who says it.
    pub(crate) fn is_of_number(&self) -> bool {
        self.before.replicas != self.after.replicas
    }
}

/// The changes of what holds after the start of `range` and before its end, in order.
pub(crate) fn changes(subject: &Subject, range: Range<DateTime<Utc>>) -> impl Iterator<Item = Change> {
    let mut segments = subject
        .schedule
        .timeline(range)
        .map(|segment| (segment.from, Held { active: segment.active, replicas: segment.replicas }));
    let mut before = segments.next().map(|(_, held)| held);
    segments.filter_map(move |(at, after)| Some(Change { at, before: before.replace(after)?, after }))
}

/// A clock change of one of the zones that a rule is read on.
#[derive(Clone, Debug)]
pub(crate) struct ZoneChange {
    pub(crate) zone: Zone,
    pub(crate) change: ClockChange,
}

/// The clock changes within `range` of the rule's own zone and of those of its entries, in order.
pub(crate) fn clock_changes(subject: &Subject, range: &Range<DateTime<Utc>>) -> Vec<ZoneChange> {
    let mut zones: Vec<&Zone> = vec![&subject.zone];
    for entry in subject.schedule.entries() {
        if !zones.contains(&&entry.zone) {
            zones.push(&entry.zone);
        }
    }
    let mut found: Vec<ZoneChange> = zones
        .into_iter()
        .flat_map(|zone| {
            zone.clock_changes(range.clone()).map(|change| ZoneChange { zone: zone.clone(), change })
        })
        .collect();
    found.sort_by_key(|found| found.change.at);
    found
}
