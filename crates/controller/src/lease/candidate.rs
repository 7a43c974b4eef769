//! The loop of one candidate: look, judge, act, wait. It moves the fence and ends when leadership is lost.

use std::time::{Duration, Instant};

use k8s_openapi::api::coordination::v1::Lease;
use kube::Api;
use kube::api::{Patch, PatchParams};
use kube_leader_election::{LeaseLock, LeaseLockResult};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::bound::Approved;
use super::turn::{Observer, Turn};
use super::{LeaseError, Timing};
use crate::clock;
use crate::fence::Fence;
use crate::rights::warn_of;

/// How often a release that lost to another write is tried.
const RELEASE_TRIES: usize = 3;

/// One process that wants the lease, or has it.
pub(crate) struct Candidate {
    pub(super) me: String,
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) api: Api<Lease>,
    pub(super) lock: LeaseLock,
    pub(super) approved: Approved,
    pub(super) observer: Observer,
    pub(super) timing: Timing,
    pub(super) fence: Fence,
    pub(super) leading_until: Option<Instant>,
    /// What was logged last about not having the lease: the same thing every two seconds helps nobody.
    pub(super) told: String,
}

/// Why the loop ended.
pub(crate) enum Ended {
    /// It led and does not any more; the fence is sealed. The sentence says why.
    Lost(String),
    /// It was told to stop. The candidate may still hold the lease: release it once the work has ended.
    Stopped(Box<Candidate>),
}

/// What came of one attempt.
enum Attempt {
    /// The lease is ours.
    Held,
    /// Somebody else holds it.
    Others { holder: String, until: Instant },
    /// Somebody else wrote it at the same time; the next look tells who.
    Outrun,
}

impl Candidate {
    /// Tries to get the lease and to keep it, until that is lost or `stop` says so.
    pub(crate) async fn stand(mut self, stop: CancellationToken) -> Ended {
        while !stop.is_cancelled() {
            let before = clock::monotonic();
            let attempt = self.attempt_in_time(before).await;
            match self.settle(attempt, before, clock::monotonic()) {
                Ok(pause) => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(pause) => {}
                    }
                }
                Err(why) => {
                    self.fence.seal();
                    return Ended::Lost(why);
                }
            }
        }
        Ended::Stopped(Box::new(self))
    }

    /// Gives the lease back if it is ours, so that another one can take it at once.
    pub(crate) async fn release(&self) -> Result<(), LeaseError> {
        let mut tries = 1;
        loop {
            match self.release_once().await {
                Err(error) if error.is_conflict() && tries < RELEASE_TRIES => tries += 1,
                result => return result,
            }
        }
    }

    async fn release_once(&self) -> Result<(), LeaseError> {
        let Some(lease) = self.api.get_opt(&self.name).await? else { return Ok(()) };
        if holder(&lease) != Some(self.me.as_str()) {
            return Ok(());
        }
        self.approved.set(lease.metadata.resource_version);
        self.lock.step_down().await?;
        tracing::info!(lease = self.name, "released the lease");
        Ok(())
    }

    /// One attempt; a leader's ends at its deadline at the latest.
    async fn attempt_in_time(&mut self, before: Instant) -> Result<Attempt, LeaseError> {
        let left = self.leading_until.map_or(Duration::MAX, |until| until.saturating_duration_since(before));
        if left.is_zero() {
            // The process was frozen for too long: there is nothing to ask any more.
            return Ok(Attempt::Outrun);
        }
        let within = self.timing.attempt().min(left);
        tokio::time::timeout(within, self.attempt()).await.unwrap_or(Err(LeaseError::TimedOut(within)))
    }

    async fn attempt(&mut self) -> Result<Attempt, LeaseError> {
        match self.look_and_act().await {
            Err(error) if error.is_conflict() => Ok(Attempt::Outrun),
            result => result,
        }
    }

    async fn look_and_act(&mut self) -> Result<Attempt, LeaseError> {
        let lease = self.api.get_opt(&self.name).await?;
        // The instant of the answer, not of the question: the holder wrote before it, so it stops before we begin.
        let version = match self.observer.judge(lease.as_ref(), clock::monotonic()) {
            Turn::Wait { holder, until } => return Ok(Attempt::Others { holder, until }),
            Turn::Create => None,
            Turn::Renew => lease.and_then(|lease| lease.metadata.resource_version),
            Turn::Take => self.clear(lease.unwrap_or_default()).await?.metadata.resource_version,
        };
        self.approved.set(version);
        match self.lock.try_acquire_or_renew().await? {
            LeaseLockResult::Acquired(lease) if holder(&lease) == Some(self.me.as_str()) => Ok(Attempt::Held),
            LeaseLockResult::Acquired(_) | LeaseLockResult::NotAcquired(_) => Ok(Attempt::Outrun),
        }
    }

    /// Writes a lease that is to be taken in the form that `LeaseLock` takes: whole (it fails for ever on one with missing
    /// fields) and expired on every wall clock (it believes the times in the lease, we do not).
    async fn clear(&self, lease: Lease) -> Result<Lease, LeaseError> {
        let transitions = lease.spec.and_then(|spec| spec.lease_transitions).unwrap_or(0);
        let patch = json!({ "spec": {
            "holderIdentity": "",
            "renewTime": "1970-01-01T00:00:00.000000Z",
            "leaseDurationSeconds": 1,
            "leaseTransitions": transitions.clamp(0, i32::MAX - 1),
        }});
        self.approved.set(lease.metadata.resource_version);
        let params = PatchParams { field_manager: Some(self.me.clone()), ..PatchParams::default() };
        Ok(self.api.patch(&self.name, &params, &Patch::Merge(&patch)).await?)
    }

    /// Draws the conclusions of an attempt that began at `before` and ended at `now`: the pause before the next one, or why
    /// leadership is lost.
    fn settle(
        &mut self,
        attempt: Result<Attempt, LeaseError>,
        before: Instant,
        now: Instant,
    ) -> Result<Duration, String> {
        let mut pause = self.timing.retry_period;
        match attempt {
            Ok(Attempt::Held) => self.lead_until(before + self.timing.renew_deadline),
            Ok(Attempt::Others { holder, .. }) if self.leading_until.is_some() => {
                return Err(format!("{holder} has taken the lease"));
            }
            Ok(Attempt::Others { holder, until }) => {
                if self.is_news(&holder) {
                    tracing::info!(lease = self.name, holder, "waiting: another process holds the lease");
                }
                pause = pause.min(until.saturating_duration_since(now));
            }
            Ok(Attempt::Outrun) => {}
            Err(error) => self.tell(&error),
        }
        match self.leading_until {
            Some(until) if now >= until => {
                Err(format!("the lease was not renewed within {:?}", self.timing.renew_deadline))
            }
            Some(until) => Ok(pause.min(until - now)),
            None => Ok(pause),
        }
    }

    fn lead_until(&mut self, until: Instant) {
        self.fence.open_until(until);
        if self.leading_until.replace(until).is_none() {
            tracing::info!(
                lease = self.name,
                identity = self.me,
                "leading: this process holds the lease and acts"
            );
        }
        self.told.clear();
    }

    fn tell(&mut self, error: &LeaseError) {
        let missing = error.missing_right(&self.namespace);
        let error = error.to_string();
        if self.is_news(&error) {
            tracing::warn!(lease = self.name, error, "the lease cannot be had or kept; trying on");
            if let Some(missing) = &missing {
                warn_of(missing);
            }
        }
    }

    fn is_news(&mut self, what: &str) -> bool {
        let news = self.told != what;
        what.clone_into(&mut self.told);
        news
    }
}

