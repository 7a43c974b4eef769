//! The rows of the table for what watches it.

use serde_json::json;

use super::{Row, row, with};

pub(super) fn watching() -> Vec<Row> {
    vec![
        row("service.enabled", json!(false), &["!Service/easyscale"]),
        row("service.port", json!(80), &["Service/easyscale spec.ports[0].port=80"]),
        row("service.annotations", json!({"a": "b"}), &["Service/easyscale metadata.annotations.a=\"b\""]),
        row(
            "serviceMonitor.enabled",
            json!(true),
            &["ServiceMonitor/easyscale spec.endpoints[0].port=\"http\""],
        ),
        with(
            &["serviceMonitor.enabled"],
            "serviceMonitor.labels",
            json!({"release": "prometheus"}),
            &["ServiceMonitor/easyscale metadata.labels.release=\"prometheus\""],
        ),
        with(
            &["serviceMonitor.enabled"],
            "serviceMonitor.interval",
            json!("30s"),
            &["ServiceMonitor/easyscale spec.endpoints[0].interval=\"30s\""],
        ),
        row(
            "podMonitor.enabled",
            json!(true),
            &["PodMonitor/easyscale spec.podMetricsEndpoints[0].port=\"http\""],
        ),
        with(
            &["podMonitor.enabled"],
            "podMonitor.labels",
            json!({"release": "prometheus"}),
            &["PodMonitor/easyscale metadata.labels.release=\"prometheus\""],
        ),
        with(
            &["podMonitor.enabled"],
            "podMonitor.interval",
            json!("30s"),
            &["PodMonitor/easyscale spec.podMetricsEndpoints[0].interval=\"30s\""],
        ),
        row(
            "prometheusRule.enabled",
            json!(true),
            &["PrometheusRule/easyscale spec.groups[0].name=\"easyscale\""],
        ),
        with(
            &["prometheusRule.enabled"],
            "prometheusRule.labels",
            json!({"release": "prometheus"}),
            &["PrometheusRule/easyscale metadata.labels.release=\"prometheus\""],
        ),
        row(
            "dashboard.enabled",
            json!(true),
            &["ConfigMap/easyscale-dashboard metadata.labels.grafana_dashboard=\"1\""],
        ),
        with(
            &["dashboard.enabled"],
            "dashboard.labels",
            json!({"show": "me"}),
            &["ConfigMap/easyscale-dashboard metadata.labels.show=\"me\""],
        ),
        with(
            &["dashboard.enabled"],
            "dashboard.annotations",
            json!({"grafana_folder": "Kubernetes"}),
            &["ConfigMap/easyscale-dashboard metadata.annotations.grafana_folder=\"Kubernetes\""],
        ),
        row(
            "networkPolicy.enabled",
            json!(true),
            &["NetworkPolicy/easyscale spec.ingress[0].ports[0].port=\"http\""],
        ),
        with(
            &["networkPolicy.enabled"],
            "networkPolicy.metricsFrom",
            json!([{"podSelector": {"matchLabels": {"app": "prometheus"}}}]),
            &["NetworkPolicy/easyscale spec.ingress[0].from[0].podSelector.matchLabels.app=\"prometheus\""],
        ),
        with(
            &["networkPolicy.enabled"],
            "networkPolicy.apiServerCidrs",
            json!(["10.0.0.1/32"]),
            &["NetworkPolicy/easyscale spec.egress[0].to[0].ipBlock.cidr=\"10.0.0.1/32\""],
        ),
        with(
            &["networkPolicy.enabled"],
            "networkPolicy.apiServerPorts",
            json!([8443]),
            &["NetworkPolicy/easyscale spec.egress[0].ports[0].port=8443"],
        ),
        row(
            "helmTest.enabled",
            json!(false),
            &["!Pod/easyscale-install-check", "!Role/easyscale-install-check"],
        ),
        row("helmTest.timeout", json!("5m"), &["Pod/easyscale-install-check args[2]=\"--timeout=5m\""]),
    ]
}
