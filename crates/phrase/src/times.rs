//! Windows: "from 16:00 to 18:00", "between 4pm and 6:30 pm", "from noon to midnight".

use std::ops::Range;

use easyscale_schedule::TimeOfDay;

use crate::clause::once;
use crate::clock::Said;
use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::statement::{Draft, Reader};
use crate::words;

impl Reader<'_> {
    /// The times behind "from" or "between".
    pub(crate) fn window(&mut self, draft: &mut Draft, start: usize) -> Result<()> {
        let times = self.times(draft, start)?;
        if draft.times.is_some() {
            return Err(second_window(draft, times, start..self.cursor.at()));
        }
        self.set_times(draft, Some(times), start)
    }

    pub(crate) fn set_times(
        &self,
        draft: &mut Draft,
        times: Option<(TimeOfDay, TimeOfDay)>,
        start: usize,
    ) -> Result<()> {
        let times = times.unwrap_or((TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY));
        once(&mut draft.times, times, start..self.cursor.at(), || "the times are said twice".to_owned())
    }

    pub(crate) fn times(&mut self, draft: &Draft, place: usize) -> Result<(TimeOfDay, TimeOfDay)> {
        if self.day_follows() {
            let mut ahead = self.clone();
            let span = ahead.one_day().and_then(|day| ahead.span_behind_day(draft, day, place));
            if let Some(error) = span {
                return Err(error);
            }
            let message = "\"between\" is for times; days are joined with \"from\" and \"to\": \"from Monday to Friday\"";
            return Err(PhraseError::new(self.cursor.word().place, message).suggests(Some("from")));
        }
        let first = self.cursor.word();
        let start = self.time()?.time;
        if let Some(error) = self.span_behind_time(draft, start, place) {
            return Err(error);
        }
        if start == TimeOfDay::END_OF_DAY {
            let message = "24:00 is midnight at the end of a day and can only be an end; write 00:00";
            return Err(PhraseError::new(first.place, message).suggests(Some("00:00")));
        }
        self.until(&first)?;
        let last = self.cursor.word();
        let said = self.time()?;
        let end = said.as_end(start);
        if start == end {
            let message = format!(
                "a window cannot start and end at {start}; write 00:00 to 24:00, or leave both out, for a whole day"
            );
            return Err(
                PhraseError::new(first.place.start..self.cursor.at(), message).suggests(Some("all day"))
            );
        }
        self.next_day(draft, start, said, first.place.start..last.place.end)?;
        Ok((start, end))
    }

    fn until(&mut self, first: &Word<'_>) -> Result<()> {
        if self.cursor.eat_dash().or_else(|| self.cursor.eat(&["to", "and", "until"])).is_some() {
            return Ok(());
        }
        let word = self.cursor.word();
        let message = format!(
            "until when? Behind {} stand \"to\" and the end, as in \"from 16:00 to 18:00\"",
            quoted(first.text)
        );
        let near = if word.is_any(&["till", "til"]) {
            Some("until")
        } else {
            words::nearest_of(word.text, ["to", "and", "until"].into_iter())
        };
        Err(PhraseError::new(word.place, message).expects(["\"to\" and a time"]).suggests(near))
    }

    /// "the next day" may be said where it is true; it changes nothing.
    fn next_day(&mut self, draft: &Draft, start: TimeOfDay, end: Said, times: Range<usize>) -> Result<()> {
        let mut ahead = self.cursor.clone();
        ahead.eat(&["the"]);
        let day = ahead.eat(&["next"]).and_then(|_| ahead.eat(&["day"]));
        let Some(day) = day else { return Ok(()) };
        if !end.midnight && end.time < start {
            self.cursor = ahead;
            return Ok(());
        }
        let until = end.time;
        let name = draft.target.short();
        let replicas = draft.replicas;
        let message = if end.midnight || until == TimeOfDay::END_OF_DAY {
            "leave out \"the next day\": the end is midnight at the end of the same day, and a window is never longer \
             than a day"
                .to_owned()
        } else {
            format!(
                "from {start} to {until} the next day is longer than a day; leave out \"the next day\", or write one \
                 entry for each day, such as \"{name} to {replicas} on Monday from {start} to 24:00; {replicas} on \
                 Tuesday from 00:00 to {until}\""
            )
        };
        Err(PhraseError::new(times.start..day.place.end, message))
    }

    /// Times without "from": a second window, or a word is missing.
    pub(crate) fn times_without_from(&mut self, draft: &Draft) -> PhraseError {
        let start = self.cursor.start();
        let word = self.cursor.word();
        self.cursor.eat(&["from", "between"]);
        let read = self.times(draft, start);
        match (read, draft.times) {
            (Err(error), _) => error,
            (Ok(times), Some(_)) => second_window(draft, times, start..self.cursor.at()),
            (Ok((start, end)), None) => {
                let message = format!("before the times stands \"from\": \"from {start} to {end}\"");
                PhraseError::new(word.place, message).suggests(Some(format!("from {}", word.text)))
            }
        }
    }
}

fn second_window(draft: &Draft, times: (TimeOfDay, TimeOfDay), place: Range<usize>) -> PhraseError {
    let advice = draft.advice(draft.days.clone(), Some(times));
    let message =
        format!("one entry has one window a day; write another sentence for this one: \"; {advice}\"");
    PhraseError::new(place, message)
}
