//! Proxies that do what they should, and others, seen by somebody who asks a cluster.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::cluster::{Cluster, ClusterError};
use crate::settings::Settings;

/// There is no such server: only a proxy can lead somewhere.
const SERVER: &str = "http://api.example.com";

/// What a kubeconfig that names this proxy leads to. Of what is told, the host of the proxy is replaced.
async fn asked(name: &str, proxy: &str) -> Result<usize, String> {
    let kubeconfig = json!({
        "clusters": [{"name": "c", "cluster": {"server": SERVER, "proxy-url": proxy}}],
        "users": [{"name": "u", "user": {"token": "sesame"}}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "x",
    });
    let path: PathBuf = std::env::temp_dir().join(format!("easyscale-{}-{name}", std::process::id()));
    std::fs::write(&path, kubeconfig.to_string()).unwrap();
    let request_timeout = Duration::from_millis(500);
    let settings = Settings { kubeconfig: Some(path.clone()), request_timeout, ..Settings::default() };
    let cluster = Cluster::connect(&settings).await;
    std::fs::remove_file(path).unwrap();
    let listed = async { Ok::<_, ClusterError>(cluster?.list(None).await?.len()) };
    listed.await.map_err(|error| error.to_string())
}

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

/// What comes next, up to the end of a head.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// Answers as an API server without rules.
async fn be_the_server(stream: &mut TcpStream) -> String {
    let asked = head(stream).await;
    let body = r#"{"apiVersion":"easyscale.io/v1","kind":"ScalingRuleList","metadata":{},"items":[]}"#;
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).await.unwrap();
    asked
}

#[tokio::test]
async fn a_proxy_is_told_the_server_and_who_asks_and_the_server_who_asks_it() {
    let (listener, address) = listener().await;
    let proxy = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let connect = head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
        (connect, be_the_server(&mut stream).await)
    });
    assert_eq!(asked("connect", &format!("http://me:se%40same@{address}")).await, Ok(0));
    let (connect, request) = proxy.await.unwrap();
    // me:se@same
    assert_eq!(
        connect,
        "CONNECT api.example.com:80 HTTP/1.1\r\nHost: api.example.com:80\r\n\
         Proxy-Authorization: Basic bWU6c2VAc2FtZQ==\r\n\r\n"
    );
    assert!(request.starts_with("GET /apis/easyscale.io/v1/scalingrules?"), "{request}");
    assert!(request.contains("authorization: Bearer sesame\r\n"), "{request}");
    assert!(!request.to_ascii_lowercase().contains("proxy-"), "{request}");
}

#[tokio::test]
async fn a_proxy_may_be_one_of_socks() {
    let (listener, address) = listener().await;
    let proxy = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut said = vec![0; 3];
        stream.read_exact(&mut said).await.unwrap();
        stream.write_all(&[5, 2]).await.unwrap();
        let mut login = vec![0; 12];
        stream.read_exact(&mut login).await.unwrap();
        stream.write_all(&[1, 0]).await.unwrap();
        let mut server = vec![0; 22];
        stream.read_exact(&mut server).await.unwrap();
        stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).await.unwrap();
        be_the_server(&mut stream).await;
        (said, login, server)
    });
    assert_eq!(asked("socks", &format!("socks5://me:se%40same@{address}")).await, Ok(0));
    let (said, login, server) = proxy.await.unwrap();
    // Version 5, one way to log in: by user and password.
    assert_eq!(said, [5, 1, 2]);
    assert_eq!(login, b"\x01\x02me\x07se@same");
    // Connect to a name, which the proxy looks up, at port 80.
    assert_eq!(server, b"\x05\x01\x00\x03\x0fapi.example.com\x00\x50");
}

#[tokio::test]
async fn a_proxy_that_does_not_lead_there_is_told_with_the_way_out() {
    let refuses = "does not lead to api.example.com:80";
    let allow = "; ask whoever runs it to allow that, or take it away if none is needed";
    for (answer, told) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "wants a user and a password that it knows; write them into \
          proxy-url in the kubeconfig, such as http://user:password@proxy.example.com:3128"
                .to_owned(),
        ),
        ("HTTP/1.1 403 Forbidden\r\n\r\n", format!("{refuses}{allow}")),
        ("HTTP/1.1 502 Bad Gateway\r\n\r\n", format!("{refuses}{allow}")),
        ("220 mail.example.com ready\r\n", format!("{refuses}{allow}")),
        ("", format!("{refuses} (it ended the connection){allow}")),
    ] {
        let (listener, address) = listener().await;
        let proxy = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            head(&mut stream).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        let error = asked("refuses", &format!("http://me:sesame@{address}")).await;
        let proxied = format!("the proxy http://{address} (proxy-url in the kubeconfig)");
        assert_eq!(error, Err(format!("could not list the rules: {proxied} {told}")));
        proxy.await.unwrap();
    }
}

#[tokio::test]
async fn a_proxy_of_socks_that_does_not_lead_there_is_told_with_the_way_out() {
    for (answers, told) in [
        (vec![vec![5, 255]], "wants a user and a password that it knows; "),
        (vec![vec![5, 0], vec![5, 2, 0, 1, 0, 0, 0, 0, 0, 0]], "does not lead to api.example.com:80 ("),
    ] {
        let (listener, address) = listener().await;
        let proxy = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for answer in answers {
                let _ = stream.read(&mut [0; 64]).await.unwrap();
                stream.write_all(&answer).await.unwrap();
            }
        });
        let error = asked("refuses-socks", &format!("socks5://{address}")).await.unwrap_err();
        let proxied = format!("the proxy socks5://{address} (proxy-url in the kubeconfig) {told}");
        assert!(error.starts_with(&format!("could not list the rules: {proxied}")), "{error}");
        proxy.await.unwrap();
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_or_says_nothing_is_told_and_not_taken_for_the_server() {
    let (listener, address) = listener().await;
    for scheme in ["http", "https", "socks5"] {
        let error = asked("silent", &format!("{scheme}://{address}")).await.unwrap_err();
        let told = format!(
            "the proxy {scheme}://{address} (proxy-url in the kubeconfig) did not answer within 400ms; "
        );
        assert!(error.contains(&told), "{error}");
    }
    drop(listener);
    for scheme in ["http", "https", "socks5"] {
        let error = asked("dead", &format!("{scheme}://{address}")).await.unwrap_err();
        let told = format!(
            "the proxy {scheme}://{address} (proxy-url in the kubeconfig) cannot be reached (connection refused); correct \
             proxy-url in the kubeconfig, or take it away if none is needed"
        );
        assert_eq!(error, format!("could not list the rules: {told}"));
    }
}

#[tokio::test]
async fn what_names_no_proxy_is_told_before_anything_is_asked() {
    let error = asked("no-proxy", "proxy.example.com:3128").await.unwrap_err();
    assert_eq!(
        error,
        "proxy-url in the kubeconfig names no proxy that can be used: it begins with none of http://, https:// and \
         socks5://; write it as http://proxy.example.com:3128"
    );
}

#[test]
fn what_is_connected_to_has_a_port() {
    for (url, usual, with) in [
        ("https://api.example.com", 443, "https://api.example.com:443/"),
        ("https://api.example.com:6443/k8s/c?d=e", 443, "https://api.example.com:6443/k8s/c?d=e"),
        ("http://[fd00::1]/", 80, "http://[fd00::1]:80/"),
    ] {
        assert_eq!(with_port(&url.parse().unwrap(), usual).to_string(), with);
    }
}
