//! The search for boundaries: who wins at an instant, and when that changes. Numbers only; `schedule` gives them names.
//!
//! Instants are Unix seconds: every boundary lies on a whole second, so an instant inside a second has the answer of
//! the second's start. Entries are known by rank, 0 the strongest; the rank after the last stands for "none".
//!
//! Why the candidates are enough: an entry is on according to its zone's waiting clock alone, so it can change only at
//! `first(start)` or `first(end)` of one of its windows. While `winner` is on, entries ranked below it cannot matter.

use std::ops::Range;
use std::sync::Arc;

use crate::windows::{Reading, Windows};
use crate::zones::Table;

/// Candidates examined before the search says "constant up to here" instead of going on.
const STEPS: usize = 64;

/// The entries of a schedule, grouped by zone so that each zone's clock is read once a query.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    zones: Box<[ZoneEntries]>,
    entries: usize,
    covers: Range<i64>,
}

/// The entries of one zone, strongest first.
#[derive(Clone, Debug)]
pub(crate) struct ZoneEntries {
    pub table: Arc<Table>,
    pub entries: Vec<Ranked>,
}

/// An entry's windows and its rank among all entries of the schedule.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub rank: usize,
    pub windows: Windows,
}

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// At this second the winner becomes that rank.
    Change(i64, usize),
    /// Nothing changes up to and at this second; ask again from there.
    Unchanged(i64),
    /// Nothing changes, ever.
    Never,
}

impl Engine {
    pub(crate) fn new(zones: Vec<ZoneEntries>, covers: Range<i64>) -> Self {
        let entries = zones.iter().map(|zone| zone.entries.len()).sum();
        Self { zones: zones.into(), entries, covers }
    }

    /// The Unix seconds for which the answers are right.
    pub(crate) fn covers(&self) -> Range<i64> {
        self.covers.clone()
    }

    /// The rank of the strongest entry that is on.
    pub(crate) fn winner(&self, at: i64) -> usize {
        let mut best = self.entries;
        for zone in &self.zones {
            let now = zone.read(at);
            let on = zone.stronger_than(best).find(|entry| entry.windows.is_on(&now));
            best = on.map_or(best, |entry| entry.rank);
        }
        best
    }

    /// Whether the entry of that rank is on, whoever wins.
    pub(crate) fn is_on(&self, rank: usize, at: i64) -> bool {
        self.find(rank).is_some_and(|(zone, entry)| entry.windows.is_on(&zone.read(at)))
    }

    /// The first window of the entry of that rank that starts after `at`; `None` if there is none, or if it never ends.
    pub(crate) fn next_window(&self, rank: usize, at: i64) -> Option<(i64, i64)> {
        let (zone, entry) = self.find(rank)?;
        let start = entry.windows.next_start(&zone.read(at))?;
        let end = entry.windows.end_of_open(&Reading::new(start))?;
        Some((zone.table.first(start), zone.table.first(end)))
    }

    /// Start and end of the open window of the entry of that rank, each `None` if it has none.
    pub(crate) fn open_window(&self, rank: usize, at: i64) -> Option<(Option<i64>, Option<i64>)> {
        let (zone, entry) = self.find(rank)?;
        let now = zone.read(at);
        let first = |local| zone.table.first(local);
        entry.windows.is_on(&now).then(|| {
            (entry.windows.start_of_open(&now).map(first), entry.windows.end_of_open(&now).map(first))
        })
    }

    /// When the winner changes after `at`, where `winner` holds.
    pub(crate) fn next_change(&self, at: i64, winner: usize) -> Found {
        let mut known = at;
        for _ in 0..STEPS {
            let Some(next) = self.next_candidate(known, winner) else { return Found::Never };
            if known < self.covers.end && self.covers.end < next {
                return Found::Unchanged(self.covers.end);
            }
            let then = self.winner(next);
            if then != winner {
                return Found::Change(next, then);
            }
            known = next;
        }
        Found::Unchanged(known)
    }

    /// The second at which `winner`, which holds at `at`, began to hold; `None` if that is before what is covered.
    pub(crate) fn since(&self, at: i64, winner: usize) -> Option<i64> {
        let mut known = at;
        while let Some(began) = self.previous_candidate(known, winner) {
            if began < self.covers.start {
                return None;
            }
            if self.winner(began - 1) != winner {
                return Some(began);
            }
            known = began - 1;
        }
        None
    }

    /// The earliest instant after `at` at which the winner could change.
    fn next_candidate(&self, at: i64, winner: usize) -> Option<i64> {
        let mut earliest: Option<i64> = None;
        for zone in &self.zones {
            // first() is monotone: the earliest local time is the earliest instant of the zone.
            let now = zone.read(at);
            let starts = zone.stronger_than(winner).filter_map(|entry| entry.windows.next_start(&now));
            let end = zone.entry(winner).and_then(|entry| entry.windows.end_of_open(&now));
            let local = starts.chain(end).min();
            earliest = sooner(earliest, local.map(|local| zone.table.first(local)));
        }
        earliest
    }

    /// The latest instant up to `at` at which the winner could have changed.
    fn previous_candidate(&self, at: i64, winner: usize) -> Option<i64> {
        let mut latest: Option<i64> = None;
        for zone in &self.zones {
            let now = zone.read(at);
            let ends = zone.stronger_than(winner).filter_map(|entry| entry.windows.last_end(&now));
            let start = zone.entry(winner).and_then(|entry| entry.windows.start_of_open(&now));
            latest = latest.max(ends.chain(start).max().map(|local| zone.table.first(local)));
        }
        latest
    }

    fn find(&self, rank: usize) -> Option<(&ZoneEntries, &Ranked)> {
        self.zones.iter().find_map(|zone| zone.entry(rank).map(|entry| (zone, entry)))
    }
}

impl ZoneEntries {
    fn read(&self, at: i64) -> Reading {
        Reading::new(self.table.waiting(at))
    }

    fn stronger_than(&self, rank: usize) -> impl Iterator<Item = &Ranked> {
        self.entries.iter().take_while(move |entry| entry.rank < rank)
    }

    fn entry(&self, rank: usize) -> Option<&Ranked> {
        self.entries.iter().find(|entry| entry.rank == rank)
    }
}

fn sooner(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
