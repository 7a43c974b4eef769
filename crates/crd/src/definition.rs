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
