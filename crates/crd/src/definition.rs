//! The `CustomResourceDefinition`: what the derive makes of the types, with the few things patched in that the derive
//! cannot say.
//!
//! The result is checked in as `config/crd/scalingrules.yaml`; a test keeps the two equal.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    CustomResourceDefinition, JSONSchemaProps, JSONSchemaPropsOrArray, JSONSchemaPropsOrBool,
};
use kube::CustomResourceExt;

use crate::ScalingRule;

/// The definition as YAML, exactly as it is checked in under config/crd.
pub const CRD_YAML: &str = include_str!("../../../config/crd/scalingrules.yaml");

/// The definition of `ScalingRule`, ready to be applied to a cluster.
pub fn crd() -> CustomResourceDefinition {
    let mut crd = ScalingRule::crd();
    for version in &mut crd.spec.versions {
        if let Some(schema) = version.schema.as_mut().and_then(|v| v.open_api_v3_schema.as_mut()) {
            each_schema(schema, &tidy);
            explain_conditions(schema);
        }
    }
    crd
}

/// Takes away what the derive says too much.
fn tidy(schema: &mut JSONSchemaProps) {
    // `Option<T>` means "may be left out". As `nullable`, an empty `days:` would be stored as null and count as set;
    // without it the server drops nulls, and `days:` means the same as no days.
    schema.nullable = None;
    schema.title = None;
    // The bounds are in the schema; for this format the server adds a second error that names no field.
    schema.format = schema.format.take().filter(|format| format != "int32");
    // A comment is wrapped for its reader here; kubectl wraps it again for the reader there.
    schema.description = schema.description.take().map(|text| text.replace('\n', " "));
}

/// The words of Kubernetes for its own type are for those who write operators.
const CONDITION: [(&str, &str); 6] = [
    ("type", "What the condition is about, such as Ready."),
    ("status", "Whether that is so: True, False or Unknown."),
    ("reason", "Why, as one word for programs, such as AsScheduled."),
    ("message", "Why, and what to do, as a sentence for people."),
    ("lastTransitionTime", "The instant (RFC 3339, UTC) at which the condition's status last changed."),
    (
        "observedGeneration",
        "The version of the spec (metadata.generation) that the condition speaks of, such as 3.",
    ),
];

fn explain_conditions(schema: &mut JSONSchemaProps) {
    fn field<'a>(schema: &'a mut JSONSchemaProps, name: &str) -> Option<&'a mut JSONSchemaProps> {
        schema.properties.as_mut()?.get_mut(name)
    }
    let conditions = field(schema, "status").and_then(|status| field(status, "conditions"));
    let Some(JSONSchemaPropsOrArray::Schema(condition)) = conditions.and_then(|all| all.items.as_mut())
    else {
        return;
    };
    condition.description = Some("Something that is true of the rule, or not.".to_owned());
    for (name, text) in CONDITION {
        if let Some(field) = field(condition, name) {
            field.description = Some(text.to_owned());
        }
    }
}

/// Calls `change` on a schema and everything inside it.
fn each_schema(schema: &mut JSONSchemaProps, change: &impl Fn(&mut JSONSchemaProps)) {
    change(schema);
    for property in schema.properties.iter_mut().flat_map(|all| all.values_mut()) {
        each_schema(property, change);
    }
    if let Some(JSONSchemaPropsOrArray::Schema(item)) = &mut schema.items {
        each_schema(item, change);
    }
    if let Some(JSONSchemaPropsOrBool::Schema(value)) = &mut schema.additional_properties {
        each_schema(value, change);
    }
}
