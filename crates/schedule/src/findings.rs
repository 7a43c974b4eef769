//! What is doubtful about a schedule that compiles: ties that change a number, entries that can never hold.
//!
//! Found by walking the timeline ahead, so it says the same as the engine does. Not meant for the hot path.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::zones::from_unix;
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
        for range in self.telling_times(at) {
            for segment in self.timeline(range) {
                if walk.is_done() {
                    break;
                }
                walk.take(&segment);
            }
        }
        walk.findings(at)
    }

    /// The stretches of time in which everything shows that the schedule will ever do.
    fn telling_times(&self, at: DateTime<Utc>) -> Vec<Range<DateTime<Utc>>> {
        let ahead = if self.is_plain_week() { WEEKS_ENOUGH } else { YEAR_ENOUGH };
        let horizon = at.checked_add_signed(ahead).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let mut times = vec![at..horizon];
        for entry in (0..self.entries().len()).filter(|&entry| self.is_dated(entry)) {
            let mut after = horizon;
            while let Some(window) = self.next_window(entry, after) {
                after = window.start;
                times.push(window);
            }
        }
        times.sort_unstable_by_key(|range| range.start);
        times
    }

    fn is_plain_week(&self) -> bool {
        let zones = self.entries().iter().map(|entry| &entry.zone);
        let one_zone = zones.clone().zip(zones.skip(1)).all(|(one, next)| one == next);
        one_zone && !(0..self.entries().len()).any(|entry| self.is_dated(entry))
    }

    fn is_dated(&self, entry: usize) -> bool {
        matches!(self.entries()[entry].days, Days::Dates(_))
    }

    /// The entry's first window that starts after `at`.
    fn next_window(&self, entry: usize, at: DateTime<Utc>) -> Option<Range<DateTime<Utc>>> {
        let (start, end) = self.engine().next_window(self.rank_of(entry)?, at.timestamp())?;
        Some(from_unix(start)..from_unix(end))
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

    fn is_done(&self) -> bool {
        self.held.iter().all(|&held| held) && self.rivals.iter().all(Vec::is_empty)
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
