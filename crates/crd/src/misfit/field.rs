//! Fields that do not exist: what their writer probably meant.
//!
//! Only words: no field is ever read under another name.

use std::sync::LazyLock;

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    JSONSchemaProps, JSONSchemaPropsOrArray,
};

use super::{Path, SPEC, shown};
use crate::Code;
use crate::problem::Problem;

/// Below this likeness (1 is equal) a suggestion would confuse more than it helps.
const LIKE_ENOUGH: f64 = 0.65;
/// No field is nearly as long; comparing more only costs time.
const LONGEST: usize = 40;

/// What people write who come from other tools, or from memory, and what is meant if the group has such a field. The
/// wrong names are written as `normal` makes them.
const CONFUSED: &[(&str, &str)] = &[
    ("start", "timeStart"),
    ("from", "timeStart"),
    ("begin", "timeStart"),
    ("starttime", "timeStart"),
    ("end", "timeEnd"),
    ("to", "timeEnd"),
    ("until", "timeEnd"),
    ("endtime", "timeEnd"),
    ("replica", "replicas"),
    ("count", "replicas"),
    ("pods", "replicas"),
    ("scale", "replicas"),
    ("desiredreplicas", "replicas"),
    ("weekdays", "days"),
    ("dayofweek", "days"),
    ("holidays", "dates"),
    ("tz", "timezone"),
    ("zone", "timezone"),
    ("weight", "priority"),
    ("order", "priority"),
    ("min", "minReplicas"),
    ("max", "maxReplicas"),
    ("entries", "schedule"),
    ("windows", "schedule"),
    ("rules", "schedule"),
    ("scaletargetref", "target"),
    ("targetref", "target"),
    ("otherwise", "default"),
    ("fallback", "default"),
    ("defaultreplicas", "default"),
    ("bounds", "limits"),
    ("paused", "suspend"),
    ("disabled", "suspend"),
    ("cooldown", "cooldownSeconds"),
    ("cooldownperiod", "cooldownSeconds"),
    ("apigroup", "apiVersion"),
];

/// The names of all fields, with the group that each is in, as one says it.
static GROUPS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let mut groups = Vec::new();
    let Some(spec) = &*SPEC else { return groups };
    let mut add = |schema: Option<&JSONSchemaProps>, group: &'static str| {
        let fields = schema.and_then(|schema| schema.properties.as_ref());
        groups.extend(fields.into_iter().flat_map(|fields| fields.keys()).map(|name| (name.clone(), group)));
    };
    let field = |name: &str| spec.properties.as_ref().and_then(|fields| fields.get(name));
    let entry = match field("schedule").and_then(|schedule| schedule.items.as_ref()) {
        Some(JSONSchemaPropsOrArray::Schema(entry)) => Some(&**entry),
        _ => None,
    };
    add(Some(spec), "under spec");
    add(field("target"), "under spec.target");
    add(entry, "into an entry of spec.schedule");
    add(field("default"), "under spec.default");
    add(field("limits"), "under spec.limits");
    groups
});

/// A field that its group does not have; `known` are those that it has.
pub(super) fn unknown(name: &str, known: &[&str], group: Path<'_>) -> Problem {
    let problem = Problem::new(Code::UnknownField, Path::Field(&group, name).to_string())
        .because(format!("found {}", shown(&name.into())));
    if let Some(meant) = same(name, known).or_else(|| confused(name, known)) {
        return suggest(problem, meant);
    }
    let elsewhere: Vec<_> = GROUPS.iter().filter(|(field, _)| normal(field) == normal(name)).collect();
    if let Some((field, _)) = elsewhere.first() {
        let groups: Vec<_> = elsewhere.iter().map(|(_, group)| *group).collect();
        return problem.because(format!("{field} belongs {}", groups.join(" or ")));
    }
    match nearest(name, known) {
        Some(meant) => suggest(problem, meant),
        None => problem.because(format!("the fields here are {}", known.join(", "))),
    }
}

fn suggest(problem: Problem, meant: &str) -> Problem {
    problem.because(format!("did you mean {meant}?")).instead(meant.to_owned())
}

