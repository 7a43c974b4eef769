//! What is doubtful about a schedule.

use chrono::{
    DateTime, TimeDelta, Utc,
    Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed},
};
use easyscale_schedule::{Entry, Finding};

use crate::common::{Words, at, entry, schedule};

const WORKDAYS: [chrono::Weekday; 5] = [Mon, Tue, Wed, Thu, Fri];

fn findings(entries: &[Entry], now: DateTime<Utc>) -> Vec<Finding> {
    schedule(entries, now).findings(now)
}

#[test]
fn a_tie_is_found_only_if_it_changes_the_number() {
    let now = at("2026-05-05T00:00Z");
    let one = entry("UTC").from("09:00").to("17:00").replicas(4);
    let same_number = entry("UTC").from("16:00").to("18:00").replicas(4);
    let other_priority = entry("UTC").from("16:00").to("18:00").replicas(6).priority(1);
    let touching = entry("UTC").from("17:00").to("18:00").replicas(6);
    assert_eq!(findings(&[one.clone(), same_number], now), []);
    assert_eq!(findings(&[one.clone(), other_priority], now), []);
    assert_eq!(findings(&[one, touching], now), []);
}

#[test]
fn a_tie_below_an_entry_that_covers_it_changes_no_number() {
    let now = at("2026-05-05T00:00Z");
    let one = entry("UTC").from("09:00").to("17:00").replicas(4);
    let two = entry("UTC").from("16:00").to("18:00").replicas(6);
    let cover = entry("UTC").from("15:30").to("17:30").replicas(9).priority(1);
    assert_eq!(findings(&[one.clone(), two.clone(), cover], now), []);
    // On Sundays the tie is not covered.
    let not_on_sunday =
        entry("UTC").on(&[Mon, Tue, Wed, Thu, Fri, Sat]).from("15:30").to("17:30").priority(1);
    let overlap = Finding::Overlap { winner: 0, loser: 1, at: at("2026-05-10T16:00Z") };
    assert_eq!(findings(&[one, two, not_on_sunday], now), [overlap]);
}

#[test]
fn a_tie_that_goes_on_now_is_found_now() {
    let now = at("2026-05-05T16:20Z");
    let one = entry("UTC").from("09:00").to("17:00").replicas(4);
    let two = entry("UTC").from("16:00").to("18:00").replicas(6);
    assert_eq!(findings(&[one, two], now), [Finding::Overlap { winner: 0, loser: 1, at: now }]);
}

#[test]
fn every_tied_pair_is_found_in_order_of_time() {
    let now = at("2026-05-04T00:00Z");
    let whole = entry("UTC").replicas(1);
    let late = entry("UTC").on(&[Wed]).replicas(2);
    let early = entry("UTC").on(&[Tue]).replicas(3);
    let covers = [
        Finding::Overlap { winner: 0, loser: 2, at: at("2026-05-05T00:00Z") },
        Finding::Overlap { winner: 0, loser: 1, at: at("2026-05-06T00:00Z") },
        Finding::NeverHolds { entry: 1 },
        Finding::NeverHolds { entry: 2 },
    ];
    assert_eq!(findings(&[whole, late, early], now), covers);
}

#[test]
fn two_zones_may_overlap_only_while_one_of_them_has_summer_time() {
    // 13:00 to 14:00 UTC in winter, 12:00 to 13:00 in summer; New York changes three weeks before Berlin.
    let berlin = entry("Europe/Berlin").from("14:00").to("15:00").replicas(4);
    let new_york = entry("America/New_York").from("09:00").to("10:00").replicas(6);
    let now = at("2026-05-05T00:00Z");
    // From 25 October, when Berlin is back to winter time, to 1 November: 13:00 to 14:00 UTC for both.
    let overlap = Finding::Overlap { winner: 0, loser: 1, at: at("2026-10-25T13:00Z") };
    assert_eq!(findings(&[berlin, new_york], now), [overlap]);
}

#[test]
fn ties_on_dates_years_ahead_are_found() {
    let leap = entry("UTC").dates(&["2096-02-29", "2104-02-29"]).replicas(4);
    let other = entry("UTC").dates(&["2104-02-29", "2030-01-01"]).replicas(6);
    let overlap = Finding::Overlap { winner: 0, loser: 1, at: at("2104-02-29T00:00Z") };
    assert_eq!(findings(&[leap, other], at("2026-05-05T00:00Z")), [overlap]);
}

