//! Values that cannot be meant are refused before anything is installed, and the refusal names the value.

use easyscale_tests::chart::{Helm, render_with};
use serde_json::{Value, json};

/// Values, and what the schema's refusal has in it.
fn refused_alone() -> Vec<(Value, &'static [&'static str])> {
    vec![
        (json!({"crossNamespaces": "Deny"}), &["crossNamespaces", "not allowed"]),
        (json!({"crds.enable": true}), &["/crds", "'enable' not allowed"]),
        (json!({"crossNamespace": "Maybe"}), &["/crossNamespace", "'Deny', 'Granted', 'Allow'"]),
        (json!({"crossNamespace": false}), &["/crossNamespace", "got boolean, want string"]),
        (json!({"replicas": 11}), &["/replicas", "maximum"]),
        (json!({"replicas": "2"}), &["/replicas", "got string, want integer"]),
        (json!({"replicasCeiling": 0}), &["/replicasCeiling", "minimum"]),
        (json!({"replicasCeiling": 2.5}), &["/replicasCeiling", "want null or integer"]),
        (json!({"watchNamespaces": "shop"}), &["/watchNamespaces", "got string, want array"]),
        (json!({"watchNamespaces": ["Shop"]}), &["/watchNamespaces/0", "'Shop' does not match"]),
        (json!({"watchNamespaces": ["shop", "shop"]}), &["/watchNamespaces", "equal"]),
        (
            json!({"protectedNamespaces": ["*-system"]}),
            &["/protectedNamespaces/0", "'*-system' does not match"],
        ),
        (
            json!({"extraKinds": [{"kind": "Rollout"}]}),
            &["/extraKinds/0", "missing properties 'apiGroup', 'resource'"],
        ),
        (
            json!({"extraKinds": [{"apiGroup": "a.b", "kind": "C", "resource": "c", "version": "v1"}]}),
            &["/extraKinds/0", "'version' not allowed"],
        ),
        (
            json!({"admissionPolicy.action": "Refuse"}),
            &["/admissionPolicy/action", "'Deny', 'Warn', 'Audit'"],
        ),
        (
            json!({"leaderElection.leaseDuration": "15"}),
            &["/leaderElection/leaseDuration", "'15' does not match"],
        ),
        (
            json!({"leaderElection.leaseDuration": "500ms"}),
            &["/leaderElection/leaseDuration", "does not match"],
        ),
        (json!({"log.format": "xml"}), &["/log/format", "'text', 'json'"]),
        (json!({"listen.port": 0}), &["/listen/port", "minimum"]),
        (json!({"listen.address": "localhost"}), &["/listen/address", "does not match"]),
        (json!({"image.digest": "sha256:abc"}), &["/image/digest", "does not match"]),
        (
            json!({"image.pullPolicy": "Sometimes"}),
            &["/image/pullPolicy", "'Always', 'IfNotPresent', 'Never'"],
        ),
        (json!({"extraArgs": ["run"]}), &["/extraArgs/0", "does not match"]),
        (json!({"extraEnv": [{"name": "A", "valueFrom": {}}]}), &["/extraEnv/0", "'value'"]),
        (
            json!({"resources.requests": {"memory": "much"}}),
            &["/resources/requests/memory", "does not match"],
        ),
        (json!({"antiAffinity": true}), &["/antiAffinity", "got boolean, want string"]),
        (
            json!({"topologySpread.hosts": "Off"}),
            &["/topologySpread/hosts", "'Preferred', 'Required', 'None'"],
        ),
        (json!({"terminationGracePeriodSeconds": 2}), &["/terminationGracePeriodSeconds", "minimum"]),
        (
            json!({"podDisruptionBudget.maxUnavailable": "half"}),
            &["/podDisruptionBudget/maxUnavailable", "does not match"],
        ),
        (
            json!({"networkPolicy.apiServerCidrs": ["10.0.0.1"]}),
            &["/networkPolicy/apiServerCidrs/0", "does not match"],
        ),
        (json!({"networkPolicy.apiServerPorts": []}), &["/networkPolicy/apiServerPorts", "minItems"]),
        (json!({"helmTest.timeout": "60"}), &["/helmTest/timeout", "does not match"]),
    ]
}

/// Values that do not fit together, and what the chart itself says to them.
fn refused_together() -> Vec<(Value, &'static [&'static str])> {
    vec![
        (
            json!({"serviceMonitor.enabled": true, "podMonitor.enabled": true}),
            &[
                "serviceMonitor and podMonitor are both enabled, so every number would be counted twice: enable one of them",
            ],
        ),
        (
            json!({"serviceMonitor.enabled": true, "service.enabled": false}),
            &["serviceMonitor.enabled needs the Service: set service.enabled to true, or use podMonitor"],
        ),
        (
            json!({"antiAffinity": "Required", "affinity": {"podAffinity": {}}}),
            &["affinity takes the place of antiAffinity, which is Required: leave one of them out"],
        ),
        (
            json!({"watchNamespaces": ["shop"], "protectedNamespaces": ["shop"]}),
            &["namespace shop is in watchNamespaces, but shop in protectedNamespaces protects it"],
        ),
        (
            json!({"watchNamespaces": ["team-a"], "protectedNamespaces": ["team-*"]}),
            &["namespace team-a is in watchNamespaces, but team-* in protectedNamespaces protects it"],
        ),
        (
            json!({"extraEnv": [{"name": "POD_NAME", "value": "x"}]}),
            &["extraEnv names POD_NAME, which the chart sets itself: take it out"],
        ),
        (
            json!({"leaderElection.renewDeadline": "15s"}),
            &["leaderElection.renewDeadline (15s) must be shorter than leaseDuration (15s)"],
        ),
        (
            json!({"leaderElection.retryPeriod": "10s"}),
            &["leaderElection.retryPeriod (10s) must be shorter than renewDeadline (10s) divided by 1.2"],
        ),
    ]
}

#[test]
fn what_cannot_be_meant_is_refused_and_the_refusal_names_it() {
    let mut complaints = Vec::new();
    for (values, expected) in refused_alone().into_iter().chain(refused_together()) {
        for helm in Helm::BOTH {
            match render_with(helm, &values) {
                Ok(_) => complaints.push(format!("{helm:?} {values} is not refused")),
                Err(error) => {
                    let said = format!("{error:#}");
                    let missing = expected.iter().filter(|part| !said.contains(**part));
                    complaints
                        .extend(missing.map(|part| format!("{helm:?} {values}: no {part:?} in: {said}")));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