/// The day that was probably meant: "Sun", "SUNDAY", "Satuday".
pub(super) fn day<'a>(text: &str, days: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let days: Vec<_> = days.collect();
    let wanted = normal(text);
    let begins = |day: &&&str| wanted.len() >= 2 && normal(day).starts_with(&wanted);
    days.iter().find(begins).copied().or_else(|| nearest(text, &days))
}

fn same<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = normal(name);
    known.iter().find(|field| normal(field) == wanted).copied()
}

fn confused<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = normal(name);
    let (_, meant) = CONFUSED.iter().find(|(wrong, _)| *wrong == wanted)?;
    known.iter().find(|field| *field == meant).copied()
}

fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted = normal(name);
    let rated =
        known.iter().map(|field| (strsim::normalized_damerau_levenshtein(&wanted, &normal(field)), field));
    let (likeness, field) = rated.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (likeness >= LIKE_ENOUGH).then_some(*field)
}

fn normal(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::misfits;
    use serde_json::{Value, json};

    fn said_of(change: impl FnOnce(&mut Value)) -> Vec<(String, String, Option<String>)> {
        let mut spec = json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2}]});
        change(&mut spec);
        misfits(&spec).into_iter().map(|problem| (problem.path, problem.message, problem.help)).collect()
    }

    #[test]
    fn a_misspelt_field_is_told_with_the_field_that_was_meant() {
        for (wrong, meant) in [
            ("start", "timeStart"),
            ("starttime", "timeStart"),
            ("TimeStart", "timeStart"),
            ("time_end", "timeEnd"),
            ("until", "timeEnd"),
            ("replica", "replicas"),
            ("tz", "timezone"),
            ("timeZone", "timezone"),
            ("day", "days"),
            ("prioriti", "priority"),
        ] {
            let said = said_of(|spec| spec["schedule"][0][wrong] = json!("x"));
            let expected = format!(
                "there is no such field here: correct or remove it; found \"{wrong}\"; did you mean {meant}?"
            );
            assert_eq!(said, [(format!("spec.schedule[0].{wrong}"), expected, Some(meant.to_owned()))]);
        }
    }

    #[test]
    fn a_field_at_the_wrong_place_is_told_with_the_right_place() {
        for (field, place) in [
            ("minReplicas", "minReplicas belongs under spec.limits"),
            ("days", "days belongs into an entry of spec.schedule"),
            ("replicas", "replicas belongs into an entry of spec.schedule or under spec.default"),
        ] {
            let said = said_of(|spec| spec[field] = json!(1));
            assert!(said[0].1.ends_with(place), "{said:?}");
        }
        let said = said_of(|spec| spec["target"]["timezone"] = json!("UTC"));
        assert!(
            said[0].1.ends_with("timezone belongs under spec or into an entry of spec.schedule"),
            "{said:?}"
        );
    }

    #[test]
    fn a_field_like_no_other_is_told_with_those_that_there_are() {
        let said = said_of(|spec| spec["target"]["colour"] = json!("red"));
        assert!(said[0].1.ends_with("the fields here are apiVersion, kind, name, namespace"), "{said:?}");
    }

    #[test]
    fn a_required_field_under_a_wrong_name_is_told_once() {
        let said = said_of(|spec| spec["schedule"][0] = json!({"name": "A", "replica": 2}));
        assert_eq!(said.len(), 1, "{said:?}");
    }

    #[test]
    fn a_day_in_short_or_in_capitals_is_told_in_full() {
        for (written, day) in
            [("Sun", "Sunday"), ("MONDAY", "Monday"), ("wed", "Wednesday"), ("Satuday", "Saturday")]
        {
            let said = said_of(|spec| spec["schedule"][0]["days"] = json!([written]));
            assert_eq!(said[0].2.as_deref(), Some(day), "{said:?}");
        }
        let said = said_of(|spec| spec["schedule"][0]["days"] = json!(["Feiertag"]));
        assert_eq!(said[0].2, None, "{said:?}");
    }
}
