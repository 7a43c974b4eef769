//! What a real API server says to the objects of the chart.

use easyscale_tests::chart::{Helm, NAMESPACE, RELEASE, Rendered, folder, render};
use easyscale_tests::{ControlPlane, Crd, PlaneOptions, entry, rule};
use serde_json::{Value, json};

use crate::table::everything;

/// The namespaces of all objects, and the kinds of the Prometheus Operator.
async fn prepare(plane: &ControlPlane) {
    let namespaces = [NAMESPACE, "shop", "team-a"];
    let namespaces =
        namespaces.map(|name| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}));
    plane.apply(&namespaces, &[]).await.unwrap();
    // A pod is not even tried without its account.
    let account = json!({"name": "easyscale-install-check", "namespace": NAMESPACE});
    let account = json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": account});
    plane.apply(&[account], &[]).await.unwrap();
    plane.kubectl(&["apply", "--server-side", "--filename=tests/tests/chart/monitoring.yaml"]).await.unwrap();
    for kind in ["servicemonitors", "podmonitors", "prometheusrules"] {
        let definition = format!("crd/{kind}.monitoring.coreos.com");
        let established = ["wait", "--for=condition=Established", "--timeout=60s", &definition];
        plane.kubectl(&established).await.unwrap();
    }
}

#[tokio::test]
async fn the_server_takes_every_object_that_the_chart_can_give() {
    let plane = ControlPlane::shared().await;
    prepare(plane).await;
    let mut kinds = std::collections::BTreeSet::new();
    for values in [
        json!({}),
        everything(),
        json!({"podMonitor.enabled": true, "watchNamespaces": ["shop", "team-a"], "admissionPolicy.enabled": true}),
    ] {
        let rendered = render(&values).unwrap();
        let said = plane.apply(rendered.objects(), &["--dry-run=server", "--validate=strict"]).await;
        let said = said.unwrap_or_else(|error| panic!("{values}: {error:#}"));
        assert_eq!(said.lines().count(), rendered.objects().len(), "{said}");
        kinds.extend(rendered.objects().iter().map(|object| object["kind"].as_str().unwrap().to_owned()));
    }
    for kind in [
        "PodMonitor",
        "ServiceMonitor",
        "PrometheusRule",
        "NetworkPolicy",
        "ValidatingAdmissionPolicy",
        "Pod",
    ] {
        assert!(kinds.contains(kind), "{kind} was not tried: {kinds:?}");
    }
}

/// The pods of the chart: that of the Deployment, and that of `helm test`.
fn pods(rendered: &Rendered) -> Vec<Value> {
    let template = &rendered.only("Deployment")["spec"]["template"];
    let operator = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "operator", "labels": template["metadata"]["labels"]},
        "spec": template["spec"],
    });
    let of_test = rendered.of_test().find(|object| object["kind"] == "Pod").unwrap().clone();
    vec![operator, of_test]
}

/// A namespace that takes only pods of the restricted level, and the accounts that the pods name.
async fn strict_namespace(plane: &ControlPlane, accounts: &[&str]) -> String {
    let namespace = plane.namespace("strict").await.unwrap();
    let label = "pod-security.kubernetes.io/enforce=restricted";
    plane.kubectl(&["label", "namespace", namespace.name(), label]).await.unwrap();
    for account in accounts {
        let namespace = format!("--namespace={}", namespace.name());
        plane.kubectl(&["create", "serviceaccount", account, &namespace]).await.unwrap();
    }
    namespace.name().to_owned()
}

#[tokio::test]
async fn a_namespace_that_enforces_the_restricted_level_takes_the_pods() {
    let plane = ControlPlane::shared().await;
    let strict = strict_namespace(plane, &["easyscale", "easyscale-install-check"]).await;
    for values in [json!({}), everything()] {
        for mut pod in pods(&render(&values).unwrap()) {
            pod["metadata"]["namespace"] = json!(strict);
            plane.apply(&[pod.clone()], &[]).await.unwrap_or_else(|error| panic!("{values}: {error:#}"));
            plane.apply(&[pod.clone()], &["--dry-run=server"]).await.unwrap();
            // So that the test can fail: each of these is needed.
            for (path, missing) in [
                ("/spec/securityContext/seccompProfile", "seccompProfile"),
                ("/spec/securityContext/runAsNonRoot", "runAsNonRoot"),
                ("/spec/containers/0/securityContext/capabilities", "unrestricted capabilities"),
                ("/spec/containers/0/securityContext/allowPrivilegeEscalation", "allowPrivilegeEscalation"),
            ] {
                let mut weaker = pod.clone();
                *weaker.pointer_mut(path).unwrap() = Value::Null;
                weaker["metadata"]["name"] = json!("weaker");
                let refused = plane.apply(&[weaker], &[]).await.unwrap_err().to_string();
                assert!(refused.contains("violates PodSecurity") && refused.contains(missing), "{refused}");
            }
            let name = format!("pod/{}", pod["metadata"]["name"].as_str().unwrap());
            let namespace = format!("--namespace={strict}");
            plane.kubectl(&["delete", &name, "--now", &namespace]).await.unwrap();
        }
    }
}

/// Installed with kubectl, then with that helm, with these flags.
async fn take_over(helm: Helm, flags: &[&str]) {
    // A control plane of its own: what is installed once with kubectl cannot be changed to what Helm installs.
    let plane =
        ControlPlane::start(PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() }).await.unwrap();
    let said =
        plane.kubectl(&["apply", "--server-side", "--force-conflicts", "--kustomize=config"]).await.unwrap();
    assert!(said.contains("deployment.apps/easyscale serverside-applied"), "{said}");
    let established =
        ["wait", "--for=condition=Established", "--timeout=60s", "crd/scalingrules.easyscale.io"];
    plane.kubectl(&established).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    let before = shop.create_rule(rule("web").entry(entry("Always").replicas(5))).await.unwrap();

    // As docs/installation.md says it.
    let delete = ["delete", "deployment", "easyscale", "--namespace=easyscale-system"];
    plane.kubectl(&delete).await.unwrap();
    let chart = folder().display().to_string();
    let namespace = format!("--namespace={NAMESPACE}");
    let install = ["install", RELEASE, &chart, &namespace];
    let refused = plane.helm_of(helm, &install).await.unwrap_err().to_string();
    assert!(refused.contains("invalid ownership metadata"), "{refused}");
    plane.helm_of(helm, &[&install[..], flags].concat()).await.unwrap();
    assert_eq!(shop.rule("web").await.unwrap().metadata.uid, before.metadata.uid);
}

#[tokio::test]
async fn what_kubectl_installed_helm_4_takes_over_without_losing_a_rule() {
    take_over(Helm::Four, &["--take-ownership", "--force-conflicts"]).await;
}

#[tokio::test]
async fn what_kubectl_installed_helm_3_takes_over_without_losing_a_rule() {
    take_over(Helm::Three, &["--take-ownership"]).await;
}
