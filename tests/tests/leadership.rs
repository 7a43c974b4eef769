//! Who acts, when several processes could: real processes, a real API server, and what kills either.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use std::time::{Duration, Instant};

use easyscale_tests::clock::monotonic;
use easyscale_tests::{
    ControlPlane, Crd, Operator, OperatorOptions, PlaneOptions, Release, Sandbox, entry, field, rule, until,
};
use k8s_openapi::api::coordination::v1::{Lease, LeaseSpec};
use kube::Api;
use kube::api::{DeleteParams, Patch, PatchParams, PostParams};
use serde_json::{Value, json};

/// The exit code of a process that lost its lease.
const LOST: i32 = 3;
/// The longest time without a leader after one was killed: the lease's 15 s, 2 s between two looks, 2 s to spare.
const TAKE_OVER: Duration = Duration::from_secs(19);
const SOON: Duration = Duration::from_secs(15);
const NAME: &str = "easyscale";

async fn sandbox() -> Sandbox {
    ControlPlane::shared().await.namespace("lead").await.unwrap()
}

/// A pod of a release in the sandbox, for its rules, and so with its lease there.
async fn pod(sandbox: &Sandbox, name: &str) -> OperatorOptions {
    let values = json!({"watchNamespaces": [sandbox.name()]});
    let release = Release::install(sandbox.plane(), sandbox.name(), &values).await.unwrap();
    release.pod(name).await.unwrap()
}

async fn candidate(sandbox: &Sandbox, name: &str) -> Operator {
    Operator::start(sandbox.plane(), pod(sandbox, name).await).await.unwrap()
}

async fn leads(operator: &Operator) -> bool {
    operator.metric("easyscale_leader").await.unwrap() > 0.5
}

/// Waits until it leads; how long that was after `since`.
async fn time_to_lead(operator: &Operator, since: Instant, deadline: Duration) -> Duration {
    until("it to lead", deadline, || operator.metric("easyscale_leader"), |leader| *leader > 0.5).await;
    since.elapsed()
}

/// A leader, and a follower that has seen its lease.
async fn leader_and_follower(sandbox: &Sandbox) -> (Operator, Operator) {
    let leader = candidate(sandbox, "easyscale-0").await;
    time_to_lead(&leader, monotonic(), SOON).await;
    let follower = candidate(sandbox, "easyscale-1").await;
    follower.wait_for_log("the follower to see the leader", SOON, |line| line["holder"].is_string()).await;
    (leader, follower)
}

fn leases(sandbox: &Sandbox) -> Api<Lease> {
    Api::namespaced(sandbox.client(), sandbox.name())
}

async fn create_lease(sandbox: &Sandbox, spec: Value) -> Lease {
    let lease = json!({
        "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": NAME}, "spec": spec,
    });
    let lease = serde_json::from_value(lease).unwrap();
    leases(sandbox).create(&PostParams::default(), &lease).await.unwrap()
}

async fn edit_lease(sandbox: &Sandbox, patch: Value) -> kube::Result<Lease> {
    leases(sandbox).patch(NAME, &PatchParams::default(), &Patch::Merge(patch)).await
}

async fn lease(sandbox: &Sandbox) -> LeaseSpec {
    leases(sandbox).get(NAME).await.unwrap().spec.unwrap_or_default()
}

fn held_by(holder: &str, seconds: i32) -> Value {
    json!({
        "holderIdentity": holder, "leaseDurationSeconds": seconds, "leaseTransitions": 7,
        "acquireTime": "2026-05-08T12:00:00.000000Z", "renewTime": "2026-05-08T12:00:00.000000Z",
    })
}

/// How many Events tell of a scaling of the rule `web`, once there is one.
async fn scaled_events(sandbox: &Sandbox) -> usize {
    let scaled = || async {
        let events = sandbox.events("web").await?;
        Ok(events.iter().filter(|event| event.reason.as_deref() == Some("Scaled")).count())
    };
    until("the Event", SOON, scaled, |count| *count > 0).await
}

