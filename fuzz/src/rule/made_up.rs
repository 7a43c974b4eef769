//! A rule from bytes: mostly one that can be right, so that it gets past the checks.

use std::sync::LazyLock;

use arbitrary::{Arbitrary as _, Result, Unstructured};
use chrono::{NaiveDate, TimeDelta};
use easyscale_crd::{Day, DefaultReplicas, Limits, ScalingRuleSpec, ScheduleEntry, TargetRef};

use crate::ZONES;

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| ZONES.names().collect());

/// Zones whose clocks do unusual things: midnights that do not exist, half hours, days left out, four changes a year.
const ZONES_OF_NOTE: [&str; 10] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Antarctica/Troll",
];

pub(super) fn spec(source: &mut Unstructured<'_>) -> Result<ScalingRuleSpec> {
    let schedule = (0..source.int_in_range(0..=6)?).map(|i| entry(source, i)).collect::<Result<_>>()?;
    Ok(ScalingRuleSpec {
        target: target(source)?,
        timezone: zone(source)?,
        schedule,
        default: maybe(source, |source| Ok(DefaultReplicas { replicas: number(source)? }))?,
        limits: maybe(source, limits)?.filter(|limits| limits.min_replicas <= Some(5)),
        suspend: false,
        dry_run: false,
        cooldown_seconds: if rarely(source)? { i32::arbitrary(source)? } else { 0 },
    })
}

fn target(source: &mut Unstructured<'_>) -> Result<TargetRef> {
    let text = |source: &mut Unstructured<'_>, usual: &str| {
        if rarely(source)? { String::arbitrary(source) } else { Ok(usual.to_owned()) }
    };
    Ok(TargetRef {
        api_version: text(source, "apps/v1")?,
        kind: text(source, "Deployment")?,
        name: text(source, "web")?,
        namespace: maybe(source, |source| text(source, "shop"))?,
    })
}

fn entry(source: &mut Unstructured<'_>, i: usize) -> Result<ScheduleEntry> {
    let (days, dates) = match source.int_in_range(0..=8)? {
        0..=3 => (Some(days(source)?), None),
        4..=5 => (None, Some(dates(source)?)),
        6 if rarely(source)? => (Some(days(source)?), Some(dates(source)?)),
        _ => (None, None),
    };
    Ok(ScheduleEntry {
        name: if rarely(source)? { String::arbitrary(source)? } else { format!("entry {i}") },
        days,
        dates,
        time_start: maybe(source, time)?,
        time_end: maybe(source, time)?,
        replicas: number(source)?,
        priority: if source.ratio(1, 3)? { i32::arbitrary(source)? } else { source.int_in_range(0..=2)? },
        timezone: if source.ratio(1, 4)? { Some(zone(source)?) } else { None },
    })
}

fn days(source: &mut Unstructured<'_>) -> Result<Vec<Day>> {
    const WEEK: [Day; 7] =
        [Day::Monday, Day::Tuesday, Day::Wednesday, Day::Thursday, Day::Friday, Day::Saturday, Day::Sunday];
    let mask = u8::arbitrary(source)?;
    Ok(WEEK.into_iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, day)| day).collect())
}

fn dates(source: &mut Unstructured<'_>) -> Result<Vec<String>> {
    (0..source.int_in_range(1..=5)?).map(|_| date(source)).collect()
}

fn date(source: &mut Unstructured<'_>) -> Result<String> {
    if rarely(source)? {
        return String::arbitrary(source);
    }
    // Mostly near the time that is looked at, sometimes anywhere in the years that are allowed and a little beyond.
    let days = if source.ratio(3, 4)? {
        source.int_in_range(9_400..=10_200)?
    } else {
        source.int_in_range(-400..=73_500)?
    };
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    Ok((first + TimeDelta::days(days)).to_string())
}

fn time(source: &mut Unstructured<'_>) -> Result<String> {
    if rarely(source)? {
        return String::arbitrary(source);
    }
    let hour: u8 = source.int_in_range(0..=24)?;
    let minute: u8 = if source.ratio(1, 2)? { 0 } else { source.int_in_range(0..=59)? };
    Ok(format!("{hour:02}:{minute:02}"))
}

fn zone(source: &mut Unstructured<'_>) -> Result<String> {
    // Hardly ever an unknown one: to find the name that is nearest to it takes as long as all the rest.
    if rarely(source)? && rarely(source)? {
        return String::arbitrary(source);
    }
    if source.ratio(1, 4)? {
        return source.choose(&NAMES).cloned();
    }
    Ok((*source.choose(&ZONES_OF_NOTE)?).to_owned())
}

fn limits(source: &mut Unstructured<'_>) -> Result<Limits> {
    Ok(Limits { min_replicas: maybe(source, number)?, max_replicas: maybe(source, number)? })
}

fn number(source: &mut Unstructured<'_>) -> Result<i32> {
    if rarely(source)? { i32::arbitrary(source) } else { source.int_in_range(0..=9) }
}

fn maybe<'a, T>(
    source: &mut Unstructured<'a>,
    make: impl FnOnce(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if bool::arbitrary(source)? { make(source).map(Some) } else { Ok(None) }
}

/// Not where the bytes are at their end: from then on all of them are taken to be 0.
fn rarely(source: &mut Unstructured<'_>) -> Result<bool> {
    Ok(source.int_in_range(0..=63)? == 63)
}
