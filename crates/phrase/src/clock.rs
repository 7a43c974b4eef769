//! One time of day: 16:00, 4pm, noon, midnight; and what people write that is none.

use easyscale_schedule::TimeOfDay;

use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::statement::Reader;
use crate::words;

/// A time as it was said.
#[derive(Clone, Copy)]
pub(crate) struct Said {
    pub(crate) time: TimeOfDay,
    /// Said as "midnight", which is 00:00 as a start and 24:00 as an end.
    pub(crate) midnight: bool,
}

impl Said {
    /// The time as the end of a window that starts at `start`.
    pub(crate) fn as_end(self, start: TimeOfDay) -> TimeOfDay {
        let whole = self.midnight || self.time == TimeOfDay::MIDNIGHT && start != TimeOfDay::MIDNIGHT;
        if whole { TimeOfDay::END_OF_DAY } else { self.time }
    }
}

impl Reader<'_> {
    /// Whether certainly a time follows.
    pub(crate) fn time_follows(&self) -> bool {
        let word = self.cursor.word();
        if word.is_any(&["noon", "midnight"]) {
            return true;
        }
        let lower = word.lower();
        let half = HALVES.iter().any(|half| lower.ends_with(half));
        word.starts_with_digit()
            && !self.date_follows()
            && (word.text.contains(':') || half || self.cursor.after(&word).word().is_any(&HALVES))
    }

    /// Whether behind "from" a time is meant, right or wrong.
    pub(crate) fn time_is_due(&self) -> bool {
        let word = self.cursor.word();
        let date = self.date_follows() || self.cursor.after(&word).rest().starts_with('.');
        let disguised = repaired(word.text).is_some();
        self.time_follows() || word.starts_with_digit() && !date && (disguised || self.undated().is_none())
    }

    pub(crate) fn time(&mut self) -> Result<Said> {
        let word = self.cursor.word();
        if word.is_any(&["noon", "midnight"]) {
            self.cursor.take(&word);
            let minutes = if word.is("noon") { 12 * 60 } else { 0 };
            let time = TimeOfDay::from_minutes(minutes).unwrap_or(TimeOfDay::MIDNIGHT);
            return Ok(Said { time, midnight: word.is("midnight") });
        }
        let lower = word.lower();
        let (digits, half) = match HALVES.iter().find_map(|half| Some((lower.strip_suffix(half)?, *half))) {
            Some((digits, half)) => (digits, Some(half)),
            None => (lower.as_str(), None),
        };
        if !word.starts_with_digit() {
            return Err(self.no_time(&word));
        }
        self.cursor.take(&word);
        let half = half.or_else(|| self.half_behind());
        let place = word.place.start..self.cursor.at();
        self.full_stop_of(half);
        let shown = &word.text;
        let read = match half {
            Some(half) => on_12_hours(digits, half.starts_with('p')),
            None => on_24_hours(shown),
        };
        let error =
            |message: String| PhraseError::new(place, message).expects(TIMES).suggests(repaired(shown));
        read.map(|time| Said { time, midnight: false }).map_err(error)
    }

    /// "am" or "pm" as a word of its own.
    fn half_behind(&mut self) -> Option<&'static str> {
        let half = self.cursor.eat(&HALVES)?;
        HALVES.into_iter().find(|known| half.is(known))
    }

    /// The last full stop of "a.m." is no end of a sentence.
    fn full_stop_of(&mut self, half: Option<&str>) {
        if half.is_some_and(|half| half.contains('.')) && self.cursor.rest().starts_with('.') {
            self.cursor.go_to(self.cursor.at() + 1);
        }
    }

    fn no_time(&self, word: &Word<'_>) -> PhraseError {
        if let Some(error) = self.refused() {
            return error;
        }
        let message = if word.is_end() || matches!(word.text, ";" | "." | ",") {
            "here a time is missing".to_owned()
        } else {
            format!("{} is not a time", quoted(word.text))
        };
        let near = words::nearest_of(word.text, ["noon", "midnight"].into_iter());
        PhraseError::new(word.place.clone(), message).expects(TIMES).suggests(near)
    }
}

const HALVES: [&str; 4] = ["am", "pm", "a.m", "p.m"];
const TIMES: [&str; 4] = ["a time such as 16:00", "4pm", "\"noon\"", "\"midnight\""];

fn on_24_hours(text: &str) -> std::result::Result<TimeOfDay, String> {
    let Some((hour, _)) = text.split_once(':') else {
        return Err(match text.parse::<u32>() {
            Ok(hour @ 1..=12) => {
                format!("{} is not a time; write {hour:02}:00, {hour}am or {hour}pm", quoted(text))
            }
            Ok(hour @ (0 | 13..=24)) => format!("{} is not a time; write {hour:02}:00", quoted(text)),
            _ => format!("{} is not a time", quoted(text)),
        });
    };
    // 9:00 is as clear as 09:00.
    let padded = if hour.len() == 1 { format!("0{text}") } else { text.to_owned() };
    let shown: String = padded.chars().take(40).collect();
    shown.parse().map_err(|error: easyscale_schedule::TimeError| error.to_string())
}

fn on_12_hours(digits: &str, afternoon: bool) -> std::result::Result<TimeOfDay, String> {
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, "00"));
    let number = |text: &str| text.parse::<u16>().ok().filter(|_| text.len() <= 2);
    let (Some(hour), Some(minute)) = (number(hour), number(minute).filter(|_| minute.len() == 2)) else {
        return Err(format!("{} is not a time", quoted(digits)));
    };
    if !(1..=12).contains(&hour) {
        return Err(format!(
            "with am and pm hours go from 1 to 12, not to {hour}; {hour:02}:{minute:02} needs neither"
        ));
    }
    if minute > 59 {
        return Err(format!("minutes go from 00 to 59, not to {minute}"));
    }
    let minutes = (hour % 12 + if afternoon { 12 } else { 0 }) * 60 + minute;
    TimeOfDay::from_minutes(minutes).ok_or_else(|| format!("{} is not a time", quoted(digits)))
}

/// 16.30, 16h30, 1630 and 16h in the form that is read.
fn repaired(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (hour, minute) = match lower.split_once(['.', 'h']) {
        Some((hour, "")) => (hour, "00"),
        Some(parts) => parts,
        None if lower.len() == 4 && lower.is_ascii() => lower.split_at(2),
        None => return None,
    };
    let time: TimeOfDay = format!("{hour:0>2}:{minute}").parse().ok()?;
    Some(time.to_string())
}
