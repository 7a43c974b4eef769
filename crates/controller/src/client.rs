//! How the operator reaches the API server: one client for the work, one of its own for the lease.
//!
//! Neither repeats a request by itself (kube's default is up to 15 times, for as long as the server asks): whoever asks
//! decides whether the question still makes sense.

use std::path::PathBuf;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use http::header::USER_AGENT;
use http::{HeaderValue, Response};
use kube::Client;
use kube::client::{ClientBuilder, DynBody};
use serde_json::Value;
use tower::BoxError;
use tower::util::MapFutureLayer;

use crate::metrics::ApiRequests;
use crate::settings::Settings;

mod counting;
mod no_proxy;
mod proxy;
mod proxy_failure;
mod through;
mod way;

pub use proxy::ProxyError;
pub use way::Way;

pub(crate) use counting::counting;
pub(crate) use proxy_failure::ProxyFailure;

/// No byte on a connection for this long: it is dead. Longer than any watch may be quiet (the API server ends them after
/// five minutes at most), so this only ends what would else hang for ever.
const SILENT_CONNECTION: Duration = Duration::from_secs(330);

/// No refusal that says anything is longer than this (bytes).
const LONGEST_REFUSAL: usize = 256 * 1024;

/// How the error begins that stands for an answer that did not begin in time.
pub(crate) const NO_ANSWER: &str = "the API server did not answer";

