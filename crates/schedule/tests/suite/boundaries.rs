//! The questions about boundaries in cases chosen by hand: since when, until when, and when the number changes.

use chrono::{
    DateTime, Months, TimeDelta, Utc,
    Weekday::{Mon, Sat, Sun},
};
use easyscale_schedule::{Active, CompileError, Entry, MAX_ENTRIES, Next, Schedule};

use crate::common::{Words, at, entry, schedule};

fn change_at(next: Next) -> DateTime<Utc> {
    let Next::Change(change) = next else { panic!("{next:?} is no change") };
    change.at
}

#[test]
fn a_weekend_is_one_window() {
    let around = at("2026-05-09T12:00Z");
    let schedule = schedule(&[entry("Europe/Berlin").on(&[Sat, Sun, Mon])], around);
    assert_eq!(change_at(schedule.decide(around).next), at("2026-05-11T22:00Z"));
    assert_eq!(schedule.since(at("2026-05-11T12:00Z")), Some(at("2026-05-08T22:00Z")));
}

#[test]
fn listed_days_in_a_row_are_one_window() {
    let around = at("2026-12-25T12:00Z");
    let schedule = schedule(&[entry("UTC").dates(&["2026-12-26", "2026-12-24", "2026-12-25"])], around);
    assert_eq!(change_at(schedule.decide(around).next), at("2026-12-27T00:00Z"));
    assert_eq!(schedule.since(around), Some(at("2026-12-24T00:00Z")));
}

#[test]
fn an_entry_that_is_always_on_never_changes() {
    let around = at("2026-05-09T12:00Z");
    let always = schedule(&[entry("Europe/Berlin"), entry("UTC").from("09:00").to("10:00")], around);
    assert_eq!(always.decide(around).next, Next::Never);
    assert_eq!(always.next_number(around), Next::Never);
    assert_eq!(always.since(around), None);
}

#[test]
fn a_schedule_without_entries_is_its_default() {
    let around = at("2026-05-09T12:00Z");
    let empty = Schedule::compile(&[], Some(3), around).unwrap();
    let decision = empty.decide(around);
    assert_eq!((decision.active, decision.replicas, decision.next), (Active::Default, Some(3), Next::Never));
    assert_eq!(empty.timeline(around..around + TimeDelta::days(9)).count(), 1);
}

#[test]
fn after_the_last_date_nothing_ever_changes() {
    let around = at("2026-12-24T12:00Z");
    let schedule = Schedule::compile(&[entry("UTC").dates(&["2026-12-24"])], Some(1), around).unwrap();
    assert_eq!(change_at(schedule.decide(around).next), at("2026-12-25T00:00Z"));
    let after = schedule.decide(at("2026-12-25T00:00Z"));
    assert_eq!((after.active, after.next), (Active::Default, Next::Never));
    assert_eq!(schedule.since(at("2030-01-01T00:00Z")), Some(at("2026-12-25T00:00Z")));
}

#[test]
fn dates_beyond_the_usual_table_are_exact() {
    let around = at("2026-05-05T00:00Z");
    let far = entry("Europe/Berlin").dates(&["2104-07-01"]).from("09:00").to("18:00");
    let schedule = Schedule::compile(&[far], Some(1), around).unwrap();
    // Summer time, two hours ahead of UTC, as far as anybody can know.
    assert_eq!(change_at(schedule.decide(around).next), at("2104-07-01T07:00Z"));
    assert!(schedule.covers().end > at("2105-01-01T00:00Z"));
}

#[test]
fn changes_that_keep_the_number_are_no_change_of_the_number() {
    let around = at("2026-05-09T08:00Z");
    let entries = [
        entry("UTC").from("09:00").to("10:00").replicas(3),
        entry("UTC").from("10:00").to("11:00").replicas(3),
        entry("UTC").dates(&["2027-05-09"]).replicas(7).priority(1),
    ];
    let schedule = Schedule::compile(&entries, Some(3), around).unwrap();
    assert_eq!(change_at(schedule.decide(around).next), at("2026-05-09T09:00Z"));
    let Next::Change(change) = schedule.next_number(around) else { panic!("the date comes") };
    assert_eq!(
        (change.at, change.active, change.replicas),
        (at("2027-05-09T00:00Z"), Active::Entry(2), Some(7))
    );
    // After the date there is no other number, and no need to look for one for ever.
    let after = at("2027-05-10T00:00Z");
    let Next::Checkpoint(until) = schedule.next_number(after) else {
        panic!("nothing proves it can never change")
    };
    assert!(until > after + TimeDelta::days(365));
}

#[test]
fn one_number_everywhere_never_changes() {
    let around = at("2026-05-09T08:00Z");
    let entries = [entry("UTC").from("09:00").to("10:00").replicas(3)];
    let same = Schedule::compile(&entries, Some(3), around).unwrap();
    assert_eq!(same.next_number(around), Next::Never);
    // Without a default the number comes and goes.
    let coming = schedule(&entries, around);
    assert_eq!(change_at(coming.next_number(around)), at("2026-05-09T09:00Z"));
}

