//! The pieces of a text that are read each for itself, so that a mistake in one hides nothing in the next.
//!
//! A line that begins with `---` begins a document wherever it stands, even inside of quotes: YAML allows it nowhere else.

use std::ops::Range;

/// The pieces, in order; together they are the whole text.
pub(crate) fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    // Where the instructions (%YAML …) and comments in front of the next document begin, if there are instructions.
    let mut preamble: Option<(usize, bool)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let word = line.trim_end();
        if is_mark(line) {
            let start = preamble.filter(|(_, instructed)| *instructed).map_or(at, |(start, _)| start);
            if start > 0 {
                starts.push(start);
            }
            preamble = None;
        } else if word.is_empty() || word.starts_with(['#', '%']) {
            let (start, instructed) = preamble.unwrap_or((at, false));
            preamble = Some((start, instructed || word.starts_with('%')));
        } else {
            preamble = None;
        }
        at += line.len();
    }
    let ends = starts[1..].iter().copied().chain([text.len()]).collect::<Vec<_>>();
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn is_mark(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        chunks(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_text_is_cut_where_a_document_begins() {
        assert_eq!(pieces("a: 1\n---\nb: 2\n"), ["a: 1\n", "---\nb: 2\n"]);
        assert_eq!(pieces("---\na: 1\n--- # two\r\nb: 2"), ["---\na: 1\n", "--- # two\r\nb: 2"]);
        assert_eq!(pieces("a: |\n  ---\n  b\n----\n"), ["a: |\n  ---\n  b\n----\n"]);
        assert_eq!(pieces(""), [""]);
        assert_eq!(pieces("---"), ["---"]);
    }

    #[test]
    fn an_instruction_belongs_to_the_document_behind_it() {
        assert_eq!(pieces("a\n...\n# x\n%YAML 1.2\n---\nb\n"), ["a\n...\n", "# x\n%YAML 1.2\n---\nb\n"]);
        assert_eq!(pieces("%YAML 1.2\n---\nb\n"), ["%YAML 1.2\n---\nb\n"]);
    }
}