fn holder(lease: &Lease) -> Option<&str> {
    lease.spec.as_ref()?.holder_identity.as_deref()
}

#[cfg(test)]
mod tests {
    use http::{Request, Response};
    use kube::Client;
    use kube::client::Body;

    use super::*;
    use crate::settings::Settings;

    const SECOND: Duration = Duration::from_secs(1);

    /// A candidate whose conclusions are looked at, not its requests.
    fn candidate(fence: &Fence) -> Candidate {
        let wire = tower::service_fn(|_: Request<Body>| {
            std::future::pending::<Result<Response<Body>, tower::BoxError>>()
        });
        let timing = Timing::new(&Settings::default());
        super::super::assemble(
            Client::new(wire, "default"),
            Approved::default(),
            "default",
            "easyscale",
            "me",
            timing,
            fence.clone(),
        )
    }

    fn no_answer() -> Result<Attempt, LeaseError> {
        Err(LeaseError::TimedOut(4 * SECOND))
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_counts_from_before_the_question_was_sent() {
        let fence = Fence::closed();
        let mut candidate = candidate(&fence);
        let asked = clock::monotonic();
        tokio::time::advance(3 * SECOND).await;
        assert_eq!(candidate.settle(Ok(Attempt::Held), asked, clock::monotonic()), Ok(2 * SECOND));
        tokio::time::advance(Duration::from_millis(6_999)).await;
        assert!(fence.is_leader());
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(!fence.is_leader());
    }

    #[tokio::test(start_paused = true)]
    async fn an_error_is_no_loss_until_the_deadline() {
        let mut candidate = candidate(&Fence::closed());
        let start = clock::monotonic();
        assert_eq!(
            candidate.settle(no_answer(), start, start),
            Ok(2 * SECOND),
            "a follower has nothing to lose"
        );
        assert_eq!(candidate.settle(Ok(Attempt::Held), start, start), Ok(2 * SECOND));
        assert_eq!(candidate.settle(no_answer(), start, start + 6 * SECOND), Ok(2 * SECOND));
        assert_eq!(candidate.settle(no_answer(), start, start + 9 * SECOND), Ok(SECOND), "not later than it");
        let lost = "the lease was not renewed within 10s".to_owned();
        assert_eq!(candidate.settle(no_answer(), start, start + 10 * SECOND), Err(lost.clone()));
        assert_eq!(candidate.settle(Ok(Attempt::Outrun), start, start + 10 * SECOND), Err(lost));
    }

    #[tokio::test(start_paused = true)]
    async fn a_follower_looks_again_at_the_moment_the_lease_expires() {
        let mut candidate = candidate(&Fence::closed());
        let now = clock::monotonic();
        let others = |until| Ok(Attempt::Others { holder: "other".to_owned(), until });
        assert_eq!(candidate.settle(others(now + 15 * SECOND), now, now), Ok(2 * SECOND));
        assert_eq!(candidate.settle(others(now + SECOND), now, now), Ok(SECOND));
    }
}
