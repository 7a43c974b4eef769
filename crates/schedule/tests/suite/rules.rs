//! The rules of time, row by row, except those about clock changes (`clock_changes`).

use chrono::TimeDelta;
use chrono::Weekday::{Fri, Sat};
use easyscale_schedule::{Active, CompileError, Entry, Finding, Next, Schedule, ZoneError};

use crate::common::{Words, ZONES, at, entry, minute, schedule, windows_near};

#[test]
fn r1_times_are_read_on_the_wall_clock_of_the_entrys_own_zone() {
    let office = entry("Asia/Kathmandu").dates(&["2026-05-05"]).from("09:00").to("18:00");
    assert_eq!(windows_near(&office, at("2026-05-05T00:00Z"), 5), ["2026-05-05T03:15Z – 2026-05-05T12:15Z"]);
}

#[test]
fn r2_a_window_includes_its_start_and_excludes_its_end() {
    let a = entry("Europe/Berlin").on(&[Fri]).from("18:00").to("24:00");
    let b = entry("Europe/Berlin").on(&[Sat]).from("00:00").to("24:00");
    let around = at("2026-05-08T12:00Z");
    let schedule = Schedule::compile(&[a, b], Some(0), around).unwrap();
    let found: Vec<_> = schedule
        .timeline(around..around + TimeDelta::days(3))
        .map(|segment| (minute(segment.from), segment.active))
        .collect();
    let expected = [
        ("2026-05-08T12:00Z", Active::Default),
        ("2026-05-08T16:00Z", Active::Entry(0)),
        ("2026-05-08T22:00Z", Active::Entry(1)),
        ("2026-05-09T22:00Z", Active::Default),
    ];
    assert_eq!(found, expected.map(|(from, active)| (from.to_owned(), active)));
    // At the very instant, and a nanosecond before it.
    let nanosecond = TimeDelta::nanoseconds(1);
    for pair in expected.windows(2) {
        assert_eq!(schedule.active(at(pair[1].0)), pair[1].1);
        assert_eq!(schedule.active(at(pair[1].0) - nanosecond), pair[0].1);
    }
}

#[test]
fn r3_a_window_belongs_to_the_day_on_which_it_starts() {
    let night = entry("Europe/Berlin").on(&[Sat]).from("22:00").to("06:00");
    assert_eq!(windows_near(&night, at("2026-05-09T12:00Z"), 3), ["2026-05-09T20:00Z – 2026-05-10T04:00Z"]);
    let saturday_morning = at("2026-05-09T01:00Z");
    assert!(!schedule(&[night], saturday_morning).is_on(0, saturday_morning));
}

#[test]
fn r3_and_so_does_a_date() {
    let night = entry("Europe/Berlin").dates(&["2026-12-24"]).from("22:00").to("06:00");
    assert_eq!(windows_near(&night, at("2026-12-24T00:00Z"), 30), ["2026-12-24T21:00Z – 2026-12-25T05:00Z"]);
}

#[test]
fn r4_equal_times_are_an_error_that_offers_the_whole_day() {
    let error = compile(&entry("Europe/Berlin").named("Night").from("22:00").to("22:00")).unwrap_err();
    let time = "22:00".parse().unwrap();
    assert_eq!(error, CompileError::EqualTimes { entry: 0, name: "Night".to_owned(), time });
    assert_eq!(error.entry(), Some(0));
    assert!(error.to_string().contains("00:00 to 24:00, or leave both out, for a whole day"), "{error}");
    assert!(compile(&entry("UTC").from("00:00").to("00:00")).is_err());
    assert!(compile(&entry("UTC").from("24:00").to("24:00")).is_err());
}

#[test]
fn r4_an_earlier_end_is_on_the_next_day() {
    let night = entry("UTC").dates(&["2026-05-05"]).from("18:00").to("17:59");
    assert_eq!(windows_near(&night, at("2026-05-05T00:00Z"), 3), ["2026-05-05T18:00Z – 2026-05-06T17:59Z"]);
}

#[test]
fn r5_a_whole_day_lasts_from_midnight_to_midnight() {
    let leap_day = entry("UTC").dates(&["2028-02-29"]);
    assert_eq!(
        windows_near(&leap_day, at("2028-02-29T00:00Z"), 9),
        ["2028-02-29T00:00Z – 2028-03-01T00:00Z"]
    );
}

#[test]
fn r5_until_24_and_until_00_are_the_same_window() {
    let ending = |end| entry("Europe/Berlin").on(&[Fri]).from("22:00").to(end);
    let around = at("2026-05-08T12:00Z");
    assert_eq!(windows_near(&ending("24:00"), around, 5), ["2026-05-08T20:00Z – 2026-05-08T22:00Z"]);
    assert_eq!(windows_near(&ending("00:00"), around, 5), windows_near(&ending("24:00"), around, 5));
    assert_eq!(ending("00:00").sentence("deployment/web"), ending("24:00").sentence("deployment/web"));
}

