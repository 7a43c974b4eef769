//! From a rule to a compiled schedule, with everything that is wrong or doubtful about it on the way.
//!
//! ```text
//! target ─ timezone ─ entries ─ default ─ limits ─ cooldown ──▶ Schedule ──▶ doubts
//! ```
//!
//! Each step looks at one part of the rule, adds what it finds and goes on, so that a person sees all mistakes at
//! once. What CEL can express is checked here a second time, because a rule may have been stored while the API
//! server's validation was off, and because files are checked without a server.

mod dates;
mod doubts;
mod entry;
mod limits;
mod names;
pub(crate) mod target;

use chrono::{DateTime, Utc};
use easyscale_schedule::{Entry, Schedule, Zone, ZoneDatabase, ZoneError};

use crate::problem::{Checked, Problem};
use crate::spec::{MAX_ENTRIES, ScalingRuleSpec};
use crate::{Code, limit};

/// Everything wrong or doubtful about a rule, all at once. Pure; needs no cluster.
///
/// `at` is the instant from which doubts are looked for: dates before it are past, overlaps are those after it.
pub fn check(spec: &ScalingRuleSpec, zones: &ZoneDatabase, at: DateTime<Utc>) -> Checked {
    let (mut problems, schedule) = match compile(spec, zones, at) {
        Ok(schedule) => (Vec::new(), Some(schedule)),
        Err(errors) => (errors, None),
    };
    doubts::find(spec, schedule.as_ref(), zones, at, &mut problems);
    Checked { problems, schedule }
}

/// Just the schedule, without the more costly doubts: for the hot path. The error holds every error of the rule.
pub fn compile(
    spec: &ScalingRuleSpec,
    zones: &ZoneDatabase,
    at: DateTime<Utc>,
) -> Result<Schedule, Vec<Problem>> {
    let mut problems = Vec::new();
    target::check(&spec.target, &mut problems);
    let entries = entries(spec, zones, &mut problems);
    let default = default(spec, &mut problems);
    limits::check(spec, &mut problems);
    cooldown(spec, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Schedule::compile(&entries, default, at)
        .map_err(|error| vec![Problem::new(Code::Schedule, "spec.schedule").because(error.to_string())])
}

/// The entries that could be read; fewer than were written only if problems were added.
fn entries(spec: &ScalingRuleSpec, zones: &ZoneDatabase, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let zone = zone(&spec.timezone, "spec.timezone", zones, problems);
    match spec.schedule.len() {
        0 => problems.push(Problem::new(Code::ScheduleEmpty, "spec.schedule")),
        n if n > MAX_ENTRIES => {
            problems.push(
                Problem::new(Code::ScheduleTooLong, "spec.schedule").because(format!("this one has {n}")),
            );
        }
        _ => {}
    }
    names::check(&spec.schedule, problems);
    let read =
        |(i, entry)| entry::read(entry, &format!("spec.schedule[{i}]"), zone.as_ref(), zones, problems);
    spec.schedule.iter().enumerate().filter_map(read).collect()
}

fn default(spec: &ScalingRuleSpec, problems: &mut Vec<Problem>) -> Option<u32> {
    let default = spec.default?;
    replicas(default.replicas, "spec.default.replicas", problems)
}

fn cooldown(spec: &ScalingRuleSpec, problems: &mut Vec<Problem>) {
    let seconds = spec.cooldown_seconds;
    if !(0..=limit::COOLDOWN_SECONDS).contains(&seconds) {
        problems
            .push(Problem::new(Code::Cooldown, "spec.cooldownSeconds").because(format!("found {seconds}")));
    }
}

/// A number of replicas as the engine wants it.
fn replicas(number: i32, path: &str, problems: &mut Vec<Problem>) -> Option<u32> {
    let read = u32::try_from(number).ok();
    if read.is_none() {
        problems.push(Problem::new(Code::Replicas, path).because(format!("found {number}")));
    }
    read
}

/// A time zone by its name.
fn zone(name: &str, path: &str, zones: &ZoneDatabase, problems: &mut Vec<Problem>) -> Option<Zone> {
    match zones.zone(name) {
        Ok(zone) => Some(zone),
        Err(error) => {
            let problem = Problem::new(Code::Timezone, path).because(error.to_string());
            let nearest = match error {
                ZoneError::Unknown { nearest, .. } => nearest,
                _ => None,
            };
            problems.push(problem.instead(nearest));
            None
        }
    }
}
