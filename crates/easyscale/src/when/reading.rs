//! From words to a [`When`].

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};

use super::{Day, Length, When, WhenError};

pub(super) fn read(text: &str) -> Result<When, WhenError> {
    if let Some(at) = instant(text) {
        return Ok(When::Instant(at));
    }
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words {
        ["now"] => return Ok(When::Now),
        ["next", "week"] => return Ok(When::Away(Length::days(7))),
        _ => {}
    }
    if let Some(length) = away(&words) {
        return Ok(When::Away(length));
    }
    local(&words).ok_or_else(|| {
        let missing = words.iter().find(|word| looks_like_a_date(word));
        match missing {
            Some(date) if date.parse::<NaiveDate>().is_err() => WhenError::Date((*date).to_owned()),
            _ => WhenError::Moment(text.to_owned()),
        }
    })
}

/// RFC 3339, or the same with a space.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc))
}

/// "in 2 hours", "+2h", "2 hours ago".
fn away(words: &[&str]) -> Option<Length> {
    match words {
        ["in", rest @ ..] => rest.join(" ").parse().ok(),
        [rest @ .., "ago"] => rest.join(" ").parse().ok().map(Length::negated),
        _ => words.join(" ").strip_prefix('+')?.parse().ok(),
    }
}

/// A day, a time, or both in either order.
fn local(words: &[&str]) -> Option<When> {
    let (mut day, mut time) = (None, None);
    let mut rest = words;
    while let [word, after @ ..] = rest {
        rest = after;
        if matches!(*word, "at" | "on") {
            continue;
        }
        if let Some((date, clock)) = word.split_once('t').filter(|(date, _)| looks_like_a_date(date)) {
            put(&mut day, Day::Date(date.parse().ok()?))?;
            put(&mut time, time_of(clock, None)?)?;
        } else if let Some(read) = day_of(word) {
            put(&mut day, read)?;
        } else if let Some((read, used)) = half_of_day(word, after) {
            put(&mut time, read)?;
            rest = &rest[used..];
        } else {
            return None;
        }
    }
    if day.is_none() && time.is_none() {
        return None;
    }
    Some(When::Local(day.unwrap_or(Day::Today(0)), time.unwrap_or(NaiveTime::MIN)))
}

/// Only one of each.
fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// A time, and how many of the words behind it belong to it: "4 pm" is two words.
fn half_of_day(word: &str, after: &[&str]) -> Option<(NaiveTime, usize)> {
    match after.first() {
        Some(half @ (&"am" | &"pm")) => Some((time_of(word, Some(half))?, 1)),
        _ => Some((time_of(word, None)?, 0)),
    }
}

fn day_of(word: &str) -> Option<Day> {
    match word {
        "today" => Some(Day::Today(0)),
        "tomorrow" => Some(Day::Today(1)),
        "yesterday" => Some(Day::Today(-1)),
        _ if looks_like_a_date(word) => word.parse().ok().map(Day::Date),
        // chrono reads exactly the short and the full English names.
        _ => word.parse::<Weekday>().ok().map(Day::Weekday),
    }
}

/// Four digits and a hyphen: "2026-…".
fn looks_like_a_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}

/// "16:00", "16:00:30", "4pm", "4:30pm", "noon", "midnight".
fn time_of(word: &str, half: Option<&str>) -> Option<NaiveTime> {
    match word {
        "noon" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => return Some(NaiveTime::MIN),
        _ => {}
    }
    let glued = word.strip_suffix("am").map(|rest| (rest, "am"));
    let glued = glued.or_else(|| word.strip_suffix("pm").map(|rest| (rest, "pm")));
    let (clock, half) = match (glued, half) {
        (Some((clock, half)), None) => (clock, Some(half)),
        (None, half) => (word, half),
        (Some(_), Some(_)) => return None,
    };
    let mut parts = clock.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next(), parts.next());
    if parts.next().is_some() || (minute.is_none() && half.is_none()) {
        return None;
    }
    NaiveTime::from_hms_opt(hour_of(hour, half)?, minute.unwrap_or(Some(0))?, second.unwrap_or(Some(0))?)
}

fn hour_of(hour: u32, half: Option<&str>) -> Option<u32> {
    match half {
        None => Some(hour),
        Some(_) if !(1..=12).contains(&hour) => None,
        Some("pm") => Some(hour % 12 + 12),
        Some(_) => Some(hour % 12),
    }
}

/// One or two digits.
fn number(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
