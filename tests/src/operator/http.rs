//! One GET over HTTP/1.1, which is all that metrics and health need.

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The status code and the body. HTTP/1.0 is asked for, so that the body is not sent in chunks and ends with the
/// connection.
pub(super) async fn get(address: &str, path: &str) -> Result<(u16, String)> {
    let mut stream =
        TcpStream::connect(address).await.with_context(|| format!("cannot connect to {address}"))?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").with_context(|| format!("no HTTP: {answer:?}"))?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    Ok((status.with_context(|| format!("no status: {head:?}"))?, body.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn status_and_body_are_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let serve = async {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut asked = vec![0; 1024];
            let length = stream.read(&mut asked).await.expect("a request");
            stream.write_all(b"HTTP/1.0 503 Unavailable\r\nA: b\r\n\r\nnot yet\n").await.expect("an answer");
            String::from_utf8_lossy(&asked[..length]).into_owned()
        };
        let (answer, asked) = tokio::join!(get(&address, "/readyz"), serve);
        assert_eq!(answer.expect("an answer"), (503, "not yet\n".to_owned()));
        assert!(asked.starts_with("GET /readyz HTTP/1.0\r\n"), "{asked}");
    }
}
