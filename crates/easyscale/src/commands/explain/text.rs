//! The explanation as people read it.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_controller::plan::words;
use easyscale_schedule::{Active, Next, Window, default_sentence};

use super::operator;
use crate::columns::Columns;
use crate::outlook::changes::{Change, changes, clock_changes};
use crate::outlook::considered::{Standing, considered};
use crate::outlook::why::{named, rank, why};
use crate::output;
use crate::paint::{CLOCK, DOUBT, FAINT, GOOD, Paint as _, STRONG};
use crate::subject::{Origin, Subject};
use crate::told;

const INDENT: &str = "  ";
/// So many of the coming changes are told, and so far ahead is looked for them.
const COMING: usize = 3;
const AHEAD: TimeDelta = TimeDelta::days(400);

pub(super) fn render(subject: &Subject, at: DateTime<Utc>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{}", format_args!("{} → {}", subject.name(), subject.target()).paint(STRONG));
    rule(&mut text, subject);
    moment(&mut text, subject, at);
    entries(&mut text, subject, at);
    coming(&mut text, subject, at);
    if subject.origin == Origin::Cluster {
        heading(&mut text, "What the operator says");
        text.push_str(&operator::text(subject));
    }
    text
}

fn heading(text: &mut String, title: &str) {
    let _ = writeln!(text, "\n{}", title.paint(STRONG));
}

/// The rule as sentences, with what else is set.
fn rule(text: &mut String, subject: &Subject) {
    heading(text, "The rule in words");
    for entry in subject.schedule.entries() {
        let _ = writeln!(text, "{}", told::lines(&entry.sentence(&subject.target()), 2, 4));
    }
    let _ = match subject.schedule.default_replicas() {
        Some(default) => writeln!(text, "  {}", default_sentence(default)),
        None => writeln!(text, "  otherwise the number is left as it is"),
    };
    let spec = &subject.rule.spec;
    if spec.suspend {
        let _ =
            writeln!(text, "  {}", "It is suspended: EasyScale watches and changes nothing.".paint(DOUBT));
    }
    if spec.dry_run {
        let _ = writeln!(
            text,
            "  {}",
            "It is a dry run: EasyScale tells what it would do and changes nothing.".paint(DOUBT)
        );
    }
    if spec.cooldown_seconds > 0 {
        let span = told::Span(TimeDelta::seconds(spec.cooldown_seconds.into()));
        let _ = writeln!(text, "  Between two changes at least {span} pass.");
    }
}

/// The answer.
fn moment(text: &mut String, subject: &Subject, at: DateTime<Utc>) {
    heading(text, &format!("At {}", subject.moment(at)));
    let standing = subject.standing(at);
    let _ =
        writeln!(text, "{}", told::lines(&format!("{}.", words::holding(&standing, &subject.zone)), 2, 2));
    waiting(text, subject, at);
    let (Some(since), Some(until)) = (standing.since, standing.until) else { return };
    for jump in clock_changes(subject, &(since..until)) {
        let when = told::day_of_change(&jump, &subject.zone);
        let told = told::ClockChange(&jump, &subject.zone).to_string();
        let _ = writeln!(text, "  {}", format_args!("In this time, on {when}, {told}.").paint(CLOCK));
    }
}

/// Right after clocks have gone back they show times for the second time, which surprises people.
fn waiting(text: &mut String, subject: &Subject, at: DateTime<Utc>) {
    let shown = subject.zone.local(at);
    let waits = subject.zone.waiting_clock(at);
    if waits > shown + TimeDelta::seconds(1) {
        let (shown, until) = (shown.format("%H:%M"), (waits + TimeDelta::seconds(1)).format("%H:%M"));
        let told = format!(
            "Clocks in {} have gone back: it is {shown} for the second time. EasyScale's clock waits until they show {until}.",
            subject.zone
        );
        let _ = writeln!(text, "{}", told::lines(&told, 2, 2).paint(CLOCK));
    }
}

