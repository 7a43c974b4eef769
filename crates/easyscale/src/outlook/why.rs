//! Why what holds changes at an instant, in a few words.

use easyscale_schedule::Active;

use super::changes::Change;
use crate::subject::Subject;

/// Such as `"Evening rush" begins`, or `"Weekend" ends; no entry holds`.
pub(crate) fn why(subject: &Subject, change: &Change) -> String {
    let Change { at, before, after } = *change;
    let is_on = |active| matches!(active, Active::Entry(entry) if subject.schedule.is_on(entry, at));
    match (before.active, after.active) {
        (Active::Entry(loser), Active::Entry(winner)) if is_on(before.active) => {
            format!("{} begins and {}", named(subject, winner), beats(subject, winner, loser))
        }
        (Active::Entry(ended), Active::Entry(winner)) => {
            let goes_on = subject.schedule.open_window(winner, at).is_some_and(|open| open.start != Some(at));
            let verb = if goes_on { "still holds" } else { "begins" };
            format!("{} ends, {} {verb}", named(subject, ended), named(subject, winner))
        }
        (_, Active::Entry(winner)) => format!("{} begins", named(subject, winner)),
        (Active::Entry(ended), Active::Default) => format!("{} ends", named(subject, ended)),
        (Active::Entry(ended), _) => format!("{} ends and nothing else holds", named(subject, ended)),
        (Active::Default | Active::Nothing, _) => String::new(),
    }
}

/// Why `winner` wins over `loser`, both being on: `beats "Office hours" (priority 10 over 0)`.
pub(crate) fn beats(subject: &Subject, winner: usize, loser: usize) -> String {
    format!("beats {} ({})", named(subject, loser), rank(subject, winner, loser))
}

/// What makes `winner` the stronger one: its priority, or its place in the list.
pub(crate) fn rank(subject: &Subject, winner: usize, loser: usize) -> String {
    let priority = |entry: usize| subject.schedule.entries()[entry].priority;
    if priority(winner) == priority(loser) {
        format!("same priority {}, listed first", priority(winner))
    } else {
        format!("priority {} over {}", priority(winner), priority(loser))
    }
}

/// The entry's name in quotes.
pub(crate) fn named(subject: &Subject, entry: usize) -> String {
    format!("\"{}\"", subject.schedule.entries()[entry].name)
}
