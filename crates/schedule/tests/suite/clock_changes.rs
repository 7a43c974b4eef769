//! Rule 6, row by row: every wall-clock time names exactly one instant, the first moment the zone's clock shows that
//! time or a later one.

use chrono::Weekday::Sun;
use easyscale_schedule::Entry;

use crate::common::{Words, at, entry, windows_near};

/// The windows of an entry that starts on `date` only.
fn on(zone: &str, date: &str, start: &str, end: &str) -> Vec<String> {
    let entry = entry(zone).dates(&[date]).from(start).to(end);
    near(&entry, date)
}

fn near(entry: &Entry, date: &str) -> Vec<String> {
    windows_near(entry, at(&format!("{date}T00:00Z")), 5)
}

const NEVER: [&str; 0] = [];

#[test]
fn r6a_a_start_that_does_not_exist_is_the_end_of_the_gap() {
    assert_eq!(
        on("Europe/Berlin", "2026-03-29", "02:30", "05:00"),
        ["2026-03-29T01:00Z – 2026-03-29T03:00Z"]
    );
}

#[test]
fn r6b_an_end_that_does_not_exist_is_the_end_of_the_gap() {
    assert_eq!(
        on("Europe/Berlin", "2026-03-28", "22:00", "02:30"),
        ["2026-03-28T21:00Z – 2026-03-29T01:00Z"]
    );
}

#[test]
fn r6c_a_window_inside_the_gap_does_not_happen() {
    assert_eq!(on("Europe/Berlin", "2026-03-29", "02:15", "02:45"), NEVER);
}

#[test]
fn r6d_a_window_inside_the_fold_happens_once() {
    assert_eq!(
        on("Europe/Berlin", "2026-10-25", "02:15", "02:45"),
        ["2026-10-25T00:15Z – 2026-10-25T00:45Z"]
    );
}

#[test]
fn r6e_a_window_that_ends_in_the_fold_ends_the_first_time() {
    assert_eq!(
        on("Europe/Berlin", "2026-10-24", "20:00", "02:30"),
        ["2026-10-24T18:00Z – 2026-10-25T00:30Z"]
    );
}

#[test]
fn r6f_a_window_that_starts_in_the_fold_starts_the_first_time() {
    assert_eq!(
        on("Europe/Berlin", "2026-10-25", "02:30", "06:00"),
        ["2026-10-25T00:30Z – 2026-10-25T05:00Z"]
    );
}

#[test]
fn r6g_a_night_shift_ends_when_the_clock_shows_its_end() {
    assert_eq!(
        on("Europe/Berlin", "2026-10-24", "22:00", "06:00"),
        ["2026-10-24T20:00Z – 2026-10-25T05:00Z"]
    );
    assert_eq!(
        on("Europe/Berlin", "2026-03-28", "22:00", "06:00"),
        ["2026-03-28T21:00Z – 2026-03-29T04:00Z"]
    );
}

#[test]
fn r6h_half_an_hour_of_summer_time_is_enough() {
    let zone = "Australia/Lord_Howe";
    assert_eq!(on(zone, "2026-10-04", "02:15", "03:00"), ["2026-10-03T15:30Z – 2026-10-03T16:00Z"]);
    assert_eq!(on(zone, "2026-04-05", "01:45", "02:00"), ["2026-04-04T14:45Z – 2026-04-04T15:30Z"]);
}

#[test]
fn r6i_a_day_without_midnight_starts_at_its_first_moment() {
    assert_eq!(on("Africa/Cairo", "2026-04-24", "00:00", "24:00"), ["2026-04-23T22:00Z – 2026-04-24T21:00Z"]);
}

#[test]
fn r6j_a_day_that_does_not_exist_has_no_window() {
    assert_eq!(on("Pacific/Apia", "2011-12-30", "00:00", "24:00"), NEVER);
}

#[test]
fn r6k_a_night_into_the_missing_day_ends_where_the_next_day_begins() {
    assert_eq!(on("Pacific/Apia", "2011-12-29", "22:00", "06:00"), ["2011-12-30T08:00Z – 2011-12-30T10:00Z"]);
}

#[test]
fn r6l_a_day_that_begins_twice_is_one_piece() {
    let expected = ["2006-10-29T02:30Z – 2006-10-30T03:30Z"];
    assert_eq!(on("America/St_Johns", "2006-10-29", "00:00", "24:00"), expected);
    assert_eq!(near(&entry("America/St_Johns").on(&[Sun]), "2006-10-29"), expected);
}

#[test]
fn r6m_a_zone_may_change_its_mind_in_the_middle_of_the_year() {
    let office = |date| on("Africa/Casablanca", date, "09:00", "18:00");
    assert_eq!(office("2026-02-13"), ["2026-02-13T08:00Z – 2026-02-13T17:00Z"]);
    assert_eq!(office("2026-02-16"), ["2026-02-16T09:00Z – 2026-02-16T18:00Z"]);
    assert_eq!(office("2026-12-01"), ["2026-12-01T09:00Z – 2026-12-01T18:00Z"]);
}
