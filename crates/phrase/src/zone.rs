//! Time zones: in parentheses any name of the database; elsewhere only names that cannot be anything else.

use std::ops::Range;

use easyscale_schedule::{Zone, ZoneError};

use crate::clause::once;
use crate::cursor::Word;
use crate::error::{PhraseError, Result, quoted};
use crate::statement::{Draft, Reader};
use crate::words;

impl Reader<'_> {
    /// Whether a name follows that can only be a zone: UTC, or one with a slash that is no target.
    pub(crate) fn zone_follows(&self) -> bool {
        let chunk = self.cursor.chunk();
        let lower = chunk.lower();
        let target = lower.starts_with("deployment/") || lower.starts_with("statefulset/");
        lower == "utc"
            || lower.contains('/') && !target && lower.starts_with(|first: char| first.is_alphabetic())
    }

    pub(crate) fn bare_zone(&mut self) -> Result<Zone> {
        let chunk = self.cursor.chunk();
        self.cursor.take(&chunk);
        self.cursor.eat(&["time"]);
        self.look_up(&chunk)
    }

    pub(crate) fn zone_in_parentheses(&mut self) -> Result<Zone> {
        let open = self.cursor.word();
        self.cursor.take(&open);
        let rest = self.cursor.rest();
        let Some(close) = rest.find(')') else {
            let message = "this parenthesis is not closed";
            return Err(PhraseError::new(open.place, message).expects(["a time zone and \")\""]));
        };
        let inside = &rest[..close];
        let name = inside.trim();
        let start = self.cursor.at() + inside.len() - inside.trim_start().len();
        let end = self.cursor.at() + close + 1;
        if name.is_empty() {
            let message = "in parentheses stands a time zone";
            return Err(PhraseError::new(open.place.start..end, message).expects([EXAMPLE]));
        }
        let zone = self.look_up(&Word { text: name, place: start..start + name.len() })?;
        self.cursor.go_to(end);
        Ok(zone)
    }

    fn look_up(&self, name: &Word<'_>) -> Result<Zone> {
        self.zones.zone(name.text).map_err(|error| {
            let message = format!("there is no time zone {}", quoted(name.text));
            PhraseError::new(name.place.clone(), message).expects([EXAMPLE]).suggests(nearest(error))
        })
    }

    pub(crate) fn set_zone(&self, draft: &mut Draft, zone: Zone, start: usize) -> Result<()> {
        let other = draft.zone.clone().map_or_else(String::new, |zone| zone.to_string());
        let new = zone.to_string();
        once(&mut draft.zone, zone, start..self.cursor.at(), || {
            format!("one entry has one time zone: {other} or {new}; write another sentence for the other")
        })
    }

    /// What behind "in" is no day: a length of time, or a zone without its slash.
    pub(crate) fn relative_or_zone(&self, before: &Word<'_>) -> Option<PhraseError> {
        let word = self.cursor.word();
        if word.is_digits() || words::number(word.text).is_some() || word.is_any(&["a", "an", "half"]) {
            let unit = self.cursor.after(&word).word();
            let message = "a rule does not count from now; write the times, as in \"from 16:00 to 18:00\"";
            return Some(PhraseError::new(before.place.start..unit.place.end, message));
        }
        if words::nearest_day(word.text).is_some() || word.is_end() {
            return None;
        }
        let chunk = self.cursor.chunk();
        match self.zones.zone(chunk.text) {
            Ok(zone) => Some(zone_needs_parentheses(zone.name(), chunk.place)),
            Err(error) => {
                let nearest = nearest(error)?;
                let message = format!("{} is neither a day nor a time zone", quoted(chunk.text));
                Some(PhraseError::new(chunk.place, message).suggests(Some(nearest)))
            }
        }
    }
}

const EXAMPLE: &str = "a time zone such as Europe/Berlin";

/// A name without a slash could be anything, so it is written in parentheses.
pub(crate) fn zone_needs_parentheses(zone: &str, place: Range<usize>) -> PhraseError {
    let message = format!("this time zone is written in parentheses: \"({zone})\"");
    PhraseError::new(place, message).suggests(Some(format!("({zone})")))
}

fn nearest(error: ZoneError) -> Option<String> {
    match error {
        ZoneError::Unknown { nearest, .. } => nearest,
        _ => None,
    }
}
