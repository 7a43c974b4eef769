//! Priorities and order: P6, P8.

use chrono::TimeDelta;
use easyscale_schedule::{Active, Entry, Next, Schedule};
use proptest::prelude::*;

use crate::common::ZONES;
use crate::generate::{entry_in, rules, runs};

proptest! {
    #![proptest_config(runs(128))]

    /// P6: the order of entries with different priorities is irrelevant.
    #[test]
    fn the_order_of_entries_with_different_priorities_is_irrelevant(
        ((entries, at), order) in rules().prop_flat_map(|(entries, at)| {
            let order = Just((0..entries.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just((entries, at)), order)
        }),
    ) {
        let ranked: Vec<Entry> = (-3..)
            .zip(&entries)
            .map(|(priority, entry)| Entry { priority, ..entry.clone() })
            .collect();
        let shuffled: Vec<Entry> = order.iter().map(|&index| ranked[index].clone()).collect();
        let range = at..at + TimeDelta::days(9);
        let segments = |entries: &[Entry], original: &dyn Fn(usize) -> usize| {
            let schedule = Schedule::compile(entries, Some(2), at).unwrap();
            let original = |active| match active {
                Active::Entry(index) => Active::Entry(original(index)),
                other => other,
            };
            schedule.timeline(range.clone()).map(|s| (s.from, s.to, original(s.active))).collect::<Vec<_>>()
        };
        prop_assert_eq!(segments(&ranked, &|index| index), segments(&shuffled, &|index| order[index]));
    }

    /// P8: an entry ranked below the winner changes nothing while the winner holds.
    #[test]
    fn an_entry_ranked_below_the_winner_changes_nothing_while_the_winner_holds(
        ((entries, at), other) in rules().prop_flat_map(|(entries, at)| {
            let other = entry_in(ZONES.zone("Europe/Berlin").unwrap(), at.date_naive());
            (Just((entries, at)), other)
        }),
        lower in 0..3_i32,
    ) {
        let before = Schedule::compile(&entries, Some(2), at).unwrap();
        if let Active::Entry(winner) = before.active(at) {
            let mut more = entries.clone();
            more.push(Entry { priority: entries[winner].priority - lower, ..other });
            let after = Schedule::compile(&more, Some(2), at).unwrap();
            let end = |next| match next {
                Next::Change(change) => Some(change.at),
                Next::Checkpoint(until) => Some(until),
                Next::Never => None,
            };
            prop_assert_eq!(after.active(at), before.active(at));
            prop_assert_eq!(after.since(at), before.since(at));
            prop_assert_eq!(end(after.decide(at).next), end(before.decide(at).next));
        }
    }
}
