//! The one port: `/livez`, `/readyz`, `/metrics`. It serves what others keep up to date and decides nothing.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::health::Health;
use crate::metrics::Metrics;

#[derive(Clone)]
struct Served {
    health: Health,
    metrics: Metrics,
    clock: Clock,
}

/// Listens at `address` (port 0: any free one), so that a port in use is an error at start.
pub(crate) async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "serving metrics and health");
    Ok(listener)
}

/// Serves until it is dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    health: Health,
    metrics: Metrics,
    clock: Clock,
) -> std::io::Result<()> {
    axum::serve(listener, router(Served { health, metrics, clock })).await
}

fn router(served: Served) -> Router {
    Router::new()
        .route("/livez", get(livez))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(served)
}

async fn livez(State(served): State<Served>) -> (StatusCode, String) {
    match served.health.stuck_for() {
        None => (StatusCode::OK, "ok\n".to_owned()),
        Some(silent) => {
            let seconds = silent.as_secs();
            (StatusCode::SERVICE_UNAVAILABLE, format!("stuck: the work did not move for {seconds} s\n"))
        }
    }
}

async fn readyz(State(served): State<Served>) -> (StatusCode, &'static str) {
    if served.health.is_synced() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready: the first list of rules and targets is not complete\n")
    }
}

async fn metrics(State(served): State<Served>) -> impl IntoResponse {
    match served.metrics.text(served.clock.now()) {
        Ok(text) => (StatusCode::OK, [(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text),
        Err(error) => {
            (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/plain")], format!("{error}\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(served: &Served, path: &str) -> (StatusCode, String) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = router(served.clone()).oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn served() -> Served {
        Served { health: Health::new(), metrics: Metrics::new("2026f").unwrap(), clock: Clock::system() }
    }

    #[tokio::test]
    async fn is_ready_only_once_the_caches_are_complete() {
        let served = served();
        assert_eq!(ask(&served, "/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
        served.health.set_synced(true);
        assert_eq!(ask(&served, "/readyz").await, (StatusCode::OK, "ok\n".to_owned()));
    }

    #[tokio::test(start_paused = true)]
    async fn is_alive_until_the_work_falls_silent() {
        let served = served();
        assert_eq!(ask(&served, "/livez").await.0, StatusCode::OK);
        tokio::time::advance(std::time::Duration::from_secs(61)).await;
        let (status, body) = ask(&served, "/livez").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(body, "stuck: the work did not move for 61 s\n");
    }

    #[tokio::test]
    async fn metrics_are_served_as_text() {
        let served = served();
        served.metrics.leading(true);
        let (status, body) = ask(&served, "/metrics").await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains("\neasyscale_leader 1\n"), "{body}");
    }

    #[tokio::test]
    async fn anything_else_is_not_found() {
        assert_eq!(ask(&served(), "/").await.0, StatusCode::NOT_FOUND);
    }
}
