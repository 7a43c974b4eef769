//! The files of the chart: of the right version, generated where they are, and without a complaint of helm's own.

use easyscale_tests::chart::{Helm, file, folder, readme, render, settings};
use easyscale_tests::repository;
use serde_json::{Value, json};

use crate::table::everything;

#[test]
fn helm_finds_nothing_to_complain_about() {
    let chart = folder().display().to_string();
    for values in [json!({}), everything(), json!({"watchNamespaces": ["shop"]})] {
        let set = settings(&values);
        let mut arguments = vec!["lint", "--strict", &chart];
        arguments.extend(set.iter().map(String::as_str));
        for helm in Helm::BOTH {
            let said = helm.run(&arguments).unwrap();
            assert!(said.contains("1 chart(s) linted, 0 chart(s) failed"), "{said}");
            assert!(!said.contains("[WARNING]"), "{said}");
        }
    }
}

#[test]
fn the_chart_has_the_version_of_the_program() {
    let chart: Value = serde_saphyr::from_str(&file("Chart.yaml").unwrap()).unwrap();
    assert_eq!(chart["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(chart["appVersion"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_readme_is_made_from_the_values() {
    assert_eq!(file("README.md").unwrap(), readme().unwrap(), "make it anew with `make generate`");
}

#[test]
fn the_definition_in_the_chart_is_that_of_config() {
    let config = std::fs::read_to_string(repository().join("config/crd/scalingrules.yaml")).unwrap();
    assert_eq!(file("files/scalingrules.yaml").unwrap(), config, "make it anew with `make generate`");
}

#[test]
fn the_definition_comes_through_helm_unchanged() {
    let rendered = render(&json!({})).unwrap();
    let mut definition = rendered.only("CustomResourceDefinition").clone();
    let metadata = definition["metadata"].as_object_mut().unwrap();
    assert_eq!(metadata.remove("annotations"), Some(json!({"helm.sh/resource-policy": "keep"})));
    assert!(metadata.remove("labels").is_some());
    let config: Value = serde_saphyr::from_str(&file("files/scalingrules.yaml").unwrap()).unwrap();
    assert_eq!(definition, config);
}

#[test]
fn braces_in_a_file_reach_the_cluster_as_they_are() {
    let alerts: Value = serde_saphyr::from_str(&file("files/alerts.yaml").unwrap()).unwrap();
    let dashboard = file("files/dashboard.json").unwrap();
    serde_json::from_str::<Value>(&dashboard).unwrap();
    let rendered = render(&json!({"prometheusRule.enabled": true, "dashboard.enabled": true})).unwrap();
    assert_eq!(rendered.only("PrometheusRule")["spec"], alerts);
    assert_eq!(
        rendered.only("ConfigMap")["data"]["easyscale.json"].as_str().unwrap().trim_end(),
        dashboard.trim_end()
    );
}
