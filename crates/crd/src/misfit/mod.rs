//! Why a rule cannot even be read: a text where a number belongs, a field that is missing, one that does not exist.
//!
//! What reads rules (serde) stops at the first such field and does not say where it is. So the JSON is laid beside the
//! definition's own schema here, and every field that does not fit is told with its path and with the sentence that the
//! API server has for it. Whether a value that fits makes sense is decided in `check`.

use std::fmt;
use std::sync::LazyLock;

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    JSONSchemaProps, JSONSchemaPropsOrArray,
};
use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::{Code, crd, unquoted};

mod field;
mod object;
mod rest;

pub use object::object_misfits;
pub use rest::errors_of_the_rest;

/// So many are told at most: nobody reads more, and a hostile object is not to cost more than a bad one.
const MOST: usize = 100;
/// A value found is shown up to this many characters.
const SHOWN: usize = 60;

/// What the definition says of `spec`. Making it takes longer than reading a thousand rules.
static SPEC: LazyLock<Option<JSONSchemaProps>> = LazyLock::new(|| {
    let version = crd().spec.versions.into_iter().next()?;
    version.schema?.open_api_v3_schema?.properties?.remove("spec")
});

/// Every field that does not fit into the `spec` of a rule, such as
/// `spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found "five" [ES0013]`.
///
/// A hundred or so at most. Empty when the spec can be read and has no field that a spec does not have. `spec` is [`Value::Null`] where the rule
/// has none.
pub fn misfits(spec: &Value) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some(schema) = &*SPEC {
        look(spec, schema, Path::Root("spec"), &mut found);
    }
    found
}

/// Where a value is; put into words only for a value that does not fit.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root(&'a str),
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, i) => write!(f, "{parent}[{i}]"),
        }
    }
}

fn look(value: &Value, schema: &JSONSchemaProps, path: Path<'_>, found: &mut Vec<Problem>) {
    if found.len() >= MOST {
        return;
    }
    match (value, &schema.items) {
        (Value::Object(fields), _) if is(schema, "object") => look_into(fields, schema, path, found),
        (Value::Array(items), Some(JSONSchemaPropsOrArray::Schema(schema))) => {
            for (i, item) in items.iter().enumerate() {
                look(item, schema, Path::Item(&path, i), found);
            }
        }
        _ if fits(value, schema) => {}
        _ => found.push(of_another_kind(value, schema, path)),
    }
}

