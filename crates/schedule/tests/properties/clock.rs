//! The clock that waits: P4, P5, P7, P12.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use easyscale_schedule::{Active, Days, Entry, Schedule, TimeOfDay, Zone};
use proptest::prelude::*;

use crate::common::{at, zone};
use crate::generate::{entry_in, instant_near_change, invented_zones, runs, zones};

/// A real zone near one of its changes, or an invented one among its changes.
fn places() -> impl Strategy<Value = (Zone, DateTime<Utc>)> {
    let real = zones().prop_flat_map(|zone| {
        let instant = instant_near_change(&zone);
        (Just(zone), instant)
    });
    let week = (0..7 * 1440_i64).prop_map(|minutes| at("2026-05-04T00:00Z") + TimeDelta::minutes(minutes));
    prop_oneof![2 => real, 1 => (invented_zones(), week)]
}

/// Two wall-clock times near what the clock shows at `instant`.
fn readings(zone: &Zone, instant: DateTime<Utc>, around: [i64; 2]) -> [NaiveDateTime; 2] {
    around.map(|seconds| zone.local(instant) + TimeDelta::seconds(seconds))
}

proptest! {
    #![proptest_config(runs(512))]

    /// P4: `first(L) ≤ x` exactly if the waiting clock shows `L` or later at `x`.
    #[test]
    fn a_time_has_come_exactly_if_the_waiting_clock_shows_it(
        (zone, instant) in places(),
        around in [-90_000..90_000_i64, -90_000..90_000_i64],
        offset in -90_000..90_000_i64,
    ) {
        let asked = instant + TimeDelta::seconds(offset);
        for local in readings(&zone, instant, around) {
            let first = zone.first_instant(local);
            for x in [asked, first, first - TimeDelta::seconds(1), first + TimeDelta::seconds(1)] {
                prop_assert_eq!(first <= x, zone.waiting_clock(x) >= local, "{} in {} at {}", local, &zone, x);
            }
        }
    }

    /// P4: later times come later, and the waiting clock never goes back.
    #[test]
    fn later_times_come_later_and_the_waiting_clock_never_goes_back(
        (zone, instant) in places(),
        around in [-90_000..90_000_i64, -90_000..90_000_i64],
    ) {
        let mut locals = readings(&zone, instant, around);
        locals.sort_unstable();
        prop_assert!(zone.first_instant(locals[0]) <= zone.first_instant(locals[1]));
        let mut instants = around.map(|seconds| instant + TimeDelta::seconds(seconds));
        instants.sort_unstable();
        prop_assert!(zone.waiting_clock(instants[0]) <= zone.waiting_clock(instants[1]));
        prop_assert!(zone.waiting_clock(instants[0]) >= zone.local(instants[0]));
    }
}

proptest! {
    #![proptest_config(runs(96))]

    /// P5: a day cut at any times has no hole and no overlap, in any zone, on any day.
    #[test]
    fn a_day_cut_anywhere_has_no_hole_and_no_overlap(
        (zone, instant) in places(),
        cuts in prop::collection::btree_set(1..1440_u16, 0..6),
    ) {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        let mut edges = vec![0];
        edges.extend(cuts);
        edges.push(1440);
        let piece = |pair: &[u16]| Entry {
            name: String::new(), days: Days::Every, start: time(pair[0]), end: time(pair[1]),
            replicas: 1, priority: 0, zone: zone.clone(),
        };
        let pieces: Vec<Entry> = edges.windows(2).map(piece).collect();
        let schedule = Schedule::compile(&pieces, None, instant).unwrap();
        for minutes in -1500..1500 {
            let now = instant + TimeDelta::minutes(minutes);
            let on = (0..pieces.len()).filter(|&index| schedule.is_on(index, now)).count();
            prop_assert_eq!(on, 1, "at {}", now);
        }
    }

    /// P7: a window that starts on one date is one piece, or none.
    #[test]
    fn a_window_of_one_date_is_one_piece_or_none(
        (entry, instant) in places().prop_flat_map(|(zone, instant)| {
            (entry_in(zone, instant.date_naive()), Just(instant))
        }),
        day in -2..3_i64,
    ) {
        let date = (instant + TimeDelta::days(day)).date_naive();
        let once = Entry { days: Days::Dates(vec![date]), ..entry };
        let schedule = Schedule::compile(&[once], None, instant).unwrap();
        let range = instant - TimeDelta::days(9)..instant + TimeDelta::days(9);
        let pieces = schedule.timeline(range).filter(|segment| segment.active == Active::Entry(0)).count();
        prop_assert!(pieces <= 1, "{} pieces", pieces);
    }

    /// P12: away from clock changes a schedule moved by whole weeks does the same, whole weeks later.
    #[test]
    fn a_schedule_moved_by_weeks_does_the_same_weeks_later(
        entries in prop::sample::select(vec!["Asia/Kathmandu", "America/Bogota", "UTC", "Europe/Berlin"])
            .prop_flat_map(|name| prop::collection::vec(entry_in(zone(name), at("2026-06-03T00:00Z").date_naive()), 1..6)),
        weeks in 1..12_i64,
    ) {
        // June to September: summer time in Berlin, and no change anywhere else.
        let start = at("2026-06-01T00:00Z");
        let moved = TimeDelta::weeks(weeks);
        let later: Vec<Entry> = entries.iter().cloned().map(|mut entry| {
            if let Days::Dates(dates) = &mut entry.days {
                for date in dates { *date += moved; }
            }
            entry
        }).collect();
        let timeline = |entries: &[Entry], from| {
            let schedule = Schedule::compile(entries, Some(3), start).unwrap();
            let segments = schedule.timeline(from..from + TimeDelta::days(14));
            segments.map(|segment| (segment.from - from, segment.active)).collect::<Vec<_>>()
        };
        prop_assert_eq!(timeline(&entries, start), timeline(&later, start + moved));
    }
}