#[tokio::test]
async fn of_several_candidates_for_one_expired_lease_exactly_one_leads() {
    let sandbox = sandbox().await;
    // Expired long ago by its times, which are another computer's: it is respected for its 3 s all the same.
    create_lease(&sandbox, held_by("dead", 3)).await;
    let (first, second, third) = {
        let candidate = |name| candidate(&sandbox, name);
        tokio::join!(candidate("easyscale-0"), candidate("easyscale-1"), candidate("easyscale-2"))
    };
    let candidates = [first, second, third];
    until(
        "a new holder",
        SOON,
        || async { Ok(lease(&sandbox).await) },
        |spec| !matches!(spec.holder_identity.as_deref(), Some("dead" | "") | None),
    )
    .await;
    // Two more looks of each: time enough for a second one to believe that it leads.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let mut leading = 0;
    for candidate in &candidates {
        leading += i32::from(leads(candidate).await);
    }
    assert_eq!(leading, 1);
    assert_eq!(lease(&sandbox).await.lease_transitions, Some(8));
}

#[tokio::test]
async fn the_server_refuses_a_patch_of_a_lease_that_has_changed_since() {
    // The ground that the lease's own client stands on: it binds every patch to the version that was judged.
    let sandbox = sandbox().await;
    let read = create_lease(&sandbox, held_by("dead", 1)).await.metadata.resource_version;
    let take = |me: &str| json!({"metadata": {"resourceVersion": read}, "spec": {"holderIdentity": me}});
    edit_lease(&sandbox, take("first")).await.unwrap();
    match edit_lease(&sandbox, take("second")).await {
        Err(kube::Error::Api(status)) => assert_eq!(status.code, 409, "{status:?}"),
        other => panic!("not refused: {other:?}"),
    }
    assert_eq!(lease(&sandbox).await.holder_identity.as_deref(), Some("first"));
}

#[tokio::test]
async fn when_the_leader_is_killed_the_other_one_leads_within_19_s() {
    let sandbox = sandbox().await;
    let (mut leader, follower) = leader_and_follower(&sandbox).await;
    leader.kill().unwrap();
    let took = time_to_lead(&follower, monotonic(), TAKE_OVER).await;
    // Sooner would mean that a leader which is only slow is not waited for.
    assert!(took > Duration::from_secs(10), "{took:?}");
    println!("taken over {took:?} after SIGKILL");
}

#[tokio::test]
async fn a_leader_that_is_asked_to_end_hands_over_within_3_s_and_exits_with_0() {
    let sandbox = sandbox().await;
    let (mut leader, follower) = leader_and_follower(&sandbox).await;
    let asked = monotonic();
    let (ended, took) =
        tokio::join!(leader.terminate(), time_to_lead(&follower, asked, Duration::from_secs(3)));
    let (status, ending) = ended.unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(ending < Duration::from_secs(5), "{ending:?}");
    println!("ended {ending:?} after SIGTERM, taken over after {took:?}");
}

#[tokio::test]
async fn a_follower_that_is_asked_to_end_exits_with_0_and_leaves_the_lease_alone() {
    let sandbox = sandbox().await;
    let (leader, mut follower) = leader_and_follower(&sandbox).await;
    let holder = lease(&sandbox).await.holder_identity;
    let (status, ending) = follower.terminate().await.unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(ending < Duration::from_secs(5), "{ending:?}");
    assert_eq!(lease(&sandbox).await.holder_identity, holder);
    assert!(leads(&leader).await);
}

#[tokio::test]
async fn a_lease_with_missing_fields_is_repaired() {
    for spec in
        [json!({}), json!({"leaseDurationSeconds": 15}), json!({"holderIdentity": "", "leaseTransitions": 4})]
    {
        let sandbox = sandbox().await;
        create_lease(&sandbox, spec.clone()).await;
        let operator = candidate(&sandbox, "easyscale-0").await;
        time_to_lead(&operator, monotonic(), SOON).await;
        let whole = lease(&sandbox).await;
        assert!(whole.holder_identity.is_some_and(|holder| !holder.is_empty()), "{spec}");
        assert_eq!(whole.lease_duration_seconds, Some(15), "{spec}");
        assert!(whole.renew_time.is_some() && whole.acquire_time.is_some(), "{spec}");
        assert!(whole.lease_transitions.is_some(), "{spec}");
    }
}

