//! The schema of the values: closed, complete, and in the same words as values.yaml.

use easyscale_tests::chart::{leaf, schema, value_lines, values};
use serde_json::Value;

/// What is wrong with a schema and everything in it.
fn complaints(path: &str, schema: &Value, complaints: &mut Vec<String>) {
    let is_object = schema["type"] == "object";
    if is_object && schema.get("additionalProperties").is_none() {
        complaints.push(format!("{path} is not closed"));
    }
    if is_object
        && schema["additionalProperties"] == true
        && !schema["description"].as_str().is_some_and(is_left_to_others)
    {
        complaints.push(format!("{path} takes anything"));
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        if !property["description"].as_str().is_some_and(|text| text.ends_with('.')) {
            complaints.push(format!("{path} is not described"));
        }
        self::complaints(&path, property, complaints);
    }
    if let Some(items) = schema.get("items") {
        self::complaints(&format!("{path}[]"), items, complaints);
    } else if schema["type"] == "array" {
        complaints.push(format!("{path} is a list of anything"));
    }
}

/// What Kubernetes checks itself, and what is not for this chart.
fn is_left_to_others(description: &str) -> bool {
    description.ends_with("Checked by Kubernetes.") || description.ends_with("This chart reads none of them.")
}

#[test]
fn the_schema_is_closed_and_describes_every_value() {
    let mut found = Vec::new();
    complaints("", &schema().unwrap(), &mut found);
    assert!(found.is_empty(), "{found:#?}");
}

fn described<'a>(schema: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(schema, |schema, name| schema["properties"].get(name))
}

#[test]
fn every_value_has_a_comment_which_is_the_description_in_the_schema() {
    let (schema, lines) = (schema().unwrap(), value_lines().unwrap());
    assert!(lines.len() > 50, "{} lines", lines.len());
    for line in &lines {
        let property =
            described(&schema, &line.path).unwrap_or_else(|| panic!("the schema has no {}", line.path));
        let is_group = lines.iter().any(|other| other.path.starts_with(&format!("{}.", line.path)));
        assert!(is_group || !line.comment.is_empty(), "{} has no comment", line.path);
        if !line.comment.is_empty() {
            assert_eq!(property["description"], line.comment, "{}", line.path);
        }
    }
}

#[test]
fn every_value_of_the_schema_is_in_values_yaml() {
    let (schema, values) = (schema().unwrap(), values().unwrap());
    for (name, property) in schema["properties"].as_object().unwrap() {
        let inner = property["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(inner, _)| format!("{name}.{inner}"));
        let paths: Vec<_> = if name == "affinity" || name == "global" { Vec::new() } else { inner.collect() };
        let paths = if paths.is_empty() && name != "global" { vec![name.clone()] } else { paths };
        for path in paths {
            assert!(leaf(&values, &path).is_some(), "values.yaml has no {path}");
        }
    }
}
