//! The rows of the table for what the operator may do, and who may do what.

use serde_json::json;

use super::{Row, row, with};

pub(super) fn powers() -> Vec<Row> {
    vec![
        row(
            "watchNamespaces",
            json!(["shop", "team-a"]),
            &[
                "Deployment/easyscale args[1]=\"--watch-namespace=shop\"",
                "Deployment/easyscale args[2]=\"--watch-namespace=team-a\"",
                "Role/easyscale metadata.namespace=\"shop\"",
                "Role/easyscale metadata.namespace=\"team-a\"",
                "RoleBinding/easyscale metadata.namespace=\"team-a\"",
                "Role/easyscale resources[0]=\"deployments/scale\"",
                "Pod/easyscale-install-check args[1]=\"--namespace=shop\"",
                "!ClusterRole/easyscale",
                "!ClusterRoleBinding/easyscale",
                "!ClusterRole/easyscale-kinds",
                "!ClusterRoleBinding/easyscale-kinds",
            ],
        ),
        row("crossNamespace", json!("Deny"), &["Deployment/easyscale args[1]=\"--cross-namespace=Deny\""]),
        row("replicasCeiling", json!(1), &["Deployment/easyscale args[1]=\"--replicas-ceiling=1\""]),
        row(
            "replicasCeiling",
            json!(2_147_483_647),
            &["Deployment/easyscale args[1]=\"--replicas-ceiling=2147483647\""],
        ),
        row(
            "protectedNamespaces",
            json!(["kube-*", "infra"]),
            &["Deployment/easyscale args[1]=\"--protected-namespaces=kube-*,infra\""],
        ),
        row(
            "extraKinds",
            json!([{"apiGroup": "argoproj.io", "kind": "Rollout", "resource": "rollouts"}]),
            &[
                "ClusterRole/easyscale-extra-kinds metadata.labels[easyscale.io/aggregate-to-operator]=\"true\"",
                "ClusterRole/easyscale-extra-kinds rules[0].apiGroups[0]=\"argoproj.io\"",
                "ClusterRole/easyscale-extra-kinds rules[0].resources[0]=\"rollouts\"",
                "ClusterRole/easyscale-extra-kinds rules[1].resources[0]=\"rollouts/scale\"",
            ],
        ),
        Row {
            value: "extraKinds",
            set: json!({
                "watchNamespaces": ["shop"],
                "extraKinds": [{"apiGroup": "argoproj.io", "kind": "Rollout", "resource": "rollouts"}],
            }),
            facts: &[
                "Role/easyscale resources[0]=\"rollouts\"",
                "Role/easyscale resources[0]=\"rollouts/scale\"",
            ],
        },
    ]
}

pub(super) fn definition() -> Vec<Row> {
    vec![
        row("crds.enabled", json!(false), &["!CustomResourceDefinition/scalingrules.easyscale.io"]),
        row(
            "crds.keep",
            json!(false),
            &["!CustomResourceDefinition/scalingrules.easyscale.io [helm.sh/resource-policy]=\"keep\""],
        ),
    ]
}

pub(super) fn accounts() -> Vec<Row> {
    vec![
        row(
            "serviceAccount.create",
            json!(false),
            &["!ServiceAccount/easyscale", "Deployment/easyscale serviceAccountName=\"default\""],
        ),
        row(
            "serviceAccount.name",
            json!("robot"),
            &[
                "ServiceAccount/robot",
                "Deployment/easyscale serviceAccountName=\"robot\"",
                "ClusterRoleBinding/easyscale subjects[0].name=\"robot\"",
                "RoleBinding/easyscale-lease subjects[0].name=\"robot\"",
            ],
        ),
        row(
            "serviceAccount.annotations",
            json!({"a": "b"}),
            &["ServiceAccount/easyscale metadata.annotations.a=\"b\""],
        ),
        row(
            "rbac.create",
            json!(false),
            &[
                "!ClusterRole/easyscale",
                "!ClusterRoleBinding/easyscale",
                "!ClusterRole/easyscale-kinds",
                "!Role/easyscale-lease",
                "!RoleBinding/easyscale-lease",
            ],
        ),
        row("rbac.userRoles", json!(false), &["!ClusterRole/easyscale-edit", "!ClusterRole/easyscale-view"]),
        row(
            "admissionPolicy.enabled",
            json!(true),
            &[
                "ValidatingAdmissionPolicy/easyscale-author",
                "ValidatingAdmissionPolicyBinding/easyscale-author spec.validationActions[0]=\"Deny\"",
                "Role/easyscale-install-check resources[0]=\"deployments/scale\"",
            ],
        ),
        with(
            &["admissionPolicy.enabled"],
            "admissionPolicy.action",
            json!("Warn"),
            &["ValidatingAdmissionPolicyBinding/easyscale-author spec.validationActions[0]=\"Warn\""],
        ),
    ]
}
