//! A good rule to spoil. Also used by the tests of crates/manifest.

use serde_json::{Value, json};

/// A spec without a mistake or a doubt.
pub(crate) fn good() -> Value {
    json!({
        "target": {"name": "web"},
        "timezone": "Europe/Berlin",
        "schedule": [{"name": "Weekend", "days": ["Saturday", "Sunday"], "replicas": 2}],
        "default": {"replicas": 3}
    })
}

/// The good spec with some fields replaced (null: removed), as in a merge patch.
pub(crate) fn spec(change: Value) -> Value {
    let mut spec = good();
    merge(&mut spec, change);
    spec
}

/// The good spec with some fields of its only entry replaced (null: removed).
pub(crate) fn entry(change: Value) -> Value {
    let mut spec = good();
    merge(&mut spec["schedule"][0], change);
    spec
}

fn merge(into: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        *into = change;
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    for (key, value) in change {
        if value.is_null() {
            into.as_object_mut().unwrap().remove(&key);
        } else {
            merge(&mut into[key], value);
        }
    }
}