/// The API server cannot be talked to, for a reason that a retry does not change.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The kubeconfig, or its context, cannot be used.
    #[error("the kubeconfig cannot be used: {0}")]
    Kubeconfig(#[from] kube::config::KubeconfigError),
    /// The kubeconfig is no text.
    #[error("the kubeconfig cannot be used: {} is not a text", .0.display())]
    NotText(PathBuf),
    /// Neither a kubeconfig nor a pod's service account.
    #[error("no way to the API server was found; give --kubeconfig, or run in a pod: {0}")]
    Infer(#[from] kube::config::InferConfigError),
    /// What should name a proxy names none.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// The client cannot be built from it.
    #[error("no client for the API server could be built: {0}")]
    Build(#[source] kube::Error),
}

/// How the settings say that the API server is reached: by a given kubeconfig, else by what is found in the usual places.
pub async fn way(settings: &Settings) -> Result<Way, ClientError> {
    refuse_what_is_no_text(settings)?;
    let mut way = way::find(settings).await?;
    let config = &mut way.config;
    config.default_retry = false;
    config.connect_timeout = Some(settings.request_timeout);
    config.write_timeout = Some(settings.request_timeout);
    config.read_timeout = Some(SILENT_CONNECTION);
    let user_agent = HeaderValue::from_static(concat!("easyscale/", env!("CARGO_PKG_VERSION")));
    config.headers.push((USER_AGENT, user_agent));
    Ok(way)
}

/// kube 4.2 panics on a kubeconfig that begins like UTF-16 and ends in the middle of a character.
fn refuse_what_is_no_text(settings: &Settings) -> Result<(), ClientError> {
    let named = || std::env::var_os("KUBECONFIG").filter(|paths| !paths.is_empty());
    let usual = || std::env::home_dir().map(|home| home.join(".kube").join("config"));
    let paths: Vec<PathBuf> = match (&settings.kubeconfig, named()) {
        (Some(path), _) => vec![path.clone()],
        (None, Some(paths)) => std::env::split_paths(&paths).collect(),
        (None, None) => usual().into_iter().collect(),
    };
    for path in paths {
        // One that cannot be read is told of by kube.
        let Ok(bytes) = std::fs::read(&path) else { continue };
        if bytes.len() % 2 == 1 && matches!(bytes[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
            return Err(ClientError::NotText(path));
        }
    }
    Ok(())
}

/// The client for the work. Every answer, also that of a watch, has to begin within the request timeout; how long its body
/// may take is up to the caller.
pub fn client(way: Way, settings: &Settings) -> Result<Client, ClientError> {
    counted_client(way, settings, &ApiRequests::default())
}

/// The same, with every request counted.
pub(crate) fn counted_client(
    way: Way,
    settings: &Settings,
    requests: &ApiRequests,
) -> Result<Client, ClientError> {
    let builder = builder(way).map_err(ClientError::Build)?;
    let within = settings.request_timeout;
    let in_time = MapFutureLayer::new(move |answer| in_time(answer, within));
    Ok(builder.with_layer(&in_time).with_layer(&counting(requests)).build())
}

/// What every client begins with: the connection, and who asks.
pub(crate) fn builder(way: Way) -> Result<ClientBuilder<through::Service>, kube::Error> {
    match way.proxy {
        Some(proxy) => through::builder(&way.config, proxy),
        None => ClientBuilder::try_from(way.config),
    }
}

/// The answer, if it begins in time; a refusal in a form that can be read and told.
pub(crate) async fn in_time(
    answer: impl Future<Output = Result<Response<Box<DynBody>>, BoxError>>,
    within: Duration,
) -> Result<Response<Body>, BoxError> {
    let answer = async { Ok(on_one_line(answer.await?).await) };
    match tokio::time::timeout(within, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(format!("{NO_ANSWER} within {within:?}").into()),
    }
}

/// Some refusals come as JSON of many lines (the API server indents those of the core group). Of the answer to a watch kube
/// reads each line for itself, and would not see that it was refused, nor why.
async fn on_one_line(answer: Response<Box<DynBody>>) -> Response<Body> {
    let (head, body) = answer.into_parts();
    let body = Body::new(body);
    if head.status.is_success() || head.status.is_informational() {
        return Response::from_parts(head, body);
    }
    // Of a refusal that breaks off, or has no end, its code says enough.
    let said = to_bytes(body, LONGEST_REFUSAL).await.unwrap_or_default();
    let one_line = serde_json::from_slice::<Value>(&said).map(|said| said.to_string());
    let said = one_line.unwrap_or_else(|_| String::from_utf8_lossy(&said).into_owned());
    Response::from_parts(head, Body::from(without_credentials(&said)))
}

/// What a server says when it refuses is logged and told. One in between that repeats what it was sent must not make us
/// tell our token.
fn without_credentials(said: &str) -> String {
    let mut left = said;
    let mut told = String::with_capacity(said.len());
    // The lower case of ASCII has the same bytes, so places in one are places in the other.
    while let Some((begin, scheme)) = first_scheme(&left.to_ascii_lowercase()) {
        let (before, after) = left.split_at(begin + scheme.len());
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ',' | ';' | '\\' | '&');
        let end = after.find(ends).unwrap_or(after.len());
        told.push_str(before);
        told.push('…');
        left = &after[end..];
    }
    told + left
}

/// Where the first word stands that credentials follow.
fn first_scheme(text: &str) -> Option<(usize, &'static str)> {
    let places = ["bearer ", "basic "].map(|scheme| text.find(scheme).map(|place| (place, scheme)));
    places.into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use futures::StreamExt as _;
    use k8s_openapi::api::core::v1::Namespace;
    use kube::Api;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// A server, and the settings that lead to it by a kubeconfig file of that name.
    async fn server(name: &str) -> (TcpListener, Settings) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let path: PathBuf = std::env::temp_dir().join(format!("easyscale-{}-{name}", std::process::id()));
        let kubeconfig = serde_json::json!({
            "clusters": [{"name": "c", "cluster": {"server": format!("http://{address}")}}],
            "users": [{"name": "u", "user": {}}],
            "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u", "namespace": "shop"}}],
            "current-context": "x",
        });
        std::fs::write(&path, kubeconfig.to_string()).unwrap();
        (listener, Settings { kubeconfig: Some(path), ..Settings::default() })
    }

    async fn connect(settings: &Settings) -> Client {
        let way = way(settings).await.unwrap();
        std::fs::remove_file(settings.kubeconfig.as_ref().unwrap()).unwrap();
        assert!(!way.config.default_retry);
        client(way, settings).unwrap()
    }

    #[tokio::test]
    async fn every_request_says_who_asks() {
        let (listener, settings) = server("who").await;
        let client = connect(&settings).await;
        assert_eq!(client.default_namespace(), "shop");
        let answer = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 4096];
            let length = stream.read(&mut asked).await.unwrap();
            let body = r#"{"metadata":{"name":"shop"}}"#;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        Api::<Namespace>::all(client).get("shop").await.unwrap();
        let asked = answer.await.unwrap();
        let user_agent = format!("user-agent: easyscale/{}\r\n", env!("CARGO_PKG_VERSION"));
        assert!(asked.contains(&user_agent), "{asked}");
    }

    #[tokio::test]
    async fn an_answer_that_does_not_begin_in_time_is_an_error() {
        let (_silent, settings) = server("silent").await;
        let settings = Settings { request_timeout: Duration::from_millis(50), ..settings };
        let client = connect(&settings).await;
        let error = Api::<Namespace>::all(client).get("shop").await.unwrap_err().to_string();
        assert!(error.contains("did not answer within 50ms"), "{error}");
    }

    #[tokio::test]
    async fn a_watch_that_is_refused_in_many_lines_is_known_as_refused() {
        let (listener, settings) = server("lines").await;
        let client = connect(&settings).await;
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await.unwrap();
            let body = "{\n  \"kind\": \"Status\",\n  \"code\": 403,\n  \"message\": \"no\"\n}\n";
            let head = format!("HTTP/1.1 403 Forbidden\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
        });
        let namespaces = Api::<Namespace>::all(client);
        let watch = namespaces.watch(&kube::api::WatchParams::default(), "0").await.unwrap();
        let told = std::pin::pin!(watch).next().await.unwrap();
        assert!(matches!(&told, Err(kube::Error::Api(status)) if status.code == 403), "{told:?}");
    }

    #[test]
    fn credentials_that_a_server_repeats_are_not_told() {
        for (said, told) in [
            ("no", "no"),
            ("Authorization: Bearer abc.d-e_f= is old", "Authorization: Bearer … is old"),
            (r#"{"message":"bearer abc\nBASIC eHk6eg=="}"#, r#"{"message":"bearer …\nBASIC …"}"#),
            ("Bearer ", "Bearer …"),
            ("né Bearer é<b>", "né Bearer …<b>"),
        ] {
            assert_eq!(without_credentials(said), told);
        }
    }

    #[tokio::test]
    async fn a_kubeconfig_that_only_begins_like_a_text_is_an_error_that_names_it() {
        let path = std::env::temp_dir().join(format!("easyscale-{}-utf-16", std::process::id()));
        std::fs::write(&path, [0xff, 0xfe, 0]).unwrap();
        let settings = Settings { kubeconfig: Some(path.clone()), ..Settings::default() };
        let error = way(&settings).await.unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(error, format!("the kubeconfig cannot be used: {} is not a text", path.display()));
    }

    #[tokio::test]
    async fn a_kubeconfig_that_is_not_there_is_an_error_that_names_it() {
        let settings = Settings { kubeconfig: Some("/does/not/exist".into()), ..Settings::default() };
        let error = way(&settings).await.unwrap_err().to_string();
        assert!(error.contains("/does/not/exist"), "{error}");
    }
}
