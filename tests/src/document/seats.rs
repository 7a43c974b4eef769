//! Gives every Pod a node, as a scheduler does: the test control plane has none, and a reader's Deployment names no node.

use std::time::Duration;

use k8s_openapi::api::core::v1::Pod;
use kube::api::{ListParams, PostParams};
use kube::{Api, Client, ResourceExt};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::testenv::NODE;

const PACE: Duration = Duration::from_millis(100);

/// While this lives, Pods get their node.
pub(super) struct Seats(JoinHandle<()>);

impl Seats {
    pub(super) fn begin(client: Client) -> Self {
        Self(tokio::spawn(async move {
            loop {
                // What fails (a Pod that is gone by now) is tried again in the next round, if there is anything to try.
                drop(seat(&client).await);
                tokio::time::sleep(PACE).await;
            }
        }))
    }
}

impl Drop for Seats {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn seat(client: &Client) -> kube::Result<()> {
    let everywhere: Api<Pod> = Api::all(client.clone());
    for pod in everywhere.list(&ListParams::default().fields("spec.nodeName=")).await? {
        let (name, namespace) = (pod.name_any(), pod.namespace().unwrap_or_default());
        let binding = json!({
            "apiVersion": "v1",
            "kind": "Binding",
            "metadata": {"name": name, "namespace": namespace},
            "target": {"apiVersion": "v1", "kind": "Node", "name": NODE},
        });
        let pods: Api<Pod> = Api::namespaced(client.clone(), &namespace);
        pods.create_subresource::<Value, Value>("binding", &name, &PostParams::default(), &binding).await?;
    }
    Ok(())
}
