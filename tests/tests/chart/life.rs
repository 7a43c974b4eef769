//! The life of a release: installed, tested, upgraded, rolled back, removed and installed again, with a rule in place.
//! Nothing is scaled but at the boundaries of the rule, and nothing is lost.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use easyscale_crd::ScalingRuleStatus;
use easyscale_tests::chart::{NAMESPACE, RELEASE, folder, helm};
use easyscale_tests::{
    ControlPlane, Crd, Operator, OperatorOptions, PlaneOptions, Sandbox, deployment, eventually,
};
use serde_json::Value;

use crate::kubelet::run_pod;

const SOON: Duration = Duration::from_mins(1);
/// The rule of the sample.
const RULE: &str = "business-hours";
/// The sample config/samples/business-hours.yaml: 6 until Friday 18:00 in Berlin, then 2 until Monday 09:00.
const BEFORE_THE_EVENING: &str = "2026-05-08T15:59:45Z";
const BEFORE_MONDAY: &str = "2026-05-11T06:59:45Z";
const AT_THE_BOUNDARY: Duration = Duration::from_mins(2);

/// The chart as it is, and one of the next version.
fn packages(to: &Path) -> Result<[String; 2]> {
    let (chart, to) = (folder().display().to_string(), to.display().to_string());
    helm(&["package", &chart, "--destination", &to])?;
    helm(&["package", &chart, "--destination", &to, "--version=99.0.0", "--app-version=99.0.0"])?;
    Ok([env!("CARGO_PKG_VERSION"), "99.0.0"].map(|version| format!("{to}/easyscale-{version}.tgz")))
}

/// A release on a control plane of its own, and a shop in it with the Deployment of the sample.
struct Stage {
    plane: ControlPlane,
    shop: Sandbox,
}

impl Stage {
    async fn set() -> Self {
        let options = PlaneOptions { crd: Crd::Missing, controllers: true };
        let plane = ControlPlane::start(options).await.unwrap();
        let shop = plane.namespace("shop").await.unwrap();
        shop.create_deployment("api", 6).await.unwrap();
        Self { plane, shop }
    }

    async fn helm(&self, arguments: &[&str]) -> String {
        let namespace = format!("--namespace={NAMESPACE}");
        self.plane.helm(&[arguments, &[&namespace]].concat()).await.unwrap()
    }

    async fn install(&self, package: &str) -> String {
        let said = self.helm(&["install", RELEASE, package, "--create-namespace"]).await;
        let established =
            ["wait", "--for=condition=Established", "--timeout=60s", "crd/scalingrules.easyscale.io"];
        self.plane.kubectl(&established).await.unwrap();
        said
    }

    /// What a pod of the Deployment, as it is in the cluster now, is started with.
    async fn pod(&self, name: &str) -> OperatorOptions {
        let namespace = format!("--namespace={NAMESPACE}");
        let deployment = ["get", "deployment", RELEASE, &namespace, "--output=json"];
        let deployment: Value =
            serde_json::from_str(&self.plane.kubectl(&deployment).await.unwrap()).unwrap();
        let account = self.plane.kubeconfig_of_service_account(NAMESPACE, RELEASE).await.unwrap();
        OperatorOptions::deployed(&deployment, name, &account).unwrap()
    }

    async fn start(&self, options: OperatorOptions) -> Operator {
        Operator::start(&self.plane, options).await.unwrap()
    }

    /// What must not change unless a boundary says so: the number, how often it was changed, and the rule.
    async fn state(&self) -> (i32, Option<i64>, Value) {
        let api = deployment("api");
        let rule = self.shop.rule(RULE).await.unwrap();
        let status = rule.status.unwrap();
        let kept = serde_json::json!({
            "uid": rule.metadata.uid,
            "generation": rule.metadata.generation,
            "spec": rule.spec,
            "history": status.history,
        });
        let generation = self.shop.read(&api).await.unwrap().metadata.generation;
        (self.shop.replicas(&api).await.unwrap(), generation, kept)
    }

    /// `helm test`, with the pod run as a machine would.
    async fn test(&self) {
        let test = self.helm(&["test", RELEASE, "--timeout=2m"]);
        let (said, ran) = tokio::join!(test, run_pod(&self.plane, NAMESPACE, "easyscale-install-check"));
        let ran = ran.unwrap();
        let told = String::from_utf8_lossy(&ran.stdout);
        assert!(told.contains("EasyScale does its work."), "{told} {}", String::from_utf8_lossy(&ran.stderr));
        assert!(said.contains("Succeeded"), "{said}");
    }

    /// What the leader has written into the lease.
    async fn lease_duration(&self) -> String {
        let namespace = format!("--namespace={NAMESPACE}");
        let path = "--output=jsonpath={.spec.leaseDurationSeconds}";
        self.plane.kubectl(&["get", "lease", RELEASE, &namespace, path]).await.unwrap()
    }

