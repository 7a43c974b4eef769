//! What stands behind the number: days, times, zone, priority, each at most once, in any order.

use std::ops::Range;

use easyscale_schedule::Days;

use crate::cursor::Word;
use crate::error::{PhraseError, Result, brief, quoted};
use crate::statement::{Draft, Reader};
use crate::words;
use crate::zone::zone_needs_parentheses;

impl Reader<'_> {
    /// All clauses; the answer is where the sentence ends, without a comma before "otherwise".
    pub(crate) fn clauses(&mut self, draft: &mut Draft) -> Result<usize> {
        loop {
            let comma = self.cursor.clone().eat(&[","]);
            let behind = comma.as_ref().map_or_else(|| self.cursor.clone(), |comma| self.cursor.after(comma));
            let word = behind.word();
            let ends = word.is_end() || matches!(word.text, ";" | ".");
            if word.is("otherwise") || ends && comma.is_none() {
                let end = self.cursor.at();
                self.cursor = behind;
                return Ok(end);
            }
            if let Some(comma) = comma.filter(|_| ends || word.text == ",") {
                let message = "nothing follows this comma";
                return Err(PhraseError::new(comma.place, message).expects(open(draft)));
            }
            self.cursor = behind;
            self.clause(draft)?;
        }
    }

    fn clause(&mut self, draft: &mut Draft) -> Result<()> {
        let word = self.cursor.word();
        let start = word.place.start;
        match word.lower().as_str() {
            "every" | "each" | "on" | "at" | "during" => {
                self.cursor.take(&word);
                let days = self.days(&word, draft)?;
                self.set_days(draft, days, start)
            }
            "from" | "in" => self.days_times_or_zone(&word, draft),
            "between" => {
                self.cursor.take(&word);
                self.window(draft, start)
            }
            "all" => self.all_day(draft),
            "with" | "priority" => self.priority(draft),
            "(" => {
                let zone = self.zone_in_parentheses()?;
                self.set_zone(draft, zone, start)
            }
            _ if self.zone_follows() => {
                let zone = self.bare_zone()?;
                self.set_zone(draft, zone, start)
            }
            _ => Err(self.no_clause(draft)),
        }
    }

    /// "from" and "in" are decided by what follows.
    fn days_times_or_zone(&mut self, word: &Word<'_>, draft: &mut Draft) -> Result<()> {
        let start = word.place.start;
        self.cursor.take(word);
        if word.is("in") && self.zone_follows() {
            let zone = self.bare_zone()?;
            return self.set_zone(draft, zone, start);
        }
        if word.is("from") && self.time_is_due() {
            return self.window(draft, start);
        }
        let days = self.days(word, draft)?;
        self.set_days(draft, days, start)
    }

    fn all_day(&mut self, draft: &mut Draft) -> Result<()> {
        let all = self.cursor.word();
        self.cursor.take(&all);
        let day = self.cursor.word();
        if self.cursor.eat(&["day"]).is_none() {
            let message = format!("behind \"all\" stands \"day\"{}", not(&day));
            return Err(PhraseError::new(day.place, message).expects(["\"day\""]).suggests(Some("all day")));
        }
        self.set_times(draft, None, all.place.start)
    }

    fn priority(&mut self, draft: &mut Draft) -> Result<()> {
        let start = self.cursor.start();
        let with = self.cursor.eat(&["with"]);
        let word = self.cursor.word();
        if self.cursor.eat(&["priority"]).is_none() {
            let message = format!("behind \"with\" stands \"priority\"{}", not(&word));
            let near = words::nearest_of(word.text, ["priority"].into_iter());
            let place = if word.is_end() { with.map_or(word.place, |with| with.place) } else { word.place };
            return Err(PhraseError::new(place, message)
                .expects(["\"priority\" and a number"])
                .suggests(near));
        }
        let priority = self.signed_number()?;
        let place = start..self.cursor.at();
        once(&mut draft.priority, priority, place, || "the priority is said twice".to_owned())
    }

    fn set_days(&self, draft: &mut Draft, days: Days, start: usize) -> Result<()> {
        let place = start..self.cursor.at();
        if matches!(
            (&draft.days, &days),
            (Some(Days::Dates(_)), Days::Weekdays(_)) | (Some(Days::Weekdays(_)), Days::Dates(_))
        ) {
            return Err(days_and_dates(draft, place, draft.days.clone(), days));
        }
        once(&mut draft.days, days, place, || {
            "the days are said twice; say them once, joined with \"and\": \"on Monday and Friday\"".to_owned()
        })
    }

    fn no_clause(&mut self, draft: &Draft) -> PhraseError {
        let word = self.cursor.word();
        let error = |message: String| PhraseError::new(word.place.clone(), message);
        if word.is("and") {
            return self.and_is_out_of_place(draft, &word);
        }
        if self.day_follows() || self.date_follows() {
            return self.days_without_on();
        }
        let undated = if draft.days.is_some() { None } else { self.undated() };
        if let Some(error) = undated.or_else(|| self.refused()) {
            return error;
        }
        if self.time_follows() || word.is_digits() && self.cursor.after(&word).word().is_dash() {
            return self.times_without_from(draft);
        }
        if word.is("to") {
            return error("the number of replicas is said twice".to_owned()).expects(open(draft));
        }
        if self.another_sentence_follows(&word) {
            let message = "between two sentences stands \";\"";
            let begin = self.cursor.chunk().text;
            return error(message.to_owned()).suggests((begin != "\"").then(|| format!("; {begin}")));
        }
        let chunk = self.cursor.chunk();
        if self.zones.names().any(|name| name.eq_ignore_ascii_case(chunk.text)) {
            return zone_needs_parentheses(chunk.text, chunk.place);
        }
        error(format!("{} is not understood here", quoted(word.text)))
            .expects(open(draft))
            .suggests(words::nearest(word.text).or_else(|| words::nearest(chunk.text)))
    }

    /// "and" joins days; between the parts of a sentence it is a comma or nothing.
    fn and_is_out_of_place(&mut self, draft: &Draft, and: &Word<'_>) -> PhraseError {
        self.cursor.take(and);
        if draft.times.is_some() {
            let mut ahead = self.clone();
            let from = ahead.cursor.eat(&["from", "between"]).is_some();
            if from || ahead.time_follows() {
                return self.times_without_from(draft);
            }
        }
        let message = "\"and\" joins days, as in \"on Monday and Friday\"; leave it out here, or write \";\" before \
                       another sentence";
        PhraseError::new(and.place.clone(), message)
    }

    fn days_without_on(&self) -> PhraseError {
        let word = self.cursor.word();
        let shown = if self.date_follows() { self.cursor.chunk() } else { word };
        let behind = self.cursor.after(&shown).word();
        let days = if shown.is("working") {
            format!("{} {}", shown.text, behind.text)
        } else {
            brief(shown.text).to_owned()
        };
        let message = format!("before the days stands \"on\": \"on {days}\"");
        PhraseError::new(shown.place, message).suggests(Some(format!("on {days}")))
    }

    fn another_sentence_follows(&self, word: &Word<'_>) -> bool {
        let kind = self.cursor.chunk().lower();
        word.is("scale")
            || word.is("\"")
            || word.is_digits()
            || words::number(word.text).is_some()
            || kind.starts_with("deployment/")
            || kind.starts_with("statefulset/")
            || self.cursor.after(&self.cursor.chunk()).word().is("to")
    }
}

