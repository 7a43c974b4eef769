//! The rules again, in the simplest way there is: a clock that is read every minute and never turned back.
//!
//! Shares with the engine only what a zone's ordinary clock shows. Slow on purpose; the thing to compare with.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use easyscale_schedule::{Active, Days, Entry, Zone};

/// No clock goes back by more than a day, so after two it has caught up.
const RUN_UP: TimeDelta = TimeDelta::days(2);
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Walks through time minute by minute.
pub struct Walker<'a> {
    entries: &'a [Entry],
    has_default: bool,
    clocks: HashMap<&'a str, (&'a Zone, NaiveDateTime)>,
    /// The minute that is read next.
    next: DateTime<Utc>,
}

impl<'a> Walker<'a> {
    /// Begins at `start`, which must be a whole minute.
    pub fn new(entries: &'a [Entry], has_default: bool, start: DateTime<Utc>) -> Self {
        let clocks =
            entries.iter().map(|entry| (entry.zone.name(), (&entry.zone, NaiveDateTime::MIN))).collect();
        let mut walker = Self { entries, has_default, clocks, next: start - RUN_UP };
        while walker.next < start {
            walker.tick();
        }
        walker
    }

    /// Reads all clocks at the next minute.
    fn tick(&mut self) -> DateTime<Utc> {
        let now = self.next;
        for (zone, highest) in self.clocks.values_mut() {
            *highest = zone.local(now).max(*highest);
        }
        self.next += MINUTE;
        now
    }

    /// The next minute and what is active in it.
    pub fn step(&mut self) -> (DateTime<Utc>, Active) {
        let now = self.tick();
        let mut winner: Option<usize> = None;
        for (index, entry) in self.entries.iter().enumerate() {
            let beats = winner.is_none_or(|so_far| entry.priority > self.entries[so_far].priority);
            if beats && is_on(entry, self.clocks[entry.zone.name()].1) {
                winner = Some(index);
            }
        }
        let otherwise = if self.has_default { Active::Default } else { Active::Nothing };
        (now, winner.map_or(otherwise, Active::Entry))
    }
}

/// The ordinary date-and-time test: is `local` in the window that starts today or in the one that started yesterday?
pub fn is_on(entry: &Entry, local: NaiveDateTime) -> bool {
    let today = local.date();
    [Some(today), today.pred_opt()].into_iter().flatten().any(|day| {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap();
        let start = midnight + TimeDelta::minutes(entry.start.minutes().into());
        let mut end = midnight + TimeDelta::minutes(entry.end.minutes().into());
        if end <= start {
            end += TimeDelta::days(1);
        }
        is_listed(&entry.days, day) && start <= local && local < end
    })
}

fn is_listed(days: &Days, day: NaiveDate) -> bool {
    match days {
        Days::Every => true,
        Days::Weekdays(set) => set.contains(day.weekday()),
        Days::Dates(dates) => dates.contains(&day),
    }
}

/// The winner by the ordinary wall clock, as most tools test it: entries one by one at one instant.
pub fn winner(entries: &[Entry], at: DateTime<Utc>) -> Option<usize> {
    let mut winner: Option<usize> = None;
    for (index, entry) in entries.iter().enumerate() {
        let beats = winner.is_none_or(|so_far| entry.priority > entries[so_far].priority);
        if beats && is_on(entry, entry.zone.local(at)) {
            winner = Some(index);
        }
    }
    winner
}

/// The first whole minute at which [`winner`] says something else, looked for minute by minute for two weeks.
pub fn next_change(entries: &[Entry], at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let now = winner(entries, at);
    let first = at - TimeDelta::seconds(at.timestamp().rem_euclid(60)) + MINUTE;
    (0..14 * 24 * 60).map(|minutes| first + MINUTE * minutes).find(|&then| winner(entries, then) != now)
}
