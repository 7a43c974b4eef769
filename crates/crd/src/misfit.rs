//! Why a rule cannot even be read: a text where a number belongs, a field that is missing.
//!
//! What reads rules (serde) stops at the first such field and does not say where it is. So the stored JSON is laid beside
//! the definition's own schema here, and every field that does not fit is told with its path and with the sentence that
//! the API server has for it. Whether a value that fits makes sense is decided in `check`.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    JSONSchemaProps, JSONSchemaPropsOrArray,
};
use serde_json::{Map, Value};

use crate::{crd, unquoted};

/// A value found is shown up to this many characters.
const SHOWN: usize = 60;

/// Every field that does not fit into the `spec` of a rule, as sentences such as
/// `spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found "five"`.
///
/// Empty when the spec can be read. `spec` is [`Value::Null`] where the rule has none.
pub fn misfits(spec: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let version = crd().spec.versions.into_iter().next();
    let schema = version.and_then(|version| version.schema?.open_api_v3_schema?.properties?.remove("spec"));
    if let Some(schema) = schema {
        look(spec, &schema, "spec", &mut found);
    }
    found
}

fn look(value: &Value, schema: &JSONSchemaProps, path: &str, found: &mut Vec<String>) {
    match (value, &schema.items) {
        (Value::Object(fields), _) if is(schema, "object") => look_into(fields, schema, path, found),
        (Value::Array(items), Some(JSONSchemaPropsOrArray::Schema(schema))) => {
            for (i, item) in items.iter().enumerate() {
                look(item, schema, &format!("{path}[{i}]"), found);
            }
        }
        _ if fits(value, schema) => {}
        _ => found.push(sentence(schema, path, &describe(value, path))),
    }
}

fn look_into(fields: &Map<String, Value>, schema: &JSONSchemaProps, path: &str, found: &mut Vec<String>) {
    for (name, field) in schema.properties.iter().flatten() {
        let path = format!("{path}.{name}");
        let required = schema.required.iter().flatten().any(|required| required == name);
        match fields.get(name) {
            None if required => found.push(sentence(field, &path, "it is missing")),
            None => {}
            // Nothing is as good as nothing said, but a default stands only for what is not said at all.
            Some(Value::Null) if !required && field.default.is_none() => {}
            Some(value) => look(value, field, &path, found),
        }
    }
}

fn is(schema: &JSONSchemaProps, kind: &str) -> bool {
    schema.type_.as_deref() == Some(kind)
}

