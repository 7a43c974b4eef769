//! Who acts: at most one process, by a lease in Kubernetes.
//!
//! kube-leader-election's `LeaseLock` creates, takes, renews and releases the lease. What it leaves open stands around it:
//! the loop and its deadlines ([`candidate`]), whose turn it is ([`turn`]), patches that lose to a newer write ([`bound`]).
//! The result is a [`Fence`](crate::fence::Fence); nothing here knows what that guards.
//!
//! Why two never act at once: a holder stops one renew deadline after it *asked* for the last renewal that succeeded;
//! another one takes the lease only after it has *seen* it unchanged for the lease's duration, which is longer. Both times
//! are measured on each one's own monotonic clock, so a wrong wall clock does no harm.

use std::time::Duration;

use k8s_openapi::api::coordination::v1::Lease;
use kube::{Api, Client};
use kube_leader_election::{LeaseLock, LeaseLockParams};

use crate::call::is_missing_right;
use crate::client::Way;
use crate::fence::Fence;
use crate::metrics::ApiRequests;
use crate::plan::{Extent, Looker, Missing};
use crate::settings::Settings;

mod bound;
mod candidate;
mod identity;
mod turn;

pub(crate) use candidate::{Candidate, Ended};
pub(crate) use identity::identity;

use bound::Approved;
use turn::Observer;

/// What went wrong with the lease.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LeaseError {
    /// A request of ours failed.
    #[error("the lease cannot be read or written: {0}")]
    Request(#[from] kube::Error),
    /// A request of the lock failed.
    #[error(transparent)]
    Lock(#[from] kube_leader_election::Error),
    /// No answer.
    #[error("the API server did not answer about the lease within {0:?}")]
    TimedOut(Duration),
}

/// The three times of the lease, from the settings.
#[derive(Clone, Copy, Debug)]
struct Timing {
    duration: Duration,
    renew_deadline: Duration,
    retry_period: Duration,
}

/// A candidate for the lease that the settings name. Nothing is asked yet.
pub(crate) fn candidate(
    way: Way,
    settings: &Settings,
    me: &str,
    fence: Fence,
    requests: &ApiRequests,
) -> Result<Candidate, kube::Error> {
    let timing = Timing::new(settings);
    let namespace = settings.lease_namespace.clone().or_else(|| std::env::var("POD_NAMESPACE").ok());
    let namespace = namespace.unwrap_or_else(|| way.config.default_namespace.clone());
    let (client, approved) = bound::client(way, timing.attempt(), requests)?;
    Ok(assemble(client, approved, &namespace, &settings.lease_name, me, timing, fence))
}

fn assemble(
    client: Client,
    approved: Approved,
    namespace: &str,
    name: &str,
    me: &str,
    timing: Timing,
    fence: Fence,
) -> Candidate {
    let params =
        LeaseLockParams { lease_name: name.to_owned(), holder_id: me.to_owned(), lease_ttl: timing.duration };
    Candidate {
        me: me.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        api: Api::<Lease>::namespaced(client.clone(), namespace),
        lock: LeaseLock::new(client, namespace, params),
        approved,
        observer: Observer::new(me, timing.duration),
        timing,
        fence,
        leading_until: None,
        told: String::new(),
    }
}

impl Timing {
    fn new(settings: &Settings) -> Self {
        Self {
            duration: settings.lease_duration,
            renew_deadline: settings.renew_deadline,
            retry_period: settings.retry_period,
        }
    }

    /// Deadline of one attempt: a second one fits in before the renew deadline.
    fn attempt(&self) -> Duration {
        (self.renew_deadline.saturating_sub(self.retry_period) / 2).max(Duration::from_millis(500))
    }
}

impl LeaseError {
    /// Somebody else wrote the lease in between: not our turn, and no error.
    fn is_conflict(&self) -> bool {
        self.status().is_some_and(|status| status.code == 409)
    }

    /// The right that was refused, if that is what went wrong. Which one it was only the server's sentence says.
    fn missing_right(&self, namespace: &str) -> Option<Missing> {
        let status = self.status().filter(|status| is_missing_right(status))?;
        let verb = ["get", "create", "patch"]
            .into_iter()
            .find(|verb| status.message.contains(&format!(" cannot {verb} resource ")))?;
        Some(Missing {
            looker: Looker::Operator,
            verb,
            resource: "leases.coordination.k8s.io".to_owned(),
            extent: Extent::Namespace(namespace.to_owned()),
        })
    }

    /// What the API server said.
    fn status(&self) -> Option<&kube::core::Status> {
        use kube_leader_election::Error as Lock;
        match self {
            Self::Request(kube::Error::Api(status))
            | Self::Lock(
                Lock::CreateLease(kube::Error::Api(status))
                | Lock::AcquireLease(kube::Error::Api(status))
                | Lock::RenewLease(kube::Error::Api(status))
                | Lock::ReleaseLease(kube::Error::Api(status))
                | Lock::ApiError { response: status },
            ) => Some(status),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
