//! When each alert fires and when it does not: the files in `tests/alerts`, judged by promtool.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use easyscale_tests::monitoring::{ALERTS, Alert, alerts, promtool};
use easyscale_tests::repository;
use serde_json::Value;

fn file_of(alert: &str) -> PathBuf {
    repository().join("tests/alerts").join(alert).with_extension("yaml")
}

/// Runs an alert's test, on other rules than the real ones if those are given.
fn judge(alert: &str, rules: Option<&str>) -> anyhow::Result<String> {
    let Some(rules) = rules else {
        return promtool(&["test", "rules", &file_of(alert).to_string_lossy()]);
    };
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("alerts.yaml"), rules)?;
    let test = folder.path().join("test.yaml");
    fs::write(&test, fs::read_to_string(file_of(alert))?.replace(&format!("../../{ALERTS}"), "alerts.yaml"))?;
    promtool(&["test", "rules", &test.to_string_lossy()])
}

/// The file of rules with one alert only, which has another expression.
fn with_expression(alert: &Alert, expression: &str) -> String {
    let rule = serde_json::json!({
        "alert": alert.name, "expr": expression, "labels": alert.labels, "annotations": alert.annotations,
    });
    serde_json::json!({"groups": [{"name": "easyscale", "rules": [rule]}]}).to_string()
}

#[test]
fn every_alert_fires_when_it_should_and_only_then() {
    for alert in alerts().unwrap() {
        let told = judge(&alert.name, None).unwrap();
        assert!(told.contains("SUCCESS"), "{told}");
    }
}

#[test]
fn the_test_of_every_alert_shows_it_firing_and_silent() {
    let mut files: BTreeSet<_> =
        fs::read_dir(repository().join("tests/alerts")).unwrap().map(|file| file.unwrap().path()).collect();
    for alert in alerts().unwrap() {
        assert!(files.remove(&file_of(&alert.name)), "{} has no test", alert.name);
        let test: Value = serde_saphyr::from_str(&fs::read_to_string(file_of(&alert.name)).unwrap()).unwrap();
        let expectations = test["tests"].as_array().unwrap().iter().flat_map(|scene| {
            let told = scene["alert_rule_test"].as_array().unwrap();
            told.iter().map(|moment| {
                assert_eq!(moment["alertname"], alert.name.as_str());
                moment["exp_alerts"].as_array().unwrap().len()
            })
        });
        let expectations: Vec<_> = expectations.collect();
        assert!(expectations.contains(&0) && expectations.contains(&1), "{}: {expectations:?}", alert.name);
    }
    assert!(files.is_empty(), "tests of alerts that are not there: {files:?}");
}

#[test]
fn an_alert_that_fires_always_or_never_does_not_pass_its_test() {
    for alert in alerts().unwrap() {
        for expression in ["vector(1)", "vector(1) < 0"] {
            let judged = judge(&alert.name, Some(&with_expression(&alert, expression)));
            assert!(judged.is_err(), "{} passes as {expression}: {judged:?}", alert.name);
        }
        let for_a_moment = judge(&alert.name, Some(&with_expression(&alert, &alert.expr)));
        let waits = fs::read_to_string(repository().join(ALERTS)).unwrap();
        let (_, own) = waits.split_once(&format!("alert: {}\n", alert.name)).unwrap();
        let waits = own.split("- alert:").next().unwrap().contains("\n    for: ");
        assert_eq!(for_a_moment.is_err(), waits, "{} without its `for`: {for_a_moment:?}", alert.name);
    }
}
