//! Nothing secret is ever told: a token, and the value of a header, are planted as canaries; then requests fail in every way,
//! with everything logged that can be. Neither may be found in the log, a status, an Event or a metric, nor may anything
//! panic.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod server;

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use easyscale_tests::{easyscale_program, eventually};
use futures::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use server::{Asked, Misbehaviour, Server, Towards};

const TOKEN: &str = "canary-token-3f9a1c";
const COOKIE: &str = "canary-header-77b2e0";
const SOON: Duration = Duration::from_secs(90);
/// Requests that failed before it is looked at what was told of them.
const ENOUGH: usize = 3;

const ALL: [Misbehaviour; 8] = [
    Misbehaviour::Refuses(401),
    Misbehaviour::Refuses(403),
    Misbehaviour::Refuses(409),
    Misbehaviour::Refuses(429),
    Misbehaviour::Refuses(500),
    Misbehaviour::Truncates,
    Misbehaviour::Resets,
    Misbehaviour::Hangs,
];

/// An operator that logs everything, into files.
struct Operator {
    child: Child,
    folder: tempfile::TempDir,
}

impl Operator {
    fn start(server: SocketAddr, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kubeconfig = json!({
            "clusters": [{"name": "c", "cluster": {"server": format!("http://{server}")}}],
            "users": [{"name": "u", "user": {"token": TOKEN}}],
            "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u", "namespace": "shop"}}],
            "current-context": "x",
        });
        let path = folder.path().join("kubeconfig");
        std::fs::write(&path, kubeconfig.to_string()).unwrap();
        let file = |name: &str| std::fs::File::create(folder.path().join(name)).unwrap();
        let child = Command::new(easyscale_program().unwrap())
            .args([
                "run",
                "--listen=127.0.0.1:0",
                "--log-format=json",
                "--log-level=trace",
                "--request-timeout=1s",
            ])
            .arg(format!("--kubeconfig={}", path.display()))
            .args(arguments)
            .env_clear()
            .env("RUST_BACKTRACE", "full")
            .stdin(Stdio::null())
            .stdout(file("out"))
            .stderr(file("log"))
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { child, folder }
    }

    fn log(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap();
        read("log") + &read("out")
    }

    /// What it serves at `/metrics`.
    async fn metrics(&self) -> String {
        let address = self.log().lines().find_map(|line| {
            let line: Value = serde_json::from_str(line).ok()?;
            (line["message"] == "serving metrics and health")
                .then(|| line["address"].as_str().map(str::to_owned))?
        });
        let mut stream = TcpStream::connect(address.unwrap()).await.unwrap();
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    async fn end(mut self) -> String {
        self.child.kill().await.unwrap();
        self.log()
    }
}

fn holds_no_canary(what: &str, text: &str) {
    for canary in [TOKEN, COOKIE] {
        let found = text.lines().find(|line| line.contains(canary));
        assert_eq!(found, None, "{what}");
    }
}

async fn wait_for(server: &Server, what: &str, enough: usize, of: impl Fn(&Asked) -> bool) {
    eventually(what, SOON, || async {
        Ok((server.asked().iter().filter(|asked| of(asked)).count() >= enough).then_some(()))
    })
    .await;
}

/// Lets an operator meet that server, and looks at everything that was told.
async fn meet(misbehaviour: Misbehaviour, towards: Towards) {
    let what = format!("{misbehaviour:?} towards {towards:?}");
    let server = Server::start(misbehaviour, towards, COOKIE).await;
    let lease: &[&str] = match towards {
        Towards::Everything => &["--lease-namespace=shop"],
        Towards::ScaleWrites => &["--leader-elect=false"],
    };
    let operator = Operator::start(server.address, lease);
    wait_for(&server, &format!("failures: {what}"), ENOUGH, |asked| asked.in_vain).await;
    eventually(&format!("a warning: {what}"), SOON, || async {
        Ok(operator.log().contains("\"level\":\"WARN\"").then_some(()))
    })
    .await;
    if towards == Towards::ScaleWrites && matches!(misbehaviour, Misbehaviour::Refuses(401 | 403 | 500)) {
        // These are told on the rule.
        wait_for(&server, &format!("a status: {what}"), 1, |asked| asked.path.contains("/status")).await;
        wait_for(&server, &format!("an Event: {what}"), 1, |asked| asked.path.contains("/events")).await;
    }
    holds_no_canary(&format!("metrics: {what}"), &operator.metrics().await);
    let log = operator.end().await;
    assert!(!log.contains("panicked"), "{what}\n{log}");
    holds_no_canary(&format!("log: {what}"), &log);
    let asked = server.asked();
    assert!(
        asked.iter().any(|asked| asked.authorization == format!("Bearer {TOKEN}")),
        "the canary sings: {what}"
    );
    for asked in asked {
        // What the operator says of rules and Events; where it asks is no place for secrets either.
        holds_no_canary(
            &format!("{} {}: {what}", asked.method, asked.path),
            &(asked.path.clone() + &asked.body),
        );
    }
}

#[tokio::test]
async fn a_server_that_misbehaves_in_everything_makes_nobody_tell_a_secret() {
    join_all(ALL.map(|misbehaviour| meet(misbehaviour, Towards::Everything))).await;
}

#[tokio::test]
async fn a_server_that_misbehaves_when_a_number_is_written_makes_nobody_tell_a_secret() {
    join_all(ALL.map(|misbehaviour| meet(misbehaviour, Towards::ScaleWrites))).await;
}
