//! The queue in front of the API server: how many requests wait for their turn, how long they waited, how many are under
//! way. That is where work piles up: rules are looked at all at once, requests are sent a few at a time.

use std::time::Instant;

use prometheus::{Histogram, IntGauge, Registry};

use super::{histogram, register};
use crate::clock;

/// From "at once" to what a boundary of thousands of rules takes on a slow API server.
const WAIT_BUCKETS: [f64; 9] = [0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0];

/// See the module. Cheap to clone. The default counts nothing: for a command that ends before anybody could ask.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    gauges: Option<Gauges>,
}

#[derive(Clone, Debug)]
struct Gauges {
    waiting: IntGauge,
    under_way: IntGauge,
    waited: Histogram,
}

/// One more, as long as it lives.
#[derive(Debug)]
pub(crate) struct OneMore(Option<IntGauge>);

impl Queue {
    pub(super) fn new(registry: &Registry) -> Result<Self, prometheus::Error> {
        let gauge = |name: &str, help: &str| register(registry, IntGauge::new(name, help)?);
        let gauges = Gauges {
            waiting: gauge("easyscale_requests_waiting", "Requests that wait for their turn.")?,
            under_way: gauge(
                "easyscale_requests_in_progress",
                "Requests that were sent and are not answered.",
            )?,
            waited: histogram(
                registry,
                "easyscale_request_wait_seconds",
                "Time that a request waited for its turn.",
                &WAIT_BUCKETS,
            )?,
        };
        Ok(Self { gauges: Some(gauges) })
    }

    /// Waits for a turn, counted; also when the waiting is broken off.
    pub(crate) async fn wait<T>(&self, turn: impl Future<Output = T>) -> T {
        let began: Instant = clock::monotonic();
        let waiting = OneMore::of(self.gauges.as_ref().map(|gauges| &gauges.waiting));
        let turn = turn.await;
        drop(waiting);
        if let Some(gauges) = &self.gauges {
            gauges.waited.observe(began.elapsed().as_secs_f64());
        }
        turn
    }

    /// A request is under way as long as the answer lives.
    pub(crate) fn under_way(&self) -> OneMore {
        OneMore::of(self.gauges.as_ref().map(|gauges| &gauges.under_way))
    }
}

impl OneMore {
    pub(super) fn of(gauge: Option<&IntGauge>) -> Self {
        if let Some(gauge) = gauge {
            gauge.inc();
        }
        Self(gauge.cloned())
    }
}

impl Drop for OneMore {
    fn drop(&mut self) {
        if let Some(gauge) = &self.0 {
            gauge.dec();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn whoever_waits_is_counted_and_whoever_gives_up_is_not_any_more() {
        let queue = Queue::new(&Registry::new()).unwrap();
        let gauges = queue.gauges.clone().unwrap();
        let mut waiting = Box::pin(queue.wait(std::future::pending::<()>()));
        assert!(waiting.as_mut().now_or_never().is_none());
        assert_eq!((gauges.waiting.get(), gauges.waited.get_sample_count()), (1, 0));
        drop(waiting);
        assert_eq!((gauges.waiting.get(), gauges.waited.get_sample_count()), (0, 0));

        queue.wait(std::future::ready(())).await;
        assert_eq!((gauges.waiting.get(), gauges.waited.get_sample_count()), (0, 1));
        let sent = [queue.under_way(), queue.under_way()];
        assert_eq!(gauges.under_way.get(), 2);
        drop(sent);
        assert_eq!(gauges.under_way.get(), 0);
    }
}
