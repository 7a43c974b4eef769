//! `kubectl apply -k config/` gives what `helm install` gives: the same objects, less the labels that only Helm needs.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use easyscale_tests::chart::render;
use easyscale_tests::repository;
use easyscale_tests::testenv::{Program, build::build};
use serde_json::{Value, json};

/// What Helm needs to know its own, and which version of the chart made it.
const OF_HELM: [&str; 4] = [
    "app.kubernetes.io/instance",
    "app.kubernetes.io/managed-by",
    "app.kubernetes.io/version",
    "helm.sh/chart",
];

fn without_labels_of_helm(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !OF_HELM.contains(&name.as_str()));
            fields.values_mut().for_each(without_labels_of_helm);
        }
        Value::Array(items) => items.iter_mut().for_each(without_labels_of_helm),
        _ => {}
    }
}

/// The order of the rights of a role means nothing; in the files it follows the comments.
fn in_order(mut object: Value) -> Value {
    if let Some(rules) = object.get_mut("rules").and_then(Value::as_array_mut) {
        rules.sort_by_key(ToString::to_string);
    }
    object
}

fn by_name(objects: impl IntoIterator<Item = Value>) -> BTreeMap<String, Value> {
    let name = |object: &Value| format!("{} {}", object["kind"], object["metadata"]["name"]).replace('"', "");
    objects.into_iter().map(|object| (name(&object), in_order(object))).collect()
}

fn config() -> BTreeMap<String, Value> {
    let programs = build(&AtomicBool::new(false)).unwrap();
    let kubectl = programs.path(Program::Kubectl).unwrap();
    let output =
        Command::new(kubectl).args(["kustomize", "config"]).current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    by_name(serde_saphyr::from_multiple::<Value>(&text).unwrap())
}

fn chart() -> BTreeMap<String, Value> {
    let rendered = render(&json!({})).unwrap();
    let objects = rendered.installed().cloned().map(|mut object| {
        without_labels_of_helm(&mut object);
        let metadata = object["metadata"].as_object_mut().unwrap();
        // Only Helm would remove the definition with the rest.
        metadata.remove("annotations");
        object
    });
    by_name(objects.collect::<Vec<_>>())
}

#[test]
fn kubectl_and_helm_install_the_same() {
    let (mut config, mut chart) = (config(), chart());
    // Helm makes the namespace itself, with --create-namespace.
    let namespace = config.remove("Namespace easyscale-system").unwrap();
    assert_eq!(namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
    // The generated file has no labels.
    let definition = chart.get_mut("CustomResourceDefinition scalingrules.easyscale.io").unwrap();
    let labels = definition["metadata"].as_object_mut().unwrap().remove("labels");
    assert_eq!(labels, Some(json!({"app.kubernetes.io/name": "easyscale"})));

    assert_eq!(chart.keys().collect::<Vec<_>>(), config.keys().collect::<Vec<_>>());
    for (name, object) in &chart {
        assert_eq!(object, &config[name], "{name}: left is the chart's, right is config's");
    }
}
