//! The metrics as docs/operations.md describes them.

use anyhow::{Context, Result};

use crate::repository;

const DOCUMENT: &str = "docs/operations.md";

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documented {
    /// The metric's name.
    pub name: String,
    /// `gauge`, `counter` or `histogram`.
    pub kind: String,
    /// The names of its labels, in order.
    pub labels: Vec<String>,
    /// How many series one copy serves of it at most.
    pub at_most: usize,
}

/// All lines of the table.
pub fn documented() -> Result<Vec<Documented>> {
    let text = std::fs::read_to_string(repository().join(DOCUMENT)).context(DOCUMENT)?;
    let rows = text.lines().filter(|line| line.starts_with("| `easyscale_"));
    rows.map(|row| read(row).with_context(|| format!("{DOCUMENT}: {row}"))).collect()
}

fn read(row: &str) -> Result<Documented> {
    let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
    let [name, kind, labels, at_most, meaning, _normal] = cells[..] else {
        anyhow::bail!("{} cells instead of six", cells.len())
    };
    anyhow::ensure!(!meaning.is_empty(), "without a meaning");
    let mut labels: Vec<String> = labels.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    labels.sort_unstable();
    Ok(Documented {
        name: name.trim_matches('`').to_owned(),
        kind: kind.to_owned(),
        labels,
        at_most: at_most.parse().context("how many at most?")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_table_is_read() {
        let read =
            read("| `easyscale_a_total` | counter | `verb`, `code` | 12 | What. | few |").expect("a line");
        let labels = vec!["code".to_owned(), "verb".to_owned()];
        let name = "easyscale_a_total".to_owned();
        assert_eq!(read, Documented { name, kind: "counter".to_owned(), labels, at_most: 12 });
    }
}
