//! The fence in front of every scale write: may this process still write?
//!
//! It holds one instant of the monotonic clock up to which this process is certainly the only leader. The lease loop
//! moves it; whoever writes asks [`Fence::check`] immediately before. It does no I/O and knows nothing of leases.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

use crate::clock;

/// May this process write? Cheap to clone; all clones are one fence.
#[derive(Clone, Debug)]
pub struct Fence {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    leading_until: Mutex<Until>,
    leading: watch::Sender<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    NotLeading,
    Instant(Instant),
    Forever,
    /// This process is about to end: nothing opens the fence again.
    Sealed,
}

/// This process is not the leader (any more), so it must not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing was written: this process does not hold the lease (any more)")]
pub struct NotLeader;

impl Fence {
    /// Always open: one process without a lease (`--leader-elect=false`).
    pub fn always() -> Self {
        Self::with(Until::Forever, true)
    }

    /// Closed until the lease is acquired.
    pub(crate) fn closed() -> Self {
        Self::with(Until::NotLeading, false)
    }

    fn with(until: Until, leading: bool) -> Self {
        let inner = Inner { leading_until: Mutex::new(until), leading: watch::Sender::new(leading) };
        Self { inner: Arc::new(inner) }
    }

    /// `Ok` only while this process is certainly the leader. To be asked immediately before every scale write.
    pub fn check(&self) -> Result<(), NotLeader> {
        let open = match self.until() {
            Until::NotLeading | Until::Sealed => false,
            Until::Instant(until) => clock::monotonic() < until,
            Until::Forever => true,
        };
        if open { Ok(()) } else { Err(NotLeader) }
    }

    /// Whether [`Fence::check`] would pass now.
    pub fn is_leader(&self) -> bool {
        self.check().is_ok()
    }

    /// Tells of every change between leading (`true`) and not leading. A change to "not leading" by the mere passing of
    /// the deadline is told when the lease loop notices it, a moment later: [`Fence::check`] decides, not this.
    pub fn subscribe(&self) -> watch::Receiver<bool> {
        self.inner.leading.subscribe()
    }

    /// Opens the fence up to `until`, or moves its end. Does nothing once it is sealed.
    pub(crate) fn open_until(&self, until: Instant) {
        let opened = {
            let mut now = self.lock();
            let sealed = *now == Until::Sealed;
            if !sealed {
                *now = Until::Instant(until);
            }
            !sealed
        };
        if opened {
            self.inner.leading.send_if_modified(|leading| !std::mem::replace(leading, true));
        }
    }

    /// Closes the fence for good: from here on no check passes, whatever the lease loop still hears. Sealed and not just
    /// closed, because an answer to a renewal may be under way.
    pub(crate) fn seal(&self) {
        *self.lock() = Until::Sealed;
        self.inner.leading.send_if_modified(|leading| std::mem::replace(leading, false));
    }

    fn until(&self) -> Until {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Until> {
        self.inner.leading_until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn passes_up_to_the_deadline_and_not_at_it() {
        let fence = Fence::closed();
        assert_eq!(fence.check(), Err(NotLeader));
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        tokio::time::advance(Duration::from_millis(9_999)).await;
        assert_eq!(fence.check(), Ok(()));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(fence.check(), Err(NotLeader));
    }

    #[tokio::test(start_paused = true)]
    async fn a_renewal_moves_the_deadline_for_every_clone() {
        let fence = Fence::closed();
        let seen_by_a_writer = fence.clone();
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        tokio::time::advance(Duration::from_secs(8)).await;
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        tokio::time::advance(Duration::from_secs(8)).await;
        assert!(seen_by_a_writer.is_leader());
    }

    #[tokio::test(start_paused = true)]
    async fn a_sealed_fence_stops_before_its_deadline_and_is_never_opened_again() {
        let fence = Fence::closed();
        let leading = fence.subscribe();
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        fence.seal();
        assert_eq!(fence.check(), Err(NotLeader));
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        assert_eq!(fence.check(), Err(NotLeader), "an answer that arrives late must not open it");
        assert!(!*leading.borrow());
    }

    #[tokio::test(start_paused = true)]
    async fn subscribers_hear_of_changes_only() {
        let fence = Fence::closed();
        let mut leading = fence.subscribe();
        fence.open_until(clock::monotonic() + Duration::from_secs(10));
        assert!(leading.has_changed().unwrap());
        assert!(*leading.borrow_and_update());
        fence.open_until(clock::monotonic() + Duration::from_secs(12));
        assert!(!leading.has_changed().unwrap(), "a renewal is no change");
        fence.seal();
        assert!(!*leading.borrow_and_update());
        fence.seal();
        assert!(!leading.has_changed().unwrap(), "sealing twice is one change");
    }

    #[test]
    fn without_a_lease_it_is_open_until_the_process_ends() {
        let fence = Fence::always();
        assert!(fence.is_leader());
        assert!(*fence.subscribe().borrow());
        fence.seal();
        assert!(!fence.is_leader());
    }
}
