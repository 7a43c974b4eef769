//! Whole candidates against a lease server in memory, on paused time.
//!
//! The server does with a lease what the real one does: it refuses to create what exists and to patch what has another
//! resourceVersion. (That the real one does so, and the whole process with it, is shown in `tests/tests/leadership.rs`.)

use std::time::Instant;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::clock;

mod server;
mod storm;

use server::{Link, Server};

const SECOND: Duration = Duration::from_secs(1);

/// A candidate in its own task, as the operator runs it.
struct Running {
    fence: Fence,
    stop: CancellationToken,
    task: JoinHandle<Ended>,
    link: Link,
}

impl Running {
    fn start(server: &Server, me: &str, link: Link) -> Self {
        let (client, approved) = link.client(server);
        let (fence, stop) = (Fence::closed(), CancellationToken::new());
        let timing = Timing::new(&Settings::default());
        let candidate = assemble(client, approved, "default", "easyscale", me, timing, fence.clone());
        let task = tokio::spawn(candidate.stand(stop.clone()));
        Self { fence, stop, task, link }
    }

    fn near(server: &Server, me: &str) -> Self {
        Self::start(server, me, Link::default())
    }

    async fn why_lost(self) -> String {
        match self.task.await.unwrap() {
            Ended::Lost(why) => why,
            Ended::Stopped(_) => panic!("it was stopped"),
        }
    }

    async fn release(self) {
        self.fence.seal();
        self.stop.cancel();
        let Ended::Stopped(candidate) = self.task.await.unwrap() else { panic!("it had lost the lease") };
        candidate.release().await.unwrap();
    }
}

/// How long it takes until that fence is open.
async fn leads(running: &Running) -> Duration {
    let began = clock::monotonic();
    running.fence.subscribe().wait_for(|leading| *leading).await.unwrap();
    clock::monotonic() - began
}

/// A lease that somebody holds who does not renew it.
fn held_by(holder: &str) -> Value {
    json!({
        "holderIdentity": holder, "leaseDurationSeconds": 15, "leaseTransitions": 7,
        "acquireTime": "2026-05-08T12:00:00.000000Z", "renewTime": "2026-05-08T12:00:00.000000Z",
    })
}

#[tokio::test(start_paused = true)]
async fn the_first_candidate_makes_the_lease_and_leads() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    assert!(leads(&first).await < SECOND);
    assert_eq!(server.spec()["holderIdentity"], "first");
    assert_eq!(server.spec()["leaseDurationSeconds"], 15);
}

#[tokio::test(start_paused = true)]
async fn a_leader_stays_leader_and_its_follower_waits() {
    let server = Server::default();
    let (first, second) = (Running::near(&server, "first"), Running::near(&server, "second"));
    leads(&first).await;
    for _ in 0..600 {
        tokio::time::sleep(SECOND).await;
        assert!(first.fence.is_leader() && !second.fence.is_leader());
    }
    assert_eq!(server.unbound_patches(), 0);
}

#[tokio::test(start_paused = true)]
async fn of_two_candidates_for_one_expired_lease_exactly_one_leads() {
    let server = Server::with(&held_by("dead"));
    // Both read it at the same moment, both find it expired at the same moment.
    let (first, second) = (Running::near(&server, "first"), Running::near(&server, "second"));
    tokio::time::sleep(14 * SECOND).await;
    assert!(!first.fence.is_leader() && !second.fence.is_leader(), "it is still respected");
    tokio::time::sleep(4 * SECOND).await;
    assert!(first.fence.is_leader() ^ second.fence.is_leader());
    assert_eq!(server.spec()["leaseTransitions"], 8);
    assert_eq!(server.unbound_patches(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_released_lease_is_taken_at_the_next_look() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    leads(&first).await;
    let second = Running::near(&server, "second");
    tokio::time::sleep(5 * SECOND).await;
    first.release().await;
    assert_eq!(server.spec()["holderIdentity"], "");
    assert!(leads(&second).await <= 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_is_cut_off_stops_before_the_next_one_begins() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    leads(&first).await;
    let second = Running::near(&server, "second");
    tokio::time::sleep(5 * SECOND).await;

    let cut = clock::monotonic();
    first.link.set(Duration::ZERO, 100);
    let fence = first.fence.clone();
    let end = tokio::spawn(async move { (first.why_lost().await, clock::monotonic()) });
    leads(&second).await;
    let taken = clock::monotonic();
    let (why, stopped): (String, Instant) = end.await.unwrap();

    assert_eq!(why, "the lease was not renewed within 10s");
    assert!(!fence.is_leader());
    assert!(stopped - cut <= 10 * SECOND, "{:?}", stopped - cut);
    assert!(taken - cut <= 17 * SECOND, "{:?}", taken - cut);
    assert!(stopped < taken);
}

#[tokio::test(start_paused = true)]
async fn a_leader_whose_lease_was_taken_stops_at_the_next_look() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    leads(&first).await;
    server.edit(&held_by("usurper"));
    let began = clock::monotonic();
    let fence = first.fence.clone();
    assert_eq!(first.why_lost().await, "usurper has taken the lease");
    assert!(clock::monotonic() - began <= 2 * SECOND);
    assert!(!fence.is_leader());
}

#[tokio::test(start_paused = true)]
async fn a_lease_with_missing_fields_is_repaired_and_taken() {
    let cleared = json!({"leaseDurationSeconds": 15});
    for spec in [json!({}), cleared, json!({"holderIdentity": "", "leaseTransitions": 3}), Value::Null] {
        let server = Server::with(&spec);
        let first = Running::near(&server, "first");
        assert!(leads(&first).await < SECOND, "{spec}");
        let whole = server.spec();
        for field in
            ["holderIdentity", "leaseDurationSeconds", "renewTime", "acquireTime", "leaseTransitions"]
        {
            assert!(!whole[field].is_null(), "{field} is missing in {whole}");
        }
        tokio::time::sleep(60 * SECOND).await;
        assert!(first.fence.is_leader(), "and renewed ever after");
    }
}

#[tokio::test(start_paused = true)]
async fn a_holder_that_left_half_a_lease_is_respected_as_long_as_any_other() {
    let server = Server::with(&json!({"holderIdentity": "silent"}));
    let first = Running::near(&server, "first");
    let took = leads(&first).await;
    assert!((15 * SECOND..16 * SECOND).contains(&took), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_write_of_somebody_else_in_between_costs_an_attempt_and_not_the_leadership() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    leads(&first).await;
    server.disturb(3);
    for _ in 0..300 {
        tokio::time::sleep(SECOND / 10).await;
        assert!(first.fence.is_leader());
    }
}

#[tokio::test(start_paused = true)]
async fn a_release_wins_against_a_write_in_between() {
    let server = Server::default();
    let first = Running::near(&server, "first");
    leads(&first).await;
    server.disturb(2);
    first.release().await;
    assert_eq!(server.spec()["holderIdentity"], "");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_ours_is_not_released() {
    let server = Server::default();
    let (first, second) = (Running::near(&server, "first"), Running::near(&server, "second"));
    leads(&first).await;
    tokio::time::sleep(5 * SECOND).await;
    second.release().await;
    assert_eq!(server.spec()["holderIdentity"], "first");
}
