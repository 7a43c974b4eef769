//! From the entries a person wrote to the tables that answer: checks, ranks, zone tables.

use std::cmp::Reverse;
use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::engine::{Engine, Ranked, ZoneEntries};
use crate::windows::Windows;
use crate::zones::years_around;
use crate::{CompileError, Days, Entry, MAX_ENTRIES, TimeOfDay, Zone};

/// Dates further ahead than this are refused: the year is a slip of the pen, and its table would be huge.
pub(crate) const MAX_YEARS_AHEAD: i32 = 200;

/// The engine for these entries, and the entry index of each rank.
pub(crate) fn compile(
    entries: &[Entry],
    around: DateTime<Utc>,
) -> Result<(Engine, Box<[usize]>), CompileError> {
    if entries.len() > MAX_ENTRIES {
        return Err(CompileError::TooManyEntries { count: entries.len() });
    }
    for (index, entry) in entries.iter().enumerate() {
        check(index, entry, around)?;
    }
    let by_rank = ranks(entries);
    let years = years_needed(entries, around);
    let covers = Zone::utc().table(years.clone()).covers();
    Ok((Engine::new(group_by_zone(entries, &by_rank, &years), covers), by_rank))
}

fn check(index: usize, entry: &Entry, around: DateTime<Utc>) -> Result<(), CompileError> {
    let name = || entry.name.clone();
    if entry.start == entry.end {
        return Err(CompileError::EqualTimes { entry: index, name: name(), time: entry.start });
    }
    if entry.start == TimeOfDay::END_OF_DAY {
        return Err(CompileError::StartsAtEndOfDay { entry: index, name: name() });
    }
    match dates(entry).iter().max() {
        Some(&date) if date.year() > around.year() + MAX_YEARS_AHEAD => {
            Err(CompileError::DateTooFar { entry: index, name: name(), date })
        }
        _ => Ok(()),
    }
}

/// Entry indices, strongest first: by priority, then as listed.
fn ranks(entries: &[Entry]) -> Box<[usize]> {
    let mut by_rank: Vec<usize> = (0..entries.len()).collect();
    // The sort is stable: equal priorities keep their order.
    by_rank.sort_by_key(|&index| Reverse(entries[index].priority));
    by_rank.into()
}

/// The usual years, or more if a date lies beyond them.
fn years_needed(entries: &[Entry], around: DateTime<Utc>) -> Range<i32> {
    let usual = years_around(around);
    // A window may run into the day after its date, and that day into the next year.
    let last = entries.iter().flat_map(dates).map(|date| date.year() + 2).max();
    usual.start..last.map_or(usual.end, |last| last.max(usual.end))
}

fn dates(entry: &Entry) -> &[NaiveDate] {
    match &entry.days {
        Days::Dates(dates) => dates,
        Days::Every | Days::Weekdays(_) => &[],
    }
}

fn group_by_zone(entries: &[Entry], by_rank: &[usize], years: &Range<i32>) -> Vec<ZoneEntries> {
    let mut groups: Vec<(&Zone, ZoneEntries)> = Vec::new();
    for (rank, &index) in by_rank.iter().enumerate() {
        let entry = &entries[index];
        let ranked = Ranked { rank, windows: Windows::new(entry) };
        if let Some((_, group)) = groups.iter_mut().find(|(zone, _)| **zone == entry.zone) {
            group.entries.push(ranked);
        } else {
            let table = entry.zone.table(years.clone());
            groups.push((&entry.zone, ZoneEntries { table, entries: vec![ranked] }));
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
