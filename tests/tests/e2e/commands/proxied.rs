//! Behind a proxy, as kubectl would be: the one of the kubeconfig, else that of the environment, unless `NO_PROXY` or the
//! address spares the cluster of it.

use std::path::{Path, PathBuf};

use easyscale_tests::{ControlPlane, Person, Sandbox};
use serde_json::{Value, json};

use super::failing::{all, kubeconfig, say};
use super::proxy::{Manner, Proxy};
use super::{NOW, administrator, told};
use crate::stage::{SOON, pod, settled, shop, start};
use crate::usual::rush;

/// A name that only the proxy knows.
const BEHIND: &str = "api.behind.example.com:6443";

/// Host and port of the API server.
fn server(plane: &ControlPlane) -> String {
    let text = std::fs::read(plane.kubeconfig()).unwrap();
    let kubeconfig: Value = serde_json::from_slice(&text).unwrap();
    let server = kubeconfig["clusters"][0]["cluster"]["server"].as_str().unwrap();
    server.strip_prefix("https://").unwrap().trim_end_matches('/').to_owned()
}

async fn proxy_to(plane: &ControlPlane) -> Proxy {
    Proxy::start(Manner::LeadsTo(server(plane))).await
}

/// The administrator's kubeconfig for that plane with another server, which has the same certificate, and perhaps a proxy.
fn leading(plane: &ControlPlane, folder: &Path, to: &str, proxy: Option<&str>) -> PathBuf {
    let mut kubeconfig: Value = serde_json::from_slice(&std::fs::read(plane.kubeconfig()).unwrap()).unwrap();
    let cluster = &mut kubeconfig["clusters"][0]["cluster"];
    cluster["server"] = json!(format!("https://{to}"));
    cluster["tls-server-name"] = json!("127.0.0.1");
    if let Some(proxy) = proxy {
        cluster["proxy-url"] = json!(proxy);
    }
    let path = folder.join("leading");
    std::fs::write(&path, kubeconfig.to_string()).unwrap();
    path
}

/// What the commands that ask a cluster say about the rule `web`.
async fn said(person: &Person, shop: &Sandbox) -> Vec<String> {
    let mut said = Vec::new();
    for command in [
        &["status", "-o", "json"][..],
        &["dry-run", "web"],
        &["explain", "web"],
        &["preview", "web", "--week"],
    ] {
        let seen = person.enters(&[command, &["-n", shop.name()]].concat()).await.unwrap();
        assert!(!seen.err.contains("error:"), "{command:?}: {seen:?}");
        said.push(seen.out);
    }
    said
}

