//! The table by itself, and against what its zone answers when asked.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::{Table, Zone};
use crate::ZoneDatabase;
use crate::zones::from_unix;

#[allow(unreachable_pub, reason = "shared with the tests outside")]
#[path = "../../tests/common/transitions.rs"]
mod transitions;

const HOUR: i64 = 3600;

fn table(first: i64, changes: &[(i64, i64)]) -> Table {
    Table::new(0..100 * HOUR, first, changes.iter().copied())
}

#[test]
fn a_time_in_a_gap_is_the_end_of_the_gap() {
    let table = table(0, &[(10 * HOUR, HOUR)]);
    assert_eq!(table.first(10 * HOUR - 1), 10 * HOUR - 1);
    assert_eq!(table.first(10 * HOUR), 10 * HOUR);
    assert_eq!(table.first(11 * HOUR - 1), 10 * HOUR);
    assert_eq!(table.first(11 * HOUR), 10 * HOUR);
    assert_eq!(table.first(11 * HOUR + 1), 10 * HOUR + 1);
}

#[test]
fn in_a_fold_the_clock_waits_just_below_its_end() {
    let table = table(HOUR, &[(10 * HOUR, 0)]);
    assert_eq!(table.waiting(10 * HOUR - 1), 11 * HOUR - 1);
    assert_eq!(table.waiting(10 * HOUR), 11 * HOUR - 1);
    assert_eq!(table.waiting(11 * HOUR - 1), 11 * HOUR - 1);
    assert_eq!(table.waiting(11 * HOUR), 11 * HOUR);
    assert_eq!(table.first(11 * HOUR - 1), 10 * HOUR - 1);
    assert_eq!(table.first(11 * HOUR), 11 * HOUR);
}

#[test]
fn changes_on_top_of_each_other_need_no_care() {
    // Two hours back, and half an hour later one hour ahead again: the clock waits for an hour and a half.
    let table = table(2 * HOUR, &[(10 * HOUR, 0), (10 * HOUR + HOUR / 2, HOUR)]);
    assert_eq!(table.waiting(10 * HOUR), 12 * HOUR - 1);
    assert_eq!(table.waiting(10 * HOUR + HOUR / 2), 12 * HOUR - 1);
    assert_eq!(table.waiting(11 * HOUR - 1), 12 * HOUR - 1);
    assert_eq!(table.first(12 * HOUR), 11 * HOUR);
    assert_eq!(table.waiting(11 * HOUR), 12 * HOUR);
}

#[test]
fn changes_that_keep_the_offset_leave_no_trace() {
    assert_eq!(table(HOUR, &[(5 * HOUR, HOUR), (6 * HOUR, HOUR)]), table(HOUR, &[]));
}

#[test]
fn a_fold_across_the_first_new_year_of_a_table_is_in_it() {
    // Goes back an hour on 31 December at 23:30 UTC, so the clock waits until half past midnight.
    let rule = jiff::tz::TimeZone::posix("AAA2BBB1,J60/0,J365/22:30").unwrap();
    let table = Zone::new("Nowhere/Land".to_owned(), rule).table(2026..2030);
    let local = |text: &str| text.parse::<NaiveDateTime>().unwrap().and_utc().timestamp();
    assert_eq!(table.waiting(table.covers().start + HOUR / 4), local("2025-12-31T22:29:59"));
    assert_eq!(table.waiting(table.covers().start + HOUR / 2), local("2025-12-31T22:30:00"));
}

#[test]
fn every_table_says_what_its_zone_says_when_asked_day_by_day() {
    let zones = ZoneDatabase::bundled();
    let mut changes = 0;
    for name in zones.names() {
        let zone = zones.zone(&name).unwrap();
        let table = zone.table(2025..2036);
        let covers = table.covers();
        let asked = from_unix(covers.start)..from_unix(covers.end);
        let found = transitions::transitions(asked.clone(), |at| zone.offset(at));
        let seconds = |(at, offset): &(DateTime<Utc>, chrono::FixedOffset)| {
            (at.timestamp(), i64::from(offset.local_minus_utc()))
        };
        let first = i64::from(zone.offset(asked.start).local_minus_utc());
        assert_eq!(*table, Table::new(covers, first, found.iter().map(seconds)), "{name}");
        changes += found.len();
    }
    assert!(changes > 4_000, "{changes}");
}
