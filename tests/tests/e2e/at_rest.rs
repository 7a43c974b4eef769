//! At rest nothing happens: no status is written, and no request is sent but for the watches and the lease. Tests start in the
//! order of their names, and these, which wait longest, are among the first.

use std::collections::BTreeMap;
use std::time::Duration;

use easyscale_tests::{
    ControlPlane, Operator, PlaneOptions, Sandbox, deployment, entry, eventually, rule, until,
};
use k8s_openapi::api::apps::v1::Deployment;
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::stage::{SOON, operator_at, release, settled, shop, start};
use crate::usual::{count, rush};

/// For so long nothing may happen.
const REST: Duration = Duration::from_mins(1);
/// How often an operator has looked at rules, whatever came of it.
const LOOKS: &str = "easyscale_evaluation_duration_seconds_count";

/// A rule of every sort that rests, each with its own Deployment: one that acts, one for which nothing holds now, one that
/// never changes, one that is suspended, a dry run that would write, and one without its target.
async fn rules_at_rest(shop: &Sandbox) -> Vec<String> {
    for name in ["web", "night", "always", "asleep", "dry"] {
        shop.create_deployment(name, 1).await.unwrap();
    }
    let night = || entry("Night").from("22:00").to("06:00").replicas(1);
    let rules = [
        rush(),
        rule("night").entry(night()),
        rule("always").entry(entry("Always").replicas(2)),
        rule("asleep").entry(night()).default(4).suspended(),
        rule("dry").entry(night()).default(4).dry_run(),
        rule("lost").target(deployment("nowhere")).entry(night()).default(4),
    ];
    let mut names = Vec::new();
    for rule in rules {
        names.push(shop.create_rule(rule).await.unwrap().metadata.name.unwrap());
    }
    names
}

/// Has the status of `web` change ten times a second, as in the middle of a rollout.
fn keep_changing_the_status(shop: &Sandbox) -> JoinHandle<()> {
    let deployments: Api<Deployment> = Api::namespaced(shop.client(), shop.name());
    tokio::spawn(async move {
        for round in 0_u32.. {
            let status =
                json!({"status": {"replicas": 5, "readyReplicas": round % 5, "observedGeneration": 1}});
            let patch = Patch::Merge(status);
            deployments.patch_status("web", &PatchParams::default(), &patch).await.unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
}

/// Waits until every rule has been looked at, what was due is done, and nothing more comes of it: Events are on their way
/// for a moment, and at its start the operator may look at a rule twice.
async fn all_settled(operator: &Operator, shop: &Sandbox, rules: &[String]) {
    for rule in rules {
        settled(shop, rule).await;
    }
    shop.wait_for_replicas(&deployment("web"), 5, SOON).await;
    eventually("the operator looking at nothing any more", SOON, || async {
        let before = count(operator, LOOKS).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        Ok((count(operator, LOOKS).await == before).then_some(()))
    })
    .await;
}

async fn versions(shop: &Sandbox, rules: &[String]) -> Vec<(String, String)> {
    let mut versions = Vec::new();
    for rule in rules {
        versions.push((rule.clone(), shop.resource_version(rule).await.unwrap()));
    }
    versions
}

#[tokio::test]
async fn no_status_is_written_while_nothing_but_time_and_the_pods_of_a_target_change() {
    let shop = shop().await;
    let rules = rules_at_rest(&shop).await;
    let operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    all_settled(&operator, &shop, &rules).await;
    let churn = keep_changing_the_status(&shop);
    let before = (versions(&shop, &rules).await, count(&operator, LOOKS).await);

    tokio::time::sleep(REST).await;
    assert!(!churn.is_finished(), "the status of the Deployment changed to the end");
    churn.abort();
    assert_eq!(versions(&shop, &rules).await, before.0);
    assert_eq!(count(&operator, LOOKS).await, before.1, "no rule was even looked at");
}

/// The API server's own count of the requests that it has answered, watches aside, by verb and resource; of the resources
/// with which the operator deals and the server itself does not.
async fn requests(plane: &ControlPlane) -> BTreeMap<String, u64> {
    const RESOURCES: [&str; 6] =
        ["scalingrules", "deployments", "statefulsets", "horizontalpodautoscalers", "events", "leases"];
    let metrics = plane.kubectl(&["get", "--raw", "/metrics"]).await.unwrap();
    let mut counts = BTreeMap::new();
    for line in metrics.lines().filter(|line| line.starts_with("apiserver_request_total{")) {
        let label = |name: &str| {
            let start = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
            line[start..].split('"').next().unwrap()
        };
        if RESOURCES.contains(&label("resource")) && label("verb") != "WATCH" {
            let key = ["verb", "resource", "subresource"].map(label).join(" ");
            *counts.entry(key).or_default() += line.rsplit(' ').next().unwrap().parse::<u64>().unwrap();
        }
    }
    counts
}

#[tokio::test]
async fn at_rest_the_operator_sends_no_request_but_for_its_watches_and_its_lease() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    let rules = rules_at_rest(&shop).await;
    // As it is installed, with a lease. But it looks at every rule every few seconds, so that it also
    // shows that a look alone sends nothing.
    let mut first = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    all_settled(&first, &shop, &rules).await;
    assert!(first.terminate().await.unwrap().0.success());
    let often = release(&[&shop], &json!({"extraArgs": ["--max-sleep=3s"]})).await;
    let often = often.pod("easyscale-0").await.unwrap().with_clock(first.clock());
    let mut operator = start(&shop, often).await;
    let every_rule_twice = 2 * u64::try_from(rules.len()).unwrap();
    let looks = async || Ok(count(&operator, LOOKS).await);
    until("every rule being looked at twice", SOON, looks, |looks| *looks >= every_rule_twice).await;
    let (before, looks) = (requests(&plane).await, count(&operator, LOOKS).await);

    tokio::time::sleep(REST).await;
    let after = requests(&plane).await;
    let looks = count(&operator, LOOKS).await - looks;
    assert!(looks >= every_rule_twice, "only {looks} looks");
    let more = |(key, count): (&String, &u64)| {
        let more = count - before.get(key).copied().unwrap_or(0);
        (more > 0).then(|| (key.clone(), more))
    };
    let sent: BTreeMap<_, _> = after.iter().filter_map(more).collect();
    let (lease, other): (BTreeMap<_, _>, BTreeMap<_, _>) =
        sent.into_iter().partition(|(key, _)| key.contains(" leases "));
    assert_eq!(other, BTreeMap::new());
    // Two reads and a renewal every two seconds, the API server's own lease, and something for a slow kubectl.
    let sum: u64 = lease.values().sum();
    assert!(sum <= 120, "{sum} requests about leases: {lease:?}");
    assert!(operator.terminate().await.unwrap().0.success());
}
