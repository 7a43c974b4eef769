//! Is this process alive, and is it ready? Two answers that the work itself keeps up to date.
//!
//! Alive: the task that does the work was polled lately. Ready: its caches are complete, so that it could act at once if
//! it leads (a follower is ready too). Nothing is asked of the API server: an outage there must not restart us.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock;

/// How often the work shows that it is alive.
const BEAT_EVERY: Duration = Duration::from_secs(5);
/// Without a beat for this long the process counts as stuck. Long enough for a node under memory pressure.
const STUCK_AFTER: Duration = Duration::from_mins(1);

/// Shared between the work, which tells, and the server of `/livez` and `/readyz`, which asks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Health {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    last_beat: Mutex<Instant>,
    synced: AtomicBool,
}

impl Default for Health {
    fn default() -> Self {
        Self::new()
    }
}

impl Health {
    /// Alive, not yet ready.
    pub fn new() -> Self {
        let inner = Inner { last_beat: Mutex::new(clock::monotonic()), synced: AtomicBool::new(false) };
        Self { inner: Arc::new(inner) }
    }

    /// Runs the work and beats from within the same task: if the work blocks its thread, the beats end.
    pub async fn beat_while<F: Future>(&self, work: F) -> F::Output {
        let mut work = std::pin::pin!(work);
        loop {
            self.beat();
            tokio::select! {
                output = &mut work => return output,
                () = tokio::time::sleep(BEAT_EVERY) => {}
            }
        }
    }

    /// The work is alive at this moment.
    pub fn beat(&self) {
        *self.inner.last_beat.lock().unwrap_or_else(PoisonError::into_inner) = clock::monotonic();
    }

    /// The caches are complete (or not any more).
    pub fn set_synced(&self, synced: bool) {
        self.inner.synced.store(synced, Ordering::Release);
    }

    /// Whether the caches are complete.
    pub fn is_synced(&self) -> bool {
        self.inner.synced.load(Ordering::Acquire)
    }

    /// Time since the work last showed that it is alive, if that is too long.
    pub fn stuck_for(&self) -> Option<Duration> {
        let last = *self.inner.last_beat.lock().unwrap_or_else(PoisonError::into_inner);
        let silent = clock::monotonic().saturating_duration_since(last);
        (silent > STUCK_AFTER).then_some(silent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn silence_for_longer_than_the_bound_is_being_stuck() {
        let health = Health::new();
        tokio::time::advance(STUCK_AFTER).await;
        assert_eq!(health.stuck_for(), None);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(health.stuck_for(), Some(STUCK_AFTER + Duration::from_secs(1)));
        health.beat();
        assert_eq!(health.stuck_for(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn idle_work_keeps_beating_and_hands_its_result_over() {
        let health = Health::new();
        let work = async {
            tokio::time::sleep(STUCK_AFTER * 10).await;
            health.stuck_for()
        };
        assert_eq!(health.beat_while(work).await, None);
    }

    #[test]
    fn readiness_is_what_the_work_said_last() {
        let health = Health::new();
        assert!(!health.is_synced());
        health.clone().set_synced(true);
        assert!(health.is_synced());
        health.set_synced(false);
        assert!(!health.is_synced());
    }
}