#[test]
fn r5_24_is_allowed_only_as_an_end() {
    let error = compile(&entry("UTC").named("Late").from("24:00").to("06:00")).unwrap_err();
    assert_eq!(error, CompileError::StartsAtEndOfDay { entry: 0, name: "Late".to_owned() });
    assert!(error.to_string().contains("write 00:00 on the following day"), "{error}");
}

#[test]
fn r7_without_days_or_dates_an_entry_holds_every_day() {
    let lunch = entry("UTC").from("12:00").to("13:00");
    let windows = windows_near(&lunch, at("2026-05-06T00:00Z"), 4);
    assert_eq!(windows.len(), 8, "{windows:?}");
}

#[test]
fn r8_on_a_tie_the_entry_listed_first_wins_and_a_finding_says_so() {
    let first = entry("Europe/Berlin").from("09:00").to("17:00").replicas(4);
    let second = entry("Europe/Berlin").from("16:00").to("18:00").replicas(6);
    let around = at("2026-05-05T00:00Z");
    let schedule = schedule(&[first, second], around);
    let both = at("2026-05-05T14:30Z");
    assert!(schedule.is_on(0, both) && schedule.is_on(1, both));
    assert_eq!(schedule.decide(both).replicas, Some(4));
    let overlap = Finding::Overlap { winner: 0, loser: 1, at: at("2026-05-05T14:00Z") };
    assert_eq!(schedule.findings(around), [overlap]);
}

#[test]
fn r8_the_highest_priority_wins_wherever_it_is_listed() {
    let low = entry("UTC").replicas(1).priority(-5);
    let high = entry("UTC").from("10:00").to("11:00").replicas(9).priority(3);
    let middle = entry("UTC").from("09:00").to("12:00").replicas(5);
    let around = at("2026-05-05T00:00Z");
    let schedule = schedule(&[low, high, middle], around);
    let number = |text| schedule.decide(at(text)).replicas;
    assert_eq!(number("2026-05-05T08:59Z"), Some(1));
    assert_eq!(number("2026-05-05T09:00Z"), Some(5));
    assert_eq!(number("2026-05-05T10:00Z"), Some(9));
    assert_eq!(number("2026-05-05T11:00Z"), Some(5));
    assert_eq!(number("2026-05-05T12:00Z"), Some(1));
    assert_eq!(schedule.findings(around), []);
}

#[test]
fn r9_when_no_entry_is_on_the_default_applies() {
    let office = |zone| entry(zone).dates(&["2026-03-16"]).from("09:00").to("17:00");
    let entries =
        [office("Europe/Berlin").priority(1).replicas(4), office("America/New_York").priority(2).replicas(6)];
    let around = at("2026-03-16T00:00Z");
    let schedule = Schedule::compile(&entries, Some(2), around).unwrap();
    let found: Vec<_> = schedule
        .timeline(around..around + TimeDelta::days(2))
        .map(|segment| (minute(segment.from), segment.replicas))
        .collect();
    let expected = [
        ("2026-03-16T00:00Z", 2),
        ("2026-03-16T08:00Z", 4),
        ("2026-03-16T13:00Z", 6),
        ("2026-03-16T21:00Z", 2),
    ];
    assert_eq!(found, expected.map(|(from, replicas)| (from.to_owned(), Some(replicas))));
}

#[test]
fn r9_without_a_default_nothing_is_said_when_no_entry_is_on() {
    let around = at("2026-03-16T00:00Z");
    let schedule = schedule(&[entry("UTC").from("09:00").to("10:00")], around);
    let decision = schedule.decide(around);
    assert_eq!((decision.active, decision.replicas), (Active::Nothing, None));
    assert_eq!(schedule.default_replicas(), None);
}

#[test]
fn r10_an_unknown_zone_is_an_error_with_the_closest_known_name() {
    let error = ZONES.zone("Europe/Berln").unwrap_err();
    let nearest = Some("Europe/Berlin".to_owned());
    assert_eq!(error, ZoneError::Unknown { name: "Europe/Berln".to_owned(), nearest });
    assert!(error.to_string().contains("did you mean \"Europe/Berlin\"?"), "{error}");
}

#[test]
fn r11_the_next_change_is_the_first_instant_at_which_the_answer_changes() {
    let rush = entry("Europe/Berlin").from("16:00").to("18:00");
    let around = at("2026-05-08T12:00Z");
    let schedule = Schedule::compile(&[rush], Some(3), around).unwrap();
    let Next::Change(change) = schedule.decide(around).next else { panic!("the rush hour comes") };
    assert_eq!((minute(change.at), change.replicas), ("2026-05-08T14:00Z".to_owned(), Some(1)));
    let before = change.at - TimeDelta::nanoseconds(1);
    assert_eq!(schedule.active(before), Active::Default);
    assert_eq!(schedule.active(change.at), Active::Entry(0));
}

fn compile(entry: &Entry) -> Result<Schedule, CompileError> {
    Schedule::compile(std::slice::from_ref(entry), None, at("2026-05-05T00:00Z"))
}
