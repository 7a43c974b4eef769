//! A date as people write it in a rule: `2026-12-25`, nothing shorter, nothing looser.

use chrono::NaiveDate;

use crate::limit::YEARS;

/// Reads a date, or says what is wrong with it.
pub(super) fn read(text: &str) -> Result<NaiveDate, String> {
    let (year, month, day) = parts(text).ok_or_else(|| format!("{text:?} is not written like that"))?;
    if !YEARS.contains(&year) {
        return Err(format!("{text:?} is outside of these years"));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("{text:?} does not exist"))
}

/// Year, month and day, if there are exactly four, two and two digits.
fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    let form = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    if !form || !text.is_ascii() || !digits(&text[0..4]) || !digits(&text[5..7]) || !digits(&text[8..10]) {
        return None;
    }
    Some((text[0..4].parse().ok()?, text[5..7].parse().ok()?, text[8..10].parse().ok()?))
}
