//! What holds when over a stretch of time, as an iterator.

use std::iter::FusedIterator;
use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::engine::Found;
use crate::zones::from_unix;
use crate::{Active, Schedule};

/// A stretch of time during which one thing decides the number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub to: DateTime<Utc>,
    /// What decides the number.
    pub active: Active,
    /// The number; `None` only for [`Active::Nothing`].
    pub replicas: Option<u32>,
}

/// The segments of a stretch of time, in order and without a gap. Made by [`Schedule::timeline`].
///
/// The first and the last segment are cut to the range; neighbours differ in what is active.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    schedule: &'a Schedule,
    rest: Range<DateTime<Utc>>,
    /// The rank that wins at the start of the rest, where the search for the end of the segment before has told it.
    winner: Option<usize>,
}

impl<'a> Timeline<'a> {
    pub(crate) fn new(schedule: &'a Schedule, range: Range<DateTime<Utc>>) -> Self {
        Self { schedule, rest: range, winner: None }
    }

    /// When `winner`, which holds at `at`, stops holding, cut to the range; and who holds then, if that is not cut off.
    fn end_of(&self, at: DateTime<Utc>, winner: usize) -> (DateTime<Utc>, Option<usize>) {
        let end = self.rest.end;
        let mut known = at;
        loop {
            match self.schedule.next_winner(known, winner) {
                Found::Change(at, next) if from_unix(at) < end => return (from_unix(at), Some(next)),
                Found::Unchanged(until) if from_unix(until) < end => known = from_unix(until),
                Found::Change(..) | Found::Unchanged(_) | Found::Never => return (end, None),
            }
        }
    }
}

impl Iterator for Timeline<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        if self.rest.is_empty() {
            return None;
        }
        let from = self.rest.start;
        let winner = self.winner.unwrap_or_else(|| self.schedule.winner(from));
        let (to, next) = self.end_of(from, winner);
        (self.rest.start, self.winner) = (to, next);
        let active = self.schedule.named(winner);
        Some(Segment { from, to, active, replicas: self.schedule.replicas(active) })
    }
}

impl FusedIterator for Timeline<'_> {}
