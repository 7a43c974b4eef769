//! The search for boundaries: P1, P2, P3, P9, P10.

use chrono::{DateTime, Days as Count, TimeDelta, Utc};
use easyscale_schedule::{Active, Entry, Next, Schedule};
use proptest::prelude::*;

use crate::common::naive::{Walker, is_on};
use crate::generate::{rules, runs};

const SECOND: TimeDelta = TimeDelta::seconds(1);
const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn compile(entries: &[Entry], default: Option<u32>, at: DateTime<Utc>) -> Schedule {
    Schedule::compile(entries, default, at).unwrap()
}

proptest! {
    #![proptest_config(runs(64))]

    /// P1 and P2: the same up to the change, another one at it.
    #[test]
    fn the_answer_is_constant_up_to_the_next_change_and_another_at_it((entries, at) in rules(), seconds in 0..60_i64) {
        let schedule = compile(&entries, Some(2), at);
        let at = at + TimeDelta::seconds(seconds);
        let decision = schedule.decide(at);
        prop_assert_eq!(schedule.replicas(decision.active), decision.replicas);
        let until = match decision.next {
            Next::Change(change) => {
                prop_assert!(change.at > at);
                prop_assert_ne!(change.active, decision.active);
                prop_assert_eq!(change.active, schedule.active(change.at));
                prop_assert_eq!(change.replicas, schedule.replicas(change.active));
                change.at
            }
            Next::Checkpoint(until) => until,
            Next::Never => at + TimeDelta::days(9),
        };
        let mut sample = at;
        while sample < until.min(at + TimeDelta::days(9)) {
            prop_assert_eq!(schedule.active(sample), decision.active, "at {}", sample);
            let changing = entries.iter().any(|entry| {
                entry.zone.offset(sample - MINUTE) != entry.zone.offset(sample + MINUTE)
            });
            sample += if changing { SECOND } else { MINUTE };
        }
        prop_assert_eq!(schedule.active(until - SECOND), decision.active);
    }

    /// P3: going from change to change finds exactly what a clock finds that is read every minute.
    #[test]
    fn going_from_change_to_change_equals_reading_the_clock_every_minute((entries, at) in rules()) {
        let schedule = compile(&entries, None, at);
        let end = at + TimeDelta::days(9);
        let mut walker = Walker::new(&entries, false, at);
        let (_, mut active) = walker.step();
        let mut expected = vec![(at, active)];
        loop {
            let (now, then) = walker.step();
            if now >= end { break; }
            if then != active { expected.push((now, then)); }
            active = then;
        }
        let mut found = vec![(at, schedule.active(at))];
        while let Next::Change(change) = schedule.decide(found.last().unwrap().0).next {
            if change.at >= end { break; }
            found.push((change.at, change.active));
        }
        prop_assert_eq!(&found, &expected);
        let timeline: Vec<_> = schedule.timeline(at..end).map(|segment| (segment.from, segment.active)).collect();
        prop_assert_eq!(timeline, expected);
    }

    /// The timeline has no gap, and every segment began when `since` says.
    #[test]
    fn segments_join_and_began_when_since_says((entries, at) in rules()) {
        let schedule = compile(&entries, Some(1), at);
        let range = at..at + TimeDelta::days(9);
        let segments: Vec<_> = schedule.timeline(range.clone()).collect();
        prop_assert_eq!(segments[0].from, range.start);
        prop_assert_eq!(segments.last().unwrap().to, range.end);
        for pair in segments.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert_ne!(pair[0].active, pair[1].active);
            let middle = pair[1].from + (pair[1].to - pair[1].from) / 2;
            for inside in [pair[1].from, middle, pair[1].to - TimeDelta::nanoseconds(1)] {
                prop_assert_eq!(schedule.since(inside), Some(pair[1].from), "at {}", inside);
            }
        }
    }

    /// P9: the last nanosecond before a change still announces it.
    #[test]
    fn the_last_nanosecond_before_a_change_announces_it((entries, at) in rules()) {
        let schedule = compile(&entries, Some(2), at);
        if let Next::Change(change) = schedule.decide(at).next {
            let just_before = change.at - TimeDelta::nanoseconds(1);
            prop_assert_eq!(schedule.decide(just_before).next, Next::Change(change));
            prop_assert_eq!(schedule.active(just_before), schedule.active(at));
        }
    }
}

/// Every instant in the next eight years at which a window of an entry can start or end.
fn candidates(entries: &[Entry], at: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let days = (0..8 * 366).map(move |day| (at - TimeDelta::days(2)).date_naive() + Count::new(day));
    days.flat_map(move |day| {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap();
        entries.iter().flat_map(move |entry| {
            [entry.start, entry.end]
                .map(|time| entry.zone.first_instant(midnight + TimeDelta::minutes(time.minutes().into())))
        })
    })
}

/// Who wins when the waiting clocks are read at that instant.
fn winner(entries: &[Entry], at: DateTime<Utc>) -> Active {
    let on =
        (0..entries.len()).filter(|&index| is_on(&entries[index], entries[index].zone.waiting_clock(at)));
    // Of equal keys max_by_key takes the last one: turned round, the one listed first.
    on.rev().max_by_key(|&index| entries[index].priority).map_or(Active::Default, Active::Entry)
}

proptest! {
    #![proptest_config(runs(160))]

    /// P10: where the engine says "never", eight years have no change.
    #[test]
    fn never_means_that_eight_years_have_no_change((entries, at) in rules(), days in 0..12_i64) {
        let schedule = compile(&entries, Some(2), at);
        // Later, when the dates are over, "never" is more common.
        let at = at + TimeDelta::days(days);
        let decision = schedule.decide(at);
        if decision.next == Next::Never {
            for instant in candidates(&entries, at).filter(|&instant| instant >= at) {
                prop_assert_eq!(winner(&entries, instant), decision.active, "at {}", instant);
            }
        }
    }
}

#[test]
fn never_is_tried_often_enough_to_mean_something() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::new(runs(1));
    let nevers = (0..300)
        .filter(|_| {
            let (entries, at) = rules().new_tree(&mut runner).unwrap().current();
            let after = at + TimeDelta::days(12);
            compile(&entries, Some(2), at).decide(after).next == Next::Never
        })
        .count();
    assert!(nevers > 20, "{nevers} of 300");
}
