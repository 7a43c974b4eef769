//! P11: chrono-tz as a second opinion. Its data are older than jiff's (IANA 2025b), so the zones on which the two differ
//! are listed; on all others both must give the same.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use easyscale_schedule::{Entry, Schedule, Zone};
use proptest::prelude::*;
use proptest::sample::select;

use crate::common::transitions::{Transition, transitions};
use crate::common::{ZONES, at, tzif};
use crate::generate::{entry_in, runs};

/// chrono-tz 0.10.4 is wrong about these from 2025-10 on; the list was found by this test.
const DIFFERENT: [&str; 15] = [
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "America/Edmonton",
    "America/Havana",
    "America/Inuvik",
    "America/Rainy_River",
    "America/Vancouver",
    "America/Winnipeg",
    "America/Yellowknife",
    "Canada/Central",
    "Canada/Mountain",
    "Canada/Pacific",
    "Cuba",
    "Europe/Chisinau",
    "Europe/Tiraspol",
];

/// Far enough for every rule that is in force to show.
fn years() -> Range<DateTime<Utc>> {
    at("2025-10-01T00:00Z")..at("2037-01-01T00:00Z")
}

fn by_chrono_tz(tz: Tz) -> impl Fn(DateTime<Utc>) -> FixedOffset {
    move |at| tz.offset_from_utc_datetime(&at.naive_utc()).fix()
}

/// The zones that both know, as each of the two sees them.
fn both(name: &str) -> Option<(Zone, Tz)> {
    Some((ZONES.zone(name).ok()?, name.parse().ok()?))
}

fn tables(zone: &Zone, tz: Tz) -> [Vec<Transition>; 2] {
    let begin = |offset| vec![(years().start, offset)];
    let (ours, theirs) = (|at| zone.offset(at), by_chrono_tz(tz));
    [
        [begin(ours(years().start)), transitions(years(), ours)].concat(),
        [begin(theirs(years().start)), transitions(years(), theirs)].concat(),
    ]
}

#[test]
fn both_databases_agree_on_every_zone_but_those_listed() {
    let names: Vec<String> = ZONES.names().collect();
    let known: Vec<(&String, (Zone, Tz))> =
        names.iter().filter_map(|name| Some((name, both(name)?))).collect();
    assert!(known.len() > 590, "only {} zones are known to both", known.len());
    let different: Vec<&str> = known
        .iter()
        .filter(|(_, (zone, tz))| {
            let [ours, theirs] = tables(zone, *tz);
            ours != theirs
        })
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(different, DIFFERENT);
}

/// A zone of ours made of nothing but what chrono-tz answers.
fn rebuilt(tz: Tz) -> Zone {
    let table = transitions(years(), by_chrono_tz(tz));
    let changes: Vec<_> = table.into_iter().map(|(at, offset)| (at, offset.local_minus_utc())).collect();
    tzif::zone(tz.name(), by_chrono_tz(tz)(years().start).local_minus_utc(), &changes)
}

fn agreeing() -> Vec<(Zone, Tz)> {
    let names = ZONES.names().filter(|name| !DIFFERENT.contains(&name.as_str()));
    names.filter_map(|name| both(&name)).collect()
}

proptest! {
    #![proptest_config(runs(64))]

    #[test]
    fn schedules_on_zones_rebuilt_from_chrono_tz_are_the_same(
        (entries, tz, week) in (select(agreeing()), 0..500_i64).prop_flat_map(|((zone, tz), week)| {
            let near = (at("2026-01-01T00:00Z") + TimeDelta::weeks(week)).date_naive();
            (prop::collection::vec(entry_in(zone, near), 1..6), Just(tz), Just(week))
        }),
    ) {
        let around = at("2026-01-01T00:00Z");
        let start = around + TimeDelta::weeks(week);
        let zone = rebuilt(tz);
        let again: Vec<Entry> = entries.iter().map(|entry| Entry { zone: zone.clone(), ..entry.clone() }).collect();
        let segments = |entries: &[Entry]| {
            let schedule = Schedule::compile(entries, Some(7), around).unwrap();
            schedule.timeline(start - TimeDelta::days(5)..start + TimeDelta::days(200)).collect::<Vec<_>>()
        };
        prop_assert_eq!(segments(&entries), segments(&again));
    }
}

#[test]
fn both_know_the_same_names() {
    let theirs: BTreeSet<&str> = chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name()).collect();
    let only_ours: Vec<String> = ZONES.names().filter(|name| !theirs.contains(name.as_str())).collect();
    let only_theirs: Vec<&str> = theirs.into_iter().filter(|name| ZONES.zone(name).is_err()).collect();
    // "Factory" is what a machine shows whose zone nobody has set.
    assert_eq!((only_ours, only_theirs), (vec!["Factory".to_owned()], vec![]));
}
