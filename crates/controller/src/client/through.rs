//! The connection to the API server through a proxy: first one to the proxy, then, as it is told, one from there to the
//! server. What is said inside is encrypted for the server, as without a proxy.
//!
//! Everything around the connection (who asks, which certificates count) comes from kube, as it does without a proxy.

use std::error::Error;
use std::future::ready;
use std::io;
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri};
use http_body_util::BodyExt as _;
use hyper::rt::{Read, Write};
use hyper_timeout::TimeoutConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioExecutor;
use kube::Config;
use kube::client::{Body, ClientBuilder, ConfigExt as _, DynBody};
use tower::util::BoxService;
use tower::{BoxError, ServiceBuilder, ServiceExt as _};

use super::proxy::Proxy;
use super::proxy_failure::{ProxyFailure, Why};

/// What kube makes without a proxy, too.
pub(crate) type Service = BoxService<Request<Body>, Response<Box<DynBody>>, BoxError>;

/// What [`ClientBuilder::try_from`] makes, through that proxy.
pub(super) fn builder(config: &Config, proxy: Proxy) -> Result<ClientBuilder<Service>, kube::Error> {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    // A proxy with https is trusted by the certificates that the kubeconfig trusts, as kubectl has it.
    let to_proxy = config.rustls_https_connector_with_connector(http)?;
    // Less than all the time there is: else it would not be known who did not answer.
    let within = config.connect_timeout.map(|time| time * 4 / 5);
    let through =
        tower::service_fn(move |server: Uri| connect(to_proxy.clone(), proxy.clone(), server, within));
    let mut connector = TimeoutConnector::new(config.rustls_https_connector_with_connector(through)?);
    connector.set_connect_timeout(config.connect_timeout);
    connector.set_read_timeout(config.read_timeout);
    connector.set_write_timeout(config.write_timeout);
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(connector);
    let service = ServiceBuilder::new()
        .layer(config.base_uri_layer())
        .option_layer(config.auth_layer()?)
        .layer(config.extra_headers_layer()?)
        .map_err(BoxError::from)
        .service(client)
        .map_response(|answer| answer.map(|body| Box::new(body.map_err(BoxError::from)) as Box<DynBody>));
    Ok(ClientBuilder::new(service.boxed(), config.default_namespace.clone()))
}

/// A connection to the server through the proxy.
async fn connect<C, S>(
    to_proxy: C,
    proxy: Proxy,
    server: Uri,
    within: Option<Duration>,
) -> Result<S, ProxyFailure>
where
    C: tower::Service<Uri, Response = S, Error = BoxError>,
    S: Read + Write + Unpin + Send + 'static,
{
    let server = with_port(&server, if server.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 });
    let connection = async {
        let reached = to_proxy.oneshot(address(&proxy.to)).await;
        let stream = reached.map_err(|error| Why::Unreachable(innermost(&*error)))?;
        lead(stream, &proxy.to, server.clone()).await
    };
    let connection = match within {
        Some(within) => tokio::time::timeout(within, connection).await.unwrap_or(Err(Why::Silent(within))),
        None => connection.await,
    };
    connection.map_err(|why| ProxyFailure::new(&proxy, &server, why))
}

/// Has the proxy at the other end of that stream lead to the server.
async fn lead<S>(stream: S, proxy: &Intercept, server: Uri) -> Result<S, Why>
where
    S: Read + Write + Unpin + Send + 'static,
{
    // It is there already, and asked for once.
    let mut stream = Some(stream);
    let reached = tower::service_fn(move |_: Uri| {
        ready(stream.take().ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected)))
    });
    if is_socks(proxy) {
        let mut socks = SocksV5::new(address(proxy), reached);
        if let Some((user, password)) = proxy.raw_auth() {
            socks = socks.with_auth(user.to_owned(), password.to_owned());
        }
        return socks.oneshot(server).await.map_err(|error| Why::of_answer(&innermost(&error)));
    }
    let mut tunnel = Tunnel::new(address(proxy), reached);
    if let Some(login) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(login.clone());
    }
    tunnel.oneshot(server).await.map_err(|error| Why::of_answer(&innermost(&error)))
}

fn is_socks(proxy: &Intercept) -> bool {
    proxy.uri().scheme_str().is_some_and(|scheme| scheme.starts_with("socks"))
}

/// Where to connect to: only a proxy with https is spoken to in TLS.
fn address(proxy: &Intercept) -> Uri {
    if !is_socks(proxy) {
        return proxy.uri().clone();
    }
    let mut parts = with_port(proxy.uri(), 1080).into_parts();
    parts.scheme = Some(Scheme::HTTP);
    Uri::from_parts(parts).unwrap_or_default()
}

/// The same with the usual port where there is none: hyper-util has its own opinion of what is usual.
fn with_port(url: &Uri, usual: u16) -> Uri {
    let mut parts = url.clone().into_parts();
    if let Some(host) = url.host().filter(|_| url.port().is_none()) {
        parts.authority = format!("{host}:{usual}").parse::<Authority>().ok().or(parts.authority);
    }
    Uri::from_parts(parts).unwrap_or_default()
}

/// The last cause of an error, without the number that the system has for it.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    match cause.downcast_ref::<io::Error>() {
        Some(io) if io.raw_os_error().is_some() => io.kind().to_string(),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests;
