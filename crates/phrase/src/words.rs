//! The words of the grammar, and which of them somebody probably meant.

use chrono::Weekday;

/// Monday first, as people write them: the long form also in the plural, the short form as it is.
const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(crate) const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

pub(crate) const UNITS: [&str; 8] =
    ["replica", "replicas", "pod", "pods", "copy", "copies", "instance", "instances"];
pub(crate) const WORKING_DAYS: [&str; 4] = ["weekday", "weekdays", "workday", "workdays"];
pub(crate) const WEEKEND: [&str; 2] = ["weekend", "weekends"];

/// Words that begin or join the parts of a sentence.
const JOINTS: [&str; 34] = [
    "scale",
    "up",
    "down",
    "out",
    "in",
    "to",
    "deployment",
    "statefulset",
    "every",
    "each",
    "day",
    "days",
    "no",
    "on",
    "at",
    "during",
    "from",
    "between",
    "the",
    "and",
    "until",
    "through",
    "all",
    "next",
    "noon",
    "midnight",
    "am",
    "pm",
    "with",
    "priority",
    "otherwise",
    "keep",
    "working",
    "time",
];
/// Words that have no place in a sentence, but that nobody would take for a name.
const FOREIGN: [&str; 4] = ["of", "by", "or", "for"];

/// The day of the week: Monday, Mondays, Mon.
pub(crate) fn day(word: &str) -> Option<Weekday> {
    let word = word.to_ascii_lowercase();
    DAYS.iter()
        .find(|(_, name)| word == name[..3] || word.strip_suffix('s').unwrap_or(&word) == *name)
        .map(|(day, _)| *day)
}

/// Whether the word is a day, or a group of days.
pub(crate) fn is_day(word: &str) -> bool {
    day(word).is_some() || WORKING_DAYS.iter().chain(&WEEKEND).any(|known| word.eq_ignore_ascii_case(known))
}

/// The month's number, from its name or the first three letters of it.
pub(crate) fn month(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    MONTHS.iter().position(|name| word == *name || word == name[..3]).map(|at| at + 1)
}

/// The number that is written as a word.
pub(crate) fn number(word: &str) -> Option<u32> {
    let at = NUMBERS.iter().position(|name| word.eq_ignore_ascii_case(name))?;
    u32::try_from(at).ok()
}

/// Words that cannot be a target without its kind before it.
pub(crate) fn is_reserved(word: &str) -> bool {
    day(word).is_some() || all().chain(FOREIGN).any(|known| word.eq_ignore_ascii_case(known))
}

fn all() -> impl Iterator<Item = &'static str> {
    JOINTS.into_iter().chain(UNITS).chain(WORKING_DAYS).chain(WEEKEND).chain(NUMBERS)
}

/// The word of the grammar most like `word`.
pub(crate) fn nearest(word: &str) -> Option<&'static str> {
    nearest_of(word, all().chain(day_names()))
}

/// The day, or group of days, most like `word`.
pub(crate) fn nearest_day(word: &str) -> Option<&'static str> {
    nearest_of(word, day_names().chain(WORKING_DAYS).chain(WEEKEND))
}

fn day_names() -> impl Iterator<Item = &'static str> {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].into_iter()
}

/// Below this likeness (1 is equal) a suggestion would confuse more than it helps.
const LIKE_ENOUGH: f64 = 0.65;
/// No word of the grammar is nearly so long; comparing more only costs time.
const LONGEST: usize = 32;

/// The one of `known` most like `word`; not `word` itself.
pub(crate) fn nearest_of<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&word, &known.to_lowercase());
    known
        .map(|known| (likeness(known), known))
        .filter(|&(likeness, _)| (LIKE_ENOUGH..1.0).contains(&likeness))
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, known)| known)
}
