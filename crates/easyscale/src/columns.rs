//! Columns of text that stand below each other, as `kubectl get` prints them.

use crate::narrow;

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

    /// The table for a screen of that width, if there is one: where it does not fit as it is, long `names` are shortened and
    /// the last column goes on in the next line. Without a width nothing is left out.
    pub(crate) fn fitting<'a>(&self, width: Option<usize>, names: impl Iterator<Item = &'a str>) -> String {
        let whole = self.finish();
        let Some(width) = width else { return whole };
        if whole.lines().all(|line| narrow::width(line) <= width) {
            return whole;
        }
        let text = narrow::with_short_names(&self.text, names, width);
        // What stands in front of the last column is as wide as it will be.
        let shown = lined_up(&text);
        let head = shown.lines().next().unwrap_or_default();
        let last = head.rfind(' ').map_or(0, |at| at + 1);
        lined_up(&narrow::with_wrapped_ends(&text, width.saturating_sub(last)))
    }

    /// The table, ending with a line break.
    pub(crate) fn finish(&self) -> String {
        lined_up(&self.text)
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

/// Cells that are separated by tabs, under each other, without spaces at the ends of lines.
fn lined_up(table: &str) -> String {
    let widths = widths(table);
    let mut text = String::with_capacity(table.len() * 2);
    for row in table.lines() {
        // Spaces are only written in front of something.
        let mut spaces = 0;
        for (cell, width) in row.split('\t').zip(&widths) {
            let cell = cell.trim_end_matches(' ');
            if !cell.is_empty() {
                text.extend(std::iter::repeat_n(' ', spaces));
                text.push_str(cell);
                spaces = 0;
            }
            spaces += width + GAP - narrow::width(cell);
        }
        text.push('\n');
    }
    text
}

/// How wide each column is.
fn widths(table: &str) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in table.lines() {
        for (column, cell) in row.split('\t').enumerate() {
            let width = narrow::width(cell);
            match widths.get_mut(column) {
                Some(widest) => *widest = width.max(*widest),
                None => widths.push(width),
            }
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paint::{BAD, Paint as _};

    const LONG: &str = "Night shift of the payment service, weekdays";
    const OTHER: &str = "Night shift of the payment service";

    fn table() -> Columns {
        let mut table = Columns::new(&["WHEN", "ENTRY", "WHY"]);
        for (when, entry, why) in [
            ("16:00", LONG, format!("\"{LONG}\" begins and beats \"{OTHER}\" (priority 10 over 0)")),
            ("18:00", "Day", format!("{}", "clocks go back from 03:00 to 02:00 in Europe/Berlin".paint(BAD))),
            ("20:00", "週末の設定", String::new()),
        ] {
            let mut row = table.row();
            row.cell().push_str(when);
            row.cell().push_str(entry);
            row.cell().push_str(&why);
        }
        table
    }

    fn fitted(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&table().fitting(width, [LONG, OTHER, "Day"].into_iter())).to_string()
    }

    #[test]
    fn a_table_fits_the_screen_and_its_columns_stay_under_their_heads() {
        let expected = "\
WHEN    ENTRY          WHY
16:00   Night …kdays   \"Night …kdays\" begins and beats
                       \"Night …rvice\" (priority 10 over 0)
18:00   Day            clocks go back from 03:00 to 02:00 in
                       Europe/Berlin
20:00   週末の設定
";
        assert_eq!(fitted(Some(60)), expected);
        for width in 45..200 {
            let text = fitted(Some(width));
            assert!(text.lines().all(|line| narrow::width(line) <= width), "{width}: {text}");
        }
    }

    #[test]
    fn where_it_fits_or_a_program_reads_it_nothing_is_left_out() {
        let whole = fitted(None);
        assert!(
            whole.contains(&format!("{LONG}   \"{LONG}\" begins and beats \"{OTHER}\" (priority")),
            "{whole}"
        );
        assert_eq!(fitted(Some(200)), whole);
    }
}
