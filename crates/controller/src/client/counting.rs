//! Counts every request that a client sends, watches and the lease included: by verb and by the code of the answer. It
//! changes nothing on the way.

use std::task::{Context, Poll};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::{Method, Request, Response, Uri};
use kube::client::Body;
use tower::Service;
use tower::layer::layer_fn;

use crate::metrics::{ApiRequests, Code, Verb};

/// Puts the counting around a client's service.
pub(crate) fn counting<S>(requests: &ApiRequests) -> impl tower::Layer<S, Service = Counting<S>> + use<S> {
    let requests = requests.clone();
    layer_fn(move |inner| Counting { inner, requests: requests.clone() })
}

/// The service that counts.
#[derive(Clone, Debug)]
pub(crate) struct Counting<S> {
    inner: S,
    requests: ApiRequests,
}

impl<S, B> Service<Request<Body>> for Counting<S>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let verb = verb(request.method(), request.uri());
        let mut sent = Sent { requests: self.requests.clone(), verb, code: Code::None };
        let answer = self.inner.call(request);
        async move {
            let answer = answer.await;
            if let Ok(answer) = &answer {
                sent.answered(Code::of(answer.status().as_u16()));
            }
            answer
        }
        .boxed()
    }
}

/// A request that was sent. Counted when it is dropped, so that one that nobody waits for any more is counted, too.
struct Sent {
    requests: ApiRequests,
    verb: Verb,
    code: Code,
}

impl Sent {
    /// A method, so that the block of the answer takes all of this with it and not a copy of the code.
    fn answered(&mut self, code: Code) {
        self.code = code;
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.requests.answered(self.verb, self.code);
    }
}

/// The verb, as Kubernetes' own rights name it.
fn verb(method: &Method, uri: &Uri) -> Verb {
    match *method {
        Method::GET if is_watch(uri.query()) => Verb::Watch,
        Method::GET if is_collection(uri.path()) => Verb::List,
        Method::GET => Verb::Get,
        Method::POST => Verb::Create,
        Method::PUT => Verb::Update,
        Method::PATCH => Verb::Patch,
        _ => Verb::Other,
    }
}

fn is_watch(query: Option<&str>) -> bool {
    query.unwrap_or_default().split('&').any(|parameter| matches!(parameter, "watch=true" | "watch=1"))
}

/// Whether a path names all objects of a resource: `/api/VERSION/…` or `/apis/GROUP/VERSION/…`, then
/// `RESOURCE` or `namespaces/NAMESPACE/RESOURCE` (Kubernetes API concepts, "Resource URIs").
fn is_collection(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match parts.next() {
        Some("api") => _ = parts.next(),
        Some("apis") => _ = parts.nth(1),
        _ => return false,
    }
    matches!(parts.collect::<Vec<_>>()[..], [_] | ["namespaces", _, _])
}

#[cfg(test)]
mod tests {
    use prometheus::TextEncoder;
    use tower::{Layer as _, ServiceExt as _};

    use super::*;
    use crate::metrics::Metrics;

    fn verb_of(method: &Method, uri: &str) -> Verb {
        verb(method, &uri.parse().unwrap())
    }

    #[test]
    fn a_request_has_the_verb_that_a_role_would_name() {
        for (method, uri, wanted) in [
            (Method::GET, "/apis/apps/v1/deployments?limit=500", Verb::List),
            (Method::GET, "/apis/apps/v1/deployments?watch=true&timeoutSeconds=120", Verb::Watch),
            (Method::GET, "/apis/apps/v1/namespaces/shop/deployments", Verb::List),
            (Method::GET, "/apis/apps/v1/namespaces/shop/deployments/web", Verb::Get),
            (Method::GET, "/apis/apps/v1/namespaces/shop/deployments/web/scale", Verb::Get),
            (Method::GET, "/api/v1/namespaces", Verb::List),
            (Method::GET, "/api/v1/namespaces/shop", Verb::Get),
            (Method::GET, "/apis/apps/v1", Verb::Get),
            (Method::GET, "/version", Verb::Get),
            (Method::PATCH, "/apis/apps/v1/namespaces/shop/deployments/web/scale", Verb::Patch),
            (Method::POST, "/apis/events.k8s.io/v1/namespaces/shop/events", Verb::Create),
            (Method::PUT, "/apis/coordination.k8s.io/v1/namespaces/shop/leases/easyscale", Verb::Update),
            (Method::DELETE, "/api/v1/namespaces/shop", Verb::Other),
        ] {
            assert_eq!(verb_of(&method, uri), wanted, "{method} {uri}");
        }
    }

    #[test]
    fn every_code_has_a_place() {
        assert_eq!(Code::of(200), Code::Ok);
        assert_eq!(Code::of(409), Code::Conflict);
        assert_eq!(Code::of(302), Code::Other);
    }

    fn counted(metrics: &Metrics, verb: &str, code: &str) -> u64 {
        let start = format!("easyscale_api_requests_total{{code=\"{code}\",verb=\"{verb}\"}} ");
        let text = TextEncoder::new().encode_to_string(&metrics.registry().gather()).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_else(|| panic!("no {start} in {text}")).parse().unwrap()
    }

    fn request() -> Request<Body> {
        Request::get("/api/v1/namespaces").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn answers_failures_and_requests_that_were_given_up_are_counted_once_each() {
        let metrics = Metrics::new("2026f").unwrap();
        let answering = tower::service_fn(|_: Request<Body>| async {
            let answer = Response::builder().status(403).body(());
            answer.map_err(|error| error.to_string())
        });
        counting(metrics.requests()).layer(answering).oneshot(request()).await.unwrap();
        assert_eq!((counted(&metrics, "list", "403"), counted(&metrics, "list", "none")), (1, 0));

        let failing = tower::service_fn(|_: Request<Body>| async { Err::<Response<()>, _>("reset") });
        counting(metrics.requests()).layer(failing).oneshot(request()).await.unwrap_err();
        assert_eq!(counted(&metrics, "list", "none"), 1);

        let silent =
            tower::service_fn(|_: Request<Body>| std::future::pending::<Result<Response<()>, String>>());
        drop(counting(metrics.requests()).layer(silent).call(request()));
        assert_eq!((counted(&metrics, "list", "403"), counted(&metrics, "list", "none")), (1, 2));
    }
}
