//! A release on a control plane of its own, and a shop in it with the Deployment of the sample.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use easyscale_crd::ScalingRuleStatus;
use easyscale_tests::chart::{Helm, NAMESPACE, RELEASE, folder, helm};
use easyscale_tests::{
    ControlPlane, Crd, Operator, OperatorOptions, PlaneOptions, Sandbox, deployment, eventually,
};
use serde_json::Value;

use crate::kubelet::run_pod;

pub(crate) const SOON: Duration = Duration::from_mins(1);
/// The sample config/samples/business-hours.yaml: 6 until Friday 18:00 in Berlin, then 2 until Monday 09:00.
pub(crate) const RULE: &str = "business-hours";
pub(crate) const BEFORE_THE_EVENING: &str = "2026-05-08T15:59:45Z";
pub(crate) const AT_THE_BOUNDARY: Duration = Duration::from_mins(2);
pub(crate) const DEFINITION: &str = "crd/scalingrules.easyscale.io";

/// The chart as it is, and one of the next version.
pub(crate) fn packages(to: &Path) -> Result<[String; 2]> {
    let (chart, to) = (folder().display().to_string(), to.display().to_string());
    helm(&["package", &chart, "--destination", &to])?;
    helm(&["package", &chart, "--destination", &to, "--version=99.0.0", "--app-version=99.0.0"])?;
    Ok([env!("CARGO_PKG_VERSION"), "99.0.0"].map(|version| format!("{to}/easyscale-{version}.tgz")))
}

/// See the module.
pub(crate) struct Stage {
    helm: Helm,
    pub(crate) plane: ControlPlane,
    pub(crate) shop: Sandbox,
}

impl Stage {
    /// With what makes Pods of a Deployment, or without.
    pub(crate) async fn set(helm: Helm, controllers: bool) -> Self {
        let options = PlaneOptions { crd: Crd::Missing, controllers };
        let plane = ControlPlane::start(options).await.unwrap();
        let shop = plane.namespace("shop").await.unwrap();
        shop.create_deployment("api", 6).await.unwrap();
        Self { helm, plane, shop }
    }

    pub(crate) async fn helm(&self, arguments: &[&str]) -> String {
        let namespace = format!("--namespace={NAMESPACE}");
        self.plane.helm_of(self.helm, &[arguments, &[&namespace]].concat()).await.unwrap()
    }

    pub(crate) async fn install(&self, package: &str, values: &[&str]) -> String {
        let install = ["install", RELEASE, package, "--create-namespace"];
        let said = self.helm(&[&install[..], values].concat()).await;
        let established = ["wait", "--for=condition=Established", "--timeout=60s", DEFINITION];
        self.plane.kubectl(&established).await.unwrap();
        said
    }

    /// Applies the sample in the shop.
    pub(crate) async fn apply_sample(&self) {
        let shop = format!("--namespace={}", self.shop.name());
        let sample = ["apply", "--filename=config/samples/business-hours.yaml", &shop];
        self.plane.kubectl(&sample).await.unwrap();
    }

    /// What a pod of the Deployment, as it is in the cluster now, is started with.
    pub(crate) async fn pod(&self, name: &str) -> OperatorOptions {
        let namespace = format!("--namespace={NAMESPACE}");
        let deployment = ["get", "deployment", RELEASE, &namespace, "--output=json"];
        let deployment: Value =
            serde_json::from_str(&self.plane.kubectl(&deployment).await.unwrap()).unwrap();
        let account = self.plane.kubeconfig_of_service_account(NAMESPACE, RELEASE).await.unwrap();
        OperatorOptions::deployed(&deployment, name, &account).unwrap()
    }

    pub(crate) async fn start(&self, options: OperatorOptions) -> Operator {
        Operator::start(&self.plane, options).await.unwrap()
    }

    /// What must not change unless a boundary says so: the number, how often it was changed, and the rule.
    pub(crate) async fn state(&self) -> (i32, Option<i64>, Value) {
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
    pub(crate) async fn test(&self) {
        let test = self.helm(&["test", RELEASE, "--timeout=2m"]);
        let (said, ran) = tokio::join!(test, run_pod(&self.plane, NAMESPACE, "easyscale-install-check"));
        let ran = ran.unwrap();
        let told = String::from_utf8_lossy(&ran.stdout);
        assert!(told.contains("EasyScale does its work."), "{told} {}", String::from_utf8_lossy(&ran.stderr));
        assert!(said.contains("Succeeded"), "{said}");
    }

    /// What the leader has written into the lease.
    pub(crate) async fn lease_duration(&self) -> String {
        let namespace = format!("--namespace={NAMESPACE}");
        let path = "--output=jsonpath={.spec.leaseDurationSeconds}";
        self.plane.kubectl(&["get", "lease", RELEASE, &namespace, path]).await.unwrap()
    }

    /// Another pod takes over from this one, as in an update, and looks at the rule.
    pub(crate) async fn hand_over(&self, from: &mut Operator, pod: &str) -> Operator {
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

pub(crate) fn is_ready(status: &ScalingRuleStatus) -> bool {
    status.conditions.iter().any(|condition| condition.type_ == "Ready" && condition.status == "True")
}