/// Every entry, and the default.
fn entries(text: &mut String, subject: &Subject, at: DateTime<Utc>) {
    heading(text, "Every entry at that moment");
    let mut table = Columns::new(&["ENTRY", "REPLICAS", "HOLDS", "WHY"]);
    for considered in considered(subject, at) {
        let entry = &subject.schedule.entries()[considered.entry];
        let mut row = table.row();
        row.cell().push_str(&entry.name);
        let _ = write!(row.cell(), "{}", entry.replicas);
        let (holds, why) = verdict(subject, considered.entry, &considered.standing, at);
        let _ = write!(row.cell(), "{holds}");
        row.cell().push_str(&why);
    }
    if let Some(default) = subject.schedule.default_replicas() {
        let applies = subject.schedule.active(at) == Active::Default;
        let mut row = table.row();
        row.cell().push_str(easyscale_crd::DEFAULT_NAME);
        let _ = write!(row.cell(), "{default}");
        let holds = if applies { "yes".paint(GOOD) } else { "no".paint(FAINT) };
        let _ = write!(row.cell(), "{holds}");
        row.cell().push_str(if applies { "no entry holds" } else { "only when no entry holds" });
    }
    let width = output::width().map(|width| width.saturating_sub(INDENT.len()));
    for line in table.fitting(width, subject.names()).lines() {
        let _ = writeln!(text, "{INDENT}{line}");
    }
}

fn verdict(subject: &Subject, entry: usize, standing: &Standing, at: DateTime<Utc>) -> (String, String) {
    match standing {
        Standing::Wins(open) => ("yes".paint(GOOD).to_string(), window(subject, open)),
        Standing::Loses { to, open } => {
            let (winner, rank) = (named(subject, *to), rank(subject, *to, entry));
            let loses = match open.end {
                Some(end) => format!("{winner} wins ({rank}); until {}", short(subject, end)),
                None => format!("{winner} wins ({rank})"),
            };
            ("it would".paint(DOUBT).to_string(), loses)
        }
        Standing::Off { next } => {
            let why = match next {
                Some(next) => format!("begins {}", short(subject, next.start)),
                None if is_over(subject, entry, at) => "all its dates are past".to_owned(),
                None => "never begins".to_owned(),
            };
            ("no".paint(FAINT).to_string(), why)
        }
    }
}

/// Whether the entry is one of dates, and the last one is over.
fn is_over(subject: &Subject, entry: usize, at: DateTime<Utc>) -> bool {
    let today = subject.schedule.entries()[entry].zone.local(at).date();
    match &subject.schedule.entries()[entry].days {
        easyscale_schedule::Days::Dates(dates) => dates.iter().all(|&date| date <= today),
        _ => false,
    }
}

/// "Fri 2026-05-08 16:00", so that a line of the table stays one.
fn short(subject: &Subject, at: DateTime<Utc>) -> String {
    subject.local(at).format("%a %Y-%m-%d %H:%M").to_string()
}

/// "since Fri 2026-05-08 16:00, until Fri 2026-05-08 18:00"
fn window(subject: &Subject, open: &Window) -> String {
    let moment = |at| short(subject, at);
    match (open.start, open.end) {
        (Some(start), Some(end)) => format!("since {}, until {}", moment(start), moment(end)),
        (Some(start), None) => format!("since {}, for ever", moment(start)),
        (None, Some(end)) => format!("until {}", moment(end)),
        (None, None) => "always".to_owned(),
    }
}

/// The next changes of the number.
fn coming(text: &mut String, subject: &Subject, at: DateTime<Utc>) {
    let end = (at + AHEAD).min(subject.schedule.covers().end);
    let coming: Vec<_> = changes(subject, at..end).filter(Change::is_of_number).take(COMING).collect();
    heading(text, "After that");
    if subject.schedule.next_number(at) == Next::Never {
        text.push_str("  The number never changes again.\n");
    } else if coming.is_empty() {
        let _ = writeln!(text, "  The number does not change before {}.", subject.moment(end));
    }
    for change in coming {
        let when = words::day_and_time(change.at, &subject.zone);
        let (before, after) = (told::Number(change.before.replicas), told::Number(change.after.replicas));
        let told = format!("{when}: {before} → {after}, because {}", why(subject, &change));
        let _ = writeln!(text, "{}", told::lines(&told, 2, 4));
    }
}
