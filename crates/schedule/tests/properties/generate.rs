//! Random entries and instants, with a liking for the nights on which clocks change.

use std::env;

use chrono::{DateTime, Days as Count, NaiveDate, TimeDelta, Utc, Weekday};
use easyscale_schedule::{Days, Entry, TimeOfDay, Zone};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

use crate::common::transitions::transitions;
use crate::common::{ZONES, at, tzif, zone};

/// `cases` runs with random values that are the same every time.
pub(crate) fn runs(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: env::var("PROPTEST_CASES").ok().map_or(cases, |_| usual.cases),
        rng_seed: match usual.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0x0EA5_45CA_1E00),
            chosen @ RngSeed::Fixed(_) => chosen,
        },
        failure_persistence: None,
        ..usual
    }
}

/// Zones that change at midnight, by half an hour, for Ramadan, across the date line, never.
const INTERESTING: [&str; 14] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "America/Havana",
    "America/Santiago",
    "Atlantic/Azores",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "UTC",
];

/// Any zone of the database, or one of the interesting ones.
pub(crate) fn zones() -> impl Strategy<Value = Zone> {
    let all: Vec<String> = ZONES.names().collect();
    prop_oneof![3 => select(&INTERESTING[..]).prop_map(zone), 1 => select(all).prop_map(|name| zone(&name))]
}

/// A zone that nobody lives in: changes of up to a day either way, some of them minutes apart.
pub(crate) fn invented_zones() -> impl Strategy<Value = Zone> {
    let offset = (-14 * 60..=14 * 60).prop_map(|minutes| minutes * 60);
    let changes = prop::collection::vec((1..30 * 60_i64, offset.clone()), 0..8);
    (offset, changes).prop_map(|(first, gaps)| {
        let mut when = at("2026-05-04T00:00Z");
        let changes: Vec<_> = gaps
            .into_iter()
            .map(|(minutes, offset)| {
                when += TimeDelta::minutes(minutes);
                (when, offset)
            })
            .collect();
        tzif::zone("Nowhere/Land", first, &changes)
    })
}

/// An instant within two days of a change of the zone's offset, if it has one that year; on a whole minute.
pub(crate) fn instant_near_change(zone: &Zone) -> impl Strategy<Value = DateTime<Utc>> + use<> {
    let zone = zone.clone();
    (2026..2040_i32, any::<prop::sample::Index>(), -2880..2880_i64).prop_map(move |(year, which, minutes)| {
        let start = NaiveDate::from_yo_opt(year, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
        let changes = transitions(start..start + TimeDelta::days(366), |at| zone.offset(at));
        let middle = if changes.is_empty() {
            start + TimeDelta::days(i64::try_from(which.index(366)).unwrap())
        } else {
            let (change, _) = changes[which.index(changes.len())];
            change - TimeDelta::seconds(change.timestamp().rem_euclid(60))
        };
        middle + TimeDelta::minutes(minutes)
    })
}

/// Times of day: often the hours in which clocks change, often a whole half hour.
fn times() -> impl Strategy<Value = TimeOfDay> {
    prop_oneof![
        2 => 0..1440_u16,
        2 => 0..200_u16,
        2 => (0..48_u16).prop_map(|half_hours| half_hours * 30),
        1 => Just(0_u16),
        1 => Just(1440_u16),
    ]
    .prop_map(|minutes| TimeOfDay::from_minutes(minutes).unwrap())
}

fn days(near: NaiveDate) -> impl Strategy<Value = Days> {
    let week = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let dates = prop::collection::vec(0..12_u64, 1..6).prop_map(move |ahead| {
        Days::Dates(ahead.into_iter().map(|days| near - Count::new(4) + Count::new(days)).collect())
    });
    prop_oneof![
        1 => Just(Days::Every),
        3 => subsequence(week, 0..=7).prop_map(|days| Days::Weekdays(days.into_iter().collect())),
        2 => dates,
    ]
}

/// An entry in that zone whose dates, if it has any, are around `near`.
pub(crate) fn entry_in(zone: Zone, near: NaiveDate) -> impl Strategy<Value = Entry> {
    let whole_day = (TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY);
    let allowed = |&(start, end): &(TimeOfDay, TimeOfDay)| start != end && start != TimeOfDay::END_OF_DAY;
    let window = prop_oneof![
        1 => Just(whole_day),
        4 => (times(), times()).prop_filter("a window has a length", allowed),
    ];
    (days(near), window, 0..4_u32, -1..3_i32).prop_map(move |(days, (start, end), replicas, priority)| {
        Entry { name: String::new(), days, start, end, replicas, priority, zone: zone.clone() }
    })
}

/// One to seven entries in up to three zones, and an instant near a clock change of one of them.
pub(crate) fn rules() -> impl Strategy<Value = (Vec<Entry>, DateTime<Utc>)> {
    prop::collection::vec(zones(), 1..=3)
        .prop_flat_map(|zones| {
            let instant = instant_near_change(&zones[0]);
            (Just(zones), instant)
        })
        .prop_flat_map(|(zones, instant)| {
            let near = instant.date_naive();
            let entry = select(zones).prop_flat_map(move |zone| entry_in(zone, near));
            (prop::collection::vec(entry, 1..=7), Just(instant))
        })
}
