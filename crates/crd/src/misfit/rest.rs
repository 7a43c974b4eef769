//! A spec of which some fields cannot be read: what is wrong with the others, so that all is told at once.

use chrono::{DateTime, Utc};
use easyscale_schedule::ZoneDatabase;
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    JSONSchemaProps, JSONSchemaPropsOrArray,
};
use serde_json::{Map, Value, json};

use super::{SPEC, fits, is};
use crate::check::compile;
use crate::problem::Problem;
use crate::{Code, ScalingRuleSpec};

/// The errors of those fields of a spec that can be read, when [`misfits`](crate::misfits) found some that cannot.
///
/// What cannot be read is left out, or where it is required replaced; nothing is told about what was put there.
pub fn errors_of_the_rest(
    spec: &Value,
    misfits: &[Problem],
    zones: &ZoneDatabase,
    at: DateTime<Utc>,
) -> Vec<Problem> {
    let mended = SPEC.as_ref().and_then(|schema| mend(spec, schema));
    let Some(spec) = mended.and_then(|spec| serde_json::from_value::<ScalingRuleSpec>(spec).ok()) else {
        return Vec::new();
    };
    let mut errors = compile(&spec, zones, at).err().unwrap_or_default();
    errors.retain(|error| misfits.iter().all(|misfit| !touches(misfit, error)));
    errors
}

/// Whether an error may come from what was put in the place of a misfit.
fn touches(misfit: &Problem, error: &Problem) -> bool {
    let within = |group: &str| error.path.strip_prefix(group).is_some_and(|rest| !starts_a_name(rest));
    let entry = misfit.path.rsplit_once(".time").map(|(entry, _)| entry);
    within(&misfit.path)
        || (error.code == Code::TimesEqual && entry.is_some_and(within))
        || (matches!(error.code, Code::DaysCount | Code::DaysAndDates)
            && misfit.path.starts_with(&error.path))
}

fn starts_a_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The value with everything that does not fit taken out; `None` if it does not fit itself.
fn mend(value: &Value, schema: &JSONSchemaProps) -> Option<Value> {
    match (value, &schema.items) {
        (Value::Object(fields), _) if is(schema, "object") => Some(mend_fields(fields, schema)),
        (Value::Array(items), Some(JSONSchemaPropsOrArray::Schema(item))) => Some(mend_items(items, item)),
        _ => fits(value, schema).then(|| value.clone()),
    }
}

fn mend_fields(fields: &Map<String, Value>, schema: &JSONSchemaProps) -> Value {
    let known = schema.properties.iter().flatten();
    let mended = known.filter_map(|(name, field)| {
        let read = fields.get(name).and_then(|value| mend(value, field));
        let required = schema.required.iter().flatten().any(|required| required == name);
        Some((name.clone(), read.or_else(|| required.then(|| stand_in(field)))?))
    });
    Value::Object(mended.collect())
}

/// The items; those of a group or a text keep their number, as errors name it.
fn mend_items(items: &[Value], schema: &JSONSchemaProps) -> Value {
    let listed = schema.enum_.is_some();
    items
        .iter()
        .filter_map(|item| mend(item, schema).or_else(|| (!listed).then(|| stand_in(schema))))
        .collect()
}

fn stand_in(schema: &JSONSchemaProps) -> Value {
    match schema.type_.as_deref() {
        Some("object") => mend_fields(&Map::new(), schema),
        Some("array") => json!([]),
        Some("integer") => json!(0),
        Some("boolean") => json!(false),
        _ => json!(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::misfits;

    fn told(spec: &Value) -> Vec<String> {
        let at = "2026-05-05T12:00:00Z".parse().unwrap();
        let rest = errors_of_the_rest(spec, &misfits(spec), &ZoneDatabase::bundled(), at);
        rest.into_iter().map(|problem| problem.path).collect()
    }

    #[test]
    fn the_errors_of_what_can_be_read_are_told_beside_what_cannot() {
        let spec = json!({
            "target": {"name": "Web"},
            "timezone": "Europe/Berln",
            "schedule": [
                {"name": "A", "replicas": "five", "timeStart": "25:00"},
                7,
                {"name": "A", "replicas": 50, "days": ["Sun"]},
            ],
            "limits": {"maxReplicas": 10},
        });
        assert_eq!(
            told(&spec),
            [
                "spec.target.name",
                "spec.timezone",
                "spec.schedule[2].name",
                "spec.schedule[0].timeStart",
                "spec.schedule[2].replicas",
            ]
        );
    }

    #[test]
    fn nothing_is_told_about_what_was_put_in() {
        for spec in [
            json!({"target": "web", "schedule": [{"name": "A", "replicas": 2}]}),
            json!({"target": {}, "schedule": "always"}),
            json!({"target": {"name": "web"}, "schedule": [{}, {}]}),
            json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2, "timeStart": 7, "timeEnd": "00:00"}]}),
            json!({"target": {"name": "web"}, "schedule": [{"name": "A"}], "limits": {"minReplicas": 3}}),
            json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2, "dates": [7]}]}),
            json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2, "days": "Monday"}]}),
            json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2, "days": ["Mon"]}]}),
            json!(null),
        ] {
            assert_eq!(told(&spec), [""; 0], "{spec}");
        }
    }
}