#[test]
fn since_is_none_before_what_is_covered() {
    let around = at("2026-05-09T08:00Z");
    let schedule = Schedule::compile(&[entry("UTC").dates(&["1999-12-31"])], Some(3), around).unwrap();
    assert_eq!(schedule.since(around), None);
}

#[test]
fn a_window_that_a_gap_has_emptied_interrupts_nothing() {
    let low = entry("Europe/Berlin").from("01:00").to("05:00");
    let in_the_gap = entry("Europe/Berlin").from("02:15").to("02:45").priority(1);
    let around = at("2026-03-29T00:30Z");
    let schedule = schedule(&[low, in_the_gap], around);
    assert_eq!(schedule.decide(around).active, Active::Entry(0));
    assert_eq!(change_at(schedule.decide(around).next), at("2026-03-29T03:00Z"));
    assert_eq!(schedule.since(at("2026-03-29T02:30Z")), Some(at("2026-03-29T00:00Z")));
}

#[test]
fn a_timeline_is_cut_to_its_range_and_may_be_empty() {
    let around = at("2026-05-09T09:20Z");
    let schedule = schedule(&[entry("UTC").from("09:00").to("10:00")], around);
    let to = around + TimeDelta::milliseconds(1500);
    let segments: Vec<_> = schedule.timeline(around..to).collect();
    assert_eq!(segments.len(), 1);
    assert_eq!((segments[0].from, segments[0].to, segments[0].replicas), (around, to, Some(1)));
    assert_eq!(schedule.timeline(around..around).count(), 0);
    assert_eq!(schedule.timeline(to..around).count(), 0);
}

#[test]
fn asking_about_an_entry_that_is_not_there_is_answered_with_no() {
    let around = at("2026-05-09T09:20Z");
    let schedule = schedule(&[entry("UTC")], around);
    assert!(schedule.is_on(0, around));
    assert!(!schedule.is_on(1, around));
    assert_eq!(schedule.replicas(Active::Entry(1)), None);
}

#[test]
fn the_table_covers_at_least_400_days_back_and_20_years_ahead() {
    for text in ["2026-01-01T00:00Z", "2026-12-31T23:59Z", "2028-02-29T12:00Z", "1970-01-01T00:00Z"] {
        let around = at(text);
        let covers = schedule(&[entry("Europe/Berlin").on(&[Sat])], around).covers();
        assert!(covers.start <= around - TimeDelta::days(400), "{covers:?}");
        assert!(covers.end >= around + Months::new(20 * 12), "{covers:?}");
    }
}

#[test]
fn the_edge_of_the_table_is_a_checkpoint_and_not_a_guess() {
    let around = at("2026-05-09T08:00Z");
    let schedule = Schedule::compile(&[entry("Europe/Berlin").on(&[Mon])], Some(1), around).unwrap();
    let end = schedule.covers().end;
    let Next::Change(last) = schedule.decide(end - TimeDelta::days(14)).next else {
        panic!("a Monday comes")
    };
    assert!(last.at < end);
    let close = end - TimeDelta::minutes(1);
    match schedule.decide(close).next {
        Next::Checkpoint(until) => assert_eq!(until, end),
        next => panic!("{next:?} beyond the edge"),
    }
}

#[test]
fn times_at_the_ends_of_the_calendar_are_answered_without_panic() {
    let entries =
        [entry("Europe/Berlin").on(&[Sat]), entry("Asia/Kathmandu").from("22:00").to("06:00").priority(1)];
    for around in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, at("2026-05-09T08:00Z")] {
        let schedule = Schedule::compile(&entries, Some(1), around).unwrap();
        for asked in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, around] {
            let decision = schedule.decide(asked);
            assert!(decision.replicas.is_some());
            assert_eq!(decision.active, schedule.active(asked));
            schedule.since(asked);
            schedule.next_number(asked);
            entries[0].zone.local(asked);
            entries[0].zone.waiting_clock(asked);
        }
        schedule.findings(around);
    }
}

#[test]
fn sixty_four_entries_are_allowed_and_sixty_five_are_not() {
    let around = at("2026-05-09T08:00Z");
    let many: Vec<Entry> = vec![entry("UTC").on(&[Sat]); MAX_ENTRIES + 1];
    assert!(Schedule::compile(&many[1..], None, around).is_ok());
    let error = Schedule::compile(&many, None, around).unwrap_err();
    assert_eq!(error, CompileError::TooManyEntries { count: 65 });
    assert_eq!(error.to_string(), "65 entries are too many; at most 64 are allowed");
    assert_eq!(error.entry(), None);
}

#[test]
fn a_date_centuries_ahead_is_refused_as_a_slip_of_the_pen() {
    let around = at("2026-05-09T08:00Z");
    let typo = [entry("UTC"), entry("UTC").named("X-mas").dates(&["2226-12-31", "+20261-12-25"])];
    let error = Schedule::compile(&typo, None, around).unwrap_err();
    assert_eq!(error.entry(), Some(1));
    assert!(error.to_string().contains("check the year"), "{error}");
    assert!(Schedule::compile(&[entry("UTC").dates(&["2226-12-31"])], None, around).is_ok());
}
