//! The change of the number, and ties, against the plain reading of both.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_schedule::{Active, Entry, Finding, Next, Schedule};
use proptest::prelude::*;

use crate::common::naive::Walker;
use crate::generate::{rules, runs};

/// The first minute of each tied pair within `days`, found by reading the clocks every minute.
fn ties(entries: &[Entry], at: DateTime<Utc>, days: i64) -> BTreeMap<(usize, usize), DateTime<Utc>> {
    let schedule = Schedule::compile(entries, None, at).unwrap();
    let mut walker = Walker::new(entries, false, at);
    let mut found = BTreeMap::new();
    for _ in 0..days * 1440 {
        let (now, active) = walker.step();
        let Active::Entry(winner) = active else { continue };
        for loser in winner + 1..entries.len() {
            let tied = entries[loser].priority == entries[winner].priority
                && entries[loser].replicas != entries[winner].replicas;
            if tied && schedule.is_on(loser, now) {
                found.entry((winner, loser)).or_insert(now);
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(runs(128))]

    /// The next change of the number is the first segment with another number.
    #[test]
    fn the_next_number_is_that_of_the_first_segment_with_another((entries, at) in rules(), default in prop::option::of(0..3_u32)) {
        let schedule = Schedule::compile(&entries, default, at).unwrap();
        let now = schedule.decide(at).replicas;
        let end = at + TimeDelta::days(40);
        let other = schedule.timeline(at..end).find(|segment| segment.replicas != now);
        match (schedule.next_number(at), other) {
            (Next::Change(change), Some(segment)) => {
                prop_assert_eq!((change.at, change.active), (segment.from, segment.active));
            }
            (Next::Change(change), None) => prop_assert!(change.at >= end),
            (Next::Checkpoint(until), None) => prop_assert!(until > end),
            (Next::Never, None) => (),
            (next, Some(segment)) => prop_assert!(false, "{:?} but {:?}", next, segment),
        }
    }
}

proptest! {
    #![proptest_config(runs(40))]

    /// Ties are found at the first minute at which both are on and the number depends on the order.
    #[test]
    fn ties_are_found_at_their_first_minute((entries, at) in rules()) {
        let schedule = Schedule::compile(&entries, None, at).unwrap();
        let horizon = at + TimeDelta::days(12);
        let found: BTreeMap<_, _> = schedule.findings(at).into_iter().filter_map(|finding| match finding {
            Finding::Overlap { winner, loser, at } if at < horizon => Some(((winner, loser), at)),
            _ => None,
        }).collect();
        prop_assert_eq!(found, ties(&entries, at, 12));
    }

    /// An entry that is said never to hold does not hold in the next weeks.
    #[test]
    fn what_never_holds_does_not_hold((entries, at) in rules()) {
        let schedule = Schedule::compile(&entries, None, at).unwrap();
        let held: Vec<Active> = schedule.timeline(at..at + TimeDelta::days(60)).map(|s| s.active).collect();
        for finding in schedule.findings(at) {
            if let Finding::NeverHolds { entry } | Finding::AllPast { entry } = finding {
                prop_assert!(!held.contains(&Active::Entry(entry)), "{:?}", finding);
            }
        }
    }
}
