//! What is doubtful about a schedule that compiles: ties that change a number, entries that can never hold.
//!
//! Found by walking the timeline ahead, so it says the same as the engine does. Not meant for the hot path.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Active, Days, Schedule, Segment};

/// Something about a schedule that its author probably did not mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// Two entries of one priority are on together and say different numbers: the one listed first wins.
    Overlap {
        /// Index of the entry that wins because it is listed first.
        winner: usize,
        /// Index of the entry that loses.
        loser: usize,
        /// The first instant from now on at which that happens.
        at: DateTime<Utc>,
    },
    /// The entry never decides the number: it names no day, its times do not exist on its dates, or stronger entries
    /// always cover it.
    NeverHolds {
        /// Index of the entry.
        entry: usize,
    },
    /// The entry lists dates, and all of them are over.
    AllPast {
        /// Index of the entry.
        entry: usize,
    },
}

/// Weekly entries of one zone do in any three weeks what they ever do; a clock change spoils one of them at most.
const WEEKS_ENOUGH: TimeDelta = TimeDelta::weeks(3);
/// No window is longer, whatever the clocks do: it ends on the day after its start.
const LONGEST_WINDOW: TimeDelta = TimeDelta::days(4);
/// Two zones drift apart and together again within a year.
const YEAR_ENOUGH: TimeDelta = TimeDelta::days(400);

impl Schedule {
    /// What is doubtful about the schedule from `at` on: ties first, in order of time, then entries that never hold.
    ///
    /// ```
    /// # use easyscale_schedule::{Days, Entry, Finding, Schedule, Zone};
    /// # let entry = |start: &str, end: &str, replicas| Entry { name: String::new(), days: Days::Every,
    /// #     start: start.parse().unwrap(), end: end.parse().unwrap(), replicas, priority: 0, zone: Zone::utc() };
    /// let at = "2026-05-05T00:00:00Z".parse()?;
    /// let schedule = Schedule::compile(&[entry("09:00", "17:00", 4), entry("16:00", "18:00", 6)], Some(1), at)?;
    /// assert_eq!(
    ///     schedule.findings(at),
    ///     [Finding::Overlap { winner: 0, loser: 1, at: "2026-05-05T16:00:00Z".parse()? }],
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn findings(&self, at: DateTime<Utc>) -> Vec<Finding> {
        let mut walk = Walk::new(self);
        let reached = walk.through(at..self.horizon(at), Walk::knows_the_week);
        for window in self.dated_windows(at, reached) {
            walk.through(window, Walk::is_done);
        }
        walk.findings(at)
    }

    /// How far one must look to see everything that entries without dates will ever do.
    fn horizon(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let after = |ahead| at.checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let soon = after(WEEKS_ENOUGH);
        let undated = (0..self.entries().len()).filter(|&entry| !self.is_dated(entry));
        let zones = undated.map(|entry| &self.entries()[entry].zone);
        let one_zone = zones.clone().zip(zones.skip(1)).all(|(one, next)| one == next);
        // A date in these weeks may hide what the others do.
        let undisturbed = !self.dated_windows(at, at).any(|window| window.start < soon);
        if one_zone && undisturbed { soon } else { after(YEAR_ENOUGH) }
    }

    fn is_dated(&self, entry: usize) -> bool {
        matches!(self.entries()[entry].days, Days::Dates(_))
    }

    /// The windows of entries with dates that end after `reached`, in order, perhaps some before it, cut off at `at`.
    fn dated_windows(
        &self,
        at: DateTime<Utc>,
        reached: DateTime<Utc>,
    ) -> impl Iterator<Item = Range<DateTime<Utc>>> {
        let before = reached.checked_sub_signed(LONGEST_WINDOW).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let mut windows = Vec::new();
        for entry in (0..self.entries().len()).filter(|&entry| self.is_dated(entry)) {
            let mut after = before;
            while let Some(window) = self.next_window(entry, after) {
                after = window.start;
                if window.end > at {
                    windows.push(window.start.max(at)..window.end);
                }
            }
        }
        windows.sort_unstable_by_key(|window| window.start);
        windows.into_iter()
    }
}

