//! The sentences: what holds, why, until when, what comes next. The same words go to status, Events, logs, and to the
//! commands for people.
//!
//! Times are said in the rule's own zone, with the weekday, because that is how people plan.

use chrono::{DateTime, Utc};
use easyscale_crd::{Problem, ScalingRule};
use easyscale_schedule::{Active, Zone};

use super::{Standing, Write, standing::NextNumber};

/// "Friday 2026-05-08 18:00"
pub fn day_and_time(at: DateTime<Utc>, zone: &Zone) -> String {
    zone.local(at).format("%A %Y-%m-%d %H:%M").to_string()
}

/// "Friday 2026-05-08 18:00 (Europe/Berlin)"
pub fn moment(at: DateTime<Utc>, zone: &Zone) -> String {
    format!("{} ({zone})", day_and_time(at, zone))
}

/// "1 replica", "5 replicas"
pub fn replicas(count: i32) -> String {
    if count == 1 { "1 replica".to_owned() } else { format!("{count} replicas") }
}

/// "deployment/web", with the namespace where it is not the rule's own.
pub fn target(rule: &ScalingRule) -> String {
    let target = &rule.spec.target;
    let name = format!("{}/{}", target.kind.to_lowercase(), target.name);
    match &target.namespace {
        Some(namespace) if Some(namespace) != rule.metadata.namespace.as_ref() => {
            format!("{name} in namespace {namespace}")
        }
        _ => name,
    }
}

/// Why the number is what it is: `"Evening rush" holds until Friday 2026-05-08 18:00 (Europe/Berlin)`.
pub fn because(standing: &Standing, zone: &Zone) -> String {
    let until = standing.until.map(|at| format!("until {}", moment(at, zone)));
    let name = standing.name.as_deref().unwrap_or_default();
    match (standing.active, until) {
        (Active::Entry(_), Some(until)) => format!("\"{name}\" holds {until}"),
        (Active::Entry(_), None) => format!("\"{name}\" always holds from now on"),
        (Active::Default, Some(until)) => format!("no entry holds {until}, so the default applies"),
        (Active::Default, None) => "no entry holds any more, so the default applies".to_owned(),
        (Active::Nothing, Some(until)) => format!("no entry holds {until} and the rule has no default"),
        (Active::Nothing, None) => "no entry holds any more and the rule has no default".to_owned(),
    }
}

/// What comes next: `; then 2 replicas ("Weekend")`. Empty where the number never changes again.
pub fn then(standing: &Standing, zone: &Zone) -> String {
    let Some(next) = &standing.next else { return String::new() };
    let what = what_comes(next);
    if Some(next.at) == standing.until {
        format!("; then {what}")
    } else {
        format!("; from {} on {what}", day_and_time(next.at, zone))
    }
}

fn what_comes(next: &NextNumber) -> String {
    match (next.replicas, next.name.as_deref()) {
        (Some(count), Some("default")) => format!("{} (the default)", replicas(count)),
        (Some(count), Some(name)) => format!("{} (\"{name}\")", replicas(count)),
        (Some(count), None) => replicas(count),
        (None, _) => "nothing holds and the number is left alone".to_owned(),
    }
}

/// The whole answer: `5 replicas because "Evening rush" holds until …; then 3 replicas (the default)`.
pub fn holding(standing: &Standing, zone: &Zone) -> String {
    let why = because(standing, zone);
    let then = then(standing, zone);
    match standing.desired {
        Some(count) => format!("{} because {why}{then}", replicas(count)),
        None => format!("{}{then}", capitalised(&why)),
    }
}

/// What a write would do: `would scale deployment/web from 3 to 5 because "Evening rush" holds until …; then …`.
pub(super) fn would_scale(rule: &ScalingRule, write: &Write, standing: &Standing, zone: &Zone) -> String {
    let (target, because, then) = (target(rule), because(standing, zone), then(standing, zone));
    format!("would scale {target} from {} to {} because {because}{then}", write.scale.replicas, write.to)
}

/// The text of the NEXT column: "2026-05-09 22:00 → 2".
pub fn next_column(standing: &Standing, zone: &Zone) -> String {
    match &standing.next {
        Some(NextNumber { at, replicas: Some(count), .. }) => {
            format!("{} → {count}", zone.local(*at).format("%Y-%m-%d %H:%M"))
        }
        Some(NextNumber { at, replicas: None, .. }) => {
            format!("{} → left alone", zone.local(*at).format("%Y-%m-%d %H:%M"))
        }
        None => "no change".to_owned(),
    }
}

/// Problems one after the other, each with the end of a sentence.
pub(super) fn list(problems: &[Problem]) -> String {
    let ended = |problem: &Problem| {
        // A question has its end before the code: "did you mean …? [ES0017]".
        let end = if problem.message.ends_with(['.', '?']) { "" } else { "." };
        format!("{problem}{end}")
    };
    problems.iter().map(ended).collect::<Vec<_>>().join(" ")
}

pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
