//! The server itself refuses what is out of date: the ground on which the operator's writes stand.

use easyscale_tests::{ControlPlane, Sandbox};
use k8s_openapi::api::apps::v1::Deployment;
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::{Value, json};

/// A server-side apply on `/scale` as EasyScale does it, with the version and uid it was decided on.
async fn apply(sandbox: &Sandbox, metadata: Value, replicas: i32) -> kube::Result<()> {
    let deployments: Api<Deployment> = Api::namespaced(sandbox.client(), sandbox.name());
    let scale = json!({
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": metadata,
        "spec": {"replicas": replicas},
    });
    let parameters = PatchParams::apply(easyscale_crd::FIELD_MANAGER).force();
    deployments.patch_scale("web", &parameters, &Patch::Apply(&scale)).await.map(drop)
}

async fn sandbox_with_web() -> (Sandbox, easyscale_crd::TargetRef) {
    let sandbox = ControlPlane::shared().await.namespace("writes").await.unwrap();
    let web = sandbox.create_deployment("web", 1).await.unwrap();
    (sandbox, web)
}

fn code(error: &kube::Error) -> Option<u16> {
    if let kube::Error::Api(status) = error { Some(status.code) } else { None }
}

#[tokio::test]
async fn a_write_on_the_current_version_is_taken_and_owned() {
    let (sandbox, web) = sandbox_with_web().await;
    let current = sandbox.read(&web).await.unwrap().metadata;
    let metadata = json!({"name": "web", "resourceVersion": current.resource_version, "uid": current.uid});
    apply(&sandbox, metadata, 5).await.unwrap();
    assert_eq!(sandbox.replicas(&web).await.unwrap(), 5);
    assert_eq!(sandbox.owners_of_replicas(&web).await.unwrap(), ["easyscale"]);
}

#[tokio::test]
async fn a_write_on_a_stale_version_is_refused() {
    let (sandbox, web) = sandbox_with_web().await;
    let stale = sandbox.read(&web).await.unwrap().metadata.resource_version;
    sandbox.scale_as("kubectl", &web, 2).await.unwrap();
    let refused = apply(&sandbox, json!({"name": "web", "resourceVersion": stale}), 5).await.unwrap_err();
    assert_eq!(code(&refused), Some(409), "{refused}");
    assert_eq!(sandbox.replicas(&web).await.unwrap(), 2);
    assert_eq!(sandbox.owners_of_replicas(&web).await.unwrap(), ["kubectl"]);
}

#[tokio::test]
async fn a_write_on_an_object_that_was_replaced_is_refused() {
    let (sandbox, web) = sandbox_with_web().await;
    let metadata = json!({"name": "web", "uid": "00000000-0000-0000-0000-000000000000"});
    let refused = apply(&sandbox, metadata, 5).await.unwrap_err();
    assert_eq!(code(&refused), Some(409), "{refused}");
    assert_eq!(sandbox.replicas(&web).await.unwrap(), 1);
}
