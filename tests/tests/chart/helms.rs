//! Helm 3 and Helm 4: the same objects from both, and the way from one to the other.

use easyscale_tests::chart::{Helm, NAMESPACE, RELEASE, render_with};
use serde_json::{Value, json};

use crate::stage::{RULE, Stage, packages};
use crate::table::everything;

#[test]
fn both_helms_give_the_same_objects() {
    let values = [
        json!({}),
        everything(),
        json!({"watchNamespaces": ["shop"], "podMonitor.enabled": true}),
        json!({"crds.keep": false, "nameOverride": "clock"}),
    ];
    for values in values {
        let [three, four] = Helm::BOTH.map(|helm| render_with(helm, &values).unwrap());
        assert!(!four.objects().is_empty());
        let sorted = |objects: &[Value]| {
            let mut objects: Vec<_> = objects.iter().map(ToString::to_string).collect();
            objects.sort();
            objects
        };
        assert_eq!(sorted(three.objects()), sorted(four.objects()), "{values}");
    }
}

#[tokio::test]
async fn what_helm_3_installed_helm_4_upgrades_rolls_back_and_removes() {
    let folder = tempfile::tempdir().unwrap();
    let [package, next_package] = packages(folder.path()).unwrap();
    let stage = Stage::set(Helm::Three, false).await;
    stage.install(&package, &[]).await;
    stage.apply_sample().await;
    let before = stage.shop.rule(RULE).await.unwrap().metadata.uid;
    let namespace = format!("--namespace={NAMESPACE}");
    for order in [
        &["upgrade", RELEASE, &next_package, "--set=replicas=3"][..],
        &["rollback", RELEASE, "1"],
        &["upgrade", RELEASE, &next_package],
        &["uninstall", RELEASE, "--wait"],
        // The definition is still as Helm 3 wrote it.
        &["install", RELEASE, &package],
    ] {
        stage.plane.helm(&[order, &[&namespace]].concat()).await.unwrap();
        assert_eq!(stage.shop.rule(RULE).await.unwrap().metadata.uid, before, "{order:?}");
    }
}
