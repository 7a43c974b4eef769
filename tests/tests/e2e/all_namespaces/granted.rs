//! A rule may scale what is in another namespace only while that namespace says so.

use easyscale_crd::{ScalingRuleStatus, TargetRef};
use easyscale_tests::{Sandbox, entry, field, rule};
use serde_json::json;

use crate::stage::{SOON, condition, operator_at, sentence, settled, shop};
use crate::usual::allow_rules_from;

/// Says on a namespace whose rules may scale there; `None` takes it back.
pub(super) async fn grant(namespace: &Sandbox, to: Option<&str>) {
    allow_rules_from(namespace.client(), namespace.name(), to).await.unwrap();
}

pub(super) fn in_namespace(namespace: &Sandbox, target: &TargetRef) -> TargetRef {
    TargetRef { namespace: Some(namespace.name().to_owned()), ..target.clone() }
}

fn is_ready(status: &ScalingRuleStatus) -> bool {
    condition(status, "Ready").0 == "True"
}

fn is_missing(status: &ScalingRuleStatus) -> bool {
    condition(status, "TargetResolved") == ("False", "TargetNotFound")
}

#[tokio::test]
async fn a_target_in_another_namespace_is_scaled_while_that_namespace_allows_it() {
    let shop = shop().await;
    let infra = shop.plane().namespace("infra").await.unwrap();
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let missing = TargetRef { name: "nobody".to_owned(), ..cache.clone() };
    for (name, target) in [("cache", &cache), ("nobody", &missing)] {
        let always = entry("Always").replicas(5);
        shop.create_rule(rule(name).target(in_namespace(&infra, target)).entry(always)).await.unwrap();
    }
    let operator = operator_at(&shop, "2026-05-08T16:30:00Z").await;

    let refused = settled(&shop, "cache").await;
    assert!(is_missing(&refused), "{refused:#?}");
    let told = sentence(&refused, "TargetResolved");
    assert!(told.contains("easyscale.io/allow-rules-from"), "{told}");
    let of_nobody = settled(&shop, "nobody").await;
    let of_nobody = sentence(&of_nobody, "TargetResolved").replace("nobody", "cache");
    assert_eq!(told, of_nobody, "a rule cannot be used to ask what is there");
    assert_eq!(infra.replicas(&cache).await.unwrap(), 1);

    grant(&infra, Some(&format!("elsewhere, {}", shop.name()))).await;
    infra.wait_for_replicas(&cache, 5, SOON).await;
    shop.wait_for_status("cache", "is ready", SOON, is_ready).await;
    let line = operator.wait_for_log("the scaling", SOON, |line| field(line, "message") == "scaled").await;
    assert_eq!(*field(&line, "rule"), format!("{}/cache", shop.name()), "{line}");
    assert_eq!(*field(&line, "target"), "deployment/cache");
    assert_eq!(*field(&line, "target_namespace"), infra.name(), "told, because it is not the rule's own");

    grant(&infra, None).await;
    shop.wait_for_status("cache", "may not any more", SOON, is_missing).await;
    shop.edit_rule("cache", json!({"schedule": [{"name": "Always", "replicas": 7}]})).await.unwrap();
    assert!(is_missing(&settled(&shop, "cache").await));
    infra.scale_as("kubectl", &cache, 2).await.unwrap();
    shop.edit_rule("cache", json!({"schedule": [{"name": "Always", "replicas": 8}]})).await.unwrap();
    assert!(is_missing(&settled(&shop, "cache").await));
    assert_eq!(infra.replicas(&cache).await.unwrap(), 2, "what the person said");

    grant(&infra, Some("shop-*")).await;
    infra.wait_for_replicas(&cache, 8, SOON).await;
}
