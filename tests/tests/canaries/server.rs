//! An API server that has one rule and one Deployment, and does not behave: in everything, or only when a number is written.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What it does instead of its work.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Misbehaviour {
    /// It answers with that status, and says what it was sent.
    Refuses(u16),
    /// Its answers break off in the middle.
    Truncates,
    /// It closes the connection without an answer.
    Resets,
    /// It never answers.
    Hangs,
}

/// When it does that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Towards {
    Everything,
    ScaleWrites,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) authorization: String,
    pub(crate) body: String,
    /// Whether it got no proper answer.
    pub(crate) in_vain: bool,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(crate) async fn start(misbehaviour: Misbehaviour, towards: Towards, cookie: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let behaviour = Behaviour { misbehaviour, towards, cookie, asked: log.clone() };
                // A client that goes away ends its own task only.
                tokio::spawn(async move { drop(behaviour.serve(stream).await) });
            }
        });
        Self { address, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Behaviour {
    misbehaviour: Misbehaviour,
    towards: Towards,
    cookie: &'static str,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Behaviour {
    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(mut asked) = read(&mut stream).await? {
            let is_scale_write = asked.method == "PATCH" && asked.path.contains("/scale");
            asked.in_vain = self.towards == Towards::Everything || is_scale_write;
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
            if asked.in_vain {
                match self.misbehaviour {
                    Misbehaviour::Refuses(code) => self.refuse(&mut stream, code, &asked).await?,
                    Misbehaviour::Truncates => return self.truncate(&mut stream).await,
                    Misbehaviour::Resets => return Ok(()),
                    Misbehaviour::Hangs => std::future::pending().await,
                }
            } else if asked.path.contains("watch=true") {
                let head =
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
                stream.write_all(head.as_bytes()).await?;
                std::future::pending::<()>().await;
            } else {
                self.answer(&mut stream, "200 OK", &answer(&asked).to_string()).await?;
            }
        }
        Ok(())
    }

    /// As a proxy might that helps its own administrator to find out what it got.
    async fn refuse(
        &self,
        stream: &mut BufReader<TcpStream>,
        code: u16,
        asked: &Asked,
    ) -> std::io::Result<()> {
        let message = format!("refused; you sent Authorization: {}", asked.authorization);
        let status = json!({
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": "Refused", "message": message,
        });
        self.answer(stream, &format!("{code} Refused"), &status.to_string()).await
    }

    async fn truncate(&self, stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
        let head = format!("HTTP/1.1 200 OK\r\nset-cookie: {}\r\ncontent-length: 500\r\n\r\n", self.cookie);
        stream.write_all(format!("{head}{{\"kind\": \"Sta").as_bytes()).await
    }

    async fn answer(
        &self,
        stream: &mut BufReader<TcpStream>,
        status: &str,
        body: &str,
    ) -> std::io::Result<()> {
        let (cookie, length) = (self.cookie, body.len());
        let head = format!(
            "HTTP/1.1 {status}\r\nset-cookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await
    }
}

/// The next request of a connection, if there is one.
async fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        match &*name.to_ascii_lowercase() {
            "content-length" => length = value.parse().unwrap_or(0),
            "authorization" => value.clone_into(&mut authorization),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(Asked { method, path, authorization, body, in_vain: false }))
}

/// What a well-behaved server answers.
fn answer(asked: &Asked) -> Value {
    let path = asked.path.split('?').next().unwrap_or_default();
    match (&*asked.method, path.rsplit('/').next().unwrap_or_default()) {
        ("POST", _) => serde_json::from_str(&asked.body).unwrap_or_default(),
        ("PATCH", _) | ("GET", "web") => rule(),
        ("GET", "scale") => json!({
            "metadata": {"name": "web", "namespace": "shop", "uid": "d1", "resourceVersion": "2"}, "spec": {"replicas": 1},
        }),
        ("GET", "scalingrules") => list(&[rule()]),
        ("GET", "deployments") => list(&[json!({
            "metadata": {"name": "web", "namespace": "shop", "uid": "d1", "resourceVersion": "2"}, "spec": {"replicas": 1},
        })]),
        _ => list(&[]),
    }
}

fn rule() -> Value {
    json!({
        "apiVersion": "easyscale.io/v1",
        "kind": "ScalingRule",
        "metadata": {
            "name": "web", "namespace": "shop", "uid": "r1", "resourceVersion": "3", "generation": 1,
            "creationTimestamp": "2026-05-08T15:00:00Z",
        },
        "spec": {"target": {"name": "web"}, "schedule": [{"name": "Always", "replicas": 5}]},
    })
}

fn list(items: &[Value]) -> Value {
    json!({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": "9"}, "items": items})
}
