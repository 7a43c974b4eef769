//! Days: every day, days of the week, dates.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use easyscale_schedule::{Days, WeekdaySet};

use crate::MAX_DATES;
use crate::clause::days_and_dates;
use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::span::Day;
use crate::statement::{Draft, Reader};
use crate::words;

/// The days of a list while it is read.
#[derive(Default)]
struct List {
    weekdays: Vec<Weekday>,
    dates: BTreeSet<NaiveDate>,
    /// One of the days, if the list is only that one.
    only: Option<Day>,
    items: usize,
}

impl Reader<'_> {
    /// The days behind "on", "every" and their like.
    pub(crate) fn days(&mut self, before: &Word<'_>, draft: &Draft) -> Result<Days> {
        if before.is_any(&["every", "each"]) {
            if self.cursor.eat(&["day"]).is_some() {
                return Ok(Days::Every);
            }
        } else if before.is("on") && self.eat_no_day() {
            return Ok(Days::Weekdays(WeekdaySet::default()));
        } else {
            self.cursor.eat(&["the"]);
        }
        self.refuse_moment(before, draft)?;
        let start = self.cursor.start();
        let mut list = List::default();
        self.item(before, &mut list)?;
        while self.another_item()? {
            self.item(before, &mut list)?;
        }
        if list.items == 1
            && let Some(day) = list.only
            && let Some(error) = self.span_behind_day(draft, day, start)
        {
            return Err(error);
        }
        if list.items == 1 && list.only.is_some() && before.is("from") {
            return Err(self.open_ended(before, start));
        }
        list.days(draft, start..self.cursor.at())
    }

    /// "from Monday" may mean that one day, or all days from then on: it is not guessed which.
    fn open_ended(&self, before: &Word<'_>, day: usize) -> PhraseError {
        let day = self.cursor.text_of(day..self.cursor.at());
        let message = format!(
            "\"from {day}\" may mean that day alone or every day after it; write \"on {day}\", or the days from \
             the first to the last, as in \"from Monday to Friday\""
        );
        PhraseError::new(before.place.start..self.cursor.at(), message).suggests(Some("on"))
    }

    /// "no day" is how an entry without days is said. It never holds.
    fn eat_no_day(&mut self) -> bool {
        let mut ahead = self.cursor.clone();
        let follows = ahead.eat(&["no"]).is_some() && ahead.eat(&["day"]).is_some();
        if follows {
            self.cursor = ahead;
        }
        follows
    }

    /// Goes behind what joins two items, if another item follows.
    fn another_item(&mut self) -> Result<bool> {
        let mut ahead = self.clone();
        let comma = ahead.cursor.eat(&[","]);
        let and = ahead.cursor.eat(&["and"]);
        if comma.is_none() && and.is_none() {
            return Ok(false);
        }
        ahead.cursor.eat(&["the"]);
        if ahead.day_follows() || ahead.date_follows() {
            *self = ahead;
            return Ok(true);
        }
        // Behind "and" only a day makes sense, unless it was meant to join the parts of the sentence.
        let word = ahead.cursor.word();
        let joins =
            word.is_any(&["on", "at", "in", "every", "each", "all", "with", "priority", "(", "during"]);
        if and.is_some() && !joins && !word.is_any(&["from", "between"]) && !ahead.time_follows() {
            return Err(ahead.no_day_here(&Word { text: "and", place: ahead.cursor.at()..ahead.cursor.at() }));
        }
        Ok(false)
    }

    pub(crate) fn day_follows(&self) -> bool {
        let word = self.cursor.word();
        words::is_day(word.text)
            || word.is("working") && self.cursor.after(&word).word().is_any(&["day", "days"])
    }

    fn item(&mut self, before: &Word<'_>, list: &mut List) -> Result<()> {
        list.items += 1;
        if self.date_follows() {
            return self.date_item(list);
        }
        let word = self.cursor.word();
        if let Some(day) = words::day(word.text) {
            self.cursor.take(&word);
            list.only = Some(Day::Week(day));
            return self.range_of_days(&word, day, list);
        }
        if !self.day_follows() {
            return Err(self.no_day_here(before));
        }
        self.cursor.take(&word);
        if word.is("working") {
            self.cursor.eat(&["day", "days"]);
        }
        list.only = None;
        list.weekdays.extend(if word.is_any(&words::WEEKEND) { &WEEKEND[..] } else { &WORKING[..] });
        Ok(())
    }

    /// "Friday to Monday" goes on over the end of the week.
    fn range_of_days(&mut self, word: &Word<'_>, first: Weekday, list: &mut List) -> Result<()> {
        let mut ahead = self.cursor.clone();
        let joined = ahead.eat_dash().or_else(|| ahead.eat(&["to", "through"]));
        let Some(joint) = joined else {
            self.refuse_until(word)?;
            list.weekdays.push(first);
            return Ok(());
        };
        let behind = ahead.word();
        let Some(end) = words::day(behind.text) else {
            let message = format!(
                "behind {} stands another day, as in \"Monday to Friday\"",
                quoted(&format!("{} {}", word.text, joint.text))
            );
            let near = words::nearest_day(behind.text);
            let place = if behind.is_end() { joint.place } else { behind.place };
            return Err(PhraseError::new(place, message).expects(["a day of the week"]).suggests(near));
        };
        if first == end {
            let message = format!(
                "{} to {} is one day or eight; write \"on {}\" or \"every day\"",
                word.text, behind.text, word.text
            );
            return Err(PhraseError::new(word.place.start..behind.place.end, message));
        }
        ahead.take(&behind);
        self.cursor = ahead;
        list.only = None;
        list.weekdays.extend(days_between(first, end));
        Ok(())
    }

    /// "Monday until Friday": it might leave Friday out.
    fn refuse_until(&self, first: &Word<'_>) -> Result<()> {
        let joint = self.cursor.word();
        let last = self.cursor.after(&joint).word();
        if !joint.is_any(&["until", "till", "til"]) || words::day(last.text).is_none() {
            return Ok(());
        }
        let message =
            format!("days are joined with \"to\": \"{} to {}\", both included", first.text, last.text);
        Err(PhraseError::new(joint.place, message).suggests(Some("to")))
    }

    fn date_item(&mut self, list: &mut List) -> Result<()> {
        let start = self.cursor.start();
        let date = self.date()?;
        self.refuse_range_of_dates(date, start)?;
        list.only = Some(Day::Date(date));
        list.dates.insert(date);
        if list.dates.len() > MAX_DATES {
            let message =
                format!("one entry can list {MAX_DATES} dates; write another sentence for the others");
            return Err(PhraseError::new(start..self.cursor.at(), message));
        }
        Ok(())
    }

    /// "at 18:00" is a moment; only a window can be kept.
    fn refuse_moment(&self, before: &Word<'_>, draft: &Draft) -> Result<()> {
        if !self.time_follows() {
            return Ok(());
        }
        let mut ahead = self.clone();
        if let Ok((start, end)) = ahead.times(draft, before.place.start) {
            let message = format!(
                "before times stands \"from\", not {}: \"from {start} to {end}\"",
                quoted(before.text)
            );
            return Err(PhraseError::new(before.place.clone(), message).suggests(Some("from")));
        }
        let mut ahead = self.clone();
        let time = ahead.cursor.word();
        let end = ahead.time().map_or(time.place.end, |_| ahead.cursor.at());
        let message = "this is a moment, and a number holds for a while; write from when to when, as in \
                       \"from 18:00 to 20:00\"";
        Err(PhraseError::new(before.place.start..end, message)
            .expects(["times such as \"from 18:00 to 20:00\""]))
    }

    fn no_day_here(&self, before: &Word<'_>) -> PhraseError {
        if let Some(error) = self.undated().or_else(|| self.refused()) {
            return error;
        }
        let word = self.cursor.word();
        if before.is("in")
            && let Some(error) = self.relative_or_zone(before)
        {
            return error;
        }
        if before.is_any(&["every", "each"]) && (word.is_digits() || words::number(word.text).is_some()) {
            return self.interval(before);
        }
        let message = if word.is_end() || matches!(word.text, ";" | "." | ",") {
            let what = if before.is("from") { "a time or a day" } else { "a day" };
            format!("here {what} is missing, behind {}", quoted(before.text))
        } else if before.is("from") {
            format!("{} is neither a time nor a day", quoted(word.text))
        } else {
            format!("{} is not a day", quoted(word.text))
        };
        let mut expected =
            vec!["a day such as Monday", "\"weekdays\"", "\"weekends\"", "a date such as 2026-12-25"];
        if before.is("from") {
            expected.insert(0, "a time such as 16:00");
        } else if before.is("in") {
            expected.push("a time zone such as Europe/Berlin");
        } else if before.is_any(&["every", "each"]) {
            expected.insert(0, "\"day\"");
        }
        let near = words::nearest_day(word.text);
        let times = if before.is("from") { &["noon", "midnight"][..] } else { &[] };
        let near = near.or_else(|| words::nearest_of(word.text, times.iter().copied()));
        PhraseError::new(word.place, message).expects(expected).suggests(near)
    }
}

const WORKING: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
const WEEKEND: [Weekday; 2] = [Weekday::Sat, Weekday::Sun];

/// From `first` to `last`, both included, over the end of the week if need be.
pub(crate) fn days_between(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let mut days = vec![first];
    let mut day = first;
    while day != last {
        day = day.succ();
        days.push(day);
    }
    days
}

impl List {
    fn days(self, draft: &Draft, place: std::ops::Range<usize>) -> Result<Days> {
        let weekdays: WeekdaySet = self.weekdays.into_iter().collect();
        let days = if weekdays == WeekdaySet::ALL { Days::Every } else { Days::Weekdays(weekdays) };
        if self.dates.is_empty() {
            return Ok(days);
        }
        let dates = Days::Dates(self.dates.into_iter().collect());
        if weekdays.is_empty() { Ok(dates) } else { Err(days_and_dates(draft, place, Some(days), dates)) }
    }
}
