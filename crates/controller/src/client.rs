//! How the operator reaches the API server: one client for the work, one of its own for the lease.
//!
//! Neither repeats a request by itself (kube's default is up to 15 times, for as long as the server asks): whoever asks
//! decides whether the question still makes sense.

use std::time::Duration;

use http::HeaderValue;
use http::header::USER_AGENT;
use kube::client::ClientBuilder;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use tower::BoxError;
use tower::util::MapFutureLayer;

use crate::settings::Settings;

/// No byte on a connection for this long: it is dead. Longer than any watch may be quiet (the API server ends them after
/// five minutes at most), so this only ends what would else hang for ever.
const SILENT_CONNECTION: Duration = Duration::from_secs(330);

/// The API server cannot be talked to, for a reason that a retry does not change.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The kubeconfig, or its context, cannot be used.
    #[error("the kubeconfig cannot be used: {0}")]
    Kubeconfig(#[from] kube::config::KubeconfigError),
    /// Neither a kubeconfig nor a pod's service account.
    #[error("no way to the API server was found; give --kubeconfig, or run in a pod: {0}")]
    Infer(#[from] kube::config::InferConfigError),
    /// The client cannot be built from it.
    #[error("no client for the API server could be built: {0}")]
    Build(#[source] kube::Error),
}

/// The connection's configuration from the settings: a given kubeconfig, else what is found in the usual places.
pub async fn config(settings: &Settings) -> Result<Config, ClientError> {
    let options = KubeConfigOptions { context: settings.context.clone(), ..KubeConfigOptions::default() };
    let mut config = match (&settings.kubeconfig, &settings.context) {
        (Some(path), _) => Config::from_custom_kubeconfig(Kubeconfig::read_from(path)?, &options).await?,
        (None, Some(_)) => Config::from_kubeconfig(&options).await?,
        (None, None) => Config::infer().await?,
    };
    config.default_retry = false;
    config.connect_timeout = Some(settings.request_timeout);
    config.write_timeout = Some(settings.request_timeout);
    config.read_timeout = Some(SILENT_CONNECTION);
    let user_agent = HeaderValue::from_static(concat!("easyscale/", env!("CARGO_PKG_VERSION")));
    config.headers.push((USER_AGENT, user_agent));
    Ok(config)
}

/// The client for the work. Every answer, also that of a watch, has to begin within the request timeout; how long its body
/// may take is up to the caller.
pub fn client(config: Config, settings: &Settings) -> Result<Client, ClientError> {
    let builder = ClientBuilder::try_from(config).map_err(ClientError::Build)?;
    let within = settings.request_timeout;
    Ok(builder.with_layer(&MapFutureLayer::new(move |answer| in_time(answer, within))).build())
}

async fn in_time<A>(
    answer: impl Future<Output = Result<A, BoxError>>,
    within: Duration,
) -> Result<A, BoxError> {
    match tokio::time::timeout(within, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(format!("the API server did not answer within {within:?}").into()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

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
        let config = config(settings).await.unwrap();
        std::fs::remove_file(settings.kubeconfig.as_ref().unwrap()).unwrap();
        assert!(!config.default_retry);
        client(config, settings).unwrap()
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
    async fn a_kubeconfig_that_is_not_there_is_an_error_that_names_it() {
        let settings = Settings { kubeconfig: Some("/does/not/exist".into()), ..Settings::default() };
        let error = config(&settings).await.unwrap_err().to_string();
        assert!(error.contains("/does/not/exist"), "{error}");
    }
}
