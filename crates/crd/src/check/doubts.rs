//! The warnings: a rule that works, but probably not as meant.
//!
//! What needs the compiled schedule is found by the engine and put into words here.

use chrono::{DateTime, Days, Utc};
use easyscale_schedule::{Active, Entry, Finding, Schedule, Zone, ZoneDatabase};

use crate::Code;
use crate::problem::Problem;
use crate::spec::{ScalingRuleSpec, ScheduleEntry};

/// How far ahead a moment is looked for at which no entry holds: a year and a month, so that yearly dates are seen.
const AHEAD: Days = Days::new(400);

/// Adds every doubt about the rule; those that need a schedule only if there is one.
pub(super) fn find(
    spec: &ScalingRuleSpec,
    schedule: Option<&Schedule>,
    zones: &ZoneDatabase,
    at: DateTime<Utc>,
    problems: &mut Vec<Problem>,
) {
    for (i, entry) in spec.schedule.iter().enumerate() {
        listed_twice(entry, i, problems);
    }
    let Some(schedule) = schedule else { return };
    let zone = zones.zone(&spec.timezone).unwrap_or_else(|_| Zone::utc());
    let findings = schedule.findings(at);
    problems.extend(findings.iter().filter_map(|finding| describe(finding, schedule.entries(), &zone)));
    problems.extend(no_default(schedule, &zone, at));
}

/// A finding of the engine in words; `None` for kinds that are newer than this crate.
fn describe(finding: &Finding, entries: &[Entry], zone: &Zone) -> Option<Problem> {
    let written = |entry: usize| format!("{:?} is written {}", entries[entry].name, entries[entry].when());
    match *finding {
        Finding::Overlap { winner, loser, at } => {
            Some(overlap(loser, &entries[winner], &entries[loser], &moment(at, zone)))
        }
        Finding::NeverHolds { entry } => {
            Some(Problem::new(Code::NeverHolds, format!("spec.schedule[{entry}]")).because(written(entry)))
        }
        Finding::AllPast { entry } => {
            Some(Problem::new(Code::AllPast, format!("spec.schedule[{entry}].dates")).because(written(entry)))
        }
        _ => None,
    }
}

fn overlap(index: usize, first: &Entry, second: &Entry, moment: &str) -> Problem {
    let tied = |entry: &Entry| {
        let ending = if entry.replicas == 1 { "" } else { "s" };
        format!("{:?} ({} replica{ending})", entry.name, entry.replicas)
    };
    let (winner, loser, priority) = (tied(first), tied(second), second.priority);
    Problem::new(Code::Overlap, format!("spec.schedule[{index}]"))
        .because(format!("{winner} and {loser}, both of priority {priority}, overlap on {moment}"))
}

fn no_default(schedule: &Schedule, zone: &Zone, at: DateTime<Utc>) -> Option<Problem> {
    if schedule.default_replicas().is_some() {
        return None;
    }
    let until = at.checked_add_days(AHEAD)?;
    let gap = schedule.timeline(at..until).find(|segment| segment.active == Active::Nothing)?;
    let detail = format!("the first such time begins on {}", moment(gap.from, zone));
    Some(Problem::new(Code::NoDefault, "spec.default").because(detail))
}

fn listed_twice(entry: &ScheduleEntry, i: usize, problems: &mut Vec<Problem>) {
    // More than a week of days is an error, and says as much.
    let days = entry.days.iter().filter(|days| days.len() <= 7).flatten().map(|day| format!("{day:?}"));
    if let Some(day) = repeated(days) {
        problems.push(Problem::new(Code::ListedTwice, format!("spec.schedule[{i}].days")).because(day));
    }
    if let Some(date) = repeated(entry.dates.iter().flatten().cloned()) {
        problems.push(Problem::new(Code::ListedTwice, format!("spec.schedule[{i}].dates")).because(date));
    }
}

/// The first value that comes a second time.
fn repeated(values: impl Iterator<Item = String>) -> Option<String> {
    let mut seen = std::collections::HashSet::new();
    values.into_iter().find_map(|value| seen.replace(value))
}

/// An instant as people of the zone say it: "Saturday 2026-05-09 16:00 (Europe/Berlin)".
fn moment(at: DateTime<Utc>, zone: &Zone) -> String {
    format!("{} ({})", zone.local(at).format("%A %Y-%m-%d %H:%M"), zone.name())
}