    /// Another pod takes over from this one, as in an update, and looks at the rule.
    async fn hand_over(&self, from: &mut Operator, pod: &str) -> Operator {
        let next = self.start(self.pod(pod).await.with_clock(from.clock())).await;
        from.terminate().await.unwrap();
        eventually("the new pod acting", SOON, || async {
            let acts = next.metric("easyscale_leader").await? > 0.5;
            let looked = next.metric("easyscale_evaluations_total{result=\"unchanged\"}").await? > 0.5;
            Ok((acts && looked).then_some(()))
        })
        .await;
        next
    }
}

fn is_ready(status: &ScalingRuleStatus) -> bool {
    status.conditions.iter().any(|condition| condition.type_ == "Ready" && condition.status == "True")
}

/// Whether helm knows the release in this version and state.
async fn is_deployed(stage: &Stage, chart: &str) -> bool {
    let listed: Value = serde_json::from_str(&stage.helm(&["list", "--output=json"]).await).unwrap();
    listed[0]["chart"] == chart && listed[0]["status"] == "deployed"
}

/// Installs it and applies a sample: at the boundary the number changes, and not before.
async fn install_and_cross_a_boundary(stage: &Stage, package: &str) -> Operator {
    let api = deployment("api");
    let notes = stage.install(package).await;
    assert!(notes.contains("kind: ScalingRule") && notes.contains("kubectl apply -f rule.yaml"), "{notes}");
    let shop = format!("--namespace={}", stage.shop.name());
    let sample = ["apply", "--filename=config/samples/business-hours.yaml", &shop];
    stage.plane.kubectl(&sample).await.unwrap();
    let operator = stage.start(stage.pod("easyscale-0").await.starting_at(BEFORE_THE_EVENING)).await;
    stage.shop.wait_for_status(RULE, "is looked at", SOON, is_ready).await;
    assert_eq!(stage.state().await.0, 6, "not before the boundary");
    stage.shop.wait_for_replicas(&api, 2, AT_THE_BOUNDARY).await;
    stage.shop.wait_for_status(RULE, "tells of it", SOON, |status| status.history.len() == 1).await;
    eventually("two ready Pods", SOON, || async {
        let object = stage.shop.read(&api).await?;
        Ok((object.data["status"]["readyReplicas"] == 2).then_some(()))
    })
    .await;
    operator
}

/// Upgrades it with other values, and goes back.
async fn upgrade_and_roll_back(stage: &Stage, mut operator: Operator, package: &str) -> Operator {
    let before = stage.state().await;
    let values = ["--set=leaderElection.leaseDuration=20s", "--set=admissionPolicy.enabled=true"];
    stage.helm(&[&["upgrade", RELEASE, package], &values[..]].concat()).await;
    assert!(is_deployed(stage, "easyscale-99.0.0").await);
    let mut upgraded = stage.hand_over(&mut operator, "easyscale-1").await;
    assert_eq!(stage.lease_duration().await, "20", "with the new arguments");
    assert_eq!(stage.state().await, before);
    stage.test().await;
    stage.helm(&["rollback", RELEASE, "1"]).await;
    assert!(is_deployed(stage, concat!("easyscale-", env!("CARGO_PKG_VERSION"))).await);
    let rolled_back = stage.hand_over(&mut upgraded, "easyscale-2").await;
    assert_eq!(stage.lease_duration().await, "15", "with the old arguments");
    assert_eq!(stage.state().await, before);
    rolled_back
}

/// Uninstalls it: what it brought goes, the rules and their definition stay.
async fn uninstall(stage: &Stage, mut operator: Operator) {
    let before = stage.state().await;
    let said = stage.helm(&["uninstall", RELEASE, "--wait"]).await;
    assert!(said.contains("scalingrules.easyscale.io"), "helm says what it kept: {said}");
    operator.terminate().await.unwrap();
    assert_eq!(stage.state().await, before);
    let selector = "--selector=app.kubernetes.io/name=easyscale";
    let left = ["get", "clusterrole,clusterrolebinding", "--output=name", selector];
    assert_eq!(stage.plane.kubectl(&left).await.unwrap(), "");
}

/// Installs it again: it takes over what it finds, and the next boundary is kept.
async fn install_again_and_cross_a_boundary(stage: &Stage, package: &str) {
    let before = stage.state().await;
    stage.install(package).await;
    assert_eq!(stage.state().await, before);
    let _operator = stage.start(stage.pod("easyscale-3").await.starting_at(BEFORE_MONDAY)).await;
    stage.shop.wait_for_status(RULE, "is looked at", SOON, is_ready).await;
    assert_eq!(stage.state().await, before);
    stage.shop.wait_for_replicas(&deployment("api"), 6, AT_THE_BOUNDARY).await;
    stage.shop.wait_for_status(RULE, "tells of it", SOON, |status| status.history.len() == 2).await;
}

#[tokio::test]
async fn a_release_lives_without_a_number_changed_that_no_boundary_changes() {
    let folder = tempfile::tempdir().unwrap();
    let [package, next_package] = packages(folder.path()).unwrap();
    let stage = Stage::set().await;
    let operator = install_and_cross_a_boundary(&stage, &package).await;
    stage.test().await;
    let operator = upgrade_and_roll_back(&stage, operator, &next_package).await;
    uninstall(&stage, operator).await;
    install_again_and_cross_a_boundary(&stage, &next_package).await;
}
