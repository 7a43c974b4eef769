//! A compiled schedule and the questions it answers. The searching is done in `engine`.

use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::engine::{Engine, Found};
use crate::zones::from_unix;
use crate::{CompileError, Entry, Timeline};

/// The most entries a schedule may have.
pub const MAX_ENTRIES: usize = 64;

/// Changes of the winner looked through for a change of the number: above a year for 10 changes a day.
const NUMBER_STEPS: usize = 4096;

/// A compiled schedule: answers for any instant what holds, since when, until when, and what then.
///
/// Answers are right for the instants of [`Schedule::covers`] and allocate nothing.
#[derive(Clone, Debug)]
pub struct Schedule {
    entries: Box<[Entry]>,
    default: Option<u32>,
    engine: Engine,
    /// Entry index of each rank.
    by_rank: Box<[usize]>,
}

/// What decides the number at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Active {
    /// The entry with this index in [`Schedule::entries`].
    Entry(usize),
    /// No entry: the default.
    Default,
    /// No entry, and there is no default.
    Nothing,
}

/// What holds at an instant, and until when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What decides the number.
    pub active: Active,
    /// The number; `None` only for [`Active::Nothing`].
    pub replicas: Option<u32>,
    /// When [`Decision::active`] changes, and to what.
    pub next: Next,
}

/// When an answer changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// It changes at this instant, and not before.
    Change(Change),
    /// It is the same up to and at this instant; ask again from there. Waking there is harmless.
    Checkpoint(DateTime<Utc>),
    /// It never changes.
    Never,
}

/// An instant at which the answer changes, and the new answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// The first instant of the new answer.
    pub at: DateTime<Utc>,
    /// What decides the number from then on.
    pub active: Active,
    /// The number from then on; `None` only for [`Active::Nothing`].
    pub replicas: Option<u32>,
}

/// A window of one entry that is open. See [`Schedule::open_window`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Its first instant; `None`: the entry has always been on.
    pub start: Option<DateTime<Utc>>,
    /// The first instant after it; `None`: the entry will always be on.
    pub end: Option<DateTime<Utc>>,
}

impl Schedule {
    /// Compiles `entries`, with `default` for the time when none is on.
    ///
    /// `around` is about the time the schedule will be asked for: it [covers](Schedule::covers) at least the 400 days
    /// before and the 20 years after, and all dates that are listed. Compile again at least yearly.
    pub fn compile(
        entries: &[Entry],
        default: Option<u32>,
        around: DateTime<Utc>,
    ) -> Result<Self, CompileError> {
        let (engine, by_rank) = crate::compile::compile(entries, around)?;
        Ok(Self { entries: entries.into(), default, engine, by_rank })
    }

    /// The entries, in the order they were listed.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number when no entry is on.
    pub fn default_replicas(&self) -> Option<u32> {
        self.default
    }

    /// The instants for which the answers are right. Outside, zones are taken to keep the offset of the edge.
    pub fn covers(&self) -> Range<DateTime<Utc>> {
        let covers = self.engine.covers();
        from_unix(covers.start)..from_unix(covers.end)
    }

    /// What decides the number at `at`.
    pub fn active(&self, at: DateTime<Utc>) -> Active {
        self.named(self.engine.winner(at.timestamp()))
    }

    /// The number of replicas that goes with `active`; `None` only for [`Active::Nothing`].
    pub fn replicas(&self, active: Active) -> Option<u32> {
        match active {
            Active::Entry(index) => self.entries.get(index).map(|entry| entry.replicas),
            Active::Default => self.default,
            Active::Nothing => None,
        }
    }

    /// What holds at `at`, and when something else does.
    pub fn decide(&self, at: DateTime<Utc>) -> Decision {
        let at = at.timestamp();
        let winner = self.engine.winner(at);
        let active = self.named(winner);
        let next = match self.engine.next_change(at, winner) {
            Found::Change(at, rank) => Next::Change(self.change(at, rank)),
            Found::Unchanged(until) => Next::Checkpoint(from_unix(until)),
            Found::Never => Next::Never,
        };
        Decision { active, replicas: self.replicas(active), next }
    }

    /// When what is active at `at` became active; `None` if that is before the start of [`Schedule::covers`].
    pub fn since(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = at.timestamp();
        self.engine.since(at, self.engine.winner(at)).map(from_unix)
    }

    /// When the *number* changes after `at`: as [`Decision::next`], but changes that keep the number are passed over.
    pub fn next_number(&self, at: DateTime<Utc>) -> Next {
        let mut at = at.timestamp();
        let mut winner = self.engine.winner(at);
        let number = self.replicas(self.named(winner));
        if self.is_constant() {
            return Next::Never;
        }
        for _ in 0..NUMBER_STEPS {
            (at, winner) = match self.engine.next_change(at, winner) {
                Found::Never => return Next::Never,
                Found::Unchanged(until) => return Next::Checkpoint(from_unix(until)),
                Found::Change(at, rank) => (at, rank),
            };
            let change = self.change(at, winner);
            if change.replicas != number {
                return Next::Change(change);
            }
        }
        Next::Checkpoint(from_unix(at))
    }

    /// What holds when, within `range`, without a gap.
    pub fn timeline(&self, range: Range<DateTime<Utc>>) -> Timeline<'_> {
        Timeline::new(self, range)
    }

    /// Whether the entry's own window is open at `at`, whoever wins; `false` if there is no such entry.
    pub fn is_on(&self, entry: usize, at: DateTime<Utc>) -> bool {
        self.rank_of(entry).is_some_and(|rank| self.engine.is_on(rank, at.timestamp()))
    }

    /// The entry's own window that is open at `at`, whoever wins: its first instant and the first instant after it, each
    /// `None` where the entry has always been on, or always will be. `None` if no window is open.
    pub fn open_window(&self, entry: usize, at: DateTime<Utc>) -> Option<Window> {
        let (start, end) = self.engine.open_window(self.rank_of(entry)?, at.timestamp())?;
        Some(Window { start: start.map(from_unix), end: end.map(from_unix) })
    }

    /// The entry's own first window that starts after `at`, whoever wins then; empty (start equals end) where a clock
    /// change swallows it. `None` if none comes, or none ends.
    pub fn next_window(&self, entry: usize, at: DateTime<Utc>) -> Option<Range<DateTime<Utc>>> {
        let (start, end) = self.engine.next_window(self.rank_of(entry)?, at.timestamp())?;
        Some(from_unix(start)..from_unix(end))
    }

    pub(crate) fn rank_of(&self, entry: usize) -> Option<usize> {
        self.by_rank.iter().position(|&index| index == entry)
    }

    /// The rank of the entry that wins at `at`.
    pub(crate) fn winner(&self, at: DateTime<Utc>) -> usize {
        self.engine.winner(at.timestamp())
    }

    /// When another rank than `winner`, which wins at `at`, wins.
    pub(crate) fn next_winner(&self, at: DateTime<Utc>, winner: usize) -> Found {
        self.engine.next_change(at.timestamp(), winner)
    }

    pub(crate) fn named(&self, rank: usize) -> Active {
        match self.by_rank.get(rank) {
            Some(&index) => Active::Entry(index),
            None if self.default.is_some() => Active::Default,
            None => Active::Nothing,
        }
    }

    fn change(&self, at: i64, rank: usize) -> Change {
        let active = self.named(rank);
        Change { at: from_unix(at), active, replicas: self.replicas(active) }
    }

    /// Whether entries and default all say the same number.
    fn is_constant(&self) -> bool {
        self.entries.iter().all(|entry| Some(entry.replicas) == self.default)
    }
}
