//! Two versions of a rule beside each other: when they say different numbers, and how many pod-hours that makes.

use std::fmt::Write as _;
use std::ops::Range;

use anyhow::bail;
use chrono::{DateTime, Utc};
use easyscale_controller::plan::words;
use serde_json::{Value, json};

use super::{Form, View};
use crate::columns::Columns;
use crate::outlook::difference::{Difference, Stretch, compare};
use crate::paint::{BAD, GOOD, Paint as _, STRONG};
use crate::subject::{Origin, Subject};
use crate::told;
use crate::usage;

/// A version before, the one after, and what differs.
struct Pair<'a> {
    before: &'a Subject,
    after: &'a Subject,
    range: Range<DateTime<Utc>>,
    difference: Difference,
}

pub(super) fn render(views: &[View<'_>], others: &[Subject], form: Form) -> anyhow::Result<String> {
    let Compared { pairs, alone } = pairs(views, others)?;
    match form {
        Form::Text => {
            let mut parts: Vec<_> = pairs.iter().map(text).collect();
            if !alone.is_empty() {
                parts.push(alone.iter().map(only).collect());
            }
            Ok(parts.join("\n"))
        }
        Form::Json => {
            let only = |what: &str| -> Vec<String> {
                let those = alone.iter().filter(|(_, is)| *is == what);
                those.map(|(subject, _)| subject.name()).collect()
            };
            let (new, gone) = (only("new"), only("gone"));
            let pairs: Vec<_> = pairs.iter().map(value).collect();
            let all = json!({ "differences": pairs, "new": new, "gone": gone });
            Ok(serde_json::to_string_pretty(&all)? + "\n")
        }
        Form::Ics | Form::Svg => {
            bail!(usage::wrong(&anyhow::anyhow!(
                "--diff is shown as text or json: leave out --output, or write -o json"
            )))
        }
    }
}

/// Pairs the rules with their versions before. A rule of which there is only one version is told, and is an error only where
/// nothing at all can be compared.
fn pairs<'a>(views: &[View<'a>], others: &'a [Subject]) -> anyhow::Result<Compared<'a>> {
    if let ([view], [other]) = (views, others) {
        return Ok(Compared { pairs: vec![pair(view, other)], alone: Vec::new() });
    }
    let with = |view: &View<'a>| others.iter().find(|other| is_same(view.subject, other));
    let pairs: Vec<_> = views.iter().filter_map(|view| Some(pair(view, with(view)?))).collect();
    let new = views.iter().filter(|view| with(view).is_none()).map(|view| view.subject);
    let gone = others.iter().filter(|other| !views.iter().any(|view| is_same(view.subject, other)));
    if pairs.is_empty() {
        let names =
            |all: &mut dyn Iterator<Item = &Subject>| all.map(Subject::name).collect::<Vec<_>>().join(", ");
        return Err(usage::wrong(&anyhow::anyhow!(
            "no rule is in both versions: one has {}, the other one has {}",
            names(&mut others.iter()),
            names(&mut views.iter().map(|view| view.subject))
        )));
    }
    let alone = new.map(|one| (one, "new")).chain(gone.map(|one| (one, "gone")));
    Ok(Compared { alone: alone.collect(), pairs })
}

/// What can be compared, and what is only in one of the versions.
struct Compared<'a> {
    pairs: Vec<Pair<'a>>,
    alone: Vec<(&'a Subject, &'static str)>,
}

/// Whether both are versions of one rule.
fn is_same(one: &Subject, other: &Subject) -> bool {
    let name = |subject: &Subject| subject.rule.metadata.name.clone();
    let namespaces = (&one.rule.metadata.namespace, &other.rule.metadata.namespace);
    let apart = matches!(namespaces, (Some(one), Some(two)) if one != two);
    name(one) == name(other) && !apart
}

fn pair<'a>(view: &View<'a>, before: &'a Subject) -> Pair<'a> {
    let difference = compare(&before.schedule, &view.subject.schedule, view.range.clone());
    Pair { before, after: view.subject, range: view.range.clone(), difference }
}

