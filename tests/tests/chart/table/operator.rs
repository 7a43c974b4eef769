//! The rows of the table for the operator and its pods.

use serde_json::json;

use super::{Row, row};

pub(super) fn operator() -> Vec<Row> {
    vec![
        row("replicas", json!(3), &["Deployment/easyscale spec.replicas=3"]),
        row(
            "image.repository",
            json!("registry.example/easyscale"),
            &[
                "Deployment/easyscale image=\"registry.example/easyscale:0.1.0\"",
                "Pod/easyscale-install-check image=\"registry.example/easyscale:0.1.0\"",
            ],
        ),
        row(
            "image.tag",
            json!("9.9.9"),
            &["Deployment/easyscale image=\"ghcr.io/easyscale/easyscale:9.9.9\""],
        ),
        row(
            "image.digest",
            json!("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
            &[
                "Deployment/easyscale image=\"ghcr.io/easyscale/easyscale@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"",
            ],
        ),
        row("image.pullPolicy", json!("Always"), &["Deployment/easyscale imagePullPolicy=\"Always\""]),
        row(
            "imagePullSecrets",
            json!([{"name": "registry"}]),
            &[
                "Deployment/easyscale imagePullSecrets[0].name=\"registry\"",
                "Pod/easyscale-install-check imagePullSecrets[0].name=\"registry\"",
            ],
        ),
        row(
            "leaderElection.leaseName",
            json!("turn"),
            &[
                "Deployment/easyscale args[1]=\"--lease-name=turn\"",
                "Role/easyscale-lease resourceNames[0]=\"turn\"",
            ],
        ),
        row(
            "leaderElection.leaseDuration",
            json!("30s"),
            &["Deployment/easyscale args[1]=\"--lease-duration=30s\""],
        ),
        row(
            "leaderElection.renewDeadline",
            json!("9s"),
            &["Deployment/easyscale args[1]=\"--renew-deadline=9s\""],
        ),
        row(
            "leaderElection.retryPeriod",
            json!("500ms"),
            &["Deployment/easyscale args[1]=\"--retry-period=500ms\""],
        ),
        row("log.format", json!("json"), &["Deployment/easyscale args[1]=\"--log-format=json\""]),
        row(
            "log.level",
            json!("info,easyscale_controller=debug"),
            &["Deployment/easyscale args[1]=\"--log-level=info,easyscale_controller=debug\""],
        ),
        row("listen.address", json!("[::]"), &["Deployment/easyscale args[1]=\"--listen=[::]:8080\""]),
        row(
            "listen.port",
            json!(9090),
            &[
                "Deployment/easyscale args[1]=\"--listen=0.0.0.0:9090\"",
                "Deployment/easyscale ports[0].containerPort=9090",
            ],
        ),
        row(
            "extraArgs",
            json!(["--concurrency=128"]),
            &["Deployment/easyscale args[1]=\"--concurrency=128\""],
        ),
        row(
            "extraEnv",
            json!([{"name": "EASYSCALE_MAX_SLEEP", "value": "5m"}]),
            &[
                "Deployment/easyscale env[2].name=\"EASYSCALE_MAX_SLEEP\"",
                "Deployment/easyscale env[2].value=\"5m\"",
            ],
        ),
    ]
}

pub(super) fn pods() -> Vec<Row> {
    vec![
        row("podLabels", json!({"a": "b"}), &["Deployment/easyscale spec.template.metadata.labels.a=\"b\""]),
        row(
            "podAnnotations",
            json!({"a": "b"}),
            &["Deployment/easyscale spec.template.metadata.annotations.a=\"b\""],
        ),
        row(
            "resources.requests",
            json!({"cpu": "1"}),
            &["Deployment/easyscale resources.requests.cpu=\"1\""],
        ),
        row(
            "resources.limits",
            json!({"memory": "1Gi"}),
            &["Deployment/easyscale resources.limits.memory=\"1Gi\""],
        ),
        row(
            "priorityClassName",
            json!("system-cluster-critical"),
            &["Deployment/easyscale priorityClassName=\"system-cluster-critical\""],
        ),
        row(
            "terminationGracePeriodSeconds",
            json!(20),
            &["Deployment/easyscale terminationGracePeriodSeconds=20"],
        ),
        row(
            "topologySpread.hosts",
            json!("Required"),
            &["Deployment/easyscale topologySpreadConstraints[0].whenUnsatisfiable=\"DoNotSchedule\""],
        ),
        row(
            "topologySpread.zones",
            json!("Preferred"),
            &[
                "Deployment/easyscale topologySpreadConstraints[1].topologyKey=\"topology.kubernetes.io/zone\"",
            ],
        ),
        row(
            "antiAffinity",
            json!("Preferred"),
            &[
                "Deployment/easyscale preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey=\"kubernetes.io/hostname\"",
            ],
        ),
        row(
            "antiAffinity",
            json!("Required"),
            &[
                "Deployment/easyscale requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey=\"kubernetes.io/hostname\"",
            ],
        ),
        row(
            "nodeSelector",
            json!({"disk": "fast"}),
            &[
                "Deployment/easyscale nodeSelector.disk=\"fast\"",
                "Pod/easyscale-install-check nodeSelector.disk=\"fast\"",
            ],
        ),
        row(
            "tolerations",
            json!([{"key": "dedicated", "operator": "Exists"}]),
            &[
                "Deployment/easyscale tolerations[0].key=\"dedicated\"",
                "Pod/easyscale-install-check tolerations[0].operator=\"Exists\"",
            ],
        ),
        row(
            "affinity",
            json!({"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "zone"}]}}),
            &[
                "Deployment/easyscale podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey=\"zone\"",
            ],
        ),
        row("podDisruptionBudget.enabled", json!(false), &["!PodDisruptionBudget/easyscale"]),
        row(
            "podDisruptionBudget.maxUnavailable",
            json!("50%"),
            &["PodDisruptionBudget/easyscale spec.maxUnavailable=\"50%\""],
        ),
    ]
}