#[test]
fn a_tie_is_not_seen_in_a_window_that_a_gap_has_emptied() {
    let always = entry("Europe/Berlin").replicas(4);
    let in_the_gap = entry("Europe/Berlin").from("02:15").to("02:45").replicas(6);
    // Today the window does not happen; tomorrow it does.
    let overlap = Finding::Overlap { winner: 0, loser: 1, at: at("2026-03-30T00:15Z") };
    let shadowed = Finding::NeverHolds { entry: 1 };
    assert_eq!(findings(&[always, in_the_gap], at("2026-03-29T00:30Z")), [overlap, shadowed]);
}

#[test]
fn of_several_ties_far_ahead_the_first_is_told_in_whatever_order_dates_are_listed() {
    let far = entry("UTC").dates(&["2030-01-01"]).priority(-1);
    let one = entry("UTC").dates(&["2030-01-01", "2028-05-01"]).from("09:00").replicas(4);
    let two = entry("UTC").dates(&["2030-01-01", "2028-05-01"]).from("10:00").replicas(6);
    let overlap = Finding::Overlap { winner: 1, loser: 2, at: at("2028-05-01T10:00Z") };
    assert_eq!(
        findings(&[far, one, two], at("2026-05-05T00:00Z")),
        [overlap, Finding::NeverHolds { entry: 2 }]
    );
}

#[test]
fn an_entry_without_days_never_holds() {
    let now = at("2026-05-05T00:00Z");
    assert_eq!(findings(&[entry("UTC").on(&[])], now), [Finding::NeverHolds { entry: 0 }]);
    assert_eq!(findings(&[entry("UTC").dates(&[])], now), [Finding::NeverHolds { entry: 0 }]);
}

#[test]
fn an_entry_under_stronger_ones_never_holds() {
    let now = at("2026-05-05T00:00Z");
    let workdays = entry("UTC").on(&WORKDAYS).priority(1);
    let weekend = entry("UTC").on(&[Sat, Sun]).priority(2);
    let covered = entry("UTC").from("09:00").to("17:00");
    assert_eq!(
        findings(&[covered.clone(), workdays.clone(), weekend], now),
        [Finding::NeverHolds { entry: 0 }]
    );
    // Once Sunday is free it holds on Sundays.
    assert_eq!(findings(&[covered, workdays, entry("UTC").on(&[Sat]).priority(2)], now), []);
}

#[test]
fn a_window_that_no_clock_shows_never_holds() {
    let in_the_gap = entry("Europe/Berlin").dates(&["2027-03-28"]).from("02:15").to("02:45");
    assert_eq!(
        findings(std::slice::from_ref(&in_the_gap), at("2026-05-05T00:00Z")),
        [Finding::NeverHolds { entry: 0 }]
    );
    let one_minute_more = in_the_gap.to("03:01");
    assert_eq!(findings(&[one_minute_more], at("2026-05-05T00:00Z")), []);
}

#[test]
fn dates_that_are_over_are_told_from_those_that_never_hold() {
    let entries = [entry("UTC").dates(&["2026-05-04"]).from("22:00").to("06:00")];
    let last_minute = at("2026-05-05T05:59Z");
    assert_eq!(findings(&entries, last_minute), []);
    let over = last_minute + TimeDelta::minutes(1);
    assert_eq!(findings(&entries, over), [Finding::AllPast { entry: 0 }]);
}

#[test]
fn what_dates_hide_for_weeks_is_seen_behind_them() {
    let now = at("2026-05-05T00:00Z");
    let days: Vec<String> =
        now.date_naive().iter_days().take(60).map(|date| date.format("%Y-%m-%d").to_string()).collect();
    let days: Vec<_> = days.iter().map(String::as_str).collect();
    let holidays = entry("UTC").dates(&days).replicas(1).priority(9);
    let (one, two) = (entry("UTC").on(&[Sat]).replicas(4), entry("UTC").on(&[Sat, Sun]).replicas(6));
    let overlap = Finding::Overlap { winner: 1, loser: 2, at: at("2026-07-04T00:00Z") };
    assert_eq!(findings(&[holidays, one, two], now), [overlap]);
}