/// Whether a single value can be read as what the schema asks for.
fn fits(value: &Value, schema: &JSONSchemaProps) -> bool {
    match value {
        Value::String(text) => is(schema, "string") && is_listed(text, schema),
        Value::Bool(_) => is(schema, "boolean"),
        Value::Number(number) => {
            is(schema, "integer") && number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_listed(text: &str, schema: &JSONSchemaProps) -> bool {
    schema.enum_.as_ref().is_none_or(|listed| listed.iter().any(|each| each.0 == text))
}

/// Where it is, what belongs there, and what is there instead.
fn sentence(schema: &JSONSchemaProps, path: &str, detail: &str) -> String {
    let rule = schema.x_kubernetes_validations.iter().flatten().find_map(|rule| rule.message.as_deref());
    // A rule about a group of fields speaks of what is in them.
    let wanted = rule.filter(|_| !is(schema, "object")).map_or_else(|| of_kind(schema), str::to_owned);
    format!("{path}: {wanted}; {detail}")
}

/// What belongs there, by the type alone.
fn of_kind(schema: &JSONSchemaProps) -> String {
    if let Some(listed) = &schema.enum_ {
        let names: Vec<_> = listed.iter().filter_map(|each| each.0.as_str()).collect();
        return format!("write one of {}", names.join(", "));
    }
    let what = match schema.type_.as_deref() {
        Some("object") => "a group of fields belongs here",
        Some("array") => "a list belongs here",
        Some("integer") => "write a whole number from -2147483648 to 2147483647",
        Some("boolean") => "write true or false, without quotes",
        _ => "write a text, in quotes",
    };
    what.to_owned()
}

fn describe(value: &Value, path: &str) -> String {
    let text = value.to_string();
    let mut found: String = text.chars().take(SHOWN).collect();
    if found.len() < text.len() {
        found.push('…');
    }
    let time = path.ends_with(".timeStart") || path.ends_with(".timeEnd");
    match value.as_u64().filter(|_| time).and_then(unquoted::meant) {
        Some(meant) => format!("found {found}; {meant}"),
        None => format!("found {found}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScalingRuleSpec;
    use serde_json::json;

    fn with(field: &str, value: Value) -> Value {
        let mut spec = json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2}]});
        match field.strip_prefix("schedule[0].") {
            Some(field) => spec["schedule"][0][field] = value,
            None => spec[field] = value,
        }
        spec
    }

    fn is_readable(spec: &Value) -> bool {
        serde_json::from_value::<ScalingRuleSpec>(spec.clone()).is_ok()
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place_and_what_belongs_there() {
        let replicas = "replicas is a whole number from 0 to 2147483647";
        let time = "timeStart is a time from \"00:00\" to \"23:59\", in quotes and with two digits each, such as \"16:00\"";
        let days = "write one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday";
        let entry = "a rule needs at least one entry: add one under schedule, with a name and replicas";
        for (field, value, expected) in [
            (
                "schedule[0].replicas",
                json!("five"),
                format!(".schedule[0].replicas: {replicas}; found \"five\""),
            ),
            (
                "schedule[0].replicas",
                json!(1_u64 << 31),
                format!(".schedule[0].replicas: {replicas}; found 2147483648"),
            ),
            ("schedule[0].replicas", json!(2.5), format!(".schedule[0].replicas: {replicas}; found 2.5")),
            ("schedule[0].replicas", json!(null), format!(".schedule[0].replicas: {replicas}; found null")),
            ("schedule[0].days", json!(["Sun"]), format!(".schedule[0].days[0]: {days}; found \"Sun\"")),
            (
                "schedule[0].timeStart",
                json!(1320),
                format!(
                    ".schedule[0].timeStart: {time}; found 1320; if you wrote 22:00 without quotes, write \"22:00\""
                ),
            ),
            ("schedule", json!("whenever"), format!(".schedule: {entry}; found \"whenever\"")),
            ("schedule", json!([7]), ".schedule[0]: a group of fields belongs here; found 7".to_owned()),
            (
                "suspend",
                json!("no"),
                ".suspend: write true or false, without quotes; found \"no\"".to_owned(),
            ),
            ("suspend", json!(null), ".suspend: write true or false, without quotes; found null".to_owned()),
            ("default", json!(3), ".default: a group of fields belongs here; found 3".to_owned()),
            ("default", json!({}), format!(".default.replicas: {replicas}; it is missing")),
        ] {
            let spec = with(field, value);
            assert!(!is_readable(&spec), "{spec}");
            assert_eq!(misfits(&spec), [format!("spec{expected}")]);
        }
    }

    #[test]
    fn all_of_them_are_told() {
        let spec = json!({"target": "web", "schedule": [{"replicas": "five"}, {"name": 7, "replicas": 1}]});
        let found = misfits(&spec);
        let places: Vec<_> = found.iter().filter_map(|sentence| sentence.split(": ").next()).collect();
        assert_eq!(
            places,
            ["spec.schedule[0].name", "spec.schedule[0].replicas", "spec.schedule[1].name", "spec.target"]
        );
        assert_eq!(misfits(&Value::Null), ["spec: a group of fields belongs here; found null"]);
    }

    #[test]
    fn what_can_be_read_has_no_misfit() {
        for (field, value) in [
            ("default", json!(null)),
            ("limits", json!({"minReplicas": null, "maxReplicas": 7})),
            ("schedule[0].days", json!(null)),
            ("schedule[0].priority", json!(-3)),
            ("schedule[0].replicas", json!(-1)),
            ("timezone", json!("nowhere")),
            ("something", json!({"else": 1})),
        ] {
            let spec = with(field, value);
            assert!(is_readable(&spec), "{spec}");
            assert_eq!(misfits(&spec), [""; 0], "{spec}");
        }
    }

    #[test]
    fn what_was_found_is_shown_only_so_far() {
        let found = misfits(&with("suspend", json!("ä".repeat(2000))));
        assert!(found[0].ends_with("ääää…") && found[0].chars().count() < 130, "{found:?}");
    }
}
