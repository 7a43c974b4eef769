//! What each entry says at a moment: which one wins, which ones lose and why, which ones do not hold and when they will.

use std::ops::Range;

use chrono::{DateTime, Utc};
use easyscale_schedule::{Active, Window};

use crate::subject::Subject;

/// One entry at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Considered {
    /// Its index in the schedule.
    pub(crate) entry: usize,
    pub(crate) standing: Standing,
}

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its window is open and it decides the number.
    Wins(Window),
    /// Its window is open, but a stronger entry decides.
    Loses { to: usize, open: Window },
    /// Its window is not open. The next one that is not empty, if there is one.
    Off { next: Option<Range<DateTime<Utc>>> },
}

/// So many windows in a row may be swallowed by clock changes before the search ends: more than ever happens.
const SWALLOWED: usize = 64;

/// All entries, in the order of the list.
pub(crate) fn considered(subject: &Subject, at: DateTime<Utc>) -> Vec<Considered> {
    let active = subject.schedule.active(at);
    let entries = 0..subject.schedule.entries().len();
    entries.map(|entry| Considered { entry, standing: standing(subject, entry, active, at) }).collect()
}

fn standing(subject: &Subject, entry: usize, active: Active, at: DateTime<Utc>) -> Standing {
    match (subject.schedule.open_window(entry, at), active) {
        (Some(open), Active::Entry(winner)) if winner != entry => Standing::Loses { to: winner, open },
        (Some(open), _) => Standing::Wins(open),
        (None, _) => Standing::Off { next: next_window(subject, entry, at) },
    }
}

/// The next window in which the entry is on at all.
fn next_window(subject: &Subject, entry: usize, at: DateTime<Utc>) -> Option<Range<DateTime<Utc>>> {
    let mut after = at;
    for _ in 0..SWALLOWED {
        let window = subject.schedule.next_window(entry, after)?;
        if !window.is_empty() {
            return Some(window);
        }
        after = window.start;
    }
    None
}
