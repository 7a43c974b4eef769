//! What people may well write and no entry can mean: each is refused with what to write instead.

use crate::cursor::Word;
use crate::error::PhraseError;
use crate::statement::Reader;
use crate::words;

const SAY_TIMES: &str =
    "EasyScale does not know when that is; write the times, as in \"on weekdays from 09:00 to 17:00\"";
const EVERY_OTHER: &str = "a rule is the same every week; for every other week list the dates, as in \"on 2026-12-21 and 2027-01-04\"";
const LIST_DATES: &str = "a rule knows days of the week and dates, not days of a month or of a year; list the dates, as in \"on 2026-12-25 and 2027-01-01\"";
const FROM_NOW: &str = "a rule does not count from now; write the date and the times, as in \"on 2026-12-25 from 16:00 to 18:00\"";
const BOTH_ENDS: &str = "a window has a start and an end, as in \"from 16:00 to 18:00\"; midnight is 00:00 as a start, 24:00 as an end";
const HOW_LONG: &str = "a window has a start and an end, not a length; write \"from 16:00 to 18:00\"";
const NO_EXCEPTIONS: &str = "list the days that are meant; for an exception write an entry of its own with a higher priority, as in \"web to 5 on 2026-12-25, priority 10\"";
const INTERVAL: &str =
    "a rule says which number holds when, not what happens how often; write days and times";
const DAILY: &str = "write \"every day\"";
const WEEKLY: &str = "a rule repeats every week anyway; write the day, as in \"on Monday\"";
const LOAD: &str = "a rule goes by the clock only; whatever else happens does not count";

/// First words and what to say about them.
const FIRST_WORDS: [(&[&str], &str); 13] = [
    (&["business", "office", "working", "work", "opening", "peak", "off-peak", "shop"], SAY_TIMES),
    (&["morning", "mornings", "afternoon", "afternoons", "evening", "evenings"], SAY_TIMES),
    (
        &["night", "nights", "overnight", "nightly", "lunch", "lunchtime", "daytime", "sunrise", "sunset"],
        SAY_TIMES,
    ),
    (&["other", "second", "alternate", "biweekly", "fortnight", "fortnightly", "odd", "even"], EVERY_OTHER),
    (&["monthly", "month", "months", "first", "third", "fourth", "last", "quarterly", "quarter"], LIST_DATES),
    (
        &[
            "year",
            "years",
            "yearly",
            "annually",
            "holiday",
            "holidays",
            "public",
            "bank",
            "christmas",
            "easter",
        ],
        LIST_DATES,
    ),
    (&["today", "tomorrow", "tonight", "now", "next", "this", "soon", "later", "once"], FROM_NOW),
    (&["after", "before", "since", "until", "till", "starting"], BOTH_ENDS),
    (&["for"], HOW_LONG),
    (&["except", "excluding", "unless", "not", "but", "without"], NO_EXCEPTIONS),
    (&["hour", "hours", "hourly", "minute", "minutes"], INTERVAL),
    (&["week", "weeks", "weekly"], WEEKLY),
    (&["when", "if", "while"], LOAD),
];

/// Words that belong to the one before them: "business hours", "other week", "first Monday".
const SECOND_WORDS: [&str; 16] = [
    "hours", "hour", "time", "times", "week", "weeks", "month", "months", "day", "days", "year", "years",
    "holiday", "holidays", "morning", "evening",
];

impl Reader<'_> {
    /// The error if such a thing follows.
    pub(crate) fn refused(&self) -> Option<PhraseError> {
        let word = self.cursor.word();
        let chunk = self.cursor.chunk();
        if word.is("daily") {
            return Some(PhraseError::new(word.place, DAILY).suggests(Some("every day")));
        }
        let of = |word: &Word<'_>| FIRST_WORDS.iter().find(|(words, _)| word.is_any(words));
        let (_, message) = of(&chunk).or_else(|| of(&word))?;
        let first = if of(&chunk).is_some() { chunk } else { word };
        Some(PhraseError::new(first.place.start..self.end_behind(&first), *message))
    }

    fn end_behind(&self, first: &Word<'_>) -> usize {
        let second = self.cursor.after(first).word();
        let belongs = second.is_any(&SECOND_WORDS) || words::day(second.text).is_some();
        if belongs { second.place.end } else { first.place.end }
    }

    /// "every 2 weeks".
    pub(crate) fn interval(&self, every: &Word<'_>) -> PhraseError {
        let number = self.cursor.word();
        let unit = self.cursor.after(&number).word();
        let message = if unit.is_any(&["week", "weeks"]) { EVERY_OTHER } else { INTERVAL };
        PhraseError::new(every.place.start..unit.place.end, message)
    }
}
