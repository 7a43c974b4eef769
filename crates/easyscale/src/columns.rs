//! Columns of text that stand below each other, as `kubectl get` prints them.

use std::io::Write as _;

use tabwriter::TabWriter;

/// Space between two columns.
const GAP: usize = 3;

/// Rows are put in one after the other; they are lined up at the end.
pub(crate) struct Columns {
    text: String,
    rows: usize,
}

/// A row that is being written: each cell is asked for once, and filled.
pub(crate) struct Row<'a> {
    text: &'a mut String,
    begun: bool,
}

impl Columns {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { text: head.join("\t") + "\n", rows: 0 }
    }

    pub(crate) fn row(&mut self) -> Row<'_> {
        self.rows += 1;
        Row { text: &mut self.text, begun: false }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The table, ending with a line break.
    pub(crate) fn finish(self) -> String {
        let mut lined_up = TabWriter::new(Vec::new()).padding(GAP).minwidth(0).ansi(true);
        // Writing into memory does not fail; if it did, the rows would still be there, only not lined up.
        let done = lined_up.write_all(self.text.as_bytes()).and_then(|()| lined_up.flush());
        let written = lined_up.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match (done, written) {
            (Ok(()), Some(text)) => trimmed(&text),
            _ => self.text,
        }
    }
}

impl Row<'_> {
    /// The next cell, to be written into. A tab or a line break in it would end it.
    pub(crate) fn cell(&mut self) -> &mut String {
        if std::mem::replace(&mut self.begun, true) {
            self.text.push('\t');
        }
        self.text
    }
}

impl Drop for Row<'_> {
    fn drop(&mut self) {
        self.text.push('\n');
    }
}

/// Without the spaces at the ends of lines.
fn trimmed(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    for line in text.lines() {
        trimmed.push_str(line.trim_end());
        trimmed.push('\n');
    }
    trimmed
}
