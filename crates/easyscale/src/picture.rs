//! The week as a picture of 7 × 24 cells, at most 80 columns wide. Every cell has its number, so it reads without colours.

use std::fmt::Write as _;

use anstyle::{Ansi256Color, Color, Style};
use chrono::TimeDelta;
use easyscale_schedule::Active;

use crate::outlook::changes::{Held, clock_changes};
use crate::outlook::week::{Day, Hour, Week};
use crate::paint::{CLOCK, FAINT, Paint as _, STRONG};
use crate::subject::Subject;
use crate::told;

/// From few to many: backgrounds of the 256 colours, each with a text colour that can be read on it.
const RAMP: [(u8, u8); 8] =
    [(253, 16), (153, 16), (117, 16), (120, 16), (228, 16), (215, 16), (203, 16), (125, 231)];
/// Numbers up to this fit into a cell.
const WIDEST: u32 = 99;

pub(crate) fn render(subject: &Subject, week: &Week) -> String {
    let keys = Keys::of(week);
    let mut text = String::new();
    let _ = writeln!(text, "{}", format_args!("{} → {}", subject.name(), subject.target()).paint(STRONG));
    let (first, last) = (week.days.first(), week.days.last());
    if let (Some(first), Some(last)) = (first, last) {
        let _ = writeln!(text, "{} to {}, on the clock of {}\n", first.date, last.date, subject.zone);
    }
    head(&mut text);
    for day in &week.days {
        row(&mut text, day, &keys);
    }
    legend(&mut text, subject, week, &keys);
    text
}

/// The hours, above their cells.
fn head(text: &mut String) {
    text.push_str("       ");
    let hours: Vec<_> = (0..24).map(|hour| format!("{hour:>2}")).collect();
    text.push_str(&hours.join(" "));
    text.push('\n');
}

fn row(text: &mut String, day: &Day, keys: &Keys) {
    let _ = write!(text, "{} ", day.date.format("%a %d"));
    for (i, hour) in day.hours.iter().enumerate() {
        let last = i + 1 == day.hours.len();
        cell(text, hour, keys, if last { "" } else { " " });
    }
    text.push('\n');
}

fn cell(text: &mut String, hour: &Hour, keys: &Keys, gap: &str) {
    let mark = if hour.changes { "'" } else { gap };
    match hour.held {
        Some(held) => {
            let _ =
                write!(text, "{}", format_args!("{:>2}{mark}", keys.symbol(held)).paint(keys.style(held)));
        }
        None => text.push_str("   "),
    }
}

/// How the numbers of a week are drawn.
struct Keys {
    numbers: Vec<u32>,
    /// Those too wide for a cell, which get a letter each.
    wide: Vec<u32>,
}

impl Keys {
    fn of(week: &Week) -> Self {
        let numbers = week.numbers();
        let wide = numbers.iter().copied().filter(|&number| number > WIDEST).collect();
        Self { numbers, wide }
    }

    fn symbol(&self, held: Held) -> String {
        match held.replicas {
            None => "·".to_owned(),
            Some(number) => match self.wide.iter().position(|&wide| wide == number) {
                Some(index) => letter(index),
                None => number.to_string(),
            },
        }
    }

    fn style(&self, held: Held) -> Style {
        let Some(number) = held.replicas else { return FAINT };
        let place = self.numbers.iter().position(|&known| known == number).unwrap_or_default();
        let last = self.numbers.len().saturating_sub(1).max(1);
        let (back, front) = RAMP[place * (RAMP.len() - 1) / last];
        let color = |index| Some(Color::Ansi256(Ansi256Color(index)));
        Style::new().bg_color(color(back)).fg_color(color(front))
    }
}

/// a, b, …, z, aa, ab, …
fn letter(index: usize) -> String {
    let last = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    if index < 26 { last.to_string() } else { letter(index / 26 - 1) + &last.to_string() }
}

fn legend(text: &mut String, subject: &Subject, week: &Week, keys: &Keys) {
    text.push('\n');
    let shares = week.shares(subject);
    let mut pod_seconds = 0;
    for share in &shares {
        let symbol = keys.symbol(share.held);
        let _ = write!(text, " {}", format_args!("{symbol:>2} ").paint(keys.style(share.held)));
        let number = share.held.replicas.filter(|&number| number > WIDEST);
        let wide = number.map_or_else(String::new, |number| format!("= {number} "));
        let name = match share.held.active {
            Active::Nothing => "nothing holds: the number is left alone",
            active => subject.name_of(active).unwrap_or_default(),
        };
        let _ = writeln!(text, " {wide}{name}, {}", told::Span(share.time));
        pod_seconds += i64::from(share.held.replicas.unwrap_or(0)) * share.time.num_seconds();
    }
    let alone = shares.iter().filter(|share| share.held.replicas.is_none()).map(|share| share.time);
    let alone: TimeDelta = alone.sum();
    let _ = writeln!(text, "\n{} pod-hours in this week.", told::PodHours(pod_seconds));
    if !alone.is_zero() {
        let _ = writeln!(text, "Not counted: {} in which the number is left alone.", told::Span(alone));
    }
    let hours = || week.days.iter().flat_map(|day| &day.hours);
    if hours().any(|hour| hour.changes) {
        text.push_str("' the number changes within this hour; shown is what holds for most of it.\n");
    }
    for jump in clock_changes(subject, &week.range(subject)) {
        let when = told::day_of_change(&jump, &subject.zone);
        let told = told::ClockChange(&jump, &subject.zone).to_string();
        let _ = writeln!(text, "{}", format_args!("{when}: {told}.").paint(CLOCK));
    }
}
