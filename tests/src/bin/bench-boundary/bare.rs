//! The writes alone: server-side apply on `/scale`, 64 at a time, by a client that does nothing else.

use anyhow::Result;
use futures::{StreamExt, TryStreamExt, stream};
use k8s_openapi::api::apps::v1::Deployment;
use kube::{
    Api, Client,
    api::{Patch, PatchParams},
};
use serde_json::json;

/// As many as the operator allows itself by default.
const AT_ONCE: usize = 64;

pub(crate) async fn write_all(
    client: Client,
    namespace: &str,
    names: Vec<String>,
    replicas: i32,
) -> Result<()> {
    let api: Api<Deployment> = Api::namespaced(client, namespace);
    let params = PatchParams::apply("bench").force();
    let (api, params) = (&api, &params);
    stream::iter(names)
        .map(|name| async move {
            let body = json!({"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": name},
                "spec": {"replicas": replicas}});
            api.patch_scale(&name, params, &Patch::Apply(body)).await
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    Ok(())
}
