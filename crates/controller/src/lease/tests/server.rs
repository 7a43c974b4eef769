//! The lease server in memory, and the network to it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Method, Request, Response};
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::super::bound::{Approved, Bound};

/// One lease, as the API server keeps it.
#[derive(Clone, Default)]
pub(super) struct Server {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    lease: Option<Value>,
    writes: u64,
    /// That many patches are preceded by somebody else's write.
    disturbed: usize,
    unbound_patches: usize,
}

impl Server {
    /// A lease with that spec.
    pub(super) fn with(spec: &Value) -> Self {
        let server = Self::default();
        server.state.lock().unwrap().create(json!({"metadata": {"name": "easyscale"}, "spec": spec}));
        server
    }

    pub(super) fn spec(&self) -> Value {
        self.state.lock().unwrap().lease.as_ref().unwrap()["spec"].clone()
    }

    /// Somebody else, who knows nothing of versions, changes the spec.
    pub(super) fn edit(&self, spec: &Value) {
        self.state.lock().unwrap().patch(&json!({"spec": spec}));
    }

    /// Somebody else touches the lease right before each of the next `patches`.
    pub(super) fn disturb(&self, patches: usize) {
        self.state.lock().unwrap().disturbed = patches;
    }

    /// How many patches came without a version.
    pub(super) fn unbound_patches(&self) -> usize {
        self.state.lock().unwrap().unbound_patches
    }

    fn answer(&self, method: &Method, body: &[u8]) -> (u16, Value) {
        let mut state = self.state.lock().unwrap();
        let body = || serde_json::from_slice::<Value>(body).unwrap();
        match *method {
            Method::GET => state.lease.clone().map_or_else(|| failure(404, "NotFound"), |lease| (200, lease)),
            Method::POST if state.lease.is_some() => failure(409, "AlreadyExists"),
            Method::POST => (201, state.create(body())),
            Method::PATCH => state.bound_patch(&body()),
            _ => failure(405, "MethodNotAllowed"),
        }
    }
}

impl State {
    fn create(&mut self, lease: Value) -> Value {
        self.writes += 1;
        let version = self.writes.to_string();
        let lease = self.lease.insert(lease);
        lease["metadata"]["uid"] = "the-uid".into();
        lease["metadata"]["resourceVersion"] = version.into();
        lease.clone()
    }

    fn bound_patch(&mut self, patch: &Value) -> (u16, Value) {
        if self.disturbed > 0 {
            self.disturbed -= 1;
            self.patch(&json!({"metadata": {"labels": {"touched": self.writes.to_string()}}}));
        }
        let version = &patch["metadata"]["resourceVersion"];
        self.unbound_patches += usize::from(version.is_null());
        match &self.lease {
            None => failure(404, "NotFound"),
            Some(lease) if !version.is_null() && *version != lease["metadata"]["resourceVersion"] => {
                failure(409, "Conflict")
            }
            Some(_) => (200, self.patch(patch)),
        }
    }

    fn patch(&mut self, patch: &Value) -> Value {
        self.writes += 1;
        let lease = self.lease.as_mut().unwrap();
        merge(lease, patch);
        lease["metadata"]["resourceVersion"] = self.writes.to_string().into();
        lease.clone()
    }
}

/// RFC 7386.
fn merge(target: &mut Value, patch: &Value) {
    let Some(patch) = patch.as_object() else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        if value.is_null() {
            target.as_object_mut().unwrap().remove(key);
        } else {
            merge(&mut target[key], value);
        }
    }
}

fn failure(code: u16, reason: &str) -> (u16, Value) {
    (code, json!({"kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": reason}))
}

/// The way from one candidate to the server and back.
#[derive(Clone, Default)]
pub(super) struct Link {
    inner: Arc<Way>,
}

#[derive(Default)]
struct Way {
    /// Milliseconds on the way there and back, at most.
    delay: AtomicU64,
    /// How many in a hundred are lost, each way.
    loss: AtomicU64,
    random: AtomicU64,
}

impl Link {
    pub(super) fn seeded(seed: u64) -> Self {
        let link = Self::default();
        link.inner.random.store(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, Ordering::Relaxed);
        link
    }

    /// Sets the longest delay and the loss in per cent, each way.
    pub(super) fn set(&self, delay: Duration, loss: u64) {
        self.inner.delay.store(u64::try_from(delay.as_millis()).unwrap(), Ordering::Relaxed);
        self.inner.loss.store(loss, Ordering::Relaxed);
    }

    /// The next number of a xorshift generator.
    pub(super) fn random(&self) -> u64 {
        let mut random = self.inner.random.load(Ordering::Relaxed).max(1);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        self.inner.random.store(random, Ordering::Relaxed);
        random
    }

    /// One way; never arrives if it is lost.
    async fn travel(&self) {
        let delay = self.random() % (self.inner.delay.load(Ordering::Relaxed) + 1);
        tokio::time::sleep(Duration::from_millis(delay)).await;
        if self.random() % 100 < self.inner.loss.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    }

    /// A client at this end. A request that its sender has given up may still arrive.
    pub(super) fn client(&self, server: &Server) -> (Client, Approved) {
        let (server, link, approved) = (server.clone(), self.clone(), Approved::default());
        let wire = tower::service_fn(move |request: Request<Body>| {
            let (server, link) = (server.clone(), link.clone());
            let (reply, answer) = oneshot::channel();
            tokio::spawn(async move {
                link.travel().await;
                let (head, body) = request.into_parts();
                let answer = server.answer(&head.method, &body.collect_bytes().await.unwrap());
                link.travel().await;
                drop(reply.send(answer));
            });
            async move {
                let (code, body) = answer.await?;
                let body = Body::from(serde_json::to_vec(&body)?);
                Ok::<_, tower::BoxError>(Response::builder().status(code).body(body)?)
            }
        });
        (Client::new(Bound { inner: wire, approved: approved.clone() }, "default"), approved)
    }
}
