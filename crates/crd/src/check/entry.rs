//! One entry: its days, times, number and zone, read into the engine's [`Entry`].

use chrono::{NaiveDate, Weekday};
use easyscale_schedule::{Days, Entry, TimeOfDay, Zone, ZoneDatabase};

use super::dates;
use crate::Code;
use crate::problem::Problem;
use crate::spec::{Day, MAX_DATES, ScheduleEntry};

/// Reads an entry; `None` if it cannot be, and then `problems` says why. All parts are looked at in any case.
pub(super) fn read(
    entry: &ScheduleEntry,
    path: &str,
    zone_of_rule: Option<&Zone>,
    zones: &ZoneDatabase,
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    let days = days(entry, path, problems);
    let times = times(entry, path, problems);
    let replicas = super::replicas(entry.replicas, &format!("{path}.replicas"), problems);
    let zone = match &entry.timezone {
        Some(name) => super::zone(name, &format!("{path}.timezone"), zones, problems),
        None => zone_of_rule.cloned(),
    };
    let (start, end) = times?;
    Some(Entry {
        name: entry.name.clone(),
        days: days?,
        start,
        end,
        replicas: replicas?,
        priority: entry.priority,
        zone: zone?,
    })
}

fn days(entry: &ScheduleEntry, path: &str, problems: &mut Vec<Problem>) -> Option<Days> {
    let days = entry.days.as_deref().map(|days| weekdays(days, path, problems));
    let dates = entry.dates.as_deref().map(|dates| calendar_days(dates, path, problems));
    match (days, dates) {
        (None, None) => Some(Days::Every),
        (Some(days), None) => days,
        (None, Some(dates)) => dates,
        (Some(_), Some(_)) => {
            problems.push(Problem::new(Code::DaysAndDates, path).because(two_entries(entry)));
            None
        }
    }
}

fn weekdays(days: &[Day], path: &str, problems: &mut Vec<Problem>) -> Option<Days> {
    if days.is_empty() || days.len() > 7 {
        let detail = format!("found {}", days.len());
        problems.push(Problem::new(Code::DaysCount, format!("{path}.days")).because(detail));
        return None;
    }
    Some(Days::Weekdays(days.iter().copied().map(Weekday::from).collect()))
}

fn calendar_days(texts: &[String], path: &str, problems: &mut Vec<Problem>) -> Option<Days> {
    let before = problems.len();
    if texts.is_empty() || texts.len() > MAX_DATES {
        let detail = format!("found {}", texts.len());
        problems.push(Problem::new(Code::DatesCount, format!("{path}.dates")).because(detail));
    }
    let mut dates: Vec<NaiveDate> = Vec::with_capacity(texts.len());
    for (i, text) in texts.iter().enumerate() {
        match dates::read(text) {
            Ok(date) => dates.push(date),
            Err(why) => problems.push(Problem::new(Code::Date, format!("{path}.dates[{i}]")).because(why)),
        }
    }
    (problems.len() == before).then_some(Days::Dates(dates))
}

/// The two entries to write instead of one with days and dates.
fn two_entries(entry: &ScheduleEntry) -> String {
    const SHOWN: usize = 3;
    let days: Vec<_> = entry.days.iter().flatten().map(|day| format!("{day:?}")).collect();
    let mut dates: Vec<_> =
        entry.dates.iter().flatten().take(SHOWN).map(|date| format!("{date:?}")).collect();
    if entry.dates.as_ref().is_some_and(|all| all.len() > SHOWN) {
        dates.push("…".to_owned());
    }
    let (name, days, dates) = (&entry.name, days.join(", "), dates.join(", "));
    format!("here {{name: {name:?}, days: [{days}]}} and {{name: \"{name} (dates)\", dates: [{dates}]}}")
}

fn times(entry: &ScheduleEntry, path: &str, problems: &mut Vec<Problem>) -> Option<(TimeOfDay, TimeOfDay)> {
    let start = match &entry.time_start {
        None => Some(TimeOfDay::MIDNIGHT),
        Some(text) => time(text, Code::TimeStart, || format!("{path}.timeStart"), problems),
    };
    let end = match &entry.time_end {
        None => Some(TimeOfDay::END_OF_DAY),
        Some(text) => time(text, Code::TimeEnd, || format!("{path}.timeEnd"), problems),
    };
    // By what is written, as the API server compares: a missing end is 24:00, which no start can be.
    let written = entry.time_start.as_deref().unwrap_or("00:00");
    if entry.time_end.as_deref() == Some(written) {
        let detail = format!("both are {written:?}");
        problems.push(Problem::new(Code::TimesEqual, format!("{path}.timeEnd")).because(detail));
        return None;
    }
    Some((start?, end?))
}

/// Reads a time; 24:00 is one only at the end.
fn time(text: &str, code: Code, path: impl Fn() -> String, problems: &mut Vec<Problem>) -> Option<TimeOfDay> {
    let read = text.parse::<TimeOfDay>().map_err(|error| error.to_string());
    let read = read.and_then(|time| match code {
        Code::TimeStart if time == TimeOfDay::END_OF_DAY => {
            Err("\"24:00\" is the end of a day: a window that starts then starts at \"00:00\" of the next"
                .to_owned())
        }
        _ => Ok(time),
    });
    read.map_err(|why| problems.push(Problem::new(code, path()).because(why))).ok()
}
