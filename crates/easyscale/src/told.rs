//! Small things as people read them: numbers, lengths of time, clock changes.

use std::fmt;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use easyscale_controller::plan::words;
use easyscale_schedule::Zone;

use crate::outlook::changes::ZoneChange;

/// A number of replicas; "left alone" where nothing holds.
pub(crate) struct Number(pub(crate) Option<u32>);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => write!(f, "{number}"),
            None => f.write_str("left alone"),
        }
    }
}

/// Hours and minutes: "10 h", "1 h 30 min", "30 min".
pub(crate) struct Span(pub(crate) TimeDelta);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.num_seconds();
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let parts = [(hours, "h"), (minutes, "min"), (rest, "s")];
        let mut told = parts.into_iter().filter(|part| part.0 != 0).peekable();
        if told.peek().is_none() {
            return f.write_str("0 h");
        }
        for (i, (count, unit)) in told.enumerate() {
            let gap = if i > 0 { " " } else { "" };
            write!(f, "{gap}{count} {unit}")?;
        }
        Ok(())
    }
}

/// Pod-hours from pod-seconds, to a tenth: "84", "1.5"; what is less than that to a hundredth, as it is not nothing.
pub(crate) struct PodHours(pub(crate) i64);

impl fmt::Display for PodHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0.abs() + 180) / 360;
        let hundredths = (self.0.abs() + 18) / 36;
        let sign = if self.0 < 0 && hundredths > 0 { "-" } else { "" };
        match tenths % 10 {
            0 if tenths == 0 && hundredths > 0 => write!(f, "{sign}0.{hundredths:02}"),
            0 => write!(f, "{sign}{}", tenths / 10),
            tenth => write!(f, "{sign}{}.{tenth}", tenths / 10),
        }
    }
}

/// "clocks go back from 03:00 to 02:00", with the zone where it is not that of the reader. See [`day_of_change`].
pub(crate) struct ClockChange<'a>(pub(crate) &'a ZoneChange, pub(crate) &'a Zone);

impl fmt::Display for ClockChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(ZoneChange { zone, change }, reader) = self;
        let (before, after) = (change.local_before(), change.local_after());
        let verb = if change.jump() < TimeDelta::zero() { "go back" } else { "go forward" };
        let form = if before.date() == after.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        write!(f, "clocks {verb} from {} to {}", before.format(form), after.format(form))?;
        if zone == *reader { Ok(()) } else { write!(f, " in {zone}") }
    }
}

/// The day on which clocks change, as they show it then: "Sunday 2026-10-25"; with the time on the reader's clock where it
/// is not that one which changes.
pub(crate) fn day_of_change(jump: &ZoneChange, reader: &Zone) -> String {
    if jump.zone == *reader {
        jump.change.local_before().format("%A %Y-%m-%d").to_string()
    } else {
        words::day_and_time(jump.change.at, reader)
    }
}

/// The widest line of what is said in sentences.
const WIDTH: usize = 100;

/// A sentence in lines of at most [`WIDTH`] characters where its words allow that: the first one indented by `first`, the
/// others by `others`.
pub(crate) fn lines(sentence: &str, first: usize, others: usize) -> String {
    let mut text = " ".repeat(first);
    let mut used = first;
    let mut fresh = true;
    for word in sentence.split(' ') {
        let wide = word.chars().count();
        if !fresh && used + 1 + wide > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(others));
            (used, fresh) = (others, true);
        }
        if !std::mem::take(&mut fresh) {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += wide;
    }
    text
}

/// An instant as programs read it: "2026-05-08T14:00:00Z" (RFC 3339).
pub(crate) fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// "1 rule", "3 rules".
pub(crate) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_without_what_is_nought() {
        let told = |minutes| Span(TimeDelta::minutes(minutes)).to_string();
        assert_eq!([told(600), told(90), told(30), told(0)], ["10 h", "1 h 30 min", "30 min", "0 h"]);
    }

    #[test]
    fn long_sentences_go_on_in_the_next_line() {
        let told = lines(&"word ".repeat(40), 2, 4);
        let lines: Vec<_> = told.lines().collect();
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{told}");
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("    word"), "{told}");
        assert_eq!(super::lines("short", 0, 4), "short");
        assert_eq!(super::lines(&"x".repeat(150), 2, 4).lines().count(), 1, "a word is not cut");
    }

    #[test]
    fn pod_hours_are_told_to_a_tenth() {
        let told = |seconds| PodHours(seconds).to_string();
        assert_eq!(
            [told(7200), told(5400), told(-5400), told(-10), told(60)],
            ["2", "1.5", "-1.5", "0", "0.02"]
        );
    }
}
