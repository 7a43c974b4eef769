//! Shows a person what a document says and what came instead.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use super::alike::Alike;

/// Both texts, line by line: `-` is only in the document, `+` only came. What counts as the same is shown as it came.
pub(super) fn show(alike: &Alike, document: &str, came: &str) -> String {
    let (old, new) = (alike.normal(document), alike.normal(came));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let (document, came): (Vec<&str>, Vec<&str>) = (document.lines().collect(), came.lines().collect());
    let line = |lines: &[&str], at: Option<usize>| {
        at.and_then(|at| lines.get(at)).copied().unwrap_or_default().to_owned()
    };
    let mut text = String::new();
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let (sign, line) = match change.tag() {
            ChangeTag::Equal => (' ', line(&came, change.new_index())),
            ChangeTag::Delete => ('-', line(&document, change.old_index())),
            ChangeTag::Insert => ('+', line(&came, change.new_index())),
        };
        let _ = writeln!(text, "  {sign} {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(document: &str, came: &str) -> String {
        show(&Alike::new().expect("patterns"), document, came)
    }

    #[test]
    fn lines_that_differ_stand_below_each_other() {
        assert_eq!(shown("a\nb\nc\n", "a\nB\nc\n"), "    a\n  - b\n  + B\n    c\n");
        assert_eq!(shown("", "a\n"), "  + a\n");
        assert_eq!(shown("a\n", ""), "  - a\n");
    }

    #[test]
    fn what_cannot_be_the_same_is_no_difference() {
        let (document, came) = ("NAME   AGE\na      3s\nb      3s\n", "NAME   AGE\na      4s\nc      4s\n");
        assert_eq!(shown(document, came), "    NAME   AGE\n    a      4s\n  - b      3s\n  + c      4s\n");
    }
}
