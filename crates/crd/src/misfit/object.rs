//! The whole object: what stands around the `spec`, in a file that no API server has looked at.

use serde_json::{Map, Value};

use super::{MOST, Path, field, misfits, shown};
use crate::Code;
use crate::check::target::{is_label, is_name};
use crate::problem::Problem;

/// The fields of an object, and those of its metadata, as Kubernetes has them.
const FIELDS: [&str; 5] = ["apiVersion", "kind", "metadata", "spec", "status"];
const METADATA: [&str; 15] = [
    "annotations",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "labels",
    "managedFields",
    "name",
    "namespace",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];
/// The length of a namespace's name.
const LABEL: usize = 63;

/// Every field that does not fit into a rule, its metadata included; [`misfits`] is about its `spec` alone.
///
/// `apiVersion` and `kind` are taken to be right.
pub fn object_misfits(object: &Value) -> Vec<Problem> {
    let Value::Object(fields) = object else { return misfits(&Value::Null) };
    let mut found = Vec::new();
    metadata(fields.get("metadata").unwrap_or(&Value::Null), &mut found);
    found.extend(match fields.get("spec") {
        Some(spec) => misfits(spec),
        None => vec![
            Problem::new(Code::Missing, "spec")
                .because("spec says what is scaled and when: it has at least target and schedule"),
        ],
    });
    let unknown = fields.keys().filter(|name| !FIELDS.contains(&name.as_str()));
    found.extend(unknown.take(MOST).map(|name| beside_spec(name)));
    found
}

/// A field on the level of `spec` that is none of an object's.
fn beside_spec(name: &str) -> Problem {
    let mut problem = field::unknown(name, &FIELDS, Path::Root(""));
    // There is nothing above it.
    name.clone_into(&mut problem.path);
    problem
}

fn metadata(value: &Value, found: &mut Vec<Problem>) {
    let empty = Map::new();
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Null => &empty,
        other => {
            let detail = format!("a group of fields belongs here; found {}", shown(other));
            return found.push(Problem::new(Code::WrongType, "metadata").because(detail));
        }
    };
    named(fields, found);
    if let Some(namespace) = fields.get("namespace").filter(|value| !value.is_null()) {
        let fits = namespace.as_str().is_some_and(|text| text.len() <= LABEL && is_label(text));
        demand(fits, Code::RuleNamespace, "metadata.namespace", namespace, found);
    }
    for group in ["labels", "annotations"] {
        texts(fields.get(group).unwrap_or(&Value::Null), Path::Field(&Path::Root("metadata"), group), found);
    }
    let unknown = fields.keys().filter(|name| !METADATA.contains(&name.as_str()));
    found.extend(unknown.take(MOST).map(|name| field::unknown(name, &METADATA, Path::Root("metadata"))));
}

fn named(fields: &Map<String, Value>, found: &mut Vec<Problem>) {
    let path = "metadata.name";
    match fields.get("name") {
        None | Some(Value::Null) => {
            found.push(Problem::new(Code::RuleName, path).because("it is missing"));
        }
        Some(name) => demand(name.as_str().is_some_and(is_name), Code::RuleName, path, name, found),
    }
}

fn demand(fits: bool, code: Code, path: &str, value: &Value, found: &mut Vec<Problem>) {
    if !fits {
        found.push(Problem::new(code, path).because(format!("found {}", shown(value))));
    }
}

/// Labels and annotations are texts, each under a name.
fn texts(value: &Value, path: Path<'_>, found: &mut Vec<Problem>) {
    let mut wrong = |path: Path<'_>, belongs: &str, value: &Value| {
        let detail = format!("{belongs}; found {}", shown(value));
        found.push(Problem::new(Code::WrongType, path.to_string()).because(detail));
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(_, value)| !value.is_string()).take(MOST) {
                wrong(Path::Field(&path, name), "write a text, in quotes", value);
            }
        }
        other => wrong(path, "a group of fields belongs here", other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rule(metadata: &Value) -> Value {
        let spec = json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 2}]});
        json!({"apiVersion": "easyscale.io/v1", "kind": "ScalingRule", "metadata": metadata, "spec": spec})
    }

    fn found(object: &Value) -> Vec<(Code, String)> {
        object_misfits(object).into_iter().map(|problem| (problem.code, problem.path)).collect()
    }

    #[test]
    fn a_good_object_has_no_misfit() {
        let labels = json!({"app": "web"});
        let metadata =
            json!({"name": "web.night", "namespace": "shop", "labels": labels, "annotations": null});
        assert_eq!(found(&rule(&metadata)), []);
    }

    #[test]
    fn what_is_wrong_with_the_metadata_is_told_with_its_place() {
        let of = |code, path: &str| vec![(code, path.to_owned())];
        for (metadata, expected) in [
            (json!(null), of(Code::RuleName, "metadata.name")),
            (json!({}), of(Code::RuleName, "metadata.name")),
            (json!({"name": "Web"}), of(Code::RuleName, "metadata.name")),
            (json!({"name": 7}), of(Code::RuleName, "metadata.name")),
            (json!("web"), of(Code::WrongType, "metadata")),
            (json!({"name": "web", "namespace": "a.b"}), of(Code::RuleNamespace, "metadata.namespace")),
            (json!({"name": "web", "label": {}}), of(Code::UnknownField, "metadata.label")),
            (json!({"name": "web", "labels": {"a": 1}}), of(Code::WrongType, "metadata.labels.a")),
            (json!({"name": "web", "annotations": []}), of(Code::WrongType, "metadata.annotations")),
        ] {
            assert_eq!(found(&rule(&metadata)), expected, "{metadata}");
        }
    }

    #[test]
    fn a_missing_spec_and_fields_beside_it_are_told() {
        let mut object = rule(&json!({"name": "web"}));
        object["schedule"] = json!([]);
        object.as_object_mut().unwrap().remove("spec");
        let problems = object_misfits(&object);
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "spec: a required field is missing: add it; spec says what is scaled and when: it has at least target and \
                 schedule [ES0025]",
                "schedule: there is no such field here: correct or remove it; found \"schedule\"; schedule belongs under \
                 spec [ES0026]"
            ]
        );
    }
}
