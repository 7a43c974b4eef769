//! Links in the documents lead somewhere: to a file of the repository and, if they name one, to a heading in it.

use std::path::{Path, PathBuf};

use crate::files::texts;
use easyscale_tests::repository;

/// The targets of `[text](target)`, those outside of the repository left out.
fn links(text: &str) -> Vec<String> {
    let text: String = text.split("\n\n").map(without_code).collect();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let here = targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"));
    here.map(ToOwned::to_owned).collect()
}

/// A paragraph without what stands in back quotes: `[a-z](...)` there is no link.
fn without_code(paragraph: &str) -> String {
    let parts: Vec<_> = paragraph.split('`').collect();
    // Where a quote is not closed, nothing is quoted.
    if parts.len() % 2 == 0 { paragraph.to_owned() } else { parts.into_iter().step_by(2).collect() }
}

/// The name by which a heading is linked to, as the common viewers make it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn complaint(file: &Path, link: &str) -> Option<String> {
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let here = repository().join(file);
    let target: PathBuf = if path.is_empty() { here } else { here.parent()?.join(path) };
    if !target.exists() {
        return Some(format!("{}: {link} leads nowhere", file.display()));
    }
    if heading.is_empty() {
        return None;
    }
    let text = std::fs::read_to_string(target).unwrap_or_default();
    let found = text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == heading);
    (!found).then(|| format!("{}: {link}: there is no such heading", file.display()))
}

#[test]
fn headings_are_linked_to_by_their_words() {
    assert_eq!(anchor("### `spec.target`"), "spectarget");
    assert_eq!(anchor("## How to read the status"), "how-to-read-the-status");
}

#[test]
fn links_are_found_around_code_and_not_in_it() {
    assert_eq!(links("a [`b`](c.md) and `[d](e.md)` and [f](g.md)"), ["c.md", "g.md"]);
    assert_eq!(links("an ` alone [a](b.md)\n\n`c` [d](e.md)"), ["b.md", "e.md"]);
    assert_eq!(links("[a](https://b) [c](mailto:d)"), [""; 0]);
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let documents = texts("md");
    assert!(!documents.is_empty(), "there are documents");
    let mut complaints = Vec::new();
    for (file, text) in &documents {
        complaints.extend(links(text).iter().filter_map(|link| complaint(file, link)));
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
