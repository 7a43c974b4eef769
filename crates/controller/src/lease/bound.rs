//! Patches of the lease that lose to a newer write.
//!
//! `LeaseLock` patches without a resourceVersion: two candidates that read the same expired lease would both be told that
//! they have it. The lease's client therefore has a layer that binds each PATCH to the version that was judged, and lets no
//! PATCH pass that nobody approved.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::{Method, Request, Response};
use kube::Client;
use kube::client::Body;
use tower::layer::layer_fn;
use tower::util::MapFutureLayer;
use tower::{BoxError, Service};

use crate::client::{Way, builder, counting, in_time};
use crate::metrics::ApiRequests;

/// The version of the lease that the next PATCH may replace. One approval is good for one PATCH.
#[derive(Clone, Debug, Default)]
pub(super) struct Approved {
    version: Arc<Mutex<Option<String>>>,
}

impl Approved {
    pub(super) fn set(&self, version: Option<String>) {
        *self.version.lock().unwrap_or_else(PoisonError::into_inner) = version;
    }

    fn take(&self) -> Option<String> {
        self.version.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The lease's own client: bound patches, no retries, `timeout` for making a connection. The time that a whole attempt may
/// take is bounded by whoever makes it.
pub(super) fn client(
    mut way: Way,
    timeout: Duration,
    requests: &ApiRequests,
) -> Result<(Client, Approved), kube::Error> {
    way.config.default_retry = false;
    way.config.connect_timeout = Some(timeout);
    way.config.write_timeout = Some(timeout);
    let approved = Approved::default();
    let builder = builder(way)?.with_layer(&counting(requests));
    let client = builder
        .with_layer(&MapFutureLayer::new(move |answer| in_time(answer, timeout)))
        .with_layer(&layer_fn(|inner| Bound { inner, approved: approved.clone() }))
        .build();
    Ok((client, approved))
}

/// The service that binds each PATCH.
#[derive(Clone, Debug)]
pub(super) struct Bound<S> {
    pub(super) inner: S,
    pub(super) approved: Approved,
}

impl<S, B> Service<Request<Body>> for Bound<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = Response<B>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<B>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let request = match self.bind(request) {
            Ok(request) => request,
            Err(error) => return async move { Err(error) }.boxed(),
        };
        let answer = self.inner.call(request);
        async move { answer.await.map_err(Into::into) }.boxed()
    }
}

impl<S> Bound<S> {
    fn bind(&self, request: Request<Body>) -> Result<Request<Body>, BoxError> {
        if request.method() != Method::PATCH {
            return Ok(request);
        }
        let version = self.approved.take().ok_or("nobody approved this patch of the lease")?;
        let (head, body) = request.into_parts();
        // What kube sends is in memory already: there is nothing to wait for.
        let bytes =
            body.collect_bytes().now_or_never().ok_or("the patch of the lease is not in memory")??;
        let mut patch: serde_json::Value = serde_json::from_slice(&bytes)?;
        patch["metadata"]["resourceVersion"] = version.into();
        Ok(Request::from_parts(head, Body::from(serde_json::to_vec(&patch)?)))
    }
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt as _;

    use super::*;

    async fn sent(approved: &Approved, method: Method, body: &'static str) -> Result<String, String> {
        let echo = tower::service_fn(|request: Request<Body>| async {
            Ok::<_, BoxError>(Response::new(request.into_body().collect_bytes().await?))
        });
        let bound = Bound { inner: echo, approved: approved.clone() };
        let request = Request::builder().method(method).body(Body::from(body.as_bytes().to_vec())).unwrap();
        let answer = bound.oneshot(request).await.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(answer.into_body().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_patch_carries_the_version_that_was_judged() {
        let approved = Approved::default();
        approved.set(Some("42".to_owned()));
        let patch = r#"{"metadata":{"name":"easyscale"},"spec":{}}"#;
        let bound = r#"{"metadata":{"name":"easyscale","resourceVersion":"42"},"spec":{}}"#;
        assert_eq!(sent(&approved, Method::PATCH, patch).await.as_deref(), Ok(bound));
    }

    #[tokio::test]
    async fn one_approval_is_good_for_one_patch() {
        let approved = Approved::default();
        approved.set(Some("42".to_owned()));
        sent(&approved, Method::PATCH, "{}").await.unwrap();
        let refused = sent(&approved, Method::PATCH, "{}").await;
        assert_eq!(refused, Err("nobody approved this patch of the lease".to_owned()));
    }

    #[tokio::test]
    async fn what_is_not_a_patch_passes_as_it_is_and_uses_no_approval() {
        let approved = Approved::default();
        approved.set(Some("42".to_owned()));
        assert_eq!(sent(&approved, Method::POST, "{ }").await.as_deref(), Ok("{ }"));
        assert_eq!(sent(&approved, Method::GET, "").await.as_deref(), Ok(""));
        assert!(sent(&approved, Method::PATCH, "{}").await.is_ok());
    }
}
