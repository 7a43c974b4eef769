//! What the API server refuses by the schema alone: types, lengths, bounds, listed values, required fields.
//!
//! Only the keywords that our schema uses; a keyword that is not known here fails the test that meets it.

use serde_json::Value;

use crate::fixture::SCHEMA;

const KNOWN: &[&str] = &[
    "default",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "properties",
    "required",
    "type",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-validations",
];

/// The schema of `spec`.
pub(crate) fn schema_of_spec() -> &'static Value {
    &SCHEMA["properties"]["spec"]
}

/// The paths at which a spec is not of the form that the schema demands.
pub(crate) fn refused_by_schema(spec: &Value) -> Vec<String> {
    let mut refused = Vec::new();
    look(schema_of_spec(), spec, "spec", &mut refused);
    refused
}

fn look(schema: &Value, value: &Value, path: &str, refused: &mut Vec<String>) {
    for keyword in schema.as_object().unwrap().keys() {
        assert!(KNOWN.contains(&keyword.as_str()), "{keyword} is not known to these tests");
    }
    let ok = match (schema["type"].as_str().unwrap(), value) {
        ("object", Value::Object(_)) => object(schema, value, path, refused),
        ("array", Value::Array(items)) => {
            items
                .iter()
                .enumerate()
                .for_each(|(i, item)| look(&schema["items"], item, &format!("{path}[{i}]"), refused));
            within(schema, "minItems", "maxItems", length(items.len()))
        }
        ("string", Value::String(text)) => {
            let listed = schema.get("enum").is_none_or(|listed| listed.as_array().unwrap().contains(value));
            listed && within(schema, "minLength", "maxLength", length(text.chars().count()))
        }
        ("integer", Value::Number(number)) => {
            !number.is_f64() && within(schema, "minimum", "maximum", number.as_f64().unwrap())
        }
        ("boolean", Value::Bool(_)) => true,
        _ => false,
    };
    if !ok {
        refused.push(path.to_owned());
    }
}

fn object(schema: &Value, value: &Value, path: &str, refused: &mut Vec<String>) -> bool {
    for (name, inner) in value.as_object().unwrap() {
        match schema["properties"].get(name) {
            // The server drops a null where the schema does not allow one.
            Some(_) if inner.is_null() => {}
            Some(schema) => look(schema, inner, &format!("{path}.{name}"), refused),
            None => refused.push(format!("{path}.{name}")),
        }
    }
    let required = schema["required"].as_array().into_iter().flatten();
    required.into_iter().all(|name| value.get(name.as_str().unwrap()).is_some())
}

fn within(schema: &Value, min: &str, max: &str, number: f64) -> bool {
    let bound = |name: &str| schema.get(name).map(|bound| bound.as_f64().unwrap());
    bound(min).is_none_or(|min| number >= min) && bound(max).is_none_or(|max| number <= max)
}

/// A length as a number that bounds are compared with.
fn length(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap())
}
