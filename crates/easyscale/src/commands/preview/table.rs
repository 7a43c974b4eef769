//! The coming changes as a table, clock changes between them.

use std::fmt::Write as _;
use std::io::Write as _;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use easyscale_controller::plan::words;

use super::View;
use crate::columns::Columns;
use crate::outlook::changes::{Change, ZoneChange, changes, clock_changes};
use crate::outlook::why::why;
use crate::output::{self, Pieces};
use crate::paint::{CLOCK, Paint as _, STRONG};
use crate::subject::Subject;
use crate::told;

pub(super) fn write(out: &mut Pieces, views: &[View<'_>], all: bool) -> std::io::Result<()> {
    let mut text = String::new();
    for (i, view) in views.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        rule(&mut text, view, all);
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(())
}

fn rule(text: &mut String, view: &View<'_>, all: bool) {
    let View { subject, range } = view;
    let _ = writeln!(text, "{}", format_args!("{} → {}", subject.name(), subject.target()).paint(STRONG));
    let standing = subject.standing(range.start);
    let start = words::day_and_time(range.start, &subject.zone);
    let holding = format!("From {start}: {}.", words::holding(&standing, &subject.zone));
    let _ = writeln!(text, "{}", told::lines(&holding, 0, 0));
    let mut jumps = clock_changes(subject, range).into_iter().peekable();
    let mut table = Columns::new(&["WHEN", "REPLICAS", "ENTRY", "WHY"]);
    let mut count = 0;
    for change in changes(subject, range.clone()).filter(|change| all || change.is_of_number()) {
        while let Some(jump) = jumps.next_if(|jump| jump.change.at <= change.at) {
            clock(&mut table, subject, &jump);
        }
        row(&mut table, subject, &change);
        count += 1;
    }
    for jump in jumps {
        clock(&mut table, subject, &jump);
    }
    if !table.is_empty() {
        text.push('\n');
        text.push_str(&table.fitting(output::width(), subject.names()));
    }
    let end = subject.moment(range.end);
    let what = if all { "changes" } else { "changes of the number" };
    let _ = match count {
        0 => writeln!(text, "\nNo {what} until {end}."),
        1 => writeln!(text, "\n1 {} until {end}.", what.replacen("changes", "change", 1)),
        count => writeln!(text, "\n{count} {what} until {end}."),
    };
}

fn row(table: &mut Columns, subject: &Subject, change: &Change) {
    let mut cells = table.row();
    moment(cells.cell(), subject.local(change.at));
    let (before, after) = (change.before.replicas, change.after.replicas);
    let _ = write!(cells.cell(), "{} → {}", told::Number(before), told::Number(after));
    cells.cell().push_str(subject.name_of(change.after.active).unwrap_or("–"));
    cells.cell().push_str(&why(subject, change));
}

fn clock(table: &mut Columns, subject: &Subject, jump: &ZoneChange) {
    let mut cells = table.row();
    moment(cells.cell(), reading(subject, jump));
    let _ = cells.cell();
    let _ = cells.cell();
    let _ = write!(cells.cell(), "{}", told::ClockChange(jump, &subject.zone).paint(CLOCK));
}

/// What people see on the rule's clock when it happens: where that clock jumps itself, the time before the jump.
fn reading(subject: &Subject, jump: &ZoneChange) -> NaiveDateTime {
    if jump.zone == subject.zone { jump.change.local_before() } else { subject.local(jump.change.at) }
}

/// "Fri 2026-05-08 16:00", without the detour of a format that is read anew each time: there may be many.
fn moment(text: &mut String, at: NaiveDateTime) {
    let (year, month, day) = (at.year(), at.month(), at.day());
    let _ =
        write!(text, "{} {year:04}-{month:02}-{day:02} {:02}:{:02}", at.weekday(), at.hour(), at.minute());
}
