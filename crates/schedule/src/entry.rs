//! One line of a schedule, as a person wrote it. What it means is computed in `windows` and `engine`.

use crate::{Days, TimeOfDay, Zone};

/// One line of a schedule: on these days, between these times, that many replicas.
///
/// The window belongs to the day on which it starts. If `end` is earlier than `start` it ends on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What people call it; may be empty.
    pub name: String,
    /// The days on which its window starts.
    pub days: Days,
    /// When the window starts; the window includes this time.
    pub start: TimeOfDay,
    /// When the window ends; the window excludes this time.
    pub end: TimeOfDay,
    /// The number of replicas while it is active.
    pub replicas: u32,
    /// Of several open windows the highest priority wins; on a tie the entry listed first.
    pub priority: i32,
    /// The zone in which days and times are read.
    pub zone: Zone,
}

impl Entry {
    /// Whether the window lasts from midnight to midnight.
    pub(crate) fn is_whole_day(&self) -> bool {
        self.start == TimeOfDay::MIDNIGHT && self.end == TimeOfDay::END_OF_DAY
    }

    /// Whether the window ends on the day after its start, at a time later than midnight.
    pub(crate) fn is_overnight(&self) -> bool {
        self.end < self.start && self.end != TimeOfDay::MIDNIGHT
    }
}