/// What has been seen so far of one schedule.
struct Walk<'a> {
    schedule: &'a Schedule,
    /// Which entries have decided the number.
    held: Vec<bool>,
    /// For each entry, those that it would beat only by being listed first, and that say another number.
    rivals: Vec<Vec<usize>>,
    overlaps: BTreeMap<(usize, usize), DateTime<Utc>>,
}

impl<'a> Walk<'a> {
    fn new(schedule: &'a Schedule) -> Self {
        let entries = schedule.entries();
        let rivals = |winner: usize| {
            let beaten = |&loser: &usize| {
                entries[loser].priority == entries[winner].priority
                    && entries[loser].replicas != entries[winner].replicas
            };
            (winner + 1..entries.len()).filter(beaten).collect()
        };
        Self {
            schedule,
            held: vec![false; entries.len()],
            rivals: (0..entries.len()).map(rivals).collect(),
            overlaps: BTreeMap::new(),
        }
    }

    /// Looks at a stretch of time until enough is known; how far it came.
    fn through(&mut self, range: Range<DateTime<Utc>>, is_enough: fn(&Self) -> bool) -> DateTime<Utc> {
        let mut reached = range.start;
        for segment in self.schedule.timeline(range) {
            if is_enough(self) {
                break;
            }
            self.take(&segment);
            reached = segment.to;
        }
        reached
    }

    fn is_done(&self) -> bool {
        self.held.iter().all(|&held| held) && self.rivals.iter().all(Vec::is_empty)
    }

    /// Whether all is known of the entries without dates among themselves.
    fn knows_the_week(&self) -> bool {
        let undated = |&entry: &usize| !self.schedule.is_dated(entry);
        (0..self.held.len())
            .filter(undated)
            .all(|entry| self.held[entry] && !self.rivals[entry].iter().any(undated))
    }

    fn take(&mut self, segment: &Segment) {
        let Active::Entry(winner) = segment.active else { return };
        self.held[winner] = true;
        let (schedule, overlaps) = (self.schedule, &mut self.overlaps);
        self.rivals[winner].retain(|&loser| match first_on(schedule, loser, segment) {
            Some(at) => {
                overlaps.insert((winner, loser), at);
                false
            }
            None => true,
        });
    }

    fn findings(self, at: DateTime<Utc>) -> Vec<Finding> {
        let mut overlaps: Vec<_> = self.overlaps.into_iter().collect();
        overlaps.sort_by_key(|&(_, at)| at);
        let overlaps =
            overlaps.into_iter().map(|((winner, loser), at)| Finding::Overlap { winner, loser, at });
        let idle = (0..self.held.len()).filter(|&entry| !self.held[entry]).map(|entry| {
            if is_over(self.schedule, entry, at) {
                Finding::AllPast { entry }
            } else {
                Finding::NeverHolds { entry }
            }
        });
        overlaps.chain(idle).collect()
    }
}

/// The first instant of the segment at which the entry is on.
fn first_on(schedule: &Schedule, entry: usize, segment: &Segment) -> Option<DateTime<Utc>> {
    let mut at = segment.from;
    while !schedule.is_on(entry, at) {
        // A window that a clock change has emptied starts and is not on: look on from there.
        at = schedule.next_window(entry, at)?.start;
        if at >= segment.to {
            return None;
        }
    }
    Some(at)
}

/// Whether the entry lists dates and the last of their windows has ended.
fn is_over(schedule: &Schedule, entry: usize, at: DateTime<Utc>) -> bool {
    let lists_dates = matches!(&schedule.entries()[entry].days, Days::Dates(dates) if !dates.is_empty());
    lists_dates && !schedule.is_on(entry, at) && schedule.next_window(entry, at).is_none()
}