#[tokio::test]
async fn a_leader_whose_lease_is_taken_exits_with_its_own_code() {
    let sandbox = sandbox().await;
    let mut leader = candidate(&sandbox, "easyscale-0").await;
    time_to_lead(&leader, monotonic(), SOON).await;
    edit_lease(&sandbox, json!({"spec": held_by("usurper", 15)})).await.unwrap();
    assert_eq!(leader.wait().await.unwrap().code(), Some(LOST));
    assert_eq!(
        lease(&sandbox).await.holder_identity.as_deref(),
        Some("usurper"),
        "it must not be given back"
    );
}

#[tokio::test]
async fn a_leader_whose_lease_is_deleted_makes_it_anew_and_goes_on() {
    let sandbox = sandbox().await;
    let leader = candidate(&sandbox, "easyscale-0").await;
    time_to_lead(&leader, monotonic(), SOON).await;
    leases(&sandbox).delete(NAME, &DeleteParams::default()).await.unwrap();
    until("the lease", SOON, || async { Ok(leases(&sandbox).get_opt(NAME).await?) }, Option::is_some).await;
    assert!(leads(&leader).await);
}

#[tokio::test]
async fn a_leader_that_was_frozen_does_not_act_when_it_wakes_after_another_one_took_over() {
    let sandbox = sandbox().await;
    let web = sandbox.create_deployment("web", 1).await.unwrap();
    let (mut leader, follower) = leader_and_follower(&sandbox).await;
    leader.signal("STOP").await.unwrap();
    time_to_lead(&follower, monotonic(), TAKE_OVER).await;
    sandbox.create_rule(rule("web").entry(entry("Always").replicas(4))).await.unwrap();
    sandbox.wait_for_replicas(&web, 4, SOON).await;
    leader.signal("CONT").await.unwrap();
    assert_eq!(leader.wait().await.unwrap().code(), Some(LOST));
    assert_eq!(scaled_events(&sandbox).await, 1);
    assert_eq!(sandbox.status("web").await.unwrap().history.len(), 1);
}

#[tokio::test]
async fn a_leader_killed_right_before_a_boundary_is_replaced_and_the_boundary_is_done_once() {
    let sandbox = sandbox().await;
    let web = sandbox.create_deployment("web", 3).await.unwrap();
    let rush = entry("Rush").from("16:00").to("18:00").replicas(5);
    sandbox.create_rule(rule("web").entry(rush).default(3)).await.unwrap();

    let (plane, follower) = (sandbox.plane(), pod(&sandbox, "easyscale-1").await);
    let leader = pod(&sandbox, "easyscale-0").await.starting_at("2026-05-08T15:59:45Z");
    let mut leader = Operator::start(plane, leader).await.unwrap();
    time_to_lead(&leader, monotonic(), SOON).await;
    let follower = Operator::start(plane, follower.with_clock(leader.clock())).await.unwrap();
    let boundary = "2026-05-08T16:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let left = boundary - leader.now() - chrono::TimeDelta::milliseconds(300);
    tokio::time::sleep(left.to_std().unwrap()).await;
    leader.kill().unwrap();
    let killed = monotonic();

    sandbox.wait_for_replicas(&web, 5, TAKE_OVER).await;
    let late = (follower.now() - boundary).num_milliseconds();
    println!("scaled {:?} after SIGKILL, {late} ms after the boundary", killed.elapsed());
    let status = sandbox
        .wait_for_status("web", "the scaling in its history", SOON, |status| !status.history.is_empty())
        .await;
    assert_eq!(status.history.len(), 1, "{:?}", status.history);
    assert_eq!((status.history[0].from, status.history[0].to), (3, 5));
    assert_eq!(scaled_events(&sandbox).await, 1);
}

#[tokio::test]
async fn a_process_that_has_never_seen_the_rules_has_nothing_to_end_and_ends_at_once() {
    let plane =
        ControlPlane::start(PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() }).await.unwrap();
    let mut operator = Operator::start(&plane, OperatorOptions::new()).await.unwrap();
    let of_rules = |line: &Value| field(line, "watch") == "scalingrules.easyscale.io";
    operator.wait_for_log("the rules not being there", SOON, of_rules).await;

    let (ended, took) = operator.terminate().await.unwrap();
    assert!(ended.success(), "{ended}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    let logs = operator.logs();
    assert!(!logs.iter().any(|line| line.contains("some work had not ended in time")), "{logs:#?}");
}
