//! Who may do what: people with the usual roles, and the operator with further kinds.

use std::time::Duration;

use anyhow::Result;
use easyscale_tests::chart::{NAMESPACE, RELEASE, folder, settings};
use easyscale_tests::{ControlPlane, PlaneOptions, until};
use k8s_openapi::api::authorization::v1::SubjectAccessReview;
use kube::Api;
use kube::api::PostParams;
use serde_json::{Value, json};

const SOON: Duration = Duration::from_mins(1);

/// A control plane that puts aggregated roles together, with a release that has these values.
async fn plane_with_release(values: &Value) -> ControlPlane {
    let options = PlaneOptions { controllers: true, ..PlaneOptions::default() };
    let plane = ControlPlane::start(options).await.unwrap();
    plane.kubectl(&["create", "namespace", "shop"]).await.unwrap();
    release(&plane, "install", values).await;
    plane
}

/// Installs or upgrades the release. The definition of rules is there already.
async fn release(plane: &ControlPlane, order: &str, values: &Value) {
    let chart = folder().display().to_string();
    let namespace = format!("--namespace={NAMESPACE}");
    let mut arguments = vec![order, RELEASE, &chart, &namespace, "--set=crds.enabled=false"];
    arguments.extend((order == "install").then_some("--create-namespace"));
    let set = settings(values);
    arguments.extend(set.iter().map(String::as_str));
    plane.helm(&arguments).await.unwrap();
}

/// Whether somebody may do something in the shop, such as `patch` `apps` `deployments/scale`; the server is asked.
async fn may(plane: &ControlPlane, who: &str, verb: &str, group: &str, resource: &str) -> Result<bool> {
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let attributes = json!({
        "namespace": "shop",
        "verb": verb,
        "group": group,
        "resource": resource,
        "subresource": subresource,
    });
    let review: SubjectAccessReview = serde_json::from_value(
        json!({"spec": {"user": who, "resourceAttributes": attributes}, "metadata": {}}),
    )?;
    let reviews = Api::all(plane.client().await?);
    let answer = reviews.create(&PostParams::default(), &review).await?;
    Ok(answer.status.is_some_and(|status| status.allowed))
}

#[tokio::test]
async fn the_usual_roles_of_people_reach_as_far_for_rules_as_for_the_rest() {
    let plane = plane_with_release(&json!({})).await;
    for role in ["admin", "edit", "view"] {
        let (cluster_role, user) = (format!("--clusterrole={role}"), format!("--user={role}"));
        let bind = ["create", "rolebinding", role, &cluster_role, &user, "--namespace=shop"];
        plane.kubectl(&bind).await.unwrap();
    }
    for (who, verb, expected) in [
        ("admin", "create", true),
        ("edit", "create", true),
        ("edit", "patch", true),
        ("edit", "deletecollection", true),
        ("edit", "list", true),
        ("view", "list", true),
        ("view", "watch", true),
        ("view", "create", false),
        ("view", "patch", false),
        ("view", "delete", false),
        ("stranger", "list", false),
    ] {
        let what = format!("{who} may {verb} rules: {expected}");
        until(&what, SOON, || may(&plane, who, verb, "easyscale.io", "scalingrules"), |may| *may == expected)
            .await;
    }
    let status = may(&plane, "admin", "patch", "easyscale.io", "scalingrules/status").await.unwrap();
    assert!(!status, "the status is EasyScale's");
}

#[tokio::test]
async fn further_kinds_are_granted_by_a_label() {
    let fleets = json!([{"apiGroup": "example.com", "kind": "Fleet", "resource": "fleets"}]);
    let plane = plane_with_release(&json!({"extraKinds": fleets})).await;
    let operator = "system:serviceaccount:easyscale-system:easyscale";
    // By the chart, and by a role of somebody else's that has the label.
    let theirs = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "theirs", "labels": {"easyscale.io/aggregate-to-operator": "true"}},
        "rules": [{"apiGroups": ["example.com"], "resources": ["boats/scale"], "verbs": ["patch"]}],
    });
    assert!(!may(&plane, operator, "patch", "example.com", "boats/scale").await.unwrap());
    plane.apply(&[theirs], &[]).await.unwrap();
    for (verb, resource) in [
        ("list", "fleets"),
        ("watch", "fleets"),
        ("get", "fleets/scale"),
        ("patch", "fleets/scale"),
        ("patch", "boats/scale"),
    ] {
        let what = format!("the operator may {verb} {resource}");
        until(&what, SOON, || may(&plane, operator, verb, "example.com", resource), |may| *may).await;
    }
    // An upgrade does not take them away, not even for a moment.
    release(&plane, "upgrade", &json!({"extraKinds": fleets, "replicas": 3})).await;
    assert!(may(&plane, operator, "patch", "example.com", "boats/scale").await.unwrap());
    for (verb, group, resource) in
        [("delete", "example.com", "fleets"), ("update", "example.com", "fleets"), ("get", "", "secrets")]
    {
        assert!(!may(&plane, operator, verb, group, resource).await.unwrap(), "{verb} {resource}");
    }
}
