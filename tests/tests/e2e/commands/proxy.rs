//! A proxy as companies have one: it is told with CONNECT where to lead to, and writes down what it was told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A proxy, until it is dropped.
pub(super) struct Proxy {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    _listening: JoinSet<()>,
}

/// What it does with whoever asks.
#[derive(Clone)]
pub(super) enum Manner {
    /// Leads there, whatever the name is that it was told: names as they are known behind the proxy only.
    LeadsTo(String),
    /// Says this and ends the connection.
    Says(&'static str),
}

impl Proxy {
    pub(super) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut listening = JoinSet::new();
        let told = seen.clone();
        listening.spawn(async move {
            let mut leading = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                leading.spawn(serve(stream, manner.clone(), told.clone()));
            }
        });
        Self { address, seen, _listening: listening }
    }

    /// Where it is, such as "127.0.0.1:3128".
    pub(super) fn address(&self) -> String {
        self.address.to_string()
    }

    /// The heads of what it was told since the last time this was asked.
    pub(super) fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }
}

/// One connection. What fails in it, the one who asks sees.
async fn serve(mut stream: TcpStream, manner: Manner, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    seen.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    match manner {
        Manner::Says(answer) => drop(stream.write_all(answer.as_bytes()).await),
        Manner::LeadsTo(server) => {
            let Ok(mut server) = TcpStream::connect(server).await else { return };
            if stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.is_ok() {
                drop(copy_bidirectional(&mut stream, &mut server).await);
            }
        }
    }
}
