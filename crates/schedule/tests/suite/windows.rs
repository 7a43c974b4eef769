//! The windows of one entry, whoever wins, and the clock changes of a zone: what people are told beside the answer.

use chrono::Weekday::{Fri, Sat};
use chrono::{DateTime, Utc};
use easyscale_schedule::{Schedule, Window};

use crate::common::{Words, at, entry, minute, schedule, zone};

const BERLIN: &str = "Europe/Berlin";

fn open(schedule: &Schedule, entry: usize, now: &str) -> Option<(String, String)> {
    let told = |end: Option<DateTime<Utc>>| end.map_or("always".to_owned(), minute);
    schedule.open_window(entry, at(now)).map(|Window { start, end }| (told(start), told(end)))
}

fn next(schedule: &Schedule, entry: usize, now: &str) -> Option<(String, String)> {
    schedule.next_window(entry, at(now)).map(|window| (minute(window.start), minute(window.end)))
}

fn window(start: &str, end: &str) -> (String, String) {
    (start.to_owned(), end.to_owned())
}

#[test]
fn the_open_window_of_an_entry_is_told_also_while_another_wins() {
    let around = at("2026-05-08T12:00Z");
    let night = entry(BERLIN).on(&[Fri]).from("22:00").to("06:00");
    let schedule = schedule(&[entry(BERLIN).on(&[Sat]).priority(9), night], around);
    assert_eq!(
        open(&schedule, 1, "2026-05-08T23:00Z"),
        Some(window("2026-05-08T20:00Z", "2026-05-09T04:00Z"))
    );
    assert_eq!(open(&schedule, 1, "2026-05-09T04:00Z"), None, "the end is no longer in it");
    assert_eq!(open(&schedule, 2, "2026-05-08T23:00Z"), None, "there is no such entry");
}

#[test]
fn an_entry_that_is_always_on_has_no_start_and_no_end() {
    let always = schedule(&[entry(BERLIN)], at("2026-05-08T12:00Z"));
    assert_eq!(open(&always, 0, "2026-05-08T12:00Z"), Some(window("always", "always")));
    assert_eq!(next(&always, 0, "2026-05-08T12:00Z"), None);
}

#[test]
fn the_next_window_starts_after_now_and_ends_on_the_wall_clock() {
    let night = schedule(&[entry(BERLIN).from("22:00").to("06:00")], at("2026-10-24T12:00Z"));
    let long_night = window("2026-10-24T20:00Z", "2026-10-25T05:00Z");
    assert_eq!(next(&night, 0, "2026-10-24T12:00Z"), Some(long_night));
    assert_eq!(next(&night, 0, "2026-10-24T20:00Z"), Some(window("2026-10-25T21:00Z", "2026-10-26T05:00Z")));
    let past = schedule(&[entry(BERLIN).dates(&["2026-05-01"])], at("2026-05-08T12:00Z"));
    assert_eq!(next(&past, 0, "2026-05-08T12:00Z"), None);
}

#[test]
fn the_clock_changes_of_a_zone_are_told_with_both_readings() {
    let told = |name: &str, from: &str, to: &str| -> Vec<String> {
        let changes = zone(name).clock_changes(at(from)..at(to)).collect::<Vec<_>>();
        let tell = |change: &easyscale_schedule::ClockChange| {
            format!(
                "{} {} → {} ({})",
                minute(change.at),
                change.local_before().format("%d %H:%M"),
                change.local_after().format("%d %H:%M"),
                change.jump().num_minutes()
            )
        };
        changes.iter().map(tell).collect()
    };
    assert_eq!(
        told(BERLIN, "2026-03-29T01:00Z", "2026-10-25T01:00Z"),
        [""; 0],
        "a change at the very start has happened, one at the end is not in it"
    );
    assert_eq!(
        told(BERLIN, "2026-03-29T00:59Z", "2026-10-25T01:01Z"),
        ["2026-03-29T01:00Z 29 02:00 → 29 03:00 (60)", "2026-10-25T01:00Z 25 03:00 → 25 02:00 (-60)"]
    );
    assert_eq!(
        told("Australia/Lord_Howe", "2026-10-01T00:00Z", "2026-10-09T00:00Z"),
        ["2026-10-03T15:30Z 04 02:00 → 04 02:30 (30)"]
    );
    assert_eq!(
        told("Pacific/Apia", "2011-12-29T00:00Z", "2012-01-01T00:00Z"),
        ["2011-12-30T10:00Z 30 00:00 → 31 00:00 (1440)"]
    );
    assert_eq!(told("UTC", "2000-01-01T00:00Z", "2030-01-01T00:00Z"), [""; 0]);
}
