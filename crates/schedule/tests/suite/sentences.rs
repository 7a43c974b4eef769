//! The canonical sentence: one entry, one sentence.

use std::collections::HashMap;

use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use easyscale_schedule::{Days, Entry, default_sentence};

use crate::common::{Words, date, entry};

#[test]
fn the_examples_of_the_rules_are_said_with_day_names() {
    let weekend = entry("Europe/Berlin").on(&[Sat, Sun]).replicas(2);
    assert_eq!(
        weekend.sentence("deployment/x"),
        "scale deployment/x to 2 replicas on Saturday and Sunday all day (Europe/Berlin)"
    );
    let rush = entry("Europe/Berlin").from("16:00").to("18:00").replicas(5);
    assert_eq!(
        rush.sentence("deployment/y"),
        "scale deployment/y to 5 replicas every day from 16:00 to 18:00 (Europe/Berlin)"
    );
    let night = entry("Europe/Berlin").on(&[Sun, Fri, Sat]).from("22:00").to("06:00");
    assert_eq!(
        night.sentence("deployment/web"),
        "scale deployment/web to 1 replica on Friday, Saturday and Sunday from 22:00 to 06:00 the next day \
         (Europe/Berlin)"
    );
}

#[test]
fn name_priority_and_dates_are_said_where_there_are_any() {
    let holidays = entry("America/New_York")
        .named("Holi\"days\\")
        .dates(&["2026-12-26", "2026-12-25", "2026-12-26"])
        .replicas(0)
        .priority(-3);
    assert_eq!(
        holidays.sentence("statefulset/db"),
        "\"Holi\\\"days\\\\\": scale statefulset/db to 0 replicas on 2026-12-25 and 2026-12-26 all day \
         (America/New_York), priority -3"
    );
    assert_eq!(holidays.when(), "on 2026-12-25 and 2026-12-26 all day (America/New_York)");
}

#[test]
fn entries_that_mean_the_same_are_said_the_same() {
    let every_day = entry("UTC");
    let all_seven = entry("UTC").on(&[Mon, Tue, Wed, Thu, Fri, Sat, Sun]);
    assert_eq!(every_day.when(), all_seven.when());
    assert_eq!(every_day.when(), "every day all day (UTC)");
    let until_midnight = |end| entry("UTC").from("00:30").to(end).when();
    assert_eq!(until_midnight("00:00"), until_midnight("24:00"));
    assert_eq!(until_midnight("00:00"), "every day from 00:30 to 24:00 (UTC)");
    assert_eq!(entry("UTC").on(&[]).when(), "on no day all day (UTC)");
}

#[test]
fn the_default_is_said_in_its_own_sentence() {
    assert_eq!(default_sentence(3), "otherwise 3 replicas");
    assert_eq!(default_sentence(1), "otherwise 1 replica");
    assert_eq!(default_sentence(0), "otherwise 0 replicas");
}

/// Every combination of a few names, days, times, numbers, priorities and zones, each in normal form.
fn many_entries() -> Vec<Entry> {
    let names = ["", "a", "a\"", "a\\", "\": scale x to 1 replica", "on Monday", "é, priority 1"];
    let week = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];
    let subset = |bits: u8| -> Vec<Weekday> {
        week.into_iter().filter(|day| bits >> day.num_days_from_monday() & 1 == 1).collect()
    };
    let mut days: Vec<Days> =
        (0..0b111_1111).map(|bits| Days::Weekdays(subset(bits).into_iter().collect())).collect();
    days.push(Days::Every);
    days.push(Days::Dates(vec![date("2026-12-25")]));
    days.push(Days::Dates(vec![date("2026-12-25"), date("2027-01-01")]));
    let times =
        [("00:00", "24:00"), ("00:00", "12:00"), ("12:00", "24:00"), ("22:00", "06:00"), ("06:00", "22:00")];
    let mut entries = Vec::new();
    for name in names {
        for days in &days {
            for (start, end) in times {
                for (replicas, priority) in [(0, 0), (1, 0), (10, 1), (1, -1)] {
                    for zone in ["UTC", "Europe/Berlin"] {
                        let entry = entry(zone).named(name).from(start).to(end);
                        entries.push(Entry {
                            days: days.clone(),
                            ..entry.replicas(replicas).priority(priority)
                        });
                    }
                }
            }
        }
    }
    entries
}

#[test]
fn different_entries_are_said_differently() {
    let entries = many_entries();
    let mut said: HashMap<String, &Entry> = HashMap::new();
    for entry in &entries {
        if let Some(other) = said.insert(entry.sentence("deployment/web"), entry) {
            panic!("{entry:?} and {other:?} have one sentence");
        }
    }
    assert_eq!(said.len(), entries.len());
}
