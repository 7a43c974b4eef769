//! Without a cluster, without rights, with a kubeconfig that is wrong: one line in plain words, and what to do.

use std::path::{Path, PathBuf};

use easyscale_tests::{ControlPlane, Crd, Person, PlaneOptions, Seen};
use serde_json::{Value, json};

use super::{administrator, told};
use crate::stage::shop;
use crate::usual::rush;

/// What must not be in a message for people.
const DUMPS: [&str; 14] = [
    "panicked",
    "RUST_BACKTRACE",
    "os error",
    "Error {",
    "Err(",
    "Some(",
    "None",
    "kube::",
    "hyper",
    ".rs:",
    "WARN",
    "DEBUG",
    "TRACE",
    "sesame",
];

/// Every command that asks a cluster, about the rule `web`.
pub(super) async fn all(person: &Person, namespace: &str, more: &[&str]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for command in [
        &["status"][..],
        &["status", "web"],
        &["status", "-A"],
        &["status", "--watch"],
        &["status", "-o", "json"],
        &["dry-run", "web"],
        &["explain", "web"],
        &["explain", "web", "-o", "json"],
        &["preview", "web"],
        &["preview", "web", "--week"],
    ] {
        let ended = person.enters(&[command, &["-n", namespace], more].concat()).await.unwrap();
        assert_eq!((ended.code, &*ended.out), (1, ""), "{command:?}: {ended:?}");
        assert!(!told(&ended).is_empty() && told(&ended).len() < 600, "{command:?}: {ended:?}");
        let dump = DUMPS.iter().find(|dump| ended.err.contains(**dump));
        assert_eq!(dump, None, "{command:?}: {ended:?}");
        seen.push(ended);
    }
    seen
}

/// Each of them says that.
pub(super) fn say(seen: &[Seen], text: &str) {
    for seen in seen {
        assert!(told(seen).contains(text), "{text:?} is not in {:?}", told(seen));
    }
}

/// The administrator's kubeconfig, changed.
pub(super) async fn kubeconfig(folder: &Path, change: impl FnOnce(&mut Value)) -> PathBuf {
    let text = std::fs::read(ControlPlane::shared().await.kubeconfig()).unwrap();
    let mut kubeconfig: Value = serde_json::from_slice(&text).unwrap();
    change(&mut kubeconfig);
    let path = folder.join("kubeconfig");
    std::fs::write(&path, kubeconfig.to_string()).unwrap();
    path
}

#[tokio::test]
async fn without_a_right_it_is_told_which_one_is_missing() {
    let shop = shop().await;
    shop.create_rule(rush()).await.unwrap();
    let (person, _folder) = administrator(shop.plane()).await;
    let kubeconfig = shop.plane().kubeconfig_of_user(&format!("{}-nobody", shop.name()), &[]);
    let seen = all(&person.who_has(&kubeconfig.unwrap()), shop.name(), &[]).await;
    say(&seen, "you may not ");
    say(&seen, "scalingrules.easyscale.io in ");
    say(&seen, "; ask an administrator of the cluster for that right");
}

#[tokio::test]
async fn without_a_cluster_it_is_told_that_nothing_answers() {
    let (person, folder) = administrator(ControlPlane::shared().await).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let refused = kubeconfig(folder.path(), |kubeconfig| {
        kubeconfig["clusters"][0]["cluster"]["server"] = json!(format!("https://{address}"));
    });
    let seen = all(&person.who_has(&refused.await), "shop", &[]).await;
    say(&seen, &format!("nothing answers at {address} (connection refused)"));
}

#[tokio::test]
async fn a_wrong_kubeconfig_is_told_with_what_is_wrong() {
    let (person, folder) = administrator(ControlPlane::shared().await).await;
    let missing = folder.path().join("missing");
    say(&all(&person.clone().who_has(&missing), "shop", &[]).await, "there is no kubeconfig (");
    say(&all(&person, "shop", &["--kubeconfig", "/does/not/exist"]).await, "(/does/not/exist is not there)");
    say(
        &all(&person, "shop", &["--context", "prodution"]).await,
        "the kubeconfig has no context \"prodution\"",
    );

    let broken = folder.path().join("broken");
    for text in ["users:\n- name: u\n  user: {token: sesame\nclusters: ]\n", "\0\u{1}", "[1, 2]", "hello"] {
        std::fs::write(&broken, text).unwrap();
        say(&all(&person.clone().who_has(&broken), "shop", &[]).await, "kubeconfig");
    }
    std::fs::write(&broken, b"\xff\xfe\x00").unwrap();
    say(&all(&person.clone().who_has(&broken), "shop", &[]).await, "kubeconfig");
    say(&all(&person.clone().who_has(folder.path()), "shop", &[]).await, "kubeconfig");
}

#[tokio::test]
async fn whoever_the_server_does_not_know_is_told_to_log_in_again() {
    let (person, folder) = administrator(ControlPlane::shared().await).await;
    let unknown =
        kubeconfig(folder.path(), |kubeconfig| kubeconfig["users"][0]["user"] = json!({"token": "sesame"}));
    say(&all(&person.who_has(&unknown.await), "shop", &[]).await, "log in again");
}

#[tokio::test]
async fn a_server_with_another_certificate_is_not_trusted() {
    let (person, folder) = administrator(ControlPlane::shared().await).await;
    let untrusting = kubeconfig(folder.path(), |kubeconfig| {
        let cluster = kubeconfig["clusters"][0]["cluster"].as_object_mut().unwrap();
        cluster.remove("certificate-authority");
        cluster.remove("certificate-authority-data");
    });
    let seen = all(&person.clone().who_has(&untrusting.await), "shop", &[]).await;
    say(&seen, "is not trusted");
    say(&seen, "the kubeconfig needs the right certificate-authority-data");
    let rubbish = kubeconfig(folder.path(), |kubeconfig| {
        let cluster = kubeconfig["clusters"][0]["cluster"].as_object_mut().unwrap();
        cluster.remove("certificate-authority");
        cluster.insert("certificate-authority-data".to_owned(), json!("bm90IGEgY2VydGlmaWNhdGU="));
    });
    say(&all(&person.who_has(&rubbish.await), "shop", &[]).await, "certificate");
}

#[tokio::test]
async fn a_cluster_without_the_kind_is_told_how_to_get_it() {
    let plane =
        ControlPlane::start(PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() }).await.unwrap();
    let (person, folder) = administrator(&plane).await;
    let seen = all(&person, "default", &[]).await;
    say(&seen, "kubectl apply -");
    // A rule of a file needs no definition to be looked at; what cannot be seen is told.
    std::fs::write(folder.path().join("web.yaml"), serde_json::to_string(&rush().build()).unwrap()).unwrap();
    let seen = person.enters(&["explain", "web.yaml"]).await.unwrap();
    assert_eq!((seen.code, &*seen.err), (0, ""), "{seen:?}");
}
