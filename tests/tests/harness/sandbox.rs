//! The short words of the harness do what they say.

use easyscale_tests::{ControlPlane, Crd, PlaneOptions, entry, rule};
use serde_json::json;

#[tokio::test]
async fn a_rule_is_created_edited_read_and_deleted() {
    let shop = ControlPlane::shared().await.namespace("rules").await.unwrap();
    let web = rule("web")
        .zone("Europe/Berlin")
        .entry(entry("Rush").from("16:00").to("18:00").replicas(5))
        .default(3);
    let created = shop.create_rule(web).await.unwrap();
    assert_eq!(created.spec.default.map(|default| default.replicas), Some(3));
    let version = shop.resource_version("web").await.unwrap();
    let edited = shop.edit_rule("web", json!({"default": {"replicas": 4}})).await.unwrap();
    assert_eq!(edited.spec.default.map(|default| default.replicas), Some(4));
    assert_ne!(shop.resource_version("web").await.unwrap(), version);
    assert_eq!(shop.status("web").await.unwrap(), easyscale_crd::ScalingRuleStatus::default());
    shop.delete_rule("web").await.unwrap();
    assert!(shop.rule("web").await.is_err());
}

#[tokio::test]
async fn an_unchecked_control_plane_stores_what_the_real_one_refuses() {
    let nonsense = json!({"target": {"name": "web"}, "schedule": "whenever"});
    let real = ControlPlane::shared().await.namespace("real").await.unwrap();
    let refused = real.create_raw_rule("web", nonsense.clone()).await.unwrap_err();
    assert!(refused.to_string().contains("spec.schedule"), "{refused}");

    let options = PlaneOptions { crd: Crd::Unchecked, ..PlaneOptions::default() };
    let plane = ControlPlane::start(options).await.unwrap();
    let shop = plane.namespace("unchecked").await.unwrap();
    let stored = shop.create_raw_rule("web", nonsense.clone()).await.unwrap();
    assert_eq!(stored.data["spec"], nonsense);
}

#[tokio::test]
async fn a_control_plane_without_the_definition_knows_no_rules_and_shares_nothing() {
    let shop = ControlPlane::shared().await.namespace("shop").await.unwrap();
    let options = PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() };
    let other = ControlPlane::start(options).await.unwrap();
    let refused = other.kubectl(&["get", "scalingrules"]).await.unwrap_err().to_string();
    assert!(refused.contains("the server doesn't have a resource type"), "{refused}");
    let refused = other.kubectl(&["get", "namespace", shop.name()]).await.unwrap_err().to_string();
    assert!(refused.contains("NotFound"), "{refused}");
}

#[tokio::test]
async fn a_fleet_can_be_scaled_and_a_rock_cannot() {
    let plane = ControlPlane::shared().await;
    plane.install_fleets().await.unwrap();
    let sea = plane.namespace("sea").await.unwrap();
    let fleet = sea.create_fleet("north", 4).await.unwrap();
    assert_eq!(sea.replicas(&fleet).await.unwrap(), 4);
    sea.scale_as("admiral", &fleet, 6).await.unwrap();
    assert_eq!(sea.replicas(&fleet).await.unwrap(), 6);
    let rock = sea.create_rock("cliff").await.unwrap();
    assert!(sea.replicas(&rock).await.is_err());
}

#[tokio::test]
async fn events_are_told_by_the_rule_they_are_about() {
    let plane = ControlPlane::shared().await;
    let shop = plane.namespace("events").await.unwrap();
    for (name, rule) in [("a", "web"), ("b", "other")] {
        let event = json!({
            "apiVersion": "events.k8s.io/v1", "kind": "Event",
            "metadata": {"name": name, "namespace": shop.name()},
            "eventTime": "2026-05-08T16:00:00.000000Z",
            "type": "Normal", "reason": "Scaled", "action": "Scale", "note": name,
            "reportingController": "easyscale.io/controller", "reportingInstance": "test",
            "regarding": {"apiVersion": "easyscale.io/v1", "kind": "ScalingRule", "name": rule, "namespace": shop.name()},
        });
        let event = serde_json::from_value(event).unwrap();
        let events: kube::Api<k8s_openapi::api::events::v1::Event> =
            kube::Api::namespaced(shop.client(), shop.name());
        events.create(&kube::api::PostParams::default(), &event).await.unwrap();
    }
    let notes: Vec<_> = shop.events("web").await.unwrap().into_iter().map(|event| event.note).collect();
    assert_eq!(notes, [Some("a".to_owned())]);
}
