//! Value by value: what is set, and what must then be in the objects (`!`: must no longer be in them) and is not without it.

mod operator;
mod powers;
mod watching;

use serde_json::{Map, Value, json};

/// See the module. `set` holds the value itself and whatever else it needs to have an effect.
pub(crate) struct Row {
    pub(crate) value: &'static str,
    pub(crate) set: Value,
    pub(crate) facts: &'static [&'static str],
}

fn row(value: &'static str, to: Value, facts: &'static [&'static str]) -> Row {
    with(&[], value, to, facts)
}

/// A row whose value means nothing unless these are enabled.
fn with(enabled: &[&str], value: &'static str, to: Value, facts: &'static [&'static str]) -> Row {
    let mut set: Map<_, _> = enabled.iter().map(|path| ((*path).to_owned(), json!(true))).collect();
    set.insert(value.to_owned(), to);
    Row { value, set: Value::Object(set), facts }
}

/// Every option that can be on together with the others.
pub(crate) fn everything() -> Value {
    let rows = rows();
    // Two names for one thing, and what turns things off.
    let apart = [
        "watchNamespaces",
        "podMonitor.enabled",
        "podMonitor.labels",
        "podMonitor.interval",
        "affinity",
        "nameOverride",
        "fullnameOverride",
        "serviceAccount.create",
        "serviceAccount.name",
    ];
    let rows = rows.into_iter().filter(|row| !apart.iter().any(|value| row.set.get(value).is_some()));
    let on = rows.filter(|row| row.facts.iter().all(|fact| !fact.starts_with('!')));
    let all = on.flat_map(|row| row.set.as_object().unwrap().clone()).collect();
    Value::Object(all)
}

pub(crate) fn rows() -> Vec<Row> {
    [
        names(),
        powers::powers(),
        powers::definition(),
        powers::accounts(),
        operator::operator(),
        operator::pods(),
        watching::watching(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn names() -> Vec<Row> {
    vec![
        row(
            "nameOverride",
            json!("clock"),
            &["Deployment/easyscale-clock spec.selector.matchLabels[app.kubernetes.io/name]=\"clock\""],
        ),
        row(
            "fullnameOverride",
            json!("clock"),
            &["Deployment/clock", "ClusterRole/clock", "!Deployment/easyscale"],
        ),
        row(
            "commonLabels",
            json!({"team": "platform"}),
            &[
                "Deployment/easyscale metadata.labels.team=\"platform\"",
                "CustomResourceDefinition/scalingrules.easyscale.io metadata.labels.team=\"platform\"",
            ],
        ),
    ]
}
