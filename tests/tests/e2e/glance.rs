//! A person asks what the operator would do: the answer leaves no trace, and the operator then does just that.

mod foreseen;
mod kinds;
mod reading;
pub(crate) mod rights;

use std::path::Path;

use easyscale_controller::clock::Clock;
use easyscale_controller::cluster::Cluster;
use easyscale_controller::glance::{Glance, glance};
use easyscale_controller::plan::{Reason, Step};
use easyscale_controller::settings::Settings;
use easyscale_crd::{ScalingRule, ScalingRuleStatus, TargetRef};
use easyscale_schedule::ZoneDatabase;
use easyscale_tests::{Sandbox, ShiftedClock};

use crate::stage::{condition, sentence, settled};
use crate::usual::version;

/// In the rush.
pub(crate) const NOW: &str = "2026-05-08T16:10:00Z";

fn settings(kubeconfig: &Path) -> Settings {
    Settings { kubeconfig: Some(kubeconfig.to_owned()), ..Settings::default() }
}

/// The cluster as whoever the kubeconfig is for sees it.
async fn cluster_of(kubeconfig: &Path) -> Cluster {
    Cluster::connect(&settings(kubeconfig)).await.unwrap()
}

/// The cluster of that namespace as the administrator sees it.
pub(crate) async fn cluster(shop: &Sandbox) -> Cluster {
    cluster_of(shop.plane().kubeconfig()).await
}

pub(crate) fn clock_at(now: &str) -> ShiftedClock {
    ShiftedClock::showing(now).unwrap()
}

async fn look_with(cluster: &Cluster, clock: ShiftedClock, rule: &ScalingRule) -> Glance {
    let clock = Clock::ahead_by(clock.offset());
    glance(cluster, &Settings::default(), ZoneDatabase::bundled(), clock, rule.clone()).await.unwrap()
}

/// What is said in the rush about a rule in a file.
async fn look(cluster: &Cluster, shop: &Sandbox, rule: impl Into<ScalingRule>) -> Glance {
    look_with(cluster, clock_at(NOW), &in_file(shop, rule)).await
}

/// A rule as a file for that namespace has it.
fn in_file(shop: &Sandbox, rule: impl Into<ScalingRule>) -> ScalingRule {
    let mut rule = rule.into();
    rule.metadata.namespace = Some(shop.name().to_owned());
    rule
}

/// Looks at a stored rule and sees that this moves nothing: neither the rule nor its target, and no Event comes.
pub(crate) async fn look_at_stored(
    cluster: &Cluster,
    shop: &Sandbox,
    clock: ShiftedClock,
    name: &str,
) -> Glance {
    let stored = cluster.stored(shop.name(), name).await.unwrap();
    let target = &stored.spec.target;
    let before = (shop.resource_version(name).await.unwrap(), version_if_there(shop, target).await);
    let events = shop.events(name).await.unwrap().len();
    let seen = look_with(cluster, clock, &stored).await;
    let after = (shop.resource_version(name).await.unwrap(), version_if_there(shop, target).await);
    assert_eq!(before, after, "{name}: a glance leaves no trace");
    assert_eq!(shop.events(name).await.unwrap().len(), events, "{name}: and tells nobody else");
    assert!(!seen.differs, "{name}: {seen:#?}");
    seen
}

async fn version_if_there(shop: &Sandbox, target: &TargetRef) -> Option<String> {
    version(shop, target).await.ok()
}

/// Waits until the operator has looked at a rule, and compares what it did and said with what a glance said before.
pub(crate) async fn is_done_as_said(shop: &Sandbox, name: &str, said: &Glance) -> ScalingRuleStatus {
    let status = settled(shop, name).await;
    let ready = if said.ready { "True" } else { "False" };
    assert_eq!(condition(&status, "Ready"), (ready, said.reason.as_str()), "{name}: {status:#?}");
    if let Step::Write(write) = &said.step {
        let done = status.last_scale.as_ref().unwrap_or_else(|| panic!("{name}: nothing done: {status:#?}"));
        assert_eq!((done.from, done.to, done.reason), (write.scale.replicas, write.to, write.reason));
        let would = format!("from {} to {} because {}", done.from, done.to, done.because);
        assert!(said.sentence.contains(&would), "{name}: {would:?} is not in {:?}", said.sentence);
        assert_eq!(status.current_replicas, Some(write.to), "{name}");
    } else {
        assert_eq!(sentence(&status, "Ready"), said.sentence, "{name}");
        // The target of a rule with errors is not looked at: nothing depends on it.
        let current = status.current_replicas.filter(|_| said.reason != Reason::Invalid);
        assert_eq!(current, said.current, "{name}");
    }
    let standing = said.standing.as_ref();
    assert_eq!(status.desired_replicas, standing.and_then(|standing| standing.desired), "{name}");
    let next = standing.and_then(|standing| standing.next.as_ref()).map(|next| next.replicas);
    assert_eq!(status.next_transition.as_ref().map(|next| next.replicas), next, "{name}");
    status
}
