//! The checked-in definition: that it is the one the types make, and that it says what people are promised.

use easyscale_crd::{CRD_YAML, MAX_DATES, MAX_ENTRIES, MAX_NAME, crd};
use serde_json::{Value, json};

use crate::fixture::SCHEMA;

#[path = "../../examples/generate/definition.rs"]
mod made;

#[test]
fn the_checked_in_definition_is_the_one_the_types_make() {
    assert!(CRD_YAML == made::yaml(), "config/crd/scalingrules.yaml is stale: run make generate");
}

/// Calls `look` with the path and the schema of every field, list item included.
fn each_field(schema: &Value, path: &str, look: &mut impl FnMut(&str, &Value)) {
    look(path, schema);
    for (name, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        each_field(inner, &format!("{path}.{name}"), look);
    }
    if let Some(items) = schema.get("items") {
        each_field(items, &format!("{path}[]"), look);
    }
}

#[test]
fn kubectl_explain_has_a_sentence_for_every_field() {
    each_field(&SCHEMA, "", &mut |path, field| {
        if path.ends_with("[]") {
            return;
        }
        let text = field["description"].as_str().unwrap_or_else(|| panic!("{path} is not explained"));
        assert!(text.ends_with('.'), "{path}: {text}");
        assert!(!text.contains('\n') && !text.contains("[`"), "{path}: {text}");
        if path.starts_with(".spec") {
            assert!(text.len() <= 200, "{path} is explained at too great length: {text}");
        }
    });
}

#[test]
fn every_optional_field_of_the_spec_says_its_default_or_what_leaving_it_out_means() {
    each_field(&SCHEMA["properties"]["spec"], "spec", &mut |path, field| {
        let required: Vec<_> = field["required"].as_array().into_iter().flatten().collect();
        for (name, inner) in field["properties"].as_object().into_iter().flatten() {
            let text = inner["description"].as_str().unwrap();
            let told = text.contains("; default ") || text.contains("; without it ");
            assert!(required.contains(&&json!(name)) || told, "{path}.{name}: {text}");
        }
    });
}

#[test]
fn every_list_and_text_of_the_spec_is_bounded_so_that_the_cost_of_the_rules_is() {
    each_field(&SCHEMA["properties"]["spec"], "spec", &mut |path, field| match field["type"].as_str() {
        Some("array") => assert!(field["maxItems"].is_u64(), "{path}"),
        Some("string") => assert!(field["maxLength"].is_u64() || field["enum"].is_array(), "{path}"),
        Some("integer") => assert!(field["minimum"].is_number() && field["maximum"].is_number(), "{path}"),
        _ => {}
    });
}

#[test]
fn the_schema_and_the_code_have_the_same_limits() {
    let schedule = &SCHEMA["properties"]["spec"]["properties"]["schedule"];
    let entry = &schedule["items"]["properties"];
    assert_eq!(schedule["maxItems"], json!(MAX_ENTRIES));
    assert_eq!(entry["dates"]["maxItems"], json!(MAX_DATES));
    assert_eq!(entry["name"]["maxLength"], json!(MAX_NAME));
}

#[test]
fn nothing_may_be_null_so_that_an_empty_key_means_the_same_as_none() {
    each_field(&SCHEMA, "", &mut |path, field| assert!(field.get("nullable").is_none(), "{path}"));
}

#[test]
fn the_fields_are_those_of_the_design() {
    let names = |path: &str| {
        let fields = SCHEMA.pointer(path).unwrap().as_object().unwrap();
        fields.keys().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names("/properties/spec/properties"),
        "cooldownSeconds default dryRun limits schedule suspend target timezone"
    );
    assert_eq!(
        names("/properties/spec/properties/schedule/items/properties"),
        "dates days name priority replicas timeEnd timeStart timezone"
    );
    assert_eq!(names("/properties/spec/properties/target/properties"), "apiVersion kind name namespace");
    assert_eq!(
        names("/properties/status/properties"),
        "active conditions currentReplicas desiredReplicas history lastHandledTime lastScale next nextTransition \
         observedGeneration tzVersion"
    );
}

#[test]
fn conditions_are_merged_by_their_type() {
    let conditions = &SCHEMA["properties"]["status"]["properties"]["conditions"];
    assert_eq!(conditions["x-kubernetes-list-type"], "map");
    assert_eq!(conditions["x-kubernetes-list-map-keys"], json!(["type"]));
}

#[test]
fn kubectl_get_shows_the_columns_of_the_design() {
    let version = crd().spec.versions.remove(0);
    let columns = version.additional_printer_columns.unwrap();
    let shown = |wide: bool| {
        let of = columns.iter().filter(|column| column.priority.is_some_and(|p| p > 0) == wide);
        of.map(|column| format!("{} {}", column.name.to_uppercase(), column.json_path)).collect::<Vec<_>>()
    };
    assert_eq!(
        shown(false),
        [
            "TARGET .spec.target.name",
            "CURRENT .status.currentReplicas",
            "DESIRED .status.desiredReplicas",
            "ACTIVE .status.active.name",
            "NEXT .status.next",
            "READY .status.conditions[?(@.type==\"Ready\")].status",
            "AGE .metadata.creationTimestamp"
        ]
    );
    assert_eq!(
        shown(true),
        [
            "KIND .spec.target.kind",
            "ZONE .spec.timezone",
            "REASON .status.conditions[?(@.type==\"Ready\")].reason"
        ]
    );
}

#[test]
fn a_rule_can_be_called_srule_and_listed_with_its_category() {
    let definition = crd();
    let names = definition.spec.names;
    assert_eq!(names.short_names, Some(vec!["srule".to_owned()]));
    assert_eq!(names.categories, Some(vec!["easyscale".to_owned()]));
    assert_eq!(definition.spec.scope, "Namespaced");
    assert!(definition.spec.versions[0].subresources.as_ref().unwrap().status.is_some());
}
