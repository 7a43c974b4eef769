//! Short ways to write entries and instants in tests.
//!
//! Each test binary uses a part of it, so unused parts are no mistake.
#![allow(dead_code, unreachable_pub)]

pub mod naive;
pub mod transitions;
pub mod tzif;

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use easyscale_schedule::{Active, Days, Entry, Schedule, TimeOfDay, Zone, ZoneDatabase};

pub static ZONES: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::bundled);

/// The zone of that name in the bundled database.
pub fn zone(name: &str) -> Zone {
    ZONES.zone(name).unwrap()
}

/// An instant, written `2026-05-05T03:15Z`.
pub fn at(text: &str) -> DateTime<Utc> {
    let with_seconds = text.replacen('Z', ":00Z", usize::from(text.len() == "2026-05-05T03:15Z".len()));
    with_seconds.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Every day, all day, one replica, priority 0, in that zone.
pub fn entry(zone_name: &str) -> Entry {
    Entry {
        name: String::new(),
        days: Days::Every,
        start: TimeOfDay::MIDNIGHT,
        end: TimeOfDay::END_OF_DAY,
        replicas: 1,
        priority: 0,
        zone: zone(zone_name),
    }
}

/// The words in which tests describe an entry.
pub trait Words: Sized {
    fn named(self, name: &str) -> Self;
    fn on(self, days: &[Weekday]) -> Self;
    fn dates(self, dates: &[&str]) -> Self;
    fn from(self, start: &str) -> Self;
    fn to(self, end: &str) -> Self;
    fn replicas(self, replicas: u32) -> Self;
    fn priority(self, priority: i32) -> Self;
}

impl Words for Entry {
    fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }
    fn on(self, days: &[Weekday]) -> Self {
        Self { days: Days::Weekdays(days.iter().copied().collect()), ..self }
    }
    fn dates(self, dates: &[&str]) -> Self {
        Self { days: Days::Dates(dates.iter().map(|text| date(text)).collect()), ..self }
    }
    fn from(self, start: &str) -> Self {
        Self { start: start.parse().unwrap(), ..self }
    }
    fn to(self, end: &str) -> Self {
        Self { end: end.parse().unwrap(), ..self }
    }
    fn replicas(self, replicas: u32) -> Self {
        Self { replicas, ..self }
    }
    fn priority(self, priority: i32) -> Self {
        Self { priority, ..self }
    }
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A schedule without a default.
pub fn schedule(entries: &[Entry], around: DateTime<Utc>) -> Schedule {
    Schedule::compile(entries, None, around).unwrap()
}

/// The windows of a single entry from `days` before to `days` after an instant, as `from – to` texts.
pub fn windows_near(entry: &Entry, around: DateTime<Utc>, days: i64) -> Vec<String> {
    let schedule = schedule(std::slice::from_ref(entry), around);
    let reach = TimeDelta::days(days);
    schedule
        .timeline(around - reach..around + reach)
        .filter(|segment| segment.active == Active::Entry(0))
        .map(|segment| format!("{} – {}", minute(segment.from), minute(segment.to)))
        .collect()
}

/// An instant as `2026-05-05T03:15Z`; it must lie on a whole minute.
pub fn minute(at: DateTime<Utc>) -> String {
    assert_eq!(at.timestamp() % 60, 0, "{at} is not on a minute");
    at.format("%Y-%m-%dT%H:%MZ").to_string()
}
