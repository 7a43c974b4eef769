//! A reader of the documents finds what they speak of: commands exist, code blocks can be found.

use std::collections::BTreeSet;

use crate::files::texts;
use easyscale_tests::repository;

/// A fenced block of a document.
pub(crate) struct Block {
    pub(crate) place: String,
    pub(crate) language: String,
    pub(crate) text: String,
}

/// All fenced blocks of all documents.
pub(crate) fn blocks() -> Vec<Block> {
    texts("md").into_iter().flat_map(|(file, text)| blocks_of(&file.display().to_string(), &text)).collect()
}

fn blocks_of(file: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(language), None) => {
                let place = format!("{file}:{}", number + 1);
                open = Some(Block { place, language: language.trim().to_owned(), text: String::new() });
            }
            (None, Some(block)) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{file}: a code block is not closed");
    blocks
}

#[test]
fn blocks_are_found_with_their_place_and_language() {
    let blocks = blocks_of("a.md", "text\n```yaml\nkind: A\n```\nmore\n```\nplain\n```\n");
    let found: Vec<_> = blocks.iter().map(|block| (&*block.place, &*block.language, &*block.text)).collect();
    assert_eq!(found, [("a.md:2", "yaml", "kind: A\n"), ("a.md:6", "", "plain\n")]);
}

#[test]
fn every_make_command_in_the_documents_exists() {
    let makefile = std::fs::read_to_string(repository().join("Makefile")).unwrap();
    let goals: BTreeSet<_> =
        makefile.lines().filter_map(|line| line.split_once(": ## ")).map(|(goal, _)| goal).collect();
    assert!(goals.contains("test") && goals.contains("demo"), "{goals:?}");
    for (file, text) in texts("md") {
        // Commands stand in code: after a back quote, or at the start of a line of a block, perhaps behind a prompt.
        let code = text.split(['`', '\n']).map(|code| code.strip_prefix("$ ").unwrap_or(code));
        let commands = code.filter_map(|code| code.strip_prefix("make "));
        for goal in commands.filter_map(|rest| rest.split([' ', '`']).next()) {
            assert!(goals.contains(goal), "{}: `make {goal}` is not in the Makefile", file.display());
        }
    }
}
