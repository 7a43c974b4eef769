//! What a field takes, and what holds without it, in words.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::JSONSchemaProps;
use serde_json::Value;

use super::{description, item};

const INSIDE: &str = "fields of its own";

/// What may be written into a field: "a whole number from 0 to 86400".
pub(super) fn takes(schema: &JSONSchemaProps) -> String {
    let Some(item) = item(schema) else { return one(schema) };
    let count = range(schema.min_items, schema.max_items).map_or_else(String::new, |range| range + " ");
    let each = if item.properties.is_some() { format!("with {INSIDE}") } else { one(item) };
    format!("a list of {count}items, each {each}")
}

fn one(schema: &JSONSchemaProps) -> String {
    if let Some(choices) = &schema.enum_ {
        let choices: Vec<_> = choices.iter().map(|choice| code(&choice.0)).collect();
        return format!("one of {}", choices.join(", "));
    }
    match (schema.type_.as_deref(), schema.format.as_deref()) {
        (Some("string"), Some("date-time")) => "an instant, such as `2026-05-09T20:00:00Z`".to_owned(),
        (Some("string"), _) => match range(schema.min_length, schema.max_length) {
            Some(range) => format!("a text of {range} characters"),
            None => "a text".to_owned(),
        },
        (Some("integer"), _) => match (schema.minimum, schema.maximum) {
            (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
            _ => "a whole number".to_owned(),
        },
        (Some("boolean"), _) => "`true` or `false`".to_owned(),
        _ => INSIDE.to_owned(),
    }
}

/// How many: "1 to 64", "at most 10".
fn range(least: Option<i64>, most: Option<i64>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

/// What holds when the field is left out: its default, or what its description says of that. Empty if it says nothing.
pub(super) fn without(schema: &JSONSchemaProps) -> String {
    if let Some(default) = &schema.default {
        return code(&default.0);
    }
    let text = description(schema);
    let said =
        ["; default ", "; without it ", "; missing "].into_iter().find_map(|mark| text.split_once(mark));
    said.map_or_else(String::new, |(_, said)| first(said).to_owned())
}

/// Up to the end of the sentence, or of the part of it.
fn first(said: &str) -> &str {
    let ends = [";", ". "].into_iter().filter_map(|end| said.find(end));
    said[..ends.min().unwrap_or(said.len())].trim_end_matches('.')
}

/// A value, as it is written into a rule.
fn code(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{JSON, JSONSchemaPropsOrArray};
    use serde_json::json;

    use super::*;

    fn text() -> JSONSchemaProps {
        JSONSchemaProps { type_: Some("string".to_owned()), ..Default::default() }
    }

    fn described(description: &str) -> JSONSchemaProps {
        JSONSchemaProps { description: Some(description.to_owned()), ..text() }
    }

    #[test]
    fn what_a_field_takes_is_told_with_all_its_bounds() {
        let days =
            JSONSchemaProps { enum_: Some(vec![JSON(json!("Monday")), JSON(json!("Sunday"))]), ..text() };
        let number = JSONSchemaProps {
            type_: Some("integer".to_owned()),
            minimum: Some(-2_147_483_648.0),
            maximum: Some(86_400.0),
            ..Default::default()
        };
        let list = |item, min_items| JSONSchemaProps {
            items: Some(JSONSchemaPropsOrArray::Schema(Box::new(item))),
            min_items,
            max_items: Some(7),
            ..Default::default()
        };
        let short = JSONSchemaProps { max_length: Some(16), ..text() };
        assert_eq!(takes(&text()), "a text");
        assert_eq!(
            takes(&JSONSchemaProps { min_length: Some(1), ..text() }),
            "a text of at least 1 characters"
        );
        assert_eq!(takes(&number), "a whole number from -2147483648 to 86400");
        assert_eq!(takes(&list(days, Some(1))), "a list of 1 to 7 items, each one of `Monday`, `Sunday`");
        assert_eq!(
            takes(&list(short, None)),
            "a list of at most 7 items, each a text of at most 16 characters"
        );
    }

    #[test]
    fn what_holds_without_a_field_is_its_default_or_what_its_description_says() {
        let default =
            JSONSchemaProps { default: Some(JSON(json!("UTC"))), ..described("A; default \"UTC\".") };
        assert_eq!(without(&default), "`UTC`");
        for (description, said) in [
            ("The end; default \"24:00\". Earlier means tomorrow.", "\"24:00\""),
            ("The days; default every day.", "every day"),
            ("Such as 3; without it the number stays.", "the number stays"),
            ("The end; missing when that never happens.", "when that never happens"),
            ("By default nothing.", ""),
        ] {
            assert_eq!(without(&described(description)), said, "{description}");
        }
    }
}
