//! The documents: docs/configuration.md knows every field, docs/errors.md is what the code makes.
//!
//! Whether its examples are right is tried where files are read, in crates/manifest.

use easyscale_crd::{Code, errors_markdown, examples};

use crate::fixture::{SCHEMA, repository};

fn reference() -> String {
    std::fs::read_to_string(repository("docs/configuration.md")).unwrap()
}

#[test]
fn the_list_of_errors_is_the_one_the_code_makes() {
    let text = std::fs::read_to_string(repository("docs/errors.md")).unwrap();
    assert!(text == errors_markdown(), "docs/errors.md is stale: run make generate");
}

#[test]
fn every_code_has_a_heading_its_sentence_and_one_example() {
    let text = errors_markdown();
    let exampled: Vec<_> = examples().iter().map(|example| example.code).collect();
    for code in Code::ALL {
        let row = format!("| [{code}](#{}) | {} |", code.to_string().to_lowercase(), code.sentence());
        assert!(text.contains(&row), "{row}");
        assert!(
            text.contains(&format!("\n### {code}\n")) && text.contains(&format!(": {}.\n", code.sentence()))
        );
        let count = exampled.iter().filter(|each| *each == code).count();
        // The engine refuses nothing that is not refused before; the code is there should that change.
        assert_eq!(count, usize::from(*code != Code::Schedule), "{code}");
    }
}

#[test]
fn every_field_stands_in_the_reference() {
    let text = reference();
    for fields in [
        "/properties/spec/properties",
        "/properties/spec/properties/target/properties",
        "/properties/spec/properties/schedule/items/properties",
        "/properties/spec/properties/limits/properties",
        "/properties/status/properties",
    ] {
        for name in SCHEMA.pointer(fields).unwrap().as_object().unwrap().keys() {
            assert!(
                text.contains(&format!("`{name}`")) || text.contains(&format!("{name}:")),
                "{fields}/{name}"
            );
        }
    }
}
