//! The queue and the retries, against a client whose API server is a closure.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use kube::client::Body;

use super::*;

type Answer = (u16, &'static str);
const CREATED: Answer = (201, "");
const ALREADY_EXISTS: Answer = (409, "AlreadyExists");
const UNAVAILABLE: Answer = (503, "ServiceUnavailable");
const FORBIDDEN: Answer = (403, "Forbidden");

/// A client whose API server gives the answer of that number, and a list of the bodies that it was sent.
fn client(
    answer: impl Fn(usize) -> Answer + Send + Sync + 'static,
) -> (Client, Arc<Mutex<Vec<serde_json::Value>>>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let (seen, answer, count) = (sent.clone(), Arc::new(answer), Arc::new(AtomicUsize::new(0)));
    let service = tower::service_fn(move |request: Request<Body>| {
        let (seen, answer, count) = (seen.clone(), answer.clone(), count.clone());
        async move {
            let body = request.into_body().collect_bytes().await?;
            let (code, reason) = answer(count.fetch_add(1, Ordering::SeqCst));
            seen.lock().unwrap().push(serde_json::from_slice(&body).unwrap());
            let reply = if code < 300 {
                body.to_vec()
            } else {
                serde_json::to_vec(&serde_json::json!({
                    "kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": reason,
                }))
                .unwrap()
            };
            Ok::<_, tower::BoxError>(Response::builder().status(code).body(Body::from(reply)).unwrap())
        }
    });
    (Client::new(service, "default"), sent)
}

fn due(number: usize) -> EventDue {
    EventDue {
        name: name("web", &[&number.to_string()]),
        namespace: "shop".to_owned(),
        regarding: ObjectReference { name: Some("web".to_owned()), ..ObjectReference::default() },
        kind: EventKind::Normal,
        reason: "Scaled".to_owned(),
        action: "Scale".to_owned(),
        note: "3 → 5".to_owned(),
        at: DateTime::from_timestamp(1_778_277_600, 0).unwrap(),
    }
}

async fn report(client: Client, count: usize, capacity: usize) -> Metrics {
    let metrics = Metrics::new("test").unwrap();
    let (reporter, reporting) =
        Reporter::start(client, metrics.clone(), Refusals::default(), "pod-1", capacity);
    for number in 0..count {
        reporter.send(due(number));
    }
    reporting.finish(Duration::from_mins(1)).await;
    metrics
}

#[tokio::test(start_paused = true)]
async fn everything_that_waits_is_written_before_the_end() {
    let (client, sent) = client(|_| CREATED);
    let metrics = report(client, 20, 20).await;
    assert_eq!(metrics.events_dropped(), 0);
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 20);
    assert_eq!(sent[0]["metadata"]["name"], due(0).name);
    assert_eq!(sent[0]["metadata"]["namespace"], "shop");
    assert_eq!(sent[0]["type"], "Normal");
    assert_eq!(sent[0]["eventTime"], "2026-05-08T22:00:00.000000Z");
    assert_eq!(sent[0]["reportingInstance"], "pod-1");
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_is_dropped_and_counted() {
    let (client, sent) = client(|_| CREATED);
    let metrics = report(client, 20, 5).await;
    assert_eq!(metrics.events_dropped(), 15);
    assert_eq!(sent.lock().unwrap().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_there_already_is_done() {
    let (client, sent) = client(|_| ALREADY_EXISTS);
    let metrics = report(client, 1, 1).await;
    assert_eq!((metrics.events_dropped(), sent.lock().unwrap().len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_passing_trouble_is_tried_again() {
    let (client, sent) = client(|call| if call < 2 { UNAVAILABLE } else { CREATED });
    let metrics = report(client, 1, 1).await;
    assert_eq!((metrics.events_dropped(), sent.lock().unwrap().len()), (0, 3));
}

#[tokio::test(start_paused = true)]
async fn a_trouble_that_does_not_pass_is_given_up_and_counted() {
    let (client, sent) = client(|_| UNAVAILABLE);
    let metrics = report(client, 1, 1).await;
    assert_eq!((metrics.events_dropped(), sent.lock().unwrap().len()), (1, 4));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_tried_again() {
    let (client, sent) = client(|_| FORBIDDEN);
    let metrics = report(client, 1, 1).await;
    assert_eq!((metrics.events_dropped(), sent.lock().unwrap().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_end_does_not_wait_longer_than_told() {
    let service = tower::service_fn(|_: Request<Body>| {
        std::future::pending::<Result<Response<Body>, tower::BoxError>>()
    });
    let metrics = Metrics::new("test").unwrap();
    let (reporter, reporting) =
        Reporter::start(Client::new(service, "default"), metrics, Refusals::default(), "pod-1", 5);
    reporter.send(due(1));
    let began = crate::clock::monotonic();
    reporting.finish(Duration::from_millis(500)).await;
    assert_eq!(crate::clock::monotonic() - began, Duration::from_millis(500));
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_the_end_is_dropped_and_counted() {
    let (client, _) = client(|_| CREATED);
    let metrics = Metrics::new("test").unwrap();
    let (reporter, reporting) = Reporter::start(client, metrics.clone(), Refusals::default(), "pod-1", 5);
    reporting.finish(Duration::from_secs(1)).await;
    reporter.send(due(1));
    assert_eq!(metrics.events_dropped(), 1);
}
