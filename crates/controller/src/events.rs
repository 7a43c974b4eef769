//! Kubernetes Events, written by a task of their own so that nobody waits for them.
//!
//! Each Event has a deterministic name ([`name`]): telling the same thing twice (after a restart, by a successor) finds it
//! there already and is done. The queue is bounded; what does not fit, or is refused, is counted and given up. An Event is a
//! courtesy: no decision may depend on one.

use chrono::{DateTime, Utc};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use k8s_openapi::api::core::v1::ObjectReference;
use kube::Client;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::metrics::Metrics;
use crate::reach::Reach;
use crate::rights::Rights;

mod name;
mod publish;

pub use name::name;
use publish::Publisher;

/// How many Events are written at the same time: few, so that they never crowd out the scale writes.
const AT_ONCE: usize = 4;

/// An Event to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDue {
    /// Its name, from [`name`].
    pub name: String,
    /// The namespace of the object that it is about.
    pub namespace: String,
    /// The object that it is about.
    pub regarding: ObjectReference,
    /// Whether it tells of something ordinary or of a problem.
    pub kind: EventKind,
    /// Why, in one CamelCase word, such as `Scaled`. At most 128 bytes.
    pub reason: String,
    /// What was done, in one CamelCase word, such as `Scale`. At most 128 bytes.
    pub action: String,
    /// The sentence for people. Cut to 1 kB.
    pub note: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// Kubernetes' two types of Events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Something ordinary.
    Normal,
    /// A problem.
    Warning,
}

/// Where Events are handed in. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Reporter {
    queue: mpsc::Sender<EventDue>,
    metrics: Metrics,
}

/// Where it is noted that Events may not be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refusals {
    pub(crate) rights: Arc<Rights>,
    pub(crate) reach: Reach,
}

/// The task that writes them.
#[derive(Debug)]
pub struct Reporting {
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Reporter {
    /// Starts the task. `instance` names this process in each Event (at most 128 bytes); `capacity` is how many Events may
    /// wait.
    pub(crate) fn start(
        client: Client,
        metrics: Metrics,
        refusals: Refusals,
        instance: &str,
        capacity: usize,
    ) -> (Self, Reporting) {
        let (sender, receiver) = mpsc::channel(capacity);
        let stop = CancellationToken::new();
        let publisher = Publisher::new(client, metrics.clone(), refusals, instance);
        let task = tokio::spawn(write_all(receiver, stop.clone(), publisher));
        (Self { queue: sender, metrics }, Reporting { task, stop })
    }

    /// Hands an Event in; returns at once. When the queue is full the Event is dropped and counted.
    pub fn send(&self, due: EventDue) {
        if let Err(error) = self.queue.try_send(due) {
            let (mpsc::error::TrySendError::Full(due) | mpsc::error::TrySendError::Closed(due)) = error;
            self.metrics.event_dropped();
            tracing::warn!(
                namespace = due.namespace,
                event = due.name,
                note = due.note,
                "an Event was dropped: too many are waiting"
            );
        }
    }
}

impl Reporting {
    /// Takes no more Events and writes those that wait, for at most `within`.
    pub async fn finish(mut self, within: Duration) {
        self.stop.cancel();
        if tokio::time::timeout(within, &mut self.task).await.is_err() {
            self.task.abort();
            tracing::warn!(?within, "some Events were not written before the end");
        }
    }
}

async fn write_all(mut queue: mpsc::Receiver<EventDue>, stop: CancellationToken, publisher: Publisher) {
    let mut running = FuturesUnordered::new();
    loop {
        tokio::select! {
            // What is handed in later than this is dropped and counted; what waits already is still received.
            () = stop.cancelled(), if !queue.is_closed() => queue.close(),
            due = queue.recv(), if running.len() < AT_ONCE => match due {
                Some(due) => running.push(publisher.publish(due)),
                None => break,
            },
            Some(()) = running.next(), if !running.is_empty() => {}
        }
    }
    while running.next().await.is_some() {}
}

#[cfg(test)]
mod tests;
