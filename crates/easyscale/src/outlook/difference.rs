//! Where two versions of a rule say different numbers, and what that sums up to in pod-hours.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_schedule::Schedule;

/// A stretch of time in which the two say different numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    /// The number before; `None`: left alone.
    pub(crate) before: Option<u32>,
    /// The number after; `None`: left alone.
    pub(crate) after: Option<u32>,
}

impl Stretch {
    pub(crate) fn length(&self) -> TimeDelta {
        self.to - self.from
    }

    /// Pod-seconds more (or fewer); `None` where one of the two leaves the number alone.
    pub(crate) fn pod_seconds(&self) -> Option<i64> {
        let (before, after) = (i64::from(self.before?), i64::from(self.after?));
        Some((after - before) * self.length().num_seconds())
    }
}

/// Everything that differs within a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) stretches: Vec<Stretch>,
    /// Pod-seconds of each version, over the times at which both say a number.
    pub(crate) before: i64,
    pub(crate) after: i64,
    /// For how long one of the two leaves the number alone, so that nothing can be summed.
    pub(crate) unknown: TimeDelta,
}

/// Compares two schedules.
pub(crate) fn compare(before: &Schedule, after: &Schedule, range: Range<DateTime<Utc>>) -> Difference {
    let mut difference =
        Difference { stretches: Vec::new(), before: 0, after: 0, unknown: TimeDelta::zero() };
    for stretch in together(before, after, range) {
        difference.take(stretch);
    }
    difference
}

impl Difference {
    fn take(&mut self, stretch: Stretch) {
        let seconds = stretch.length().num_seconds();
        match (stretch.before, stretch.after) {
            (Some(before), Some(after)) => {
                self.before += i64::from(before) * seconds;
                self.after += i64::from(after) * seconds;
            }
            _ => self.unknown += stretch.length(),
        }
        if stretch.before == stretch.after {
            return;
        }
        match self.stretches.last_mut() {
            // Who says it may change; only the numbers count here.
            Some(last)
                if last.to == stretch.from
                    && (last.before, last.after) == (stretch.before, stretch.after) =>
            {
                last.to = stretch.to;
            }
            _ => self.stretches.push(stretch),
        }
    }
}

/// The range, cut wherever one of the two changes.
fn together<'a>(
    before: &'a Schedule,
    after: &'a Schedule,
    range: Range<DateTime<Utc>>,
) -> impl Iterator<Item = Stretch> + 'a {
    let mut ones = before.timeline(range.clone());
    let mut others = after.timeline(range);
    let (mut one, mut other) = (ones.next(), others.next());
    std::iter::from_fn(move || {
        let (a, b) = (one?, other?);
        let to = a.to.min(b.to);
        let stretch = Stretch { from: a.from.max(b.from), to, before: a.replicas, after: b.replicas };
        if a.to == to {
            one = ones.next();
        }
        if b.to == to {
            other = others.next();
        }
        Some(stretch)
    })
}
