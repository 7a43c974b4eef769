//! Rules with mistakes that were stored while nobody checked them: by an older definition, or past the API server. None
//! causes a write, each says in its status what is wrong, other rules go on, and a corrected one is used at once.

use easyscale_tests::{ControlPlane, Crd, PlaneOptions, Sandbox, deployment, entry, rule, until};
use kube::api::{Api, ApiResource, DynamicObject, Patch, PatchParams};
use serde_json::{Value, json};

use crate::mistakes::{Mistake, mistakes};
use crate::stage::{SOON, condition, crossed, sentence, settled, settled_before};
use crate::usual::{count, holds, operator_alone, rush, told, version};

/// A control plane that stores whatever it is given.
pub(crate) async fn unchecked() -> ControlPlane {
    ControlPlane::start(PlaneOptions { crd: Crd::Unchecked, ..PlaneOptions::default() }).await.unwrap()
}

/// Stores every mistake, each for a Deployment of its own; returns the versions of these.
async fn store(shop: &Sandbox) -> Vec<(Mistake, String)> {
    let mut stored = Vec::new();
    for mistake in mistakes() {
        let target = shop.create_deployment(mistake.name, 7).await.unwrap();
        let rule: Value = serde_saphyr::from_str(&mistake.yaml()).unwrap();
        shop.create_raw_rule(mistake.name, rule["spec"].clone()).await.unwrap();
        let untouched = version(shop, &target).await.unwrap();
        stored.push((mistake, untouched));
    }
    stored
}

/// One rule as JSON: it may be none that can be read.
async fn raw(shop: &Sandbox, rule: &str) -> anyhow::Result<Value> {
    let resource = ApiResource::erase::<easyscale_crd::ScalingRule>(&());
    let rules: Api<DynamicObject> = Api::namespaced_with(shop.client(), shop.name(), &resource);
    Ok(rules.get(rule).await?.data)
}

/// Waits until the status of a rule says that it is stalled, and returns reason and sentence.
pub(crate) async fn stalled(shop: &Sandbox, rule: &str) -> (String, String) {
    let look = || async {
        let rule = raw(shop, rule).await?;
        let conditions = rule["status"]["conditions"].as_array().cloned().unwrap_or_default();
        Ok(conditions.into_iter().find(|condition| condition["type"] == "Stalled"))
    };
    let found = until(&format!("{rule} being stalled"), SOON, look, Option::is_some).await.unwrap();
    assert_eq!(found["status"], "True", "{rule}");
    let text = |field: &str| found[field].as_str().unwrap().to_owned();
    (text("reason"), text("message"))
}

async fn nothing_was_written(shop: &Sandbox, stored: &[(Mistake, String)]) {
    for (Mistake { name, .. }, untouched) in stored {
        assert_eq!(version(shop, &deployment(name)).await.unwrap(), *untouched, "{name}");
    }
}

#[tokio::test]
async fn mistakes_that_nobody_checked_are_explained_and_cause_no_write_while_other_rules_go_on() {
    let plane = unchecked().await;
    let shop = plane.namespace("shop").await.unwrap();
    let stored = store(&shop).await;
    shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_alone(&shop, "2026-05-08T15:59:35Z").await;
    settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;

    for (mistake, _) in &stored {
        let (reason, said) = stalled(&shop, mistake.name).await;
        assert_eq!(reason, mistake.explained.0, "{}: {said}", mistake.name);
        assert!(said.contains(mistake.explained.1), "{}: {said}", mistake.name);
    }
    crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    nothing_was_written(&shop, &stored).await;
    let invalid = count(&operator, "easyscale_rules_total{state=\"invalid\"}").await;
    assert_eq!(invalid, u64::try_from(stored.len()).unwrap());
}

#[tokio::test]
async fn a_corrected_rule_is_used_at_once_and_one_that_is_broken_is_used_no_more() {
    let plane = unchecked().await;
    let shop = plane.namespace("shop").await.unwrap();
    let web = shop.create_deployment("web", 1).await.unwrap();
    let next = shop.create_deployment("next", 1).await.unwrap();
    shop.create_rule(rule("next").entry(entry("Always").replicas(5))).await.unwrap();
    let says = |replicas: Value| json!({"schedule": [{"name": "Always", "replicas": replicas}]});
    let mut spec = says(json!("five"));
    spec["target"] = json!({"name": "web"});
    shop.create_raw_rule("web", spec).await.unwrap();
    let _operator = operator_alone(&shop, "2026-05-08T16:10:00Z").await;
    assert_eq!(stalled(&shop, "web").await.0, "Unreadable");
    told(&shop, "web", "Unreadable", "spec.schedule[0].replicas: ").await;

    shop.edit_rule("web", says(json!(5))).await.unwrap();
    shop.wait_for_replicas(&web, 5, SOON).await;
    let used = settled(&shop, "web").await;
    assert_eq!(condition(&used, "Ready"), ("True", "AsScheduled"));
    assert_eq!(condition(&used, "Stalled"), ("", ""));
    assert_eq!(used.active.map(|active| active.name).as_deref(), Some("Always"));

    let resource = ApiResource::erase::<easyscale_crd::ScalingRule>(&());
    let rules: Api<DynamicObject> = Api::namespaced_with(shop.client(), shop.name(), &resource);
    let broken = Patch::Merge(json!({"spec": says(json!("six"))}));
    rules.patch("web", &PatchParams::default(), &broken).await.unwrap();
    let (reason, said) = stalled(&shop, "web").await;
    assert_eq!(reason, "Unreadable");
    assert!(said.contains("found \"six\""), "{said}");
    shop.scale_as("kubectl", &web, 8).await.unwrap();
    shop.scale_as("kubectl", &next, 8).await.unwrap();
    shop.wait_for_replicas(&next, 5, SOON).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 8, "nobody acts for the broken one");
}

#[tokio::test]
async fn mistakes_from_before_the_definition_checked_them_are_explained_as_far_as_the_server_lets_them() {
    let plane = unchecked().await;
    let shop = plane.namespace("shop").await.unwrap();
    let stored = store(&shop).await;
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    plane
        .kubectl(&["apply", "--server-side", "--force-conflicts", "--filename=config/crd/scalingrules.yaml"])
        .await
        .unwrap();
    let operator = operator_alone(&shop, "2026-05-08T16:10:00Z").await;

    shop.wait_for_status("web", "is used", SOON, holds("Rush")).await;
    shop.wait_for_replicas(&deployment("web"), 5, SOON).await;
    for (mistake, _) in &stored {
        // The server now refuses every change of an object whose spec its rules cannot be run on: then the Event tells.
        told(&shop, mistake.name, mistake.explained.0, mistake.explained.1).await;
    }
    nothing_was_written(&shop, &stored).await;

    shop.edit_rule("minus-one", json!({"schedule": [{"name": "A", "replicas": 1}]})).await.unwrap();
    shop.wait_for_replicas(&deployment("minus-one"), 1, SOON).await;
    let corrected = settled(&shop, "minus-one").await;
    assert_eq!(sentence(&corrected, "Accepted"), "The rule has no errors.");
    let failed = count(&operator, "easyscale_evaluations_total{result=\"failed\"}").await;
    assert_eq!(failed, 0, "what cannot be written is not tried again and again");
}
