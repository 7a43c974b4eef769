//! Answering allocates nothing. A binary of its own, because counting takes a global allocator of its own.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod common;

use allocation_counter::measure;
use chrono::TimeDelta;
use chrono::Weekday::{Fri, Sat, Sun};
use common::{Words, at, entry};
use easyscale_schedule::{Entry, Schedule};

/// Weekly and dated entries, overnight ones, in five zones, some of them empty on the night of a clock change.
fn many_entries() -> Vec<Entry> {
    let zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"];
    let mut entries = Vec::new();
    for (index, zone) in zones.into_iter().cycle().take(60).enumerate() {
        let number = u32::try_from(index).unwrap();
        let base = entry(zone).replicas(number).priority(i32::try_from(index % 5).unwrap());
        entries.push(match index % 4 {
            0 => base.on(&[Fri, Sat, Sun]).from("22:00").to("06:00"),
            1 => base.dates(&["2026-03-29", "2026-10-25", "2026-12-24"]).from("02:15").to("02:45"),
            2 => base.from(&format!("{:02}:30", index % 24)).to(&format!("{:02}:45", index % 24)),
            _ => base.on(&[Sat, Sun]),
        });
    }
    entries
}

#[test]
fn no_query_allocates() {
    let around = at("2026-03-28T12:00Z");
    let entries = many_entries();
    let schedule = Schedule::compile(&entries, Some(1), around).unwrap();
    let counted = measure(|| {
        for minutes in (0..20_000).step_by(7) {
            let now = around + TimeDelta::minutes(minutes);
            let decision = schedule.decide(now);
            assert_eq!(schedule.active(now), decision.active);
            assert_eq!(schedule.replicas(decision.active), decision.replicas);
            schedule.since(now);
            schedule.next_number(now);
            schedule.is_on(3, now);
        }
        let week = around..around + TimeDelta::days(7);
        assert!(schedule.timeline(week).count() > 20);
    });
    assert_eq!((counted.count_total, counted.bytes_total), (0, 0));
}

#[test]
fn the_counter_counts() {
    let around = at("2026-03-28T12:00Z");
    let counted = measure(|| {
        Schedule::compile(&many_entries(), Some(1), around).unwrap();
    });
    assert!(counted.count_total > 0);
}
