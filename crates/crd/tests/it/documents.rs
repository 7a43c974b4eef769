//! The documents: docs/errors.md and docs/fields.md are what the code makes, and complete.
//!
//! Whether its examples are right is tried where files are read, in crates/manifest.

use easyscale_crd::{Code, errors_markdown, examples, fields_markdown};
use serde_json::Value;

use crate::fixture::{SCHEMA, repository};

fn kept(document: &str) -> String {
    std::fs::read_to_string(repository(document)).unwrap()
}

#[test]
fn the_list_of_errors_is_the_one_the_code_makes() {
    assert!(kept("docs/errors.md") == errors_markdown(), "docs/errors.md is stale: run make generate");
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
fn the_list_of_fields_is_the_one_the_code_makes() {
    assert!(kept("docs/fields.md") == fields_markdown(), "docs/fields.md is stale: run make generate");
}

/// Every field in a schema with its path, found without the code that makes the page.
fn fields(schema: &'static Value, path: &str) -> Vec<(String, &'static Value)> {
    let mut found = Vec::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        found.push((path.clone(), field));
        found.extend(fields(field, &path));
        found.extend(fields(&field["items"], &format!("{path}[]")));
    }
    found
}

/// The sections of the page: the path in each heading, and what is below it.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n## ").flat_map(|part| part.split("\n### "));
    let titled = sections.filter_map(|section| section.strip_prefix('`')?.split_once("`\n"));
    titled.collect()
}

#[test]
fn every_field_has_one_section_and_one_row_and_nothing_else_has() {
    let page = fields_markdown();
    let mut expected: Vec<_> = fields(&SCHEMA, "").into_iter().map(|(path, _)| path).collect();
    assert!(expected.iter().any(|path| path == "spec.schedule[].timeStart") && expected.len() > 50);
    expected.sort();
    let mut headings: Vec<_> = sections(&page).into_iter().map(|(path, _)| path).collect();
    headings.sort_unstable();
    assert_eq!(headings, expected);
    let rows = page.lines().filter_map(|line| line.strip_prefix("| [`")?.split_once("`]"));
    let mut rows: Vec<_> = rows.map(|(path, _)| path).collect();
    rows.sort_unstable();
    expected.retain(|path| path != "spec" && path != "status");
    assert_eq!(rows, expected);
}

#[test]
fn the_section_of_a_field_has_all_that_the_definition_says_of_it() {
    let page = fields_markdown();
    let sections = sections(&page);
    for (path, field) in fields(&SCHEMA, "") {
        let (_, section) = sections.iter().find(|(heading, _)| *heading == path).unwrap();
        let has = |part: &str| assert!(section.contains(part), "{path}: {part}: {section}");
        has(field["description"].as_str().unwrap());
        for place in [field, &field["items"]] {
            for bound in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] {
                if let Some(bound) = place[bound].as_f64() {
                    has(&format!("{bound:.0}"));
                }
            }
            for choice in place["enum"].as_array().into_iter().flatten() {
                has(&format!("`{}`", choice.as_str().unwrap()));
            }
        }
        if let Some(default) = field.get("default") {
            has(&format!("\n* Without it: `{}`\n", default.to_string().trim_matches('"')));
        }
    }
}

#[test]
fn a_field_of_the_spec_is_required_or_it_is_told_what_holds_without_it() {
    let page = fields_markdown();
    let sections = sections(&page);
    for (parent, schema) in fields(&SCHEMA, "").into_iter().filter(|(path, _)| path.starts_with("spec")) {
        let (schema, parent) =
            if schema["items"].is_object() { (&schema["items"], parent + "[]") } else { (schema, parent) };
        for name in schema["properties"].as_object().into_iter().flat_map(|all| all.keys()) {
            let path = format!("{parent}.{name}");
            let (_, section) = sections.iter().find(|(heading, _)| *heading == path).unwrap();
            let required =
                schema["required"].as_array().is_some_and(|all| all.iter().any(|each| each == name));
            assert_eq!(section.contains("\n* Required: yes\n"), required, "{section}");
            assert_eq!(section.contains("\n* Without it: "), !required, "{section}");
        }
    }
}

#[test]
fn every_rule_of_the_server_stands_at_the_field_that_it_is_about() {
    let page = fields_markdown();
    let sections = sections(&page);
    let mut told = 0;
    for (path, field) in fields(&SCHEMA, "") {
        for (place, inside) in [(field, ""), (&field["items"], "[]")] {
            for rule in place["x-kubernetes-validations"].as_array().into_iter().flatten() {
                let pointed = rule["fieldPath"].as_str().map(|field| format!("{path}{inside}{field}"));
                let about = pointed.as_ref().unwrap_or(&path);
                let (_, section) = sections.iter().find(|(heading, _)| heading == about).unwrap();
                let (sentence, code) = rule["message"].as_str().unwrap().rsplit_once(" [").unwrap();
                let code = code.trim_end_matches(']');
                let line = format!("\n* Refused: {sentence} [{code}](errors.md#{})\n", code.to_lowercase());
                assert!(section.contains(&line), "{about}: {line}: {section}");
                told += 1;
            }
        }
    }
    assert!(told > 20, "{told}");
    assert_eq!(page.matches("\n* Refused: ").count(), told, "nothing is told at a second field");
    // A pattern stands as whoever runs it writes it, not as it is written in the definition.
    assert!(page.contains("\n* As a regular expression: `^([01][0-9]|2[0-3]):[0-5][0-9]$`\n"), "{page}");
    assert!(!page.contains(r"\\x"), "{page}");
}

#[test]
fn one_rule_in_the_documents_has_every_field_of_the_spec() {
    let text = kept("docs/configuration.md");
    let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let rules: Vec<Value> = blocks.map(|block| serde_saphyr::from_str(block).unwrap()).collect();
    let full = rules.last().unwrap();
    for (path, _) in fields(&SCHEMA, "").into_iter().filter(|(path, _)| path.starts_with("spec")) {
        let mut found = vec![full];
        for name in path.split('.') {
            let (name, is_list) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
            found = found.into_iter().filter_map(|value| value.get(name)).collect();
            if is_list {
                found = found.into_iter().flat_map(|list| list.as_array().unwrap()).collect();
            }
        }
        assert!(!found.is_empty(), "{path}");
    }
}
