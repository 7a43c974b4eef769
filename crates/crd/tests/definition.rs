//! The checked-in definition: that it is the one the types make, and that it says what people are promised.

use easyscale_crd::{CRD_YAML, crd};
use serde_json::Value;

const HEADER: &str = "# Made from the types in crates/crd; do not edit. Make it anew with\n\
                      #   EASYSCALE_BLESS=1 cargo test -p easyscale-crd\n";

#[test]
fn the_checked_in_definition_is_the_one_the_types_make() {
    let mut definition = serde_json::to_value(crd()).unwrap();
    whole_numbers(&mut definition);
    let made = format!("{HEADER}{}", serde_saphyr::to_string(&definition).unwrap());
    if std::env::var_os("EASYSCALE_BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/crd/scalingrules.yaml"), made)
            .unwrap();
        return;
    }
    assert!(
        CRD_YAML == made,
        "config/crd/scalingrules.yaml is stale: run EASYSCALE_BLESS=1 cargo test -p easyscale-crd"
    );
}

/// Writes 86400.0 as 86400: bounds are floating point in the schema, and whole numbers in ours.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|n| number.is_f64() && n.fract() == 0.0);
            if let Some(whole) = whole {
                *value = format!("{whole:.0}").parse::<i64>().unwrap().into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(fields) => fields.values_mut().for_each(whole_numbers),
        _ => {}
    }
}
