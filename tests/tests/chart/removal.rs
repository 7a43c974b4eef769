//! What a release leaves behind when it goes: the rules and their definition, unless somebody asked for the opposite.

use easyscale_tests::chart::{Helm, RELEASE, folder};
use easyscale_tests::{deployment, eventually};

use crate::stage::{AT_THE_BOUNDARY, BEFORE_THE_EVENING, DEFINITION, RULE, SOON, Stage};

/// What helm says of what it leaves.
const KEPT: &str = "kept due to the resource policy";

impl Stage {
    pub(crate) async fn uninstall(&self) -> String {
        self.helm(&["uninstall", RELEASE, "--wait"]).await
    }

    async fn has_definition(&self) -> bool {
        let get = ["get", DEFINITION, "--ignore-not-found", "--output=name"];
        !self.plane.kubectl(&get).await.unwrap().is_empty()
    }

    /// Which one it is: a rule that was made anew has another.
    async fn uid_of_rule(&self) -> String {
        self.shop.rule(RULE).await.unwrap().metadata.uid.unwrap()
    }
}

fn chart() -> String {
    folder().display().to_string()
}

/// The pod runs on for a while after the release is gone, as it may in a cluster.
async fn uninstall_without_keep(helm: Helm) {
    let stage = Stage::set(helm, false).await;
    let notes = stage.install(&chart(), &["--set=crds.keep=false"]).await;
    assert!(notes.contains("and with it every rule in the cluster"), "{notes}");
    stage.apply_sample().await;
    let pod = stage.pod("easyscale-0").await.starting_at(BEFORE_THE_EVENING);
    let mut operator = stage.start(pod).await;
    let api = deployment("api");
    stage.shop.wait_for_replicas(&api, 2, AT_THE_BOUNDARY).await;
    let before = stage.shop.read(&api).await.unwrap();

    let said = stage.uninstall().await;
    assert!(!said.contains(KEPT), "{said}");
    eventually("the definition being gone", SOON, || async {
        Ok((!stage.has_definition().await).then_some(()))
    })
    .await;
    let rules = stage.shop.rule(RULE).await.unwrap_err();
    assert!(format!("{rules:#}").contains("404"), "the rules are gone: {rules:#}");
    operator.terminate().await.ok();
    let after = stage.shop.read(&api).await.unwrap();
    assert_eq!(after.data["spec"]["replicas"], 2, "the number stays");
    assert_eq!(after.metadata.generation, before.metadata.generation, "and was not changed in between");
}

#[tokio::test]
async fn without_keep_helm_4_removes_the_rules_and_every_number_stays() {
    uninstall_without_keep(Helm::Four).await;
}

#[tokio::test]
async fn without_keep_helm_3_removes_the_rules_and_every_number_stays() {
    uninstall_without_keep(Helm::Three).await;
}

#[tokio::test]
async fn whoever_turns_keep_on_before_the_removal_has_the_rules_afterwards() {
    for helm in Helm::BOTH {
        let stage = Stage::set(helm, false).await;
        stage.install(&chart(), &["--set=crds.keep=false"]).await;
        stage.apply_sample().await;
        let before = stage.uid_of_rule().await;
        stage.helm(&["upgrade", RELEASE, &chart(), "--reuse-values", "--set=crds.keep=true"]).await;
        let said = stage.uninstall().await;
        assert!(said.contains(KEPT) && said.contains("scalingrules.easyscale.io"), "{said}");
        assert_eq!(stage.uid_of_rule().await, before);
    }
}

#[tokio::test]
async fn a_release_that_no_longer_brings_the_definition_leaves_it_where_it_is() {
    for helm in Helm::BOTH {
        let stage = Stage::set(helm, false).await;
        stage.install(&chart(), &[]).await;
        stage.apply_sample().await;
        let before = stage.uid_of_rule().await;
        stage.helm(&["upgrade", RELEASE, &chart(), "--set=crds.enabled=false"]).await;
        assert_eq!(stage.uid_of_rule().await, before, "after the upgrade");
        stage.uninstall().await;
        assert_eq!(stage.uid_of_rule().await, before, "after the removal");
    }
}

#[tokio::test]
async fn without_keep_a_release_that_no_longer_brings_the_definition_removes_it() {
    for helm in Helm::BOTH {
        let stage = Stage::set(helm, false).await;
        stage.install(&chart(), &["--set=crds.keep=false"]).await;
        assert!(stage.has_definition().await);
        // That it is to be kept from now on comes too late: what counts is how it was installed.
        stage.helm(&["upgrade", RELEASE, &chart(), "--set=crds.enabled=false,crds.keep=true"]).await;
        eventually("the definition being gone", SOON, || async {
            Ok((!stage.has_definition().await).then_some(()))
        })
        .await;
    }
}

#[tokio::test]
async fn a_definition_that_kubectl_applied_is_not_helms_to_remove() {
    for helm in Helm::BOTH {
        let stage = Stage::set(helm, false).await;
        stage.plane.kubectl(&["apply", "--kustomize=config/crd"]).await.unwrap();
        stage.install(&chart(), &["--set=crds.enabled=false"]).await;
        stage.apply_sample().await;
        let before = stage.uid_of_rule().await;
        let said = stage.uninstall().await;
        assert!(!said.contains(KEPT), "helm had nothing to keep: {said}");
        assert_eq!(stage.uid_of_rule().await, before);
    }
}
