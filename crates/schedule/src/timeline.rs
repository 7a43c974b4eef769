//! What holds when over a stretch of time, as an iterator.

use std::iter::FusedIterator;
use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::{Active, Next, Schedule};

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
}

impl<'a> Timeline<'a> {
    pub(crate) fn new(schedule: &'a Schedule, range: Range<DateTime<Utc>>) -> Self {
        Self { schedule, rest: range }
    }

    /// When what holds at `at` stops holding, cut to the range.
    fn end_of(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let mut known = at;
        loop {
            match self.schedule.decide(known).next {
                Next::Change(change) => return change.at.min(self.rest.end),
                Next::Checkpoint(until) if until < self.rest.end => known = until,
                Next::Checkpoint(_) | Next::Never => return self.rest.end,
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
        let active = self.schedule.active(from);
        let to = self.end_of(from);
        self.rest.start = to;
        Some(Segment { from, to, active, replicas: self.schedule.replicas(active) })
    }
}

impl FusedIterator for Timeline<'_> {}
