//! Why a text cannot be read: where, what is wrong, what could stand there instead. How it looks is in `render`.

use std::fmt;
use std::ops::Range;

use easyscale_schedule::is_unprintable;

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseError {
    /// The bytes of the text that are meant; both ends are on boundaries of characters. Empty where something is missing.
    pub place: Range<usize>,
    /// What is wrong, and the fix.
    pub message: String,
    /// What could stand there, in plain words.
    pub expected: Vec<String>,
    /// The known word that looks most like what was written.
    pub suggestion: Option<String>,
}

pub(crate) type Result<T> = std::result::Result<T, PhraseError>;

impl PhraseError {
    pub(crate) fn new(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { place, message: printable(message.into()), expected: Vec::new(), suggestion: None }
    }

    pub(crate) fn expects<S: Into<String>>(mut self, expected: impl IntoIterator<Item = S>) -> Self {
        self.expected = expected.into_iter().map(Into::into).collect();
        self
    }

    pub(crate) fn suggests(mut self, suggestion: Option<impl Into<String>>) -> Self {
        let is_help = |text: &String| text.len() <= LONGEST_SUGGESTION && !text.contains(is_unprintable);
        self.suggestion = suggestion.map(Into::into).filter(is_help);
        self
    }
}

impl fmt::Display for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean {suggestion:?}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PhraseError {}

/// Messages repeat what was written, and are printed on terminals, which some characters would steer.
fn printable(message: String) -> String {
    if message.contains(is_unprintable) { message.replace(is_unprintable, "\u{fffd}") } else { message }
}

/// Longer words are cut in messages: the point is to show which one is meant.
const SHOWN: usize = 40;

/// No longer than a target with the longest name in Kubernetes; more is no help.
const LONGEST_SUGGESTION: usize = 300;

/// A word as it goes into advice, where it is not too long for that.
pub(crate) fn brief(word: &str) -> &str {
    if word.chars().count() <= SHOWN { word } else { "…" }
}

/// A word as messages show it: in quotes, not too long.
pub(crate) fn quoted(word: &str) -> String {
    if word.chars().count() <= SHOWN {
        return format!("{word:?}");
    }
    let cut: String = word.chars().take(SHOWN).chain(['…']).collect();
    format!("{cut:?}")
}
