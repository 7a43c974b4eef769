//! What a real operator serves at `/metrics`: what the documents describe and nothing else, never more of it with more rules;
//! and whatever the alerts and the dashboard ask for.

use std::collections::BTreeSet;

use anyhow::Result;
use easyscale_crd::ScalingRule;
use easyscale_tests::monitoring::{
    Selector, Served, alerts, documented, grouping_labels, promtool, queries, selectors,
};
use easyscale_tests::{Operator, Sandbox, deployment, entry, rule, until};
use futures::future::try_join_all;

use crate::stage::{SOON, operator_at, shop};
use crate::usual::rush;

/// Added by Prometheus when it reads a copy's metrics.
const OF_PROMETHEUS: [&str; 4] = ["namespace", "job", "pod", "instance"];

async fn served(operator: &Operator) -> Result<Served> {
    Served::read(&operator.metrics().await?)
}

/// An operator that has looked at a rule, changed a number and written about it.
async fn after_some_work() -> (Operator, Served) {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_at(&shop, "2026-05-08T17:00:00Z").await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let told = |served: &Served| served.of("easyscale_rules_by_reason").any(|series| series.value == "1");
    let served = until("the rule being counted", SOON, || served(&operator), told).await;
    (operator, served)
}

fn value(served: &Served, series: &str) -> f64 {
    let found = served.series.iter().find(|each| each.to_string() == series);
    found.unwrap_or_else(|| panic!("no {series}")).value.parse().unwrap()
}

