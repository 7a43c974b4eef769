//! A place in the text and what stands there. It cuts the text into words; what they mean is decided elsewhere.
//!
//! A hyphen belongs to names, dates and zones, and stands between days and times. So there are two ways to cut:
//! [`Cursor::chunk`] keeps hyphens inside, [`Cursor::word`] ends before them. Whoever reads knows which one is due.

use std::ops::Range;

/// A piece of the text. Empty at the end of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: Range<usize>,
}

impl Word<'_> {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(crate) fn is_end(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn is_dash(&self) -> bool {
        self.text.chars().next().is_some_and(is_dash) && self.text.chars().count() == 1
    }

    pub(crate) fn is_digits(&self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    pub(crate) fn starts_with_digit(&self) -> bool {
        self.text.starts_with(|first: char| first.is_ascii_digit())
    }

    pub(crate) fn lower(&self) -> String {
        self.text.to_ascii_lowercase()
    }
}

#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next word; it ends before a hyphen.
    pub(crate) fn word(&self) -> Word<'a> {
        self.cut(is_dash)
    }

    /// The next word with the hyphens inside it.
    pub(crate) fn chunk(&self) -> Word<'a> {
        self.cut(|c| c != '-' && is_dash(c))
    }

    fn cut(&self, ends: impl Fn(char) -> bool) -> Word<'a> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            let end = self.text.trim_end_matches(is_space).len();
            return Word { text: "", place: end..end };
        }
        let start = self.text.len() - trimmed.len();
        let length = length(trimmed, ends);
        Word { text: &trimmed[..length], place: start..start + length }
    }

    /// Where the next word starts.
    pub(crate) fn start(&self) -> usize {
        self.word().place.start
    }

    /// Goes behind `word`.
    pub(crate) fn take(&mut self, word: &Word<'_>) {
        self.go_to(word.place.end);
    }

    /// Goes to `at`, which must be on a boundary of a character; never backwards.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    /// Goes behind the next word if it is one of these.
    pub(crate) fn eat(&mut self, words: &[&str]) -> Option<Word<'a>> {
        let word = self.word();
        if !word.is_any(words) {
            return None;
        }
        self.take(&word);
        Some(word)
    }

    /// Goes behind a hyphen or a longer dash.
    pub(crate) fn eat_dash(&mut self) -> Option<Word<'a>> {
        let word = self.word();
        if !word.is_dash() {
            return None;
        }
        self.take(&word);
        Some(word)
    }

    /// What stands behind `word`.
    pub(crate) fn after(&self, word: &Word<'_>) -> Self {
        let mut behind = self.clone();
        behind.take(word);
        behind
    }

    /// The text from here on, spaces included.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where the cursor is: behind what was read last.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What stands at a place that was read already.
    pub(crate) fn text_of(&self, place: Range<usize>) -> &'a str {
        self.text.get(place).unwrap_or_default()
    }
}

fn length(text: &str, ends: impl Fn(char) -> bool) -> usize {
    for (at, c) in text.char_indices() {
        if at == 0 && (is_mark(c) || ends(c) || ends_sentence(text)) {
            return c.len_utf8();
        }
        if is_space(c) || is_mark(c) || ends(c) || ends_sentence(&text[at..]) {
            return at;
        }
    }
    text.len()
}

/// A full stop inside a word belongs to it ("web.v2", "a.m."); before a space it ends the sentence.
fn ends_sentence(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| rest.chars().next().is_none_or(is_space))
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '"')
}

/// The hyphen and its longer relatives, up to the minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Spaces, also those without width that come along when text is copied.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}