/// What the proxy was told is to lead there, each time, and it was told something.
fn leads_only_to(proxy: &Proxy, server: &str) {
    let seen = proxy.seen();
    assert!(!seen.is_empty());
    for told in seen {
        assert!(told.starts_with(&format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n")), "{told}");
    }
}

/// A shop with a rule that nobody acts on, so that it looks the same all the time.
async fn quiet_shop() -> Sandbox {
    let shop = shop().await;
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    shop
}

#[tokio::test]
async fn the_proxy_of_the_kubeconfig_is_used_and_nothing_else_is_different() {
    let shop = quiet_shop().await;
    let plane = shop.plane();
    let (person, folder) = administrator(plane).await;
    let direct = said(&person, &shop).await;
    let (proxy, other, server) = (proxy_to(plane).await, proxy_to(plane).await, server(plane));
    let address = format!("http://me:se%40me@{}", proxy.address());
    let behind = leading(plane, folder.path(), &server, Some(&address));
    // Whatever the environment says.
    let person = person.who_has(&behind).who_sets("HTTPS_PROXY", &format!("http://{}", other.address()));
    assert_eq!(said(&person.who_sets("NO_PROXY", "*"), &shop).await, direct);
    let seen = proxy.seen();
    assert!(!seen.is_empty());
    for told in seen {
        // me:se@me
        let login = "Proxy-Authorization: Basic bWU6c2VAbWU=\r\n";
        assert_eq!(told, format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n{login}\r\n"));
    }
    assert_eq!(other.seen(), [""; 0]);
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used_and_knows_where_the_server_is() {
    let shop = quiet_shop().await;
    let plane = shop.plane();
    let (person, folder) = administrator(plane).await;
    let direct = said(&person, &shop).await;
    let proxy = proxy_to(plane).await;
    let behind = leading(plane, folder.path(), BEHIND, None);
    for (variable, address) in
        [("HTTPS_PROXY", format!("http://{}", proxy.address())), ("https_proxy", proxy.address())]
    {
        let person = person.clone().who_has(&behind).who_sets(variable, &address);
        assert_eq!(said(&person.who_sets("HTTP_PROXY", "http://127.0.0.1:1"), &shop).await, direct);
        leads_only_to(&proxy, BEHIND);
    }
}

#[tokio::test]
async fn no_proxy_and_this_machine_are_asked_without_the_proxy_of_the_environment() {
    let shop = quiet_shop().await;
    let plane = shop.plane();
    let (person, folder) = administrator(plane).await;
    let proxy = proxy_to(plane).await;
    let person = person.who_sets("HTTPS_PROXY", &format!("http://{}", proxy.address()));
    let direct = said(&person, &shop).await;
    assert_eq!(proxy.seen(), [""; 0], "the server is on this machine");

    // Linux connects this to itself, and it is not one of the addresses that never need a proxy.
    let port = server(plane).rsplit(':').next().unwrap().to_owned();
    let everywhere = format!("0.0.0.0:{port}");
    let person = person.who_has(&leading(plane, folder.path(), &everywhere, None));
    assert_eq!(said(&person, &shop).await, direct);
    leads_only_to(&proxy, &everywhere);
    for (variable, list) in
        [("NO_PROXY", "localhost, 0.0.0.0/8,.example.com"), ("no_proxy", "*"), ("NO_PROXY", &everywhere)]
    {
        let person = person.clone().who_sets(variable, list);
        assert_eq!(said(&person, &shop).await, direct, "{list}");
        assert_eq!(proxy.seen(), [""; 0], "{list}");
    }
    // Nor does one that could not be used do any harm there.
    let person = person.who_sets("NO_PROXY", "0.0.0.0").who_sets("HTTPS_PROXY", "http://se:same");
    assert_eq!(said(&person, &shop).await, direct);
}

#[tokio::test]
async fn a_proxy_that_does_not_lead_there_is_told_by_every_command() {
    let plane = ControlPlane::shared().await;
    let (person, folder) = administrator(plane).await;
    let person = person.who_has(&leading(plane, folder.path(), BEHIND, None));
    let of = |address: &str| format!("http://me:sesame@{address}");

    let dead = Proxy::start(Manner::Says("")).await.address();
    let seen = all(&person.clone().who_sets("HTTPS_PROXY", &of(&dead)), "shop", &[]).await;
    say(
        &seen,
        &format!(
            ": the proxy http://{dead} (the variable HTTPS_PROXY) cannot be reached (connection refused); correct the \
             variable HTTPS_PROXY, or add api.behind.example.com to NO_PROXY if none is needed"
        ),
    );

    for (answer, text) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "wants a user and a password that it knows; write them into the variable https_proxy, such as \
             http://user:password@proxy.example.com:3128",
        ),
        (
            "HTTP/1.1 403 Forbidden\r\n\r\n",
            "does not lead to api.behind.example.com:6443; ask whoever runs it to allow that, or add \
             api.behind.example.com to NO_PROXY if none is needed",
        ),
    ] {
        let proxy = Proxy::start(Manner::Says(answer)).await;
        let seen = all(&person.clone().who_sets("https_proxy", &of(&proxy.address())), "shop", &[]).await;
        say(&seen, &format!(": the proxy http://{} (the variable https_proxy) {text}", proxy.address()));
    }

    let seen = all(&person.who_sets("HTTPS_PROXY", "http://me:se/same@proxy"), "shop", &[]).await;
    say(&seen, "the variable HTTPS_PROXY names no proxy that can be used: ");
    say(&seen, "; write it as http://proxy.example.com:3128");
}

#[tokio::test]
async fn a_proxy_with_https_is_trusted_like_the_server() {
    let plane = ControlPlane::shared().await;
    let (person, folder) = administrator(plane).await;
    // The API server is no proxy, but its certificate is trusted: it is asked, and says no.
    let address = server(plane);
    let trusted = leading(plane, folder.path(), BEHIND, Some(&format!("https://{address}")));
    let seen = all(&person.clone().who_has(&trusted), "shop", &[]).await;
    say(
        &seen,
        &format!("the proxy https://{address} (proxy-url in the kubeconfig) does not lead to {BEHIND}"),
    );
    let untrusted = kubeconfig(folder.path(), |kubeconfig| {
        let cluster = kubeconfig["clusters"][0]["cluster"].as_object_mut().unwrap();
        cluster.remove("certificate-authority");
        cluster.remove("certificate-authority-data");
        cluster.insert("proxy-url".to_owned(), json!(format!("https://{address}")));
    });
    let seen = all(&person.who_has(&untrusted.await), "shop", &[]).await;
    say(
        &seen,
        &format!(
            "the proxy https://{address} (proxy-url in the kubeconfig) cannot be reached (invalid peer certificate"
        ),
    );
}

#[tokio::test]
async fn the_proxy_of_a_kubeconfig_that_is_wrong_is_told_as_that_of_the_kubeconfig() {
    let (person, folder) = administrator(ControlPlane::shared().await).await;
    let wrong = kubeconfig(folder.path(), |kubeconfig| {
        kubeconfig["clusters"][0]["cluster"]["proxy-url"] = json!("ftp://me:sesame@proxy");
    });
    let person = person.who_has(&wrong.await);
    say(&all(&person, "shop", &[]).await, "proxy-url in the kubeconfig names no proxy that can be used: ");
    let seen = person.enters(&["run", "--listen=127.0.0.1:0"]).await.unwrap();
    assert!(seen.code != 0 && seen.err.contains("proxy-url in the kubeconfig names no proxy"), "{seen:?}");
    assert!(!seen.err.contains("sesame"), "{seen:?}");
    let seen = person.enters(&["install-check"]).await.unwrap();
    assert!(told(&seen).contains("proxy-url in the kubeconfig names no proxy"), "{seen:?}");
}

#[tokio::test]
async fn an_operator_with_a_kubeconfig_works_through_its_proxy_and_so_does_the_check_of_it() {
    let shop = shop().await;
    let folder = tempfile::tempdir().unwrap();
    let proxy = proxy_to(shop.plane()).await;
    let address = format!("http://{}", proxy.address());
    let behind = leading(shop.plane(), folder.path(), BEHIND, Some(&address));
    let web = shop.create_deployment("web", 1).await.unwrap();
    // With a lease, and it is told of the rule by a watch.
    let _operator = start(&shop, pod(&shop).await.as_user(&behind).starting_at(NOW)).await;
    shop.create_rule(rush()).await.unwrap();
    settled(&shop, "web").await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    leads_only_to(&proxy, BEHIND);
    let (person, _folder) = administrator(shop.plane()).await;
    let checked = person.who_has(&behind).enters(&["install-check", "-n", shop.name()]).await.unwrap();
    assert_eq!(checked.code, 0, "{checked:?}");
    leads_only_to(&proxy, BEHIND);
}
