//! What people and their tools see of a scaling: the columns of kubectl, the line of the log, the metrics.

use easyscale_tests::{entry, field, rule};

use crate::stage::{crossed, operator_before, scaling_logged, settled_before, shop};

/// The cells of what `kubectl get` prints, row by row. Cells are at least three spaces apart.
fn cells(table: &str) -> Vec<Vec<String>> {
    let row = |line: &str| {
        line.split("   ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    table.lines().map(row).collect()
}

#[tokio::test]
async fn kubectl_get_scalingrules_says_what_holds_and_what_comes_next() {
    let shop = shop().await;
    let plane = shop.plane();
    shop.create_deployment("web-frontend", 3).await.unwrap();
    let rush = entry("Evening rush").from("16:00").to("18:00").replicas(5);
    let target = easyscale_tests::deployment("web-frontend");
    shop.create_rule(rule("web").target(target).zone("Europe/Berlin").entry(rush).default(3)).await.unwrap();
    let operator = operator_before(&shop, "2026-05-08T14:00:00Z").await;
    settled_before(&operator, &shop, "web", "2026-05-08T14:00:00Z").await;
    let get = |resource, output| {
        let namespace = format!("--namespace={}", shop.name());
        async move { cells(&plane.kubectl(&["get", resource, &namespace, output]).await.unwrap()) }
    };

    let before = get("scalingrules", "--output=").await;
    assert_eq!(before[0], ["NAME", "TARGET", "CURRENT", "DESIRED", "ACTIVE", "NEXT", "READY", "AGE"]);
    assert_eq!(before[1][..7], ["web", "web-frontend", "3", "3", "default", "2026-05-08 16:00 → 5", "True"]);
    assert!(before[1][7].ends_with('s'), "an age: {:?}", before[1]);
    assert_eq!((before.len(), before[1].len()), (2, 8));

    crossed(&operator, &shop, "web", "2026-05-08T14:00:00Z", (3, 5)).await;
    let after = get("srule", "--output=wide").await;
    assert_eq!(after[0][7..], ["AGE", "KIND", "ZONE", "REASON"]);
    assert_eq!(
        after[1][..7],
        ["web", "web-frontend", "5", "5", "Evening rush", "2026-05-08 18:00 → 3", "True"]
    );
    assert_eq!(after[1][8..], ["Deployment", "Europe/Berlin", "AsScheduled"]);
    assert_eq!(get("easyscale", "--output=wide").await[0], after[0], "the category");
}

#[tokio::test]
async fn a_scaling_is_told_by_one_line_of_the_log_and_by_the_metrics() {
    let shop = shop().await;
    shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(
        rule("web-rule")
            .target(easyscale_tests::deployment("web"))
            .entry(entry("Rush").from("16:00").to("18:00").replicas(5))
            .default(3),
    )
    .await
    .unwrap();
    let operator = operator_before(&shop, "2026-05-08T16:00:00Z").await;
    settled_before(&operator, &shop, "web-rule", "2026-05-08T16:00:00Z").await;
    let up = "easyscale_scaling_operations_total{direction=\"up\",reason=\"boundary\"}";
    for (series, before) in [
        (up, 0.0),
        ("easyscale_scaling_operations_total{direction=\"down\",reason=\"drift\"}", 0.0),
        ("easyscale_scaling_failures_total{reason=\"conflict\"}", 0.0),
        ("easyscale_evaluations_total{result=\"scaled\"}", 0.0),
        ("easyscale_transition_delay_seconds_count", 0.0),
        ("easyscale_rules_total{state=\"ready\"}", 1.0),
        ("easyscale_rules_total{state=\"invalid\"}", 0.0),
        ("easyscale_leader", 1.0),
    ] {
        assert_number(operator.metric(series).await.unwrap(), before, series);
    }

    crossed(&operator, &shop, "web-rule", "2026-05-08T16:00:00Z", (3, 5)).await;
    let line = scaling_logged(&operator, &shop, "web-rule", "2026-05-08T16:00:00Z").await;
    assert_eq!(*field(&line, "level"), "INFO");
    assert_eq!(*field(&line, "target"), "deployment/web");
    assert_eq!(*field(&line, "target_namespace"), serde_json::Value::Null, "it is the rule's own");
    assert_eq!((field(&line, "from").as_i64(), field(&line, "to").as_i64()), (Some(3), Some(5)));
    assert_eq!(*field(&line, "entry"), "Rush");
    assert_eq!(*field(&line, "because"), "\"Rush\" holds until Friday 2026-05-08 18:00 (UTC)");
    let lines = operator.logs().into_iter().filter(|line| line.contains("\"message\":\"scaled\""));
    assert_eq!(lines.count(), 1);

    for (series, after) in [
        (up, 1.0),
        ("easyscale_scaling_operations_total{direction=\"up\",reason=\"rule_changed\"}", 0.0),
        ("easyscale_evaluations_total{result=\"scaled\"}", 1.0),
        ("easyscale_evaluations_total{result=\"failed\"}", 0.0),
        ("easyscale_transition_delay_seconds_count", 1.0),
        ("easyscale_rules_total{state=\"ready\"}", 1.0),
    ] {
        assert_number(operator.metric(series).await.unwrap(), after, series);
    }
    let told = field(&line, "delay_ms").as_f64().unwrap();
    let counted = operator.metric("easyscale_transition_delay_seconds_sum").await.unwrap() * 1000.0;
    assert!((told..told + 1.0).contains(&counted), "the metrics say {counted} ms, the log says {told} ms");
    let zones = format!(
        "easyscale_tzdata_info{{version=\"{}\"}}",
        easyscale_schedule::ZoneDatabase::bundled().version()
    );
    assert_number(operator.metric(&zones).await.unwrap(), 1.0, &zones);
}

/// Metrics are floating point numbers, but what is counted here is counted in whole ones.
fn assert_number(seen: f64, expected: f64, series: &str) {
    assert!((seen - expected).abs() < 0.5, "{series} is {seen}, not {expected}");
}