/// Puts a part into its place, which must be free.
pub(crate) fn once<T>(
    slot: &mut Option<T>,
    value: T,
    place: Range<usize>,
    twice: impl Fn() -> String,
) -> Result<()> {
    if slot.is_some() {
        return Err(PhraseError::new(place, twice()));
    }
    *slot = Some(value);
    Ok(())
}

/// Days of the week and dates make two entries.
pub(crate) fn days_and_dates(
    draft: &Draft,
    place: Range<usize>,
    first: Option<Days>,
    second: Days,
) -> PhraseError {
    let message = format!(
        "one entry has days of the week or dates, not both; write two: \"{} to {}; {}\"",
        draft.target.short(),
        draft.advice(first, draft.times),
        draft.advice(Some(second), draft.times)
    );
    PhraseError::new(place, message)
}

/// ", not X", unless nothing is there.
fn not(word: &Word<'_>) -> String {
    if word.is_end() { String::new() } else { format!(", not {}", quoted(word.text)) }
}

/// What may still be said in this sentence.
pub(crate) fn open(draft: &Draft) -> Vec<&'static str> {
    let parts = [
        (draft.days.is_none(), "days such as \"at weekends\""),
        (draft.times.is_none(), "times such as \"from 16:00 to 18:00\""),
        (draft.zone.is_none(), "a time zone such as \"(Europe/Berlin)\""),
        (draft.priority.is_none(), "\"priority 10\""),
        (true, "\"otherwise\" and a number"),
        (true, "\";\" and another sentence"),
    ];
    parts.into_iter().filter(|(free, _)| *free).map(|(_, part)| part).collect()
}
