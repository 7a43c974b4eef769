//! Links in the documents lead somewhere: to a file of the repository and, if they name one, to a heading in it.

use std::path::{Path, PathBuf};

use crate::files::texts;
use easyscale_tests::repository;

/// The targets of `[text](target)`, those outside of the repository left out.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
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
fn every_link_in_the_documents_leads_somewhere() {
    let documents = texts("md");
    assert!(!documents.is_empty(), "there are documents");
    let mut complaints = Vec::new();
    for (file, text) in &documents {
        complaints.extend(links(text).filter_map(|link| complaint(file, link)));
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
