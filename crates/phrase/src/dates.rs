//! Dates, written year first, and what else people write for a date.

use chrono::{NaiveDate, TimeDelta};
use easyscale_schedule::Days;

use crate::MAX_DATES;
use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::statement::{Reader, when};
use crate::words;

/// The length of YYYY-MM-DD.
const LENGTH: usize = 10;

impl Reader<'_> {
    /// Whether something follows that begins like a date with its year: four digits, and digits between hyphens.
    pub(crate) fn date_follows(&self) -> bool {
        let chunk = self.cursor.chunk();
        let mut parts = chunk.text.split('-');
        let year = parts.next().is_some_and(|year| year.len() == 4 && is_digits(year));
        year && parts.next().is_some_and(|month| month.len() <= 2 && is_digits(month))
            && parts.next().is_some()
    }

    pub(crate) fn date(&mut self) -> Result<NaiveDate> {
        let chunk = self.cursor.chunk();
        let text = chunk.text;
        let Some(date) = text.get(..LENGTH).filter(|date| has_form(date) && ends_at(text, LENGTH)) else {
            let message = format!("{} is not a date; a date is written YYYY-MM-DD", quoted(text));
            return Err(PhraseError::new(chunk.place, message).expects([EXAMPLE]).suggests(with_zeros(text)));
        };
        let word = Word { text: date, place: chunk.place.start..chunk.place.start + LENGTH };
        self.cursor.take(&word);
        let parsed = date.parse();
        parsed.map_err(|_| {
            PhraseError::new(word.place, format!("there is no {date} in the calendar")).expects([EXAMPLE])
        })
    }

    /// "2026-12-24 to 2026-12-26": dates are listed one by one.
    pub(crate) fn refuse_range_of_dates(&self, first: NaiveDate, start: usize) -> Result<()> {
        let mut ahead = self.clone();
        if ahead.cursor.eat_dash().or_else(|| ahead.cursor.eat(&["to", "through", "until"])).is_none()
            || !ahead.date_follows()
        {
            return Ok(());
        }
        let last = ahead.date()?;
        let days = (last - first).num_days();
        let place = start..ahead.cursor.at();
        if days < 0 {
            return Err(PhraseError::new(place, format!("{last} is before {first}")));
        }
        let count = usize::try_from(days).unwrap_or(usize::MAX).saturating_add(1);
        let message = if count > MAX_DATES {
            format!("dates are listed one by one, and one entry can list {MAX_DATES}; these are {count}")
        } else {
            let dates = (0..=days).filter_map(|ahead| first.checked_add_signed(TimeDelta::days(ahead)));
            format!("dates are listed one by one: \"{}\"", listed(&dates.collect::<Vec<_>>()))
        };
        Err(PhraseError::new(place, message))
    }

    /// An error if something follows that people write for a date: "25 December", "December 25", "12-25", "25.12.", "12/25".
    pub(crate) fn undated(&self) -> Option<PhraseError> {
        let first = self.cursor.word();
        if first.starts_with_digit() {
            return self.numbers_for_date().or_else(|| self.day_and_month(&first));
        }
        let month = words::month(first.text)?;
        let second = self.cursor.after(&first).word();
        let Some(day) = ordinal(second.text) else {
            let message =
                format!("{} is a month; list the days of it that are meant as dates", quoted(first.text));
            return Some(PhraseError::new(first.place, message).expects([EXAMPLE]));
        };
        let mut behind = self.cursor.after(&first).after(&second);
        behind.eat(&[","]);
        Some(date_in_words(first.place.start, &second, &behind.word(), month, day))
    }

    fn day_and_month(&self, first: &Word<'_>) -> Option<PhraseError> {
        let day = ordinal(first.text)?;
        let mut behind = self.cursor.after(first);
        behind.eat(&["of"]);
        let second = behind.word();
        let month = words::month(second.text)?;
        let mut after = behind.after(&second);
        after.eat(&[","]);
        Some(date_in_words(first.place.start, &second, &after.word(), month, day))
    }

    fn numbers_for_date(&self) -> Option<PhraseError> {
        let chunk = self.cursor.chunk();
        let text = chunk.text.trim_end_matches('.');
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let numbers = parts.iter().all(|part| is_digits(part) && part.len() <= 4);
        let decimal = text.contains('.') && parts.len() == 2 && text.len() == chunk.text.len();
        if !numbers
            || parts.len() < 2
            || parts.len() > 3
            || decimal && parts.iter().any(|part| part.len() != 2)
        {
            return None;
        }
        let message = match parts.as_slice() {
            [_, _] => format!("{} has no year; a date is written with its year, YYYY-MM-DD", quoted(text)),
            _ => format!("{} is not written as a date; the year comes first, YYYY-MM-DD", quoted(text)),
        };
        Some(PhraseError::new(chunk.place, message).expects([EXAMPLE]))
    }
}

const EXAMPLE: &str = "a date such as 2026-12-25";

fn date_in_words(start: usize, last: &Word<'_>, year: &Word<'_>, month: usize, day: u32) -> PhraseError {
    if year.is_digits() && year.text.len() == 4 {
        let date = format!("{}-{month:02}-{day:02}", year.text);
        let message = "a date is written year first, YYYY-MM-DD";
        return PhraseError::new(start..year.place.end, message).suggests(Some(date));
    }
    let message = format!(
        "this date has no year, and a rule does not repeat every year; write YYYY-{month:02}-{day:02} with the year for YYYY"
    );
    PhraseError::new(start..last.place.end, message).expects([EXAMPLE])
}

/// "25", "25th".
fn ordinal(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let digits =
        ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
    if digits.len() > 2 || !is_digits(digits) {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn has_form(text: &str) -> bool {
    text.bytes()
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

fn ends_at(text: &str, at: usize) -> bool {
    text[at..].is_empty() || text[at..].starts_with('-')
}

/// 2026-1-5 with the zeros that are missing.
fn with_zeros(text: &str) -> Option<String> {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [year, month, day] = parts.as_slice() else { return None };
    let date = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day)?;
    Some(date.to_string())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn listed(dates: &[NaiveDate]) -> String {
    when(Days::Dates(dates.to_vec()), None).trim_end_matches(" all day").to_owned()
}
