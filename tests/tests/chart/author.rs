//! `admissionPolicy.enabled`: who may not set a number by hand may not have a rule set it. Real people, real rights.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use easyscale_tests::chart::render;
use easyscale_tests::{ControlPlane, PlaneOptions, eventually};
use serde_json::{Value, json};

const SOON: Duration = Duration::from_mins(1);

/// A control plane with the policy, two namespaces, and the right for `people` to write rules in both of them.
async fn plane_with_policy(values: Value, people: &[&str]) -> ControlPlane {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    for name in ["shop", "infra"] {
        plane.kubectl(&["create", "namespace", name]).await.unwrap();
        for person in people {
            let rules = json!({
                "apiGroups": ["easyscale.io"],
                "resources": ["scalingrules"],
                "verbs": ["create", "get", "patch", "update"],
            });
            grant(&plane, name, person, rules).await;
        }
    }
    let rendered = render(&values).unwrap();
    let policy =
        rendered.installed().filter(|object| object["kind"].as_str().unwrap().starts_with("Validating"));
    plane.apply(&policy.cloned().collect::<Vec<_>>(), &[]).await.unwrap();
    // The server takes a moment to heed it.
    let stranger = plane.kubeconfig_of_user(people[0], &[]).unwrap();
    eventually("the policy being heeded", SOON, || async {
        let tried =
            write(&plane, &stranger, "shop", "first", json!({"name": "nobody-may"}), &["--dry-run=server"])
                .await;
        Ok(tried.is_err().then_some(()))
    })
    .await;
    plane
}

