//! Counts the lists that are waited for: until each is complete, or until it is at least known of each that it is complete or
//! may not be had.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::watch;

/// Counts the watches that have not listed everything yet. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    incomplete: Arc<Count>,
    unknown: Arc<Count>,
}

/// How many are still waited for.
#[derive(Debug)]
struct Count {
    left: AtomicUsize,
    done: watch::Sender<bool>,
}

impl Count {
    fn new() -> Arc<Self> {
        Arc::new(Self { left: AtomicUsize::new(0), done: watch::Sender::new(false) })
    }

    fn down(&self) {
        if self.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.done.send_replace(true);
        }
    }

    async fn done(&self) {
        // The sender lives in self, so this cannot fail.
        let _ = self.done.subscribe().wait_for(|done| *done).await;
    }
}

impl Lists {
    pub(crate) fn new() -> Self {
        Self { incomplete: Count::new(), unknown: Count::new() }
    }

    /// One more list to wait for. To be called before any of them can be complete.
    pub(crate) fn expect(&self) -> Expected {
        for count in [&self.incomplete, &self.unknown] {
            count.left.fetch_add(1, Ordering::AcqRel);
        }
        Expected { lists: self.clone(), arrived: false, known: false }
    }

    /// Waits until every expected list is complete.
    pub(crate) async fn complete(&self) {
        self.incomplete.done().await;
    }

    /// Waits until every expected list is complete, or is known to be one that may not be had.
    pub(crate) async fn settled(&self) {
        self.unknown.done().await;
    }
}

/// One list that is waited for.
#[derive(Debug)]
pub(crate) struct Expected {
    lists: Lists,
    arrived: bool,
    known: bool,
}

impl Expected {
    /// It is complete.
    pub(crate) fn arrived(&mut self) {
        self.forbidden();
        if !std::mem::replace(&mut self.arrived, true) {
            self.lists.incomplete.down();
        }
    }

    /// It may not be had, as far as is known now.
    pub(crate) fn forbidden(&mut self) {
        if !std::mem::replace(&mut self.known, true) {
            self.lists.unknown.down();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[test]
    fn what_may_not_be_had_is_not_waited_for_and_still_is_not_complete() {
        let lists = Lists::new();
        let (mut one, mut other) = (lists.expect(), lists.expect());
        one.forbidden();
        assert!(lists.settled().now_or_never().is_none());
        other.arrived();
        assert!(lists.settled().now_or_never().is_some());
        assert!(lists.complete().now_or_never().is_none());
        one.forbidden();
        one.arrived();
        one.arrived();
        assert!(lists.complete().now_or_never().is_some());
    }
}
