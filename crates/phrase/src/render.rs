//! An error as a person sees it: the message, the line it is about, marks under the word, what could follow.

use easyscale_schedule::is_unprintable;
use unicode_width::UnicodeWidthChar as _;

use crate::PhraseError;

/// Of a longer line only the part around the place is shown.
const LINE: usize = 96;
/// So much is shown before the place then.
const BEFORE: usize = 40;
const INDENT: &str = "  ";

impl PhraseError {
    /// The error with the line of `text` it is about, in several lines, the last one without a line break.
    ///
    /// ```
    /// use easyscale_phrase::parse;
    /// use easyscale_schedule::{Zone, ZoneDatabase};
    ///
    /// let text = "scale web to 2 on wekends";
    /// let error = parse(text, &ZoneDatabase::bundled(), &Zone::utc()).unwrap_err();
    /// let lines = [
    ///     r#""wekends" is not a day"#,
    ///     r#"  scale web to 2 on wekends"#,
    ///     r#"                    ^^^^^^^"#,
    ///     r#"what could follow: a day such as Monday, "weekdays", "weekends", a date such as 2026-12-25"#,
    ///     r#"did you mean "weekends"?"#,
    /// ];
    /// assert_eq!(error.render(text), lines.join("\n"));
    /// ```
    pub fn render(&self, text: &str) -> String {
        let mut lines = vec![self.message.clone()];
        lines.extend(self.picture(text));
        if !self.expected.is_empty() {
            lines.push(format!("what could follow: {}", self.expected.join(", ")));
        }
        if let Some(suggestion) = &self.suggestion {
            lines.push(format!("did you mean {suggestion:?}?"));
        }
        lines.join("\n")
    }

    /// The line of the text and the marks under it; nothing for a text without words.
    fn picture(&self, text: &str) -> Vec<String> {
        let start = boundary(text, self.place.start);
        let end = boundary(text, self.place.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        if text[line_start..line_end].trim().is_empty() {
            return Vec::new();
        }
        let (before, word, behind) =
            (&text[line_start..start], &text[start..end.min(line_end)], &text[end.min(line_end)..line_end]);
        let before = keep_end(&shown(before), BEFORE);
        let word = keep_start(&shown(word), LINE - BEFORE);
        let behind = keep_start(&shown(behind), LINE.saturating_sub(width(&before) + width(&word)));
        vec![
            format!("{INDENT}{before}{word}{behind}").trim_end().to_owned(),
            format!("{INDENT}{}{}", " ".repeat(width(&before)), "^".repeat(width(&word).max(1))),
        ]
    }
}

/// The place, or the next boundary of a character before it.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Tabs as a space, others that are not shown as a sign that one was there: the marks must stay under the word.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\t' || c == '\r' {
                ' '
            } else if is_unprintable(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().map(wide).sum()
}

fn wide(c: char) -> usize {
    c.width().unwrap_or(1)
}

fn keep_start(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut so_far = 1;
    let kept = text.chars().take_while(|&c| {
        so_far += wide(c);
        so_far <= columns
    });
    kept.chain(['…']).collect()
}

fn keep_end(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut so_far = 1;
    let kept = text.chars().rev().take_while(|&c| {
        so_far += wide(c);
        so_far <= columns
    });
    let mut reversed: Vec<char> = kept.collect();
    reversed.push('…');
    reversed.into_iter().rev().collect()
}
