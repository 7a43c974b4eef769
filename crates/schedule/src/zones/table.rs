//! The offsets of one zone as a table, and the two questions the engine asks it. No time library in here.

use std::fmt;
use std::ops::Range;

/// Segments of constant offset, in order; the first reaches back for ever, the last ahead for ever.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// When each segment begins, in Unix seconds.
    utc: Box<[i64]>,
    /// What the local clock adds to UTC in it, in seconds.
    offset: Box<[i64]>,
    /// The highest reading that the local clock has reached when the segment ends.
    local_end: Box<[i64]>,
    /// The Unix seconds for which the segments are known.
    covers: Range<i64>,
}

impl Table {
    /// A table from the offset that holds first and the `(instant, new offset)` of every change after it, in order.
    pub(crate) fn new(covers: Range<i64>, first: i64, changes: impl Iterator<Item = (i64, i64)>) -> Self {
        let (mut utc, mut offset) = (vec![i64::MIN], vec![first]);
        let mut current = first;
        for (at, new) in changes {
            // Names and "is summer time" change too; only offsets matter here.
            if new != current {
                utc.push(at);
                offset.push(new);
                current = new;
            }
        }
        let mut highest = i64::MIN;
        let mut local_end: Vec<i64> = utc[1..]
            .iter()
            .zip(&offset)
            .map(|(end, offset)| {
                highest = highest.max(end + offset);
                highest
            })
            .collect();
        local_end.push(i64::MAX);
        Self { utc: utc.into(), offset: offset.into(), local_end: local_end.into(), covers }
    }

    /// The first instant at which the local clock shows `local` or later.
    pub(crate) fn first(&self, local: i64) -> i64 {
        let segment = self.local_end.partition_point(|&end| end <= local);
        self.utc[segment].max(local - self.offset[segment])
    }

    /// The highest reading that the local clock has shown up to `at`: the clock that waits instead of going back.
    pub(crate) fn waiting(&self, at: i64) -> i64 {
        let segment = self.segment(at);
        let shown = at + self.offset[segment];
        match segment.checked_sub(1) {
            Some(before) => shown.max(self.local_end[before] - 1),
            None => shown,
        }
    }

    /// The Unix seconds for which the table is right.
    pub(crate) fn covers(&self) -> Range<i64> {
        self.covers.clone()
    }

    fn segment(&self, at: i64) -> usize {
        // The first segment began before every instant, so at least one has begun.
        self.utc.partition_point(|&begin| begin <= at) - 1
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({} segments, {:?})", self.utc.len(), self.covers)
    }
}
