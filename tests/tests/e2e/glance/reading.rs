//! Rules as a person reads them: one, all, and all again after each change; and a server that is not trusted, or does not
//! know who asks.

use std::path::PathBuf;

use easyscale_controller::cluster::{Cluster, ClusterError};
use easyscale_tests::{ControlPlane, rule};
use futures::StreamExt;
use serde_json::{Value, json};

use super::{cluster, settings};
use crate::stage::{SOON, shop};
use crate::usual::rush;

/// A kubeconfig for the shared server with another login, and with or without its certificate.
async fn kubeconfig(name: &str, trusts: bool, user: Value) -> PathBuf {
    let about = ControlPlane::shared().await.about();
    let mut cluster = json!({"server": about.server});
    if trusts {
        cluster["certificate-authority"] = json!(about.certificate_authority);
    }
    let kubeconfig = json!({
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "x",
    });
    let path = about.folder.join(format!("{name}.kubeconfig"));
    std::fs::write(&path, kubeconfig.to_string()).unwrap();
    path
}

#[tokio::test]
async fn a_server_with_an_unknown_certificate_or_one_that_knows_nobody_is_told_as_that() {
    let stranger = kubeconfig("stranger", false, json!({"token": "sesame"})).await;
    let error = Cluster::connect(&settings(&stranger)).await.unwrap().list(None).await.unwrap_err();
    assert!(matches!(error, ClusterError::Untrusted { .. }), "{error:?}");
    let server = ControlPlane::shared().await.about().server.replace("https://", "");
    let said = format!("could not list the rules: the certificate of {server} is not trusted (UnknownIssuer");
    assert!(error.to_string().starts_with(&said), "{error}");

    let nobody = kubeconfig("nobody", true, json!({"token": "sesame"})).await;
    let error = Cluster::connect(&settings(&nobody)).await.unwrap().list(None).await.unwrap_err();
    assert!(matches!(error, ClusterError::Unauthorized { .. }), "{error:?}");
    assert!(!error.to_string().contains("sesame"), "{error}");
}

#[tokio::test]
async fn a_rule_that_is_not_there_is_told_with_what_was_probably_meant() {
    let here = shop().await;
    let there = here.plane().namespace("shop").await.unwrap();
    here.create_rule(rush()).await.unwrap();
    let other = format!("only-in-{}", there.name());
    there.create_rule(rule(&other).entry(easyscale_tests::entry("A"))).await.unwrap();
    let cluster = cluster(&here).await;
    let error = cluster.stored(here.name(), "wbe").await.unwrap_err().to_string();
    assert_eq!(error, format!("there is no ScalingRule wbe in namespace {}. Did you mean web?", here.name()));
    let error = cluster.stored(here.name(), &other).await.unwrap_err().to_string();
    let elsewhere = format!("Namespace {there} has one of that name: add -n {there}", there = there.name());
    assert!(error.ends_with(&elsewhere), "{error}");
}

#[tokio::test]
async fn all_rules_come_at_once_and_again_after_each_change() {
    let shop = shop().await;
    let cluster = cluster(&shop).await;
    shop.create_rule(rush()).await.unwrap();
    let mut snapshots = Box::pin(cluster.watch(Some(shop.name())));
    let mut next = async || {
        let snapshot = tokio::time::timeout(SOON, snapshots.next()).await.unwrap().unwrap().unwrap();
        snapshot.iter().map(|rule| rule.metadata.name.clone().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(next().await, ["web"]);
    shop.create_rule(rule("api").entry(easyscale_tests::entry("A"))).await.unwrap();
    assert_eq!(next().await, ["api", "web"]);
    shop.delete_rule("web").await.unwrap();
    assert_eq!(next().await, ["api"]);
    let listed = cluster.list(Some(shop.name())).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(cluster.stored(shop.name(), "api").await.unwrap(), listed[0].rule.clone().unwrap());
}
