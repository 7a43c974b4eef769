//! The life of a release: installed, tested, upgraded, rolled back, removed and installed again, with a rule in place.
//! Nothing is scaled but at the boundaries of the rule, and nothing is lost.

use easyscale_tests::chart::{Helm, RELEASE};
use easyscale_tests::{Operator, deployment, eventually};
use serde_json::Value;

use crate::stage::{AT_THE_BOUNDARY, BEFORE_THE_EVENING, RULE, SOON, Stage, is_ready, packages};

/// When the sample's next boundary comes.
const BEFORE_MONDAY: &str = "2026-05-11T06:59:45Z";

/// Whether helm knows the release in this version and state.
async fn is_deployed(stage: &Stage, chart: &str) -> bool {
    let listed: Value = serde_json::from_str(&stage.helm(&["list", "--output=json"]).await).unwrap();
    listed[0]["chart"] == chart && listed[0]["status"] == "deployed"
}

/// Installs it and applies a sample: at the boundary the number changes, and not before.
async fn install_and_cross_a_boundary(stage: &Stage, package: &str) -> Operator {
    let api = deployment("api");
    let notes = stage.install(package, &[]).await;
    assert!(notes.contains("kind: ScalingRule") && notes.contains("kubectl apply -f rule.yaml"), "{notes}");
    stage.apply_sample().await;
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
    stage.install(package, &[]).await;
    assert_eq!(stage.state().await, before);
    let _operator = stage.start(stage.pod("easyscale-3").await.starting_at(BEFORE_MONDAY)).await;
    stage.shop.wait_for_status(RULE, "is looked at", SOON, is_ready).await;
    assert_eq!(stage.state().await, before);
    stage.shop.wait_for_replicas(&deployment("api"), 6, AT_THE_BOUNDARY).await;
    stage.shop.wait_for_status(RULE, "tells of it", SOON, |status| status.history.len() == 2).await;
}

/// The whole life.
async fn live(helm: Helm) {
    let folder = tempfile::tempdir().unwrap();
    let [package, next_package] = packages(folder.path()).unwrap();
    let stage = Stage::set(helm, true).await;
    let operator = install_and_cross_a_boundary(&stage, &package).await;
    stage.test().await;
    let operator = upgrade_and_roll_back(&stage, operator, &next_package).await;
    uninstall(&stage, operator).await;
    install_again_and_cross_a_boundary(&stage, &next_package).await;
}

#[tokio::test]
async fn a_release_of_helm_4_lives_without_a_number_changed_that_no_boundary_changes() {
    live(Helm::Four).await;
}

#[tokio::test]
async fn a_release_of_helm_3_lives_without_a_number_changed_that_no_boundary_changes() {
    live(Helm::Three).await;
}
