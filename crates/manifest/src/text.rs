//! Places in a text: from an offset to a line and a column.

use std::ops::Range;

use crate::manifest::Place;

/// A text and the starts of its lines, which are looked up only where there is something to tell.
pub(crate) struct Text<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, lines: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// The line of an offset, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }

    /// The place of a stretch of the text, as far as it lies on its first line and without spaces at its end.
    ///
    /// Offsets beyond the text or inside of a character are moved to where they can be.
    pub(crate) fn place(&self, bytes: Range<usize>) -> Place {
        let start = self.floor(bytes.start);
        let line = self.line(start);
        let begin = self.lines.get(line - 1).copied().unwrap_or_default();
        let end = self.floor(bytes.end).max(start);
        let covered = self.text.get(start..end).unwrap_or_default();
        let first = covered.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let column = self.text.get(begin..start).unwrap_or_default().chars().count() + 1;
        Place { line, column, bytes: start..start + first.len() }
    }

    /// The text that a stretch covers.
    pub(crate) fn slice(&self, bytes: &Range<usize>) -> &'a str {
        self.text.get(bytes.clone()).unwrap_or_default()
    }

    /// The line around an offset: its indentation, and its text.
    pub(crate) fn line_around(&self, at: usize) -> (&'a str, Range<usize>) {
        let line = self.line(self.floor(at));
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        let text = self.slice(&(start..end));
        let indent = text.len() - text.trim_start().len();
        let begin = start + indent;
        (text.get(..indent).unwrap_or_default(), begin..begin + text.trim().len())
    }

    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}