fn look_into(
    fields: &Map<String, Value>,
    schema: &JSONSchemaProps,
    path: Path<'_>,
    found: &mut Vec<Problem>,
) {
    let Some(known) = &schema.properties else { return };
    let names: Vec<_> = known.keys().map(String::as_str).collect();
    let unknown: Vec<_> = fields
        .keys()
        .filter(|name| !known.contains_key(*name))
        .take(MOST)
        .map(|name| field::unknown(name, &names, path))
        .collect();
    for (name, field) in known {
        let path = Path::Field(&path, name);
        let required = schema.required.iter().flatten().any(|required| required == name);
        match fields.get(name) {
            // Told already, by its wrong name.
            None if required && unknown.iter().any(|problem| problem.help.as_ref() == Some(name)) => {}
            None if required => found.push(missing(field, path)),
            None => {}
            // Nothing is as good as nothing said, but a default stands only for what is not said at all.
            Some(Value::Null) if !required && field.default.is_none() => {}
            Some(value) => look(value, field, path, found),
        }
    }
    found.extend(unknown);
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

fn missing(schema: &JSONSchemaProps, path: Path<'_>) -> Problem {
    let belongs = own_sentence(schema).map_or_else(|| of_kind(schema), |code| code.sentence().to_owned());
    Problem::new(Code::Missing, path.to_string()).because(belongs)
}

/// What belongs there, and what is there instead.
fn of_another_kind(value: &Value, schema: &JSONSchemaProps, path: Path<'_>) -> Problem {
    let at = path.to_string();
    let problem = match own_sentence(schema) {
        Some(code) => Problem::new(code, at),
        None => Problem::new(Code::WrongType, at).because(of_kind(schema)),
    };
    let found = problem.because(format!("found {}", shown(value)));
    match meant(value, schema, path) {
        Some((why, help)) => found.because(why).instead(help),
        None => found,
    }
}

/// The code of the field's own rule. A rule about a group of fields speaks of what is in them.
fn own_sentence(schema: &JSONSchemaProps) -> Option<Code> {
    let rules = schema.x_kubernetes_validations.iter().flatten();
    rules.filter(|_| !is(schema, "object")).find_map(|rule| Code::at_end_of(rule.message.as_deref()?))
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

/// What was probably meant by a value of another kind: in words, and as YAML.
fn meant(value: &Value, schema: &JSONSchemaProps, path: Path<'_>) -> Option<(String, String)> {
    match (value, path) {
        (Value::Number(number), Path::Field(_, "timeStart" | "timeEnd")) => {
            let time = unquoted::time_of(number.as_u64()?)?;
            Some((unquoted::advice(&time), format!("\"{time}\"")))
        }
        (Value::String(text), Path::Item(..)) => {
            let names = schema.enum_.iter().flatten().filter_map(|each| each.0.as_str());
            let name = field::day(text, names)?;
            Some((format!("did you mean {name}?"), name.to_owned()))
        }
        (Value::String(text), _) if is(schema, "boolean") => {
            let yes = match text.to_lowercase().as_str() {
                "true" | "yes" | "on" | "y" => "true",
                "false" | "no" | "off" | "n" => "false",
                _ => return None,
            };
            Some((format!("write {yes}"), yes.to_owned()))
        }
        (Value::String(text), _) if is(schema, "integer") => {
            let number: i32 = text.trim().parse().ok()?;
            Some((format!("write {number} without quotes"), number.to_string()))
        }
        (Value::String(_) | Value::Number(_), _) if is(schema, "array") && schema.items.is_some() => {
            let list = format!("[{}]", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            (list.len() < SHOWN && !list.contains('\n')).then(|| (format!("write a list: {list}"), list))
        }
        _ => None,
    }
}

/// A value as JSON, cut where it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
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

    fn told(spec: &Value) -> Vec<String> {
        misfits(spec).iter().map(ToString::to_string).collect()
    }

    fn is_readable(spec: &Value) -> bool {
        serde_json::from_value::<ScalingRuleSpec>(spec.clone()).is_ok()
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place_and_what_belongs_there() {
        let replicas = Code::Replicas.sentence();
        let other = Code::WrongType.sentence();
        let days = "write one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday";
        for (field, value, expected) in [
            ("schedule[0].replicas", json!("five"), format!("{replicas}; found \"five\" [ES0013]")),
            (
                "schedule[0].replicas",
                json!("5"),
                format!("{replicas}; found \"5\"; write 5 without quotes [ES0013]"),
            ),
            ("schedule[0].replicas", json!(1_u64 << 31), format!("{replicas}; found 2147483648 [ES0013]")),
            ("schedule[0].replicas", json!(2.5), format!("{replicas}; found 2.5 [ES0013]")),
            ("schedule[0].replicas", json!(null), format!("{replicas}; found null [ES0013]")),
            (
                "schedule[0].timeStart",
                json!(1320),
                format!(
                    "{}; found 1320; if you wrote 22:00 without quotes, write \"22:00\" [ES0010]",
                    Code::TimeStart.sentence()
                ),
            ),
            (
                "schedule[0].days",
                json!("Monday"),
                format!("{}; found \"Monday\"; write a list: [Monday] [ES0007]", Code::DaysCount.sentence()),
            ),
            ("schedule", json!(null), format!("{}; found null [ES0001]", Code::ScheduleEmpty.sentence())),
            (
                "suspend",
                json!("no"),
                format!("{other}; write true or false, without quotes; found \"no\"; write false [ES0024]"),
            ),
            (
                "suspend",
                json!(null),
                format!("{other}; write true or false, without quotes; found null [ES0024]"),
            ),
            ("default", json!(3), format!("{other}; a group of fields belongs here; found 3 [ES0024]")),
        ] {
            let spec = with(field, value);
            assert!(!is_readable(&spec), "{spec}");
            assert_eq!(told(&spec), [format!("spec.{field}: {expected}")]);
        }
        let spec = with("schedule[0].days", json!(["Sun"]));
        let expected = format!(
            "spec.schedule[0].days[0]: {other}; {days}; found \"Sun\"; did you mean Sunday? [ES0024]"
        );
        assert_eq!(told(&spec), [expected]);
        let spec = with("schedule", json!([7]));
        let expected = format!("spec.schedule[0]: {other}; a group of fields belongs here; found 7 [ES0024]");
        assert_eq!(told(&spec), [expected]);
        let spec = with("default", json!({}));
        let expected = format!("spec.default.replicas: {}; {replicas} [ES0025]", Code::Missing.sentence());
        assert_eq!(told(&spec), [expected]);
    }

    #[test]
    fn all_of_them_are_told() {
        let spec = json!({"target": "web", "schedule": [{"replicas": "five"}, {"name": 7, "replicas": 1}]});
        let found = misfits(&spec);
        let places: Vec<_> = found.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(
            places,
            ["spec.schedule[0].name", "spec.schedule[0].replicas", "spec.schedule[1].name", "spec.target"]
        );
        let expected = format!(
            "spec: {}; a group of fields belongs here; found null [ES0024]",
            Code::WrongType.sentence()
        );
        assert_eq!(told(&Value::Null), [expected]);
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
        ] {
            let spec = with(field, value);
            assert!(is_readable(&spec), "{spec}");
            assert_eq!(told(&spec), [""; 0], "{spec}");
        }
    }

    #[test]
    fn what_was_found_is_shown_only_so_far() {
        let found = told(&with("suspend", json!("ä".repeat(2000))));
        assert!(found[0].ends_with("ääää… [ES0024]") && found[0].chars().count() < 180, "{found:?}");
    }
}
