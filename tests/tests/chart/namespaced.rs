//! `watchNamespaces`: the operator, started as the chart says and with the Roles of the chart, needs nothing else. And what
//! `easyscale install-check` says of it, with the Role that the chart gives `helm test`.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use easyscale_tests::{ControlPlane, Operator, Release, Sandbox, deployment, easyscale_program, entry, rule};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::stage::is_ready;

const SOON: Duration = Duration::from_mins(1);
const CHECK: &str = "easyscale-install-check";

/// A release for one namespace, in a namespace of its own.
struct Stage {
    shop: Sandbox,
    release: Release,
}

impl Stage {
    /// With the chart's objects after a change.
    async fn with(change: impl Fn(&mut Value)) -> Self {
        let plane = ControlPlane::shared().await;
        let (system, shop) = tokio::try_join!(plane.namespace("system"), plane.namespace("shop")).unwrap();
        let values = json!({"watchNamespaces": [shop.name()]});
        let release = Release::install_changed(plane, system.name(), &values, change).await.unwrap();
        Self { shop, release }
    }

    async fn start(&self) -> Operator {
        let pod = self.release.pod("easyscale-0").await.unwrap();
        Operator::start(self.shop.plane(), pod).await.unwrap()
    }

    /// Exit code, what was printed and what was told.
    async fn check(&self, timeout: &str) -> (Option<i32>, String, String) {
        let account = self.release.account(CHECK).await.unwrap();
        let output = install_check(&account, self.shop.name(), timeout).await;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }
}

async fn install_check(kubeconfig: &Path, namespace: &str, timeout: &str) -> Output {
    let program = tokio::task::spawn_blocking(easyscale_program).await.unwrap().unwrap();
    let flags = ["--namespace", namespace, "--timeout", timeout];
    let mut command = Command::new(program);
    command.arg("install-check").args(flags).env_clear().env("KUBECONFIG", kubeconfig);
    command.stdin(Stdio::null()).kill_on_drop(true).output().await.unwrap()
}

#[tokio::test]
async fn the_roles_of_single_namespaces_are_all_that_the_operator_needs() {
    let plane = ControlPlane::shared().await;
    let stage = Stage::with(|_| {}).await;
    let other = plane.namespace("other").await.unwrap();
    let web = deployment("web");
    for namespace in [&stage.shop, &other] {
        namespace.create_deployment("web", 1).await.unwrap();
        namespace.create_rule(rule("web").entry(entry("Always").replicas(5))).await.unwrap();
    }
    let _operator = stage.start().await;
    stage.shop.wait_for_replicas(&web, 5, SOON).await;
    stage.shop.wait_for_status("web", "is ready", SOON, is_ready).await;
    assert_eq!(other.replicas(&web).await.unwrap(), 1, "the other namespace is none of its business");
    assert!(other.rule("web").await.unwrap().status.is_none());

    let (code, said, told) = stage.check("60s").await;
    assert_eq!((code, &*told), (Some(0), ""), "{said}");
    assert!(said.starts_with("EasyScale does its work.") && said.contains(CHECK), "{said}");
    assert!(stage.shop.rule(CHECK).await.is_err(), "the rule is removed again");
}

#[tokio::test]
async fn where_no_operator_runs_the_check_says_so_and_leaves_nothing() {
    let plane = ControlPlane::shared().await;
    let stage = Stage::with(|_| {}).await;
    let (code, _, told) = stage.check("1s").await;
    let expected = format!("no operator looked at the rule {}/{CHECK} within 1s", stage.shop.name());
    assert!(code == Some(1) && told.contains(&expected), "{told}");
    assert!(stage.shop.rule(CHECK).await.is_err(), "the rule is removed again");

    // A rule of that name which is somebody else's stays; what a broken-off check left behind does not.
    stage.shop.create_rule(rule(CHECK).entry(entry("Always").replicas(5))).await.unwrap();
    let (code, _, told) = stage.check("1s").await;
    assert!(code == Some(1) && told.contains("that this check did not make"), "{told}");
    let in_shop = format!("--namespace={}", stage.shop.name());
    let label = ["label", "scalingrule", CHECK, "easyscale.io/install-check=true", &in_shop];
    plane.kubectl(&label).await.unwrap();
    let (code, _, told) = stage.check("1s").await;
    assert!(code == Some(1) && told.contains(&expected), "{told}");
    assert!(stage.shop.rule(CHECK).await.is_err(), "it is removed");
}

#[tokio::test]
async fn an_operator_that_lacks_a_right_does_not_pass_the_check() {
    let stage = Stage::with(|object| {
        if let Some(rules) = object.get_mut("rules").and_then(Value::as_array_mut) {
            rules.retain(|rule| !rule["resources"].to_string().contains("deployments"));
        }
    })
    .await;
    let _operator = stage.start().await;
    let (code, _, told) = stage.check("60s").await;
    assert!(code == Some(1) && told.contains("the operator answered, but it lacks a right"), "{told}");
    assert!(told.contains("deployments"), "{told}");
    assert!(stage.shop.rule(CHECK).await.is_err(), "the rule is removed again");
}

#[tokio::test]
async fn who_may_not_create_rules_is_told_so_by_the_check() {
    let plane = ControlPlane::shared().await;
    let shop = plane.namespace("shop").await.unwrap();
    let stranger = plane.kubeconfig_of_service_account(shop.name(), "stranger").await.unwrap();
    let output = install_check(&stranger, shop.name(), "1s").await;
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && told.contains("cannot create resource"), "{told}");
}
