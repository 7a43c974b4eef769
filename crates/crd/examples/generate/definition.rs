//! The definition as the file that is checked in.

use easyscale_crd::crd;
use serde_json::Value;

const HEADER: &str = "# Made from the types in crates/crd; do not edit. Make it anew with\n\
                      #   make generate\n";

/// The text of config/crd/scalingrules.yaml, made anew.
pub(crate) fn yaml() -> String {
    let mut definition = serde_json::to_value(crd()).unwrap();
    whole_numbers(&mut definition);
    format!("{HEADER}{}", serde_saphyr::to_string(&definition).unwrap())
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