#[tokio::test]
async fn every_documented_metric_is_served_and_no_other() {
    let (operator, served) = after_some_work().await;
    let documented = documented().unwrap();
    let names: BTreeSet<_> = documented.iter().map(|metric| metric.name.as_str()).collect();
    assert_eq!(served.kinds.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
    for metric in &documented {
        assert_eq!(served.kinds[&metric.name], metric.kind, "{}", metric.name);
        let labels: BTreeSet<_> = metric.labels.iter().map(String::as_str).collect();
        assert_eq!(served.labels(&metric.name), labels, "{}", metric.name);
        let lines = served.of(&metric.name).count();
        assert!((1..=metric.at_most).contains(&lines), "{}: {lines} series", metric.name);
    }
    let most: usize = documented.iter().map(|metric| metric.at_most).sum();
    let operations =
        std::fs::read_to_string(easyscale_tests::repository().join("docs/operations.md")).unwrap();
    assert!(operations.contains(&format!("at most {most} for each copy")), "the sum is {most}");

    assert!(value(&served, "easyscale_api_requests_total{code=\"200\",verb=\"watch\"}") >= 4.0);
    assert!(value(&served, "easyscale_api_requests_total{code=\"200\",verb=\"list\"}") >= 4.0);
    assert!(value(&served, "easyscale_api_requests_total{code=\"200\",verb=\"patch\"}") >= 1.0, "the scale");
    assert!(value(&served, "easyscale_api_requests_total{code=\"201\",verb=\"create\"}") >= 1.0, "the lease");
    assert!(value(&served, "easyscale_request_wait_seconds_count{}") >= 1.0);
    assert!(
        (value(&served, "easyscale_rule_conditions{condition=\"Ready\",status=\"True\"}") - 1.0).abs() < 0.5
    );
    let next = value(&served, "easyscale_next_transition_seconds{}");
    let left = (crate::stage::instant("2026-05-08T18:00:00Z") - operator.now()).as_seconds_f64();
    assert!((left..left + 60.0).contains(&next), "the rush ends in {left} s, but {next}");
    let released = value(&served, "easyscale_tzdata_release_timestamp_seconds{}");
    assert!(released > 1_767_225_600.0, "not before 2026: {released}");
}

/// Rules of which one acts, others stand back for it, wait for their target, or are suspended.
fn many(numbers: std::ops::Range<usize>) -> impl Iterator<Item = ScalingRule> {
    numbers.map(|number| {
        let name = format!("rule-{number:03}");
        let target = deployment(if number % 3 == 0 { "web" } else { "missing" });
        let mut made: ScalingRule = rule(&name).target(target).entry(entry("Always").replicas(2)).into();
        made.spec.suspend = number % 3 == 2;
        made
    })
}

async fn create(shop: &Sandbox, rules: impl Iterator<Item = ScalingRule>) {
    try_join_all(rules.map(|rule| shop.create_rule(rule))).await.unwrap();
}

async fn when_all_are_counted(operator: &Operator, rules: f64) -> BTreeSet<String> {
    let all = |served: &Served| {
        let counts = served.of("easyscale_rules_total").map(|series| series.value.parse().unwrap_or(0.0));
        (counts.sum::<f64>() - rules).abs() < 0.5
    };
    let seen = until("every rule being counted", SOON * 2, || served(operator), all).await;
    seen.series.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn two_hundred_rules_make_no_more_series_than_twenty() {
    let shop = shop().await;
    shop.create_deployment("web", 1).await.unwrap();
    create(&shop, many(0..20)).await;
    let operator = operator_at(&shop, "2026-05-08T17:00:00Z").await;
    let few = when_all_are_counted(&operator, 20.0).await;
    create(&shop, many(20..200)).await;
    let many = when_all_are_counted(&operator, 200.0).await;
    assert_eq!(few, many);
    for own in [shop.name(), "web", "rule-0", "Always"] {
        assert!(!many.iter().any(|series| series.contains(own)), "{own} is in a label");
    }
}

/// Whether an operator serves what is asked for; its buckets have a label of their own.
fn is_served(served: &Served, selector: &Selector) -> bool {
    let lines = served.series.iter().filter(|series| series.name == selector.name);
    let has_all = |line: &easyscale_tests::monitoring::Series| {
        let known =
            |label: &String| line.labels.contains_key(label) || OF_PROMETHEUS.contains(&label.as_str());
        selector.labels.iter().all(known)
    };
    lines.into_iter().any(has_all)
}

#[tokio::test]
async fn alerts_and_dashboard_ask_for_what_an_operator_serves() {
    let (_operator, served) = after_some_work().await;
    let (_, queries) = queries().unwrap();
    let alerts = alerts().unwrap();
    let asked: Vec<&str> =
        alerts.iter().map(|alert| &*alert.expr).chain(queries.iter().map(|query| &*query.expr)).collect();
    for query in asked {
        let selectors = selectors(query);
        assert!(!selectors.is_empty(), "{query} asks for nothing of EasyScale");
        for selector in &selectors {
            assert!(is_served(&served, selector), "{query}: there is no {selector:?}");
        }
        for label in grouping_labels(query) {
            let known = selectors.iter().any(|selector| {
                is_served(&served, &Selector { labels: vec![label.clone()], ..selector.clone() })
            });
            assert!(known, "{query}: no metric in it has the label {label}");
        }
    }
}

/// A test for promtool: the series as Prometheus would have them, and an alert for each query that finds nothing in them.
fn test_of(served: &Served, queries: &[String]) -> (serde_json::Value, serde_json::Value) {
    let rule = |(number, query)| serde_json::json!({"alert": format!("Q{number}"), "expr": format!("absent({query})")});
    let rules: Vec<_> = queries.iter().enumerate().map(rule).collect();
    let input: Vec<_> = served
        .series
        .iter()
        .cloned()
        .map(|mut series| {
            for label in OF_PROMETHEUS {
                series.labels.insert(label.to_owned(), "easyscale".to_owned());
            }
            let values = [&*series.value; 12].join(" ");
            serde_json::json!({"series": series.to_string(), "values": values})
        })
        .collect();
    let silent = (0..queries.len()).map(
        |number| serde_json::json!({"eval_time": "10m", "alertname": format!("Q{number}"), "exp_alerts": []}),
    );
    let test = serde_json::json!({
        "rule_files": ["rules.yaml"],
        "tests": [{"interval": "1m", "input_series": input, "alert_rule_test": silent.collect::<Vec<_>>()}],
    });
    (serde_json::json!({"groups": [{"name": "queries", "rules": rules}]}), test)
}

fn all_find_something(served: &Served, queries: &[String]) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let (rules, test) = test_of(served, queries);
    std::fs::write(folder.path().join("rules.yaml"), rules.to_string())?;
    let file = folder.path().join("test.yaml");
    std::fs::write(&file, test.to_string())?;
    promtool(&["test", "rules", &file.to_string_lossy()])
}

#[tokio::test]
async fn every_query_of_the_dashboard_finds_something_in_real_metrics() {
    let (_operator, served) = after_some_work().await;
    let (_, queries) = queries().unwrap();
    let mut queries: Vec<_> = queries.into_iter().map(|query| query.expr).collect();
    all_find_something(&served, &queries).unwrap();

    queries.push("sum(easyscale_rules_total{state=\"ready\",no_such_label=~\"..\"})".to_owned());
    let error = all_find_something(&served, &queries).unwrap_err().to_string();
    assert!(
        error.contains(&format!("Q{}", queries.len() - 1)),
        "a query that finds nothing is noticed: {error}"
    );
}
