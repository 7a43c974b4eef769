//! Everything that `docs/sentences.md` says about a sentence is true.

use std::fs;

use crate::common::{read, refused, repository, said};

fn document() -> String {
    fs::read_to_string(repository().join("docs/sentences.md")).unwrap()
}

/// The cells of the rows of all tables whose first cell is a sentence.
fn rows(text: &str) -> Vec<(&str, &str)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split_once("` | "));
    cells.map(|(sentence, rest)| (sentence, rest.trim_end_matches(" |"))).collect()
}

/// What stands between single backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next())
}

#[test]
fn what_the_document_says_is_understood() {
    let text = document();
    let (accepted, _) = text.split_once("## What is refused").unwrap();
    let rows = rows(accepted);
    assert!(rows.len() > 25, "{} examples", rows.len());
    for (sentence, understood) in rows {
        if understood == "refused" {
            refused(sentence);
        } else {
            assert_eq!(format!("`{}`", said(sentence)), understood, "{sentence}");
            assert_eq!(said(understood.trim_matches('`')), understood.trim_matches('`'));
        }
    }
}

#[test]
fn the_whole_rules_of_the_document_can_be_read() {
    let text = document();
    let rules = blocks(&text).next().unwrap();
    assert!(rules.lines().count() >= 5);
    for line in rules.lines() {
        let requests = read(line).unwrap_or_else(|error| panic!("{}", error.render(line)));
        assert!(requests.iter().all(|request| request.default.is_some()), "{line}");
    }
}

#[test]
fn what_the_document_says_is_refused_is_refused_and_what_to_write_instead_is_not() {
    let text = document();
    let (_, table) = text.split_once("## What is refused").unwrap();
    let rows = rows(table);
    assert!(rows.len() > 25, "{} examples", rows.len());
    let mut instead = 0;
    for (sentence, why) in rows {
        refused(sentence);
        for advice in quoted(why) {
            said(advice);
            instead += 1;
        }
    }
    assert!(instead > 15, "{instead} sentences to write instead");
}

#[test]
fn the_error_in_the_document_is_what_is_shown() {
    let text = document();
    let block = blocks(&text).last().unwrap();
    let sentence = block.lines().nth(1).unwrap().trim();
    assert_eq!(format!("{}\n", refused(sentence).render(sentence)), block);
}
