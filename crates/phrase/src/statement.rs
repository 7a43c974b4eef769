//! One sentence: a name in quotes if there is one, then an entry or "otherwise" and a number.

use std::ops::Range;

use easyscale_schedule::{Days, Entry, TimeOfDay, Zone, ZoneDatabase};

use crate::cursor::{Cursor, Word, is_space};
use crate::error::{PhraseError, Result, quoted};
use crate::{Direction, Target, Wish, words};

/// Reads along the text. Each part of the grammar is a method of it, in the file of that part.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) zones: &'a ZoneDatabase,
    zone: &'a Zone,
}

pub(crate) enum Statement {
    Entry(Target, Box<Wish>),
    Default(u32, Range<usize>),
}

/// An entry while it is read.
pub(crate) struct Draft {
    pub(crate) target: Target,
    pub(crate) replicas: u32,
    pub(crate) days: Option<Days>,
    pub(crate) times: Option<(TimeOfDay, TimeOfDay)>,
    pub(crate) zone: Option<Zone>,
    pub(crate) priority: Option<i32>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, zones: &'a ZoneDatabase, zone: &'a Zone) -> Self {
        Self { cursor: Cursor::new(text), zones, zone }
    }

    /// Fails where a sentence must begin and none does.
    pub(crate) fn something_to_read(&self, after_another: bool) -> Result<()> {
        let word = self.cursor.word();
        let message = match word.text {
            "" => "there is nothing to read",
            ";" | "." if after_another => "a sentence is missing here",
            ";" | "." | "," => "the text begins with a sentence",
            _ => return Ok(()),
        };
        Err(PhraseError::new(word.place, message).expects([FIRST]))
    }

    /// Goes behind the end of a sentence; true if it was the last one.
    pub(crate) fn ends(&mut self) -> Result<bool> {
        let word = self.cursor.word();
        if word.is("otherwise") {
            return Ok(false);
        }
        if self.cursor.eat(&[";", "."]).is_some() || word.is_end() {
            return Ok(self.cursor.word().is_end());
        }
        let clause =
            ["on", "at", "in", "from", "between", "every", "each", "during", "all", "with", "priority", "("];
        let message = if word.is_any(&clause) {
            "\"otherwise\" has a number only: it holds whenever no entry does".to_owned()
        } else {
            format!("behind \"otherwise\" and its number stands \";\" or nothing, not {}", quoted(word.text))
        };
        Err(PhraseError::new(word.place, message).expects(["\";\" and another sentence", "the end"]))
    }

    /// One sentence; `last` is the target named last, which it may leave out.
    pub(crate) fn statement(&mut self, last: Option<&Target>) -> Result<Statement> {
        let start = self.cursor.start();
        let name = self.name()?;
        if let Some(word) = self.cursor.eat(&["otherwise"]) {
            return self.otherwise(&word, name.is_some());
        }
        let scale = self.cursor.eat(&["scale"]).is_some();
        let direction = if scale { self.direction() } else { None };
        let target = self.target_or_last(scale, last)?;
        let replicas = self.number("a number of replicas")?;
        self.cursor.eat(&words::UNITS);
        self.target_behind_number(replicas)?;
        let mut draft = Draft { target, replicas, days: None, times: None, zone: None, priority: None };
        let place = start..self.clauses(&mut draft)?;
        Ok(self.finish(name.unwrap_or_default(), draft, direction, place))
    }

    fn finish(
        &self,
        name: String,
        draft: Draft,
        direction: Option<Direction>,
        place: Range<usize>,
    ) -> Statement {
        let zone_is_named = draft.zone.is_some();
        let entry = draft.entry(name, self.zone);
        Statement::Entry(draft.target, Box::new(Wish { entry, direction, zone_is_named, place }))
    }

    fn otherwise(&mut self, otherwise: &Word<'_>, named: bool) -> Result<Statement> {
        if named {
            let message = "a name in quotes is for an entry; what holds otherwise has none";
            return Err(PhraseError::new(otherwise.place.clone(), message));
        }
        self.cursor.eat(&["keep", "to"]);
        let replicas = self.number("a number of replicas")?;
        self.cursor.eat(&words::UNITS);
        Ok(Statement::Default(replicas, otherwise.place.start..self.cursor.at()))
    }

    fn direction(&mut self) -> Option<Direction> {
        let word = self.cursor.eat(&["up", "out", "down", "in"])?;
        Some(if word.is_any(&["up", "out"]) { Direction::Up } else { Direction::Down })
    }

    /// The name before the entry, in double quotes, with its colon.
    fn name(&mut self) -> Result<Option<String>> {
        let quote = self.cursor.word();
        if quote.text.starts_with(['“', '”', '„', '«', '»', '‘', '’', '\'', '`']) {
            let message =
                "the name of an entry stands in straight double quotes: \"Night shift\": web to 2 …";
            return Err(PhraseError::new(quote.place, message));
        }
        if !quote.is("\"") {
            return Ok(None);
        }
        self.cursor.take(&quote);
        let name = self.quoted_text(quote.place.start)?;
        let rest = self.cursor.rest();
        let trimmed = rest.trim_start_matches(is_space);
        let colon = self.cursor.at() + rest.len() - trimmed.len();
        if !trimmed.starts_with(':') {
            let message = "behind the name of an entry stands a colon: \"Night shift\": web to 2 …";
            return Err(PhraseError::new(self.cursor.word().place, message).expects(["\":\""]));
        }
        self.cursor.go_to(colon + 1);
        Ok(Some(name))
    }

    /// The text up to the closing quote. `\"` and `\\` stand for a quote and a backslash.
    fn quoted_text(&mut self, start: usize) -> Result<String> {
        let at = self.cursor.at();
        let mut name = String::new();
        let mut chars = self.cursor.rest().char_indices();
        while let Some((here, c)) = chars.next() {
            match c {
                '"' => {
                    self.cursor.go_to(at + here + 1);
                    return Ok(name);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => name.push(escaped),
                    other => {
                        let end = at + here + 1 + other.map_or(0, |(_, c)| c.len_utf8());
                        let message = "inside a name a backslash stands only before a quote or another backslash: \\\" or \\\\";
                        return Err(PhraseError::new(at + here..end, message));
                    }
                },
                c => name.push(c),
            }
        }
        let message = "this name has no closing quote";
        Err(PhraseError::new(start..at + self.cursor.rest().len(), message).expects(["\" and \":\""]))
    }
}

