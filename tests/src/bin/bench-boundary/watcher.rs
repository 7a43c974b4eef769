//! Notes when each Deployment is first seen with a number, by a watch of its own.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt};
use k8s_openapi::api::apps::v1::Deployment;
use kube::{
    Api, Client, ResourceExt,
    api::{ListParams, WatchEvent, WatchParams},
};
use tokio::{sync::mpsc, task::JoinHandle};

pub(crate) struct Watcher {
    seen: mpsc::UnboundedReceiver<(String, DateTime<Utc>)>,
    task: JoinHandle<()>,
}

impl Watcher {
    /// Watches from now on for Deployments that get `replicas`.
    pub(crate) async fn start(client: &Client, namespace: &str, replicas: i32) -> Result<Self> {
        let api: Api<Deployment> = Api::namespaced(client.clone(), namespace);
        let version = api.list_metadata(&ListParams::default().limit(1)).await?.metadata.resource_version;
        let mut events = api.watch(&WatchParams::default(), &version.unwrap_or_default()).await?.boxed();
        let (sender, seen) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            while let Ok(Some(event)) = events.try_next().await {
                let now = easyscale_tests::clock::now();
                if let WatchEvent::Modified(object) = event
                    && object.spec.as_ref().and_then(|spec| spec.replicas) == Some(replicas)
                    && sender.send((object.name_any(), now)).is_err()
                {
                    return;
                }
            }
        });
        Ok(Self { seen, task })
    }

    /// Waits until so many have been seen; returns when each one was, in no order.
    pub(crate) async fn finish(mut self, count: usize, deadline: Duration) -> Result<Vec<DateTime<Utc>>> {
        let mut first: HashMap<String, DateTime<Utc>> = HashMap::new();
        let all = async {
            while first.len() < count
                && let Some((name, at)) = self.seen.recv().await
            {
                first.entry(name).or_insert(at);
            }
        };
        let in_time = tokio::time::timeout(deadline, all).await.is_ok();
        self.task.abort();
        if !in_time || first.len() < count {
            bail!("only {} of {count} Deployments were changed within {deadline:?}", first.len());
        }
        Ok(first.into_values().collect())
    }
}