/// Gives somebody a right in a namespace, also to what the server does not know.
async fn grant(plane: &ControlPlane, namespace: &str, person: &str, rule: Value) {
    let name = format!("{person}-{}", rule["resources"][0].as_str().unwrap().replace('/', "-"));
    let metadata = json!({"name": name, "namespace": namespace});
    let role_ref = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name});
    let subjects = json!([{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": person}]);
    let version = "rbac.authorization.k8s.io/v1";
    let objects = [
        json!({"apiVersion": version, "kind": "Role", "metadata": metadata, "rules": [rule]}),
        json!({
            "apiVersion": version,
            "kind": "RoleBinding",
            "metadata": metadata,
            "roleRef": role_ref,
            "subjects": subjects,
        }),
    ];
    plane.apply(&objects, &[]).await.unwrap();
}

/// Applies a rule for that target as somebody.
async fn write(
    plane: &ControlPlane,
    who: &Path,
    namespace: &str,
    name: &str,
    target: Value,
    arguments: &[&str],
) -> Result<String> {
    let rule = json!({
        "apiVersion": "easyscale.io/v1",
        "kind": "ScalingRule",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"target": target, "schedule": [{"name": "Always", "replicas": 2}]},
    });
    let file = tempfile::Builder::new().suffix(".json").tempfile()?;
    serde_json::to_writer(file.as_file(), &rule)?;
    let path = format!("--filename={}", file.path().display());
    plane.kubectl_as(who, &[&["apply", &path], arguments].concat()).await
}

fn refusal(kind: &str, namespace: &str, group: &str, resource: &str) -> String {
    format!(
        "you may not set the number of replicas of {kind} web in namespace {namespace}, so you may not write a rule that \
         does: an administrator can allow it with the rule {{apiGroups: [\"{group}\"], resources: \
         [\"{resource}/scale\"], verbs: [\"patch\"]}} in a Role of yours in that namespace"
    )
}

#[tokio::test]
async fn a_rule_needs_an_author_who_may_set_that_number() {
    let values = json!({
        "admissionPolicy.enabled": true,
        "extraKinds": [{"apiGroup": "example.com", "kind": "Fleet", "resource": "flotillas"}],
    });
    let plane = plane_with_policy(values, &["anna"]).await;
    let anna = plane.kubeconfig_of_user("anna", &[]).unwrap();
    // What is scaled, the right that it takes, and where.
    let targets = [
        (json!({"name": "web"}), "Deployment", "apps", "deployments", "shop"),
        (json!({"kind": "StatefulSet", "name": "web"}), "StatefulSet", "apps", "statefulsets", "shop"),
        (json!({"name": "web", "namespace": "infra"}), "Deployment", "apps", "deployments", "infra"),
        // The chart was told of this one; the others have the usual plural.
        (
            json!({"apiVersion": "example.com/v1", "kind": "Fleet", "name": "web"}),
            "Fleet",
            "example.com",
            "flotillas",
            "shop",
        ),
        (
            json!({"apiVersion": "example.com/v1", "kind": "Widget", "name": "web"}),
            "Widget",
            "example.com",
            "widgets",
            "shop",
        ),
        (
            json!({"apiVersion": "example.com/v1", "kind": "Proxy", "name": "web"}),
            "Proxy",
            "example.com",
            "proxies",
            "shop",
        ),
        (
            json!({"apiVersion": "example.com/v1", "kind": "Box", "name": "web"}),
            "Box",
            "example.com",
            "boxes",
            "shop",
        ),
        (
            json!({"apiVersion": "v1", "kind": "ReplicationController", "name": "web"}),
            "ReplicationController",
            "",
            "replicationcontrollers",
            "shop",
        ),
    ];
    for (target, kind, group, resource, namespace) in &targets {
        let refused = write(&plane, &anna, "shop", "web", target.clone(), &[]).await.unwrap_err().to_string();
        assert!(refused.contains(&refusal(kind, namespace, group, resource)), "{refused}");
    }
    for (target, kind, group, resource, namespace) in &targets {
        let scale =
            json!({"apiGroups": [group], "resources": [format!("{resource}/scale")], "verbs": ["patch"]});
        grant(&plane, namespace, "anna", scale).await;
        let name = format!("may-{}-{namespace}", kind.to_lowercase());
        eventually(&format!("anna may scale {resource} of {group:?} in {namespace}"), SOON, || async {
            Ok(write(&plane, &anna, "shop", &name, target.clone(), &[]).await.ok())
        })
        .await;
    }
}

#[tokio::test]
async fn who_edits_a_rule_needs_the_right_and_who_labels_it_does_not() {
    let plane = plane_with_policy(json!({"admissionPolicy.enabled": true}), &["bob", "anna"]).await;
    // Only this one.
    let only_web = json!({
        "apiGroups": ["apps"],
        "resources": ["deployments/scale"],
        "resourceNames": ["web"],
        "verbs": ["patch"],
    });
    grant(&plane, "shop", "anna", only_web).await;
    let [anna, bob] = ["anna", "bob"].map(|person| plane.kubeconfig_of_user(person, &[]).unwrap());
    let web = json!({"name": "web"});
    eventually("anna may scale web", SOON, || async {
        Ok(write(&plane, &anna, "shop", "web", web.clone(), &[]).await.ok())
    })
    .await;
    let other = write(&plane, &anna, "shop", "db", json!({"name": "db"}), &[]).await.unwrap_err().to_string();
    assert!(other.contains("of Deployment db in namespace shop"), "{other}");
    let moved =
        write(&plane, &anna, "shop", "web", json!({"name": "db"}), &[]).await.unwrap_err().to_string();
    assert!(moved.contains("of Deployment db in namespace shop"), "{moved}");

    let edit = |who: &Path, patch: &str| {
        let (plane, who, patch) = (&plane, who.to_owned(), format!("--patch={patch}"));
        async move {
            let rule = "scalingrule/web";
            plane.kubectl_as(&who, &["patch", rule, "--namespace=shop", "--type=merge", &patch]).await
        }
    };
    let more = r#"{"spec":{"default":{"replicas":100}}}"#;
    let refused = edit(&bob, more).await.unwrap_err().to_string();
    assert!(refused.contains(&refusal("Deployment", "shop", "apps", "deployments")), "{refused}");
    edit(&bob, r#"{"metadata":{"labels":{"team":"b"}}}"#).await.unwrap();
    edit(&anna, more).await.unwrap();
}

#[tokio::test]
async fn where_the_operator_does_not_act_nobody_is_asked() {
    let values = json!({"admissionPolicy.enabled": true, "watchNamespaces": ["shop"]});
    let plane = plane_with_policy(values, &["anna"]).await;
    let anna = plane.kubeconfig_of_user("anna", &[]).unwrap();
    let web = json!({"name": "web"});
    let refused = write(&plane, &anna, "shop", "web", web.clone(), &[]).await.unwrap_err().to_string();
    assert!(refused.contains(&refusal("Deployment", "shop", "apps", "deployments")), "{refused}");
    write(&plane, &anna, "infra", "web", web, &[]).await.unwrap();
}
