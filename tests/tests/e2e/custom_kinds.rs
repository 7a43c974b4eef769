//! Kinds that EasyScale has never heard of: whatever has a `/scale` can be scaled.

use easyscale_crd::{FIELD_MANAGER, ScaleReason, ScalingRuleStatus};
use easyscale_tests::{
    ControlPlane, FLEET_API_VERSION, Operator, PlaneOptions, Sandbox, custom, entry, rule, until,
};
use kube::Api;
use kube::api::{ApiResource, DeleteParams, DynamicObject, GroupVersionKind, Patch, PatchParams};
use serde_json::{Value, json};

use crate::stage::{SOON, condition, crossed, release, sentence, settled, settled_before, shop, start};

/// A namespace on a control plane that knows Fleets (they have a `/scale`) and Rocks (they have none).
pub(crate) async fn sea() -> Sandbox {
    let sea = shop().await;
    sea.plane().install_fleets().await.unwrap();
    sea
}

/// Values of the chart for an operator that may scale both.
pub(crate) fn fleets() -> Value {
    let kind = |kind, resource| json!({"apiGroup": "test.easyscale.io", "kind": kind, "resource": resource});
    json!({"extraKinds": [kind("Fleet", "fleets"), kind("Rock", "rocks")]})
}

/// An operator that may scale both, as if it were `now`.
async fn operator_for_fleets(sea: &Sandbox, now: &str) -> Operator {
    let pod = release(&[sea], &fleets()).await.pod("easyscale-0").await.unwrap();
    start(sea, pod.starting_at(now)).await
}

/// The ground on which the operator stands with custom kinds: see `apply.rs` of the controller.
#[tokio::test]
async fn the_scale_of_a_custom_kind_takes_no_apply_and_a_merge_loses_to_what_is_newer() {
    let sea = sea().await;
    let north = sea.create_fleet("north", 2).await.unwrap();
    let kind = ApiResource::from_gvk(&GroupVersionKind::gvk("test.easyscale.io", "v1", "Fleet"));
    let fleets: Api<DynamicObject> = Api::namespaced_with(sea.client(), sea.name(), &kind);
    let seen = sea.read(&north).await.unwrap().metadata;
    let scale = || {
        let metadata = json!({"name": "north", "resourceVersion": seen.resource_version, "uid": seen.uid});
        json!({"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": metadata, "spec": {"replicas": 5}})
    };
    let ours = PatchParams { field_manager: Some(FIELD_MANAGER.to_owned()), ..PatchParams::default() };
    let write = async || fleets.patch_scale("north", &ours, &Patch::Merge(scale())).await;

    let applied = Patch::Apply(scale());
    let refused = fleets.patch_scale("north", &PatchParams::apply(FIELD_MANAGER).force(), &applied).await;
    assert!(refused.unwrap_err().to_string().contains("request to convert CR to an invalid group/version"));
    write().await.unwrap();
    assert_eq!(sea.replicas(&north).await.unwrap(), 5);
    let is_conflict = |error: &kube::Error| matches!(error, kube::Error::Api(status) if status.code == 409);
    let late = write().await.unwrap_err();
    assert!(is_conflict(&late), "{late}");

    fleets.delete("north", &DeleteParams::default()).await.unwrap();
    sea.create_fleet("north", 1).await.unwrap();
    let replaced = write().await.unwrap_err();
    assert!(is_conflict(&replaced), "{replaced}");
    assert_eq!(sea.replicas(&north).await.unwrap(), 1);
}

#[tokio::test]
async fn a_custom_kind_with_a_scale_is_scaled_at_its_boundary_and_followed() {
    let sea = sea().await;
    let north = sea.create_fleet("north", 2).await.unwrap();
    let season = entry("Season").from("16:00").to("18:00").replicas(6);
    sea.create_rule(rule("north").target(north.clone()).entry(season).default(2)).await.unwrap();
    let operator = operator_for_fleets(&sea, "2026-05-08T15:59:45Z").await;
    settled_before(&operator, &sea, "north", "2026-05-08T16:00:00Z").await;
    crossed(&operator, &sea, "north", "2026-05-08T16:00:00Z", (2, 6)).await;
    assert_eq!(sea.read(&north).await.unwrap().data["spec"]["size"], 6, "where this kind keeps its number");

    sea.scale_as("admiral", &north, 9).await.unwrap();
    sea.wait_for_replicas(&north, 6, SOON).await;
    let told = |status: &ScalingRuleStatus| status.history.len() == 2;
    let corrected = sea.wait_for_status("north", "tells of the correction", SOON, told).await;
    let last = corrected.last_scale.unwrap();
    assert_eq!((last.from, last.to, last.reason), (9, 6, ScaleReason::Drift));
    let told = || sea.events("north");
    let events = until("both Events", SOON, told, |events| events.len() == 2).await;
    assert_eq!(
        events[1].note.as_deref(),
        Some(
            "The field manager \"admiral\" changed fleet/north to 9; set back to 6 because \"Season\" holds until \
             Friday 2026-05-08 18:00 (UTC); then 2 replicas (the default)."
        )
    );
}

#[tokio::test]
async fn a_kind_that_is_installed_after_the_rule_is_scaled_and_one_without_a_scale_is_stalled() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let sea = plane.namespace("sea").await.unwrap();
    let season = || entry("Season").from("16:00").to("18:00").replicas(6);
    for (kind, name) in [("Fleet", "north"), ("Rock", "cliff")] {
        let target = custom(FLEET_API_VERSION, kind, name);
        sea.create_rule(rule(name).target(target).entry(season()).default(2)).await.unwrap();
    }
    let operator = operator_for_fleets(&sea, "2026-05-08T16:30:00Z").await;
    for name in ["north", "cliff"] {
        let unknown = settled(&sea, name).await;
        assert_eq!(condition(&unknown, "TargetResolved"), ("False", "KindNotFound"), "{name}");
        assert_eq!(condition(&unknown, "Stalled"), ("", ""), "{name}: this heals by itself");
    }

    plane.install_fleets().await.unwrap();
    let north = sea.create_fleet("north", 1).await.unwrap();
    sea.create_rock("cliff").await.unwrap();
    sea.wait_for_replicas(&north, 6, SOON).await;
    let is_ready = |status: &ScalingRuleStatus| condition(status, "Ready") == ("True", "AsScheduled");
    sea.wait_for_status("north", "is ready", SOON, is_ready).await;
    let is_stalled = |status: &ScalingRuleStatus| condition(status, "Stalled").0 == "True";
    let cliff = sea.wait_for_status("cliff", "is stalled", SOON, is_stalled).await;
    for kind in ["Stalled", "TargetResolved", "Ready"] {
        assert_eq!(condition(&cliff, kind).1, "NoScaleSubresource", "{kind}");
    }
    let advice = "Name the Deployment or StatefulSet that runs the pods";
    assert!(sentence(&cliff, "Stalled").contains(advice), "{}", sentence(&cliff, "Stalled"));

    let web = sea.create_deployment("web", 1).await.unwrap();
    let target = json!({"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"});
    sea.edit_rule("cliff", json!({ "target": target })).await.unwrap();
    let cured = settled(&sea, "cliff").await;
    assert_eq!((condition(&cured, "Ready").0, condition(&cured, "Stalled")), ("True", ("", "")));
    assert_eq!(sea.replicas(&web).await.unwrap(), 6);
    drop(operator);
}
