//! When a zone's offset changes, found from the outside: by asking once a day and halving.

use std::ops::Range;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

/// A change: its first second, and the offset from then on.
pub type Transition = (DateTime<Utc>, FixedOffset);

/// The changes within `range` of what `offset` says. A change that is undone within a day is not seen.
pub fn transitions(
    range: Range<DateTime<Utc>>,
    offset: impl Fn(DateTime<Utc>) -> FixedOffset,
) -> Vec<Transition> {
    let mut found = Vec::new();
    let (mut day, mut before) = (range.start, offset(range.start));
    while day < range.end {
        let next = (day + TimeDelta::days(1)).min(range.end);
        let after = offset(next);
        if after != before {
            found.push((halve(day..next, before, &offset), after));
        }
        (day, before) = (next, after);
    }
    found
}

/// The first second in `range` at which the offset is no longer `before`.
fn halve(
    mut range: Range<DateTime<Utc>>,
    before: FixedOffset,
    offset: impl Fn(DateTime<Utc>) -> FixedOffset,
) -> DateTime<Utc> {
    while range.end - range.start > TimeDelta::seconds(1) {
        let middle = range.start + TimeDelta::seconds((range.end - range.start).num_seconds() / 2);
        if offset(middle) == before { range.start = middle } else { range.end = middle }
    }
    range.end
}
