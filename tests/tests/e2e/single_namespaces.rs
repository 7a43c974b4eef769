//! What an operator for single namespaces does otherwise: it may not read what a namespace allows, so that no rule reaches
//! into another one unless whoever runs it says so; and beyond these namespaces nothing is scaled at all.

use easyscale_crd::{ScalingRuleStatus, TargetRef};
use easyscale_tests::{Operator, Sandbox, entry, rule};
use serde_json::{Value, json};

use crate::stage::{SOON, condition, release, sentence, settled, shop, start};
use crate::usual::allow_rules_from;

/// Three namespaces on one control plane, each of which allows everything to everybody.
async fn namespaces() -> [Sandbox; 3] {
    let shop = shop().await;
    let infra = shop.plane().namespace("infra").await.unwrap();
    let beyond = shop.plane().namespace("beyond").await.unwrap();
    for namespace in [&shop, &infra, &beyond] {
        allow_rules_from(shop.client(), namespace.name(), Some("*")).await.unwrap();
    }
    [shop, infra, beyond]
}

/// A rule in `from` for a Deployment of its name in `to`, which has one replica and should have five.
async fn reach(from: &Sandbox, name: &str, to: &Sandbox) -> TargetRef {
    let target = to.create_deployment(name, 1).await.unwrap();
    let target = TargetRef { namespace: Some(to.name().to_owned()), ..target };
    from.create_rule(rule(name).target(target.clone()).entry(entry("Always").replicas(5))).await.unwrap();
    target
}

async fn operator_for(watched: [&Sandbox; 2], values: &Value) -> Operator {
    let release = release(&watched, values).await;
    start(watched[0], release.pod("easyscale-0").await.unwrap()).await
}

/// Waits until a rule is told that its target is not there or not allowed, in the same words for both.
async fn refused(shop: &Sandbox, name: &str) {
    let missing = |status: &ScalingRuleStatus| condition(status, "Ready") == ("False", "TargetNotFound");
    let status = shop.wait_for_status(name, "is refused", SOON, missing).await;
    let told = sentence(&status, "TargetResolved");
    assert!(told.starts_with(&format!("There is no deployment/{name} in namespace ")), "{told}");
    assert_eq!((status.current_replicas, &status.last_scale), (None, &None), "{name}");
}

#[tokio::test]
async fn what_a_namespace_allows_counts_as_nothing_where_it_may_not_be_read() {
    let [shop, infra, beyond] = namespaces().await;
    let own = reach(&shop, "own", &shop).await;
    let watched = reach(&shop, "watched", &infra).await;
    let unwatched = reach(&shop, "unwatched", &beyond).await;
    let elsewhere = reach(&beyond, "elsewhere", &beyond).await;
    let _operator = operator_for([&shop, &infra], &json!({})).await;
    shop.wait_for_replicas(&own, 5, SOON).await;
    refused(&shop, "watched").await;
    refused(&shop, "unwatched").await;
    for (namespace, target) in [(&infra, &watched), (&beyond, &unwatched), (&beyond, &elsewhere)] {
        assert_eq!(namespace.replicas(target).await.unwrap(), 1, "{}", target.name);
    }
    assert!(beyond.rule("elsewhere").await.unwrap().status.is_none(), "nobody looks at it");
}

#[tokio::test]
async fn whoever_runs_it_can_let_rules_reach_from_one_of_its_namespaces_into_another() {
    let [shop, infra, beyond] = namespaces().await;
    let watched = reach(&shop, "watched", &infra).await;
    let unwatched = reach(&shop, "unwatched", &beyond).await;
    let _operator = operator_for([&shop, &infra], &json!({"crossNamespace": "Allow"})).await;
    infra.wait_for_replicas(&watched, 5, SOON).await;
    assert_eq!(condition(&settled(&shop, "watched").await, "TargetResolved"), ("True", "Found"));
    refused(&shop, "unwatched").await;
    assert_eq!(beyond.replicas(&unwatched).await.unwrap(), 1);
}
