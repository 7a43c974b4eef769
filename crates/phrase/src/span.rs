//! "from Friday 18:00 to Monday 06:00": one entry has a window a day, so such a span is refused, and the entries that
//! mean it are printed.

use chrono::{NaiveDate, TimeDelta, Weekday};
use easyscale_schedule::{Days, TimeOfDay};

use crate::MAX_DATES;
use crate::days::days_between;
use crate::error::PhraseError;
use crate::statement::{Draft, Reader, when};
use crate::words;

/// A day that a span begins or ends on.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Day {
    Week(Weekday),
    Date(NaiveDate),
}

impl Reader<'_> {
    /// The error for a span whose first day has been read; `None` if no span follows.
    pub(crate) fn span_behind_day(&self, draft: &Draft, day: Day, start: usize) -> Option<PhraseError> {
        let mut ahead = self.clone();
        ahead.cursor.eat(&["at"]);
        if !ahead.time_follows() {
            return None;
        }
        let time = ahead.time().ok()?.time;
        ahead.span(draft, day, time, start)
    }

    /// The same for "from 18:00 on Friday to 06:00 on Monday", whose first time has been read.
    pub(crate) fn span_behind_time(
        &self,
        draft: &Draft,
        time: TimeOfDay,
        start: usize,
    ) -> Option<PhraseError> {
        let mut ahead = self.clone();
        ahead.cursor.eat(&["on"]);
        let day = ahead.one_day()?;
        ahead.span(draft, day, time, start)
    }

    fn span(&mut self, draft: &Draft, day: Day, time: TimeOfDay, start: usize) -> Option<PhraseError> {
        self.cursor.eat_dash().or_else(|| self.cursor.eat(&["to", "and", "until", "through"]))?;
        let (last_day, last_time) = self.day_and_time()?;
        let entries = entries((day, time), (last_day, last_time));
        let message = match entries {
            Some(entries) => format!(
                "one entry has a window on each of its days, not one over several days; write \"{}\"",
                sentences(draft, &entries)
            ),
            None => "one entry has a window on each of its days, not one over several days; write one for the first \
                     day until 24:00, one for the days between, one for the last day from 00:00"
                .to_owned(),
        };
        Some(PhraseError::new(start..self.cursor.at(), message))
    }

    /// "Monday 06:00", "Monday at 06:00" or "06:00 on Monday".
    fn day_and_time(&mut self) -> Option<(Day, TimeOfDay)> {
        self.cursor.eat(&["on"]);
        if let Some(day) = self.one_day() {
            self.cursor.eat(&["at"]);
            return Some((day, self.time().ok()?.time));
        }
        let time = self.time().ok()?.time;
        self.cursor.eat(&["on"]);
        Some((self.one_day()?, time))
    }

    pub(crate) fn one_day(&mut self) -> Option<Day> {
        if self.date_follows() {
            return self.date().ok().map(Day::Date);
        }
        let word = self.cursor.word();
        let day = words::day(word.text)?;
        self.cursor.take(&word);
        Some(Day::Week(day))
    }
}

type Times = (TimeOfDay, TimeOfDay);

fn sentences(draft: &Draft, entries: &[(Days, Times)]) -> String {
    let each = entries
        .iter()
        .map(|(days, times)| format!("{} {}", draft.replicas, when(days.clone(), Some(*times))));
    format!("{} to {}", draft.target.short(), each.collect::<Vec<_>>().join("; "))
}

/// The entries that together mean the span; `None` if it goes backwards or is too long to list.
fn entries(from: (Day, TimeOfDay), to: (Day, TimeOfDay)) -> Option<Vec<(Days, Times)>> {
    let mut days = days_from_to(from, to)?;
    let (start, mut end) = (from.1, to.1);
    // Until 00:00 is until the end of the day before.
    if end == TimeOfDay::MIDNIGHT && days.len() > 1 {
        days.pop();
        end = TimeOfDay::END_OF_DAY;
    }
    let [first, between @ .., last] = days.as_slice() else {
        let only = *days.first()?;
        return (start < end).then(|| vec![(listed(&[only]), (start, end))]);
    };
    if between.is_empty() && end < start {
        return Some(vec![(listed(&[*first]), (start, end))]);
    }
    let mut whole = between.to_vec();
    let mut entries = Vec::new();
    if start == TimeOfDay::MIDNIGHT {
        whole.insert(0, *first);
    } else {
        entries.push((listed(&[*first]), (start, TimeOfDay::END_OF_DAY)));
    }
    if end == TimeOfDay::END_OF_DAY {
        whole.push(*last);
    }
    if !whole.is_empty() {
        entries.push((listed(&whole), (TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY)));
    }
    if end != TimeOfDay::END_OF_DAY {
        entries.push((listed(&[*last]), (TimeOfDay::MIDNIGHT, end)));
    }
    Some(entries)
}

/// All days of the span in order; a span of days of the week that ends before it starts lasts a week.
fn days_from_to(from: (Day, TimeOfDay), to: (Day, TimeOfDay)) -> Option<Vec<Day>> {
    match (from, to) {
        ((Day::Week(first), start), (Day::Week(last), end)) => {
            let mut days = days_between(first, last);
            if first == last && end <= start {
                days.extend(days_between(first.succ(), last));
            }
            Some(days.into_iter().map(Day::Week).collect())
        }
        ((Day::Date(first), _), (Day::Date(last), _)) => {
            let count = usize::try_from((last - first).num_days()).ok()?.checked_add(1)?;
            let days = (0..).map_while(|ahead| first.checked_add_signed(TimeDelta::days(ahead)));
            (count <= MAX_DATES).then(|| days.take(count).map(Day::Date).collect())
        }
        _ => None,
    }
}

fn listed(days: &[Day]) -> Days {
    let weekday = |day: &Day| if let Day::Week(day) = day { Some(*day) } else { None };
    let date = |day: &Day| if let Day::Date(date) = day { Some(*date) } else { None };
    let dates: Vec<NaiveDate> = days.iter().filter_map(date).collect();
    if dates.is_empty() {
        Days::Weekdays(days.iter().filter_map(weekday).collect())
    } else {
        Days::Dates(dates)
    }
}
