//! What is told when a cluster gives no answer, without a cluster.

use std::convert::Infallible;
use std::path::PathBuf;
use std::time::Duration;

use futures::StreamExt;
use http::{Request, Response};
use kube::client::Body;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// A kubeconfig file that is gone after the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("easyscale-cluster-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn settings(&self) -> Settings {
        Settings {
            kubeconfig: Some(self.0.clone()),
            request_timeout: Duration::from_millis(200),
            ..Settings::default()
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

fn kubeconfig(name: &str, server: &str, user: &Value) -> File {
    let kubeconfig = json!({
        "clusters": [{"name": "c", "cluster": {"server": server}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [
            {"name": "production", "context": {"cluster": "c", "user": "u", "namespace": "shop"}},
            {"name": "staging", "context": {"cluster": "c", "user": "u"}},
        ],
        "current-context": "production",
    });
    File::new(name, &kubeconfig.to_string())
}

async fn refused(settings: &Settings) -> ClusterError {
    match Cluster::connect(settings).await {
        Ok(cluster) => panic!("connected to {}", cluster.server()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn without_a_kubeconfig_it_is_told_where_it_was_looked_for() {
    let settings = Settings { kubeconfig: Some("/does/not/exist".into()), ..Settings::default() };
    let error = refused(&settings).await;
    assert!(matches!(error, ClusterError::NoKubeconfig { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "there is no kubeconfig (/does/not/exist is not there), so it is not known which cluster to ask; name one with \
         --kubeconfig or in the variable KUBECONFIG"
    );
}

#[tokio::test]
async fn a_file_that_is_no_kubeconfig_is_told_with_the_place_and_without_its_lines() {
    let file = File::new("broken", "users:\n- name: u\n  user: {token: sesame\nclusters: ]\n");
    let error = refused(&file.settings()).await.to_string();
    assert!(error.starts_with("the kubeconfig cannot be used: it is not a kubeconfig; line "), "{error}");
    assert!(!error.contains("sesame"), "{error}");
}

#[tokio::test]
async fn a_context_that_is_not_there_is_told_with_those_that_are() {
    let file = kubeconfig("contexts", "http://127.0.0.1:1", &json!({}));
    let error = refused(&Settings { context: Some("prodution".to_owned()), ..file.settings() }).await;
    assert_eq!(
        error.to_string(),
        "the kubeconfig has no context \"prodution\"; choose one with --context. There are: production, staging. Did you \
         mean \"production\"?"
    );
    let file = File::new("no-current", r#"{"contexts": [{"name": "staging", "context": {"cluster": "c"}}]}"#);
    let error = refused(&file.settings()).await.to_string();
    assert_eq!(
        error,
        "the kubeconfig names no current context; choose one with --context. There are: staging."
    );
    let file = File::new("empty", "{}");
    let error = refused(&file.settings()).await.to_string();
    assert!(error.contains("it has none at all"), "{error}");
}

#[tokio::test]
async fn a_login_command_that_fails_is_told_without_what_it_printed() {
    for (name, command, expected) in [
        ("login", "sh", "the command that the kubeconfig names for it failed (exit status: 3)"),
        ("missing", "/does/not/exist", "the command that the kubeconfig names for it cannot be started ("),
    ] {
        let exec = json!({
            "apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never",
            "command": command, "args": ["-c", "echo sesame; echo sesame >&2; exit 3"],
        });
        let file = kubeconfig(name, "http://127.0.0.1:1", &json!({ "exec": exec }));
        let error = refused(&file.settings()).await;
        assert!(matches!(error, ClusterError::Login { .. }), "{error:?}");
        let error = error.to_string();
        assert!(error.contains(expected) && !error.contains("sesame"), "{error}");
    }
}

#[tokio::test]
async fn where_nothing_listens_that_is_told_with_the_host_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let file = kubeconfig("refused", &format!("http://{address}"), &json!({"token": "sesame"}));
    let cluster = Cluster::connect(&file.settings()).await.unwrap();
    assert_eq!(cluster.default_namespace(), "shop");
    let error = cluster.list(None).await.unwrap_err();
    assert_eq!(error, ClusterError::Refused { what: "list the rules", server: address.to_string() });
    assert!(
        error.to_string().starts_with(&format!("could not list the rules: nothing answers at {address} ("))
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told_with_the_time_it_had() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let file = kubeconfig("silent", &format!("http://{address}"), &json!({}));
    let cluster = Cluster::connect(&file.settings()).await.unwrap();
    let error = cluster.stored("shop", "web").await.unwrap_err().to_string();
    assert!(error.contains(&format!("{address} did not answer within 200ms")), "{error}");
}

#[tokio::test]
async fn what_is_no_api_server_is_told_with_what_it_did() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = vec![0; 4096];
            drop(stream.read(&mut asked).await);
            drop(stream.write_all(b"220 mail.example.com ready\r\n").await);
        }
    });
    let file = kubeconfig("mail", &format!("http://{address}"), &json!({}));
    let cluster = Cluster::connect(&file.settings()).await.unwrap();
    let error = cluster.list(None).await.unwrap_err();
    assert!(matches!(error, ClusterError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[test]
fn an_address_is_told_without_the_password_in_it() {
    let url = "https://admin:sesame@api.example.com:6443/k8s".parse().unwrap();
    assert_eq!(host(&url), "api.example.com:6443");
    assert_eq!(host(&"https://api.example.com".parse().unwrap()), "api.example.com");
}

/// A cluster that answers to a path (with its query) like this.
fn answering(answer: impl Fn(&str) -> (u16, String) + Clone + Send + 'static) -> Cluster {
    let service = tower::service_fn(move |asked: Request<Body>| {
        let path = asked.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let (status, body) = answer(&path);
        let answer = Response::builder().status(status).body(Body::from(body.into_bytes())).unwrap();
        std::future::ready(Ok::<_, Infallible>(answer))
    });
    Cluster::with(Client::new(service, "shop"), "api.example.com", &Settings::default())
}

fn status(code: u16, reason: &str, message: &str, details: &Value) -> String {
    json!({"kind": "Status", "status": "Failure", "code": code, "reason": reason, "message": message, "details": details})
        .to_string()
}

#[tokio::test]
async fn somebody_whom_the_server_does_not_know_is_told_to_log_in() {
    let cluster = answering(|_| (401, status(401, "Unauthorized", "Unauthorized", &json!(null))));
    let error = cluster.list(Some("shop")).await.unwrap_err();
    assert!(matches!(error, ClusterError::Unauthorized { .. }), "{error:?}");
    assert!(error.to_string().contains("log in again"), "{error}");
}

#[tokio::test]
async fn a_missing_right_is_told_as_one_asks_for_it() {
    let cluster = answering(|_| (403, status(403, "Forbidden", "no", &json!({"kind": "scalingrules"}))));
    let error = cluster.list(None).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not list the rules on api.example.com: you may not list scalingrules.easyscale.io in all namespaces; ask \
         an administrator of the cluster for that right"
    );
    let error = cluster.stored("shop", "web").await.unwrap_err().to_string();
    assert!(error.contains("you may not get scalingrules.easyscale.io in namespace shop;"), "{error}");
}

#[tokio::test]
async fn a_cluster_without_the_kind_is_told_how_to_get_it() {
    let cluster = answering(|_| (404, "404 page not found\n".to_owned()));
    let not_installed = ClusterError::NotInstalled { server: "api.example.com".to_owned() };
    assert_eq!(cluster.list(None).await.unwrap_err(), not_installed);
    assert_eq!(cluster.stored("shop", "web").await.unwrap_err(), not_installed);
    let told: Vec<_> = cluster.watch(None).take(1).collect().await;
    assert_eq!(told, [Err(not_installed.clone())]);
    assert!(not_installed.to_string().contains("kubectl apply -k config/crd"), "{not_installed}");
}

#[tokio::test]
async fn an_answer_that_says_something_else_is_told_as_it_is() {
    let cluster = answering(|_| (500, status(500, "InternalError", "etcd is full", &json!(null))));
    let error = cluster.list(None).await.unwrap_err().to_string();
    assert_eq!(error, "could not list the rules on api.example.com: it answered 500: etcd is full");
}

fn rule(namespace: &str, name: &str) -> Value {
    json!({
        "apiVersion": "easyscale.io/v1", "kind": "ScalingRule",
        "metadata": {"namespace": namespace, "name": name},
        "spec": {"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 1}]},
    })
}

fn list(rules: &[Value]) -> (u16, String) {
    let list =
        json!({"apiVersion": "easyscale.io/v1", "kind": "ScalingRuleList", "metadata": {}, "items": rules});
    (200, list.to_string())
}

#[tokio::test]
async fn a_rule_that_is_not_there_is_told_with_what_was_probably_meant() {
    let cluster = answering(|path| {
        if path.contains("/scalingrules/") {
            return (404, status(404, "NotFound", "not found", &json!({"kind": "scalingrules"})));
        }
        if path.contains("fieldSelector=metadata.name%3Dwbe") {
            return list(&[rule("infra", "wbe")]);
        }
        if path.contains("fieldSelector") {
            return list(&[]);
        }
        assert!(path.starts_with("/apis/easyscale.io/v1/namespaces/shop/scalingrules"), "{path}");
        list(&[rule("shop", "api"), rule("shop", "web")])
    });
    let error = cluster.stored("shop", "wbe").await.unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no ScalingRule wbe in namespace shop. Did you mean web? Namespace infra has one of that name: add -n \
         infra"
    );
    let error = cluster.stored("shop", "nothing-like-it").await.unwrap_err().to_string();
    assert!(error.ends_with("\"kubectl get scalingrules -A\" lists those there are"), "{error}");
    let error = cluster.stored("shop", "Web!").await.unwrap_err().to_string();
    assert!(error.starts_with("\"Web!\" cannot be the name of a rule: write lower-case letters"), "{error}");
}

#[tokio::test]
async fn a_rule_that_cannot_be_read_stays_in_the_list_and_is_an_error_by_itself() {
    let broken = || {
        let mut broken = rule("shop", "broken");
        broken["spec"]["schedule"][0]["replicas"] = json!("five");
        broken
    };
    let cluster = answering(move |path| {
        if path.contains("/scalingrules/") {
            return (200, broken().to_string());
        }
        list(&[broken(), rule("shop", "web")])
    });
    let listed = cluster.list(Some("shop")).await.unwrap();
    let names: Vec<_> =
        listed.iter().map(|rule| (rule.metadata.name.as_deref(), rule.rule.is_ok())).collect();
    assert_eq!(names, [(Some("broken"), false), (Some("web"), true)]);
    let error = cluster.stored("shop", "broken").await.unwrap_err().to_string();
    assert!(error.starts_with("the rule shop/broken cannot be read: spec.schedule[0].replicas: "), "{error}");
}

#[tokio::test]
async fn a_long_list_is_read_to_its_end() {
    let cluster = answering(|path| {
        if path.contains("continue=more") {
            return list(&[rule("shop", "b")]);
        }
        let (code, first) = list(&[rule("shop", "a")]);
        (code, first.replace("\"metadata\":{}", "\"metadata\":{\"continue\":\"more\"}"))
    });
    assert_eq!(cluster.list(None).await.unwrap().len(), 2);
}
