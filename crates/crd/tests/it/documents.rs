//! docs/configuration.md: that it knows every field and every code.

use easyscale_crd::Code;

use crate::fixture::{SCHEMA, repository};

fn reference() -> String {
    std::fs::read_to_string(repository("docs/configuration.md")).unwrap()
}

#[test]
fn every_code_stands_in_the_reference_with_its_sentence() {
    let text = reference();
    for code in Code::ALL {
        let row = format!("| {code} | {} |", code.sentence());
        assert!(text.contains(&row), "missing in docs/configuration.md: {row}");
    }
    let rows = text.lines().filter(|line| line.starts_with("| ES")).count();
    assert_eq!(rows, Code::ALL.len(), "docs/configuration.md has codes that do not exist");
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