/// "web in new.yaml is new: there is nothing to compare it with."
fn only((subject, is): &(&Subject, &str)) -> String {
    format!("{} is {is}: there is nothing to compare it with.\n", version(subject))
}

fn text(pair: &Pair<'_>) -> String {
    let Pair { before, after, range, difference } = pair;
    let mut text = String::new();
    let versions = format!("{} → {}", version(before), version(after));
    let _ = writeln!(text, "{}", versions.paint(STRONG));
    let start = words::day_and_time(range.start, &after.zone);
    let _ = writeln!(text, "From {start} to {}:", after.moment(range.end));
    if difference.stretches.is_empty() {
        text.push_str("\nBoth say the same number all the time.\n");
        return text;
    }
    let mut table = Columns::new(&["FROM", "UNTIL", "LENGTH", "REPLICAS", "POD-HOURS"]);
    for stretch in &difference.stretches {
        row(&mut table, after, stretch);
    }
    let _ = write!(text, "\n{}\n{}", table.finish(), sum(difference));
    text
}

fn row(table: &mut Columns, after: &Subject, stretch: &Stretch) {
    let local = |at| after.local(at).format("%a %Y-%m-%d %H:%M");
    let mut cells = table.row();
    let _ = write!(cells.cell(), "{}", local(stretch.from));
    let _ = write!(cells.cell(), "{}", local(stretch.to));
    let _ = write!(cells.cell(), "{}", told::Span(stretch.length()));
    let numbers = (told::Number(stretch.before), told::Number(stretch.after));
    let _ = write!(cells.cell(), "{} → {}", numbers.0, numbers.1);
    let _ = match stretch.pod_seconds() {
        Some(seconds) => write!(cells.cell(), "{}", signed(seconds)),
        None => write!(cells.cell(), "unknown"),
    };
}

fn sum(difference: &Difference) -> String {
    let Difference { before, after, unknown, .. } = *difference;
    let (less, more) = (told::PodHours(before - after), told::PodHours(after - before));
    let total = format!("({} before, {} after)", told::PodHours(before), told::PodHours(after));
    let mut text = match before.cmp(&after) {
        std::cmp::Ordering::Equal => format!("As many pod-hours as before {total}.\n"),
        std::cmp::Ordering::Greater => {
            format!("{} {total}.\n", format_args!("{less} pod-hours fewer").paint(GOOD))
        }
        std::cmp::Ordering::Less => {
            format!("{} {total}.\n", format_args!("{more} pod-hours more").paint(BAD))
        }
    };
    if !unknown.is_zero() {
        let span = told::Span(unknown);
        let _ = writeln!(text, "Not counted: {span} in which one of the two leaves the number alone.");
    }
    text
}

fn signed(seconds: i64) -> String {
    let sign = if seconds > 0 { "+" } else { "" };
    format!("{sign}{}", told::PodHours(seconds))
}

/// "web in new.yaml", "web in the cluster".
fn version(subject: &Subject) -> String {
    match &subject.origin {
        Origin::File { name, .. } => format!("{} in {name}", subject.name()),
        Origin::Cluster => format!("{} in the cluster", subject.name()),
    }
}

fn value(pair: &Pair<'_>) -> Value {
    let Pair { before, after, range, difference } = pair;
    let hours = |seconds: i64| seconds.to_string().parse::<f64>().unwrap_or_default() / 3600.0;
    let stretches: Vec<_> = difference
        .stretches
        .iter()
        .map(|stretch| {
            json!({
                "from": told::utc(stretch.from),
                "until": told::utc(stretch.to),
                "before": stretch.before,
                "after": stretch.after,
                "podHours": stretch.pod_seconds().map(hours),
            })
        })
        .collect();
    json!({
        "before": version(before),
        "after": version(after),
        "from": told::utc(range.start),
        "until": told::utc(range.end),
        "stretches": stretches,
        "podHoursBefore": hours(difference.before),
        "podHoursAfter": hours(difference.after),
        "hoursNotCounted": hours(difference.unknown.num_seconds()),
    })
}