/// How a text may begin.
pub(crate) const FIRST: &str = "a sentence such as \"web to 2 at weekends\"";

impl Draft {
    /// The entry, with what was not said filled in.
    pub(crate) fn entry(&self, name: String, zone: &Zone) -> Entry {
        let (start, end) = self.times.unwrap_or((TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY));
        Entry {
            name,
            days: self.days.clone().unwrap_or(Days::Every),
            start,
            end,
            replicas: self.replicas,
            priority: self.priority.unwrap_or_default(),
            zone: self.zone.clone().unwrap_or_else(|| zone.clone()),
        }
    }

    /// A sentence about the same target and number, as advice: "; 5 on Monday from 09:00 to 12:00".
    pub(crate) fn advice(&self, days: Option<Days>, times: Option<(TimeOfDay, TimeOfDay)>) -> String {
        format!("{} {}", self.replicas, when(days.unwrap_or(Days::Every), times))
    }
}

/// Days and times in canonical words, without a zone.
pub(crate) fn when(days: Days, times: Option<(TimeOfDay, TimeOfDay)>) -> String {
    let (start, end) = times.unwrap_or((TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY));
    let entry = Entry { name: String::new(), days, start, end, replicas: 0, priority: 0, zone: Zone::utc() };
    let when = entry.when();
    when.strip_suffix(" (UTC)").unwrap_or(&when).to_owned()
}
