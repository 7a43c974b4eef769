//! Notes when each Deployment is first seen with a number, by a watch of its own.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Utc};
use futures::{StreamExt, TryStreamExt};
use k8s_openapi::api::apps::v1::Deployment;
use kube::{
    Api, Client, ResourceExt,
    api::{ListParams, WatchEvent, WatchParams},
};
use tokio::{sync::mpsc, task::JoinHandle};

pub(crate) struct Watcher {
    seen: mpsc::UnboundedReceiver<Result<(String, DateTime<Utc>)>>,
    task: JoinHandle<()>,
}

impl Watcher {
    /// Watches from now on for Deployments that get `replicas`.
    pub(crate) async fn start(client: &Client, namespace: &str, replicas: i32) -> Result<Self> {
        let api: Api<Deployment> = Api::namespaced(client.clone(), namespace);
        let version = api.list_metadata(&ListParams::default().limit(1)).await?.metadata.resource_version;
        let (sender, seen) = mpsc::unbounded_channel();
        let mut version = version.unwrap_or_default();
        let task = tokio::spawn(async move {
            // Under load the API server ends the watches of slow readers; what they missed is told to the next one.
            loop {
                if let Err(error) = follow(&api, &mut version, replicas, &sender).await {
                    drop(sender.send(Err(error)));
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
            while first.len() < count {
                let (name, at) = self.seen.recv().await.context("the watch is gone")??;
                first.entry(name).or_insert(at);
            }
            anyhow::Ok(())
        };
        let answer = tokio::time::timeout(deadline, all).await;
        self.task.abort();
        match answer {
            Ok(answer) => answer.with_context(|| format!("seen so far: {} of {count}", first.len()))?,
            Err(_) => bail!("only {} of {count} Deployments were changed within {deadline:?}", first.len()),
        }
        Ok(first.into_values().collect())
    }
}

/// Follows one watch to its end.
async fn follow(
    api: &Api<Deployment>,
    version: &mut String,
    replicas: i32,
    sender: &mpsc::UnboundedSender<Result<(String, DateTime<Utc>)>>,
) -> Result<()> {
    let mut events = api.watch(&WatchParams::default(), version).await?.boxed();
    while let Some(event) = events.try_next().await? {
        let now = easyscale_tests::clock::now();
        match event {
            WatchEvent::Modified(object) => {
                *version = object.resource_version().unwrap_or_default();
                if object.spec.as_ref().and_then(|spec| spec.replicas) == Some(replicas) {
                    let _ = sender.send(Ok((object.name_any(), now)));
                }
            }
            WatchEvent::Error(status) => return Err(anyhow!("the watch failed: {status:?}")),
            _ => {}
        }
    }
    Ok(())
}
