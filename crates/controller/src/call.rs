//! Every call to the API server that is not a watch goes through here: so many at a time, first come first served, each
//! with a deadline; and its failures in the words of this crate.
//!
//! First come first served is what makes a boundary fast: all rules that are due ask for their scale write at once, and
//! whoever has written asks for the report at the end of the queue. So no status delays a write.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::metrics::{OneMore, Queue};

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    places: Arc<Semaphore>,
    timeout: Duration,
    queue: Queue,
}

/// A turn, until it is dropped.
pub(crate) struct Turn<'a> {
    /// Closed only with the last clone, so there always is one.
    _place: Option<SemaphorePermit<'a>>,
    _under_way: OneMore,
}

/// A call that failed, and what it was for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// No answer in time.
    #[error("could not {what}: no answer from the API server within {timeout:?}")]
    Timeout { what: &'static str, timeout: Duration },
    /// The API server said no.
    #[error("could not {what}: the API server answered {} {}: {}", status.code, status.reason, status.message)]
    Refused { what: &'static str, status: Box<kube::core::Status> },
    /// There was no answer, or none that makes sense.
    #[error("could not {what}: {error}")]
    Failed {
        what: &'static str,
        #[source]
        error: Box<kube::Error>,
    },
}

impl Calls {
    pub(crate) fn new(at_once: u16, timeout: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(usize::from(at_once))), timeout, queue: Queue::default() }
    }

    /// The same, counted.
    pub(crate) fn counted_in(self, queue: Queue) -> Self {
        Self { queue, ..self }
    }

    /// The time that a call has.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Makes a call when its turn comes.
    pub(crate) async fn make<T>(
        &self,
        what: &'static str,
        call: impl Future<Output = kube::Result<T>>,
    ) -> Result<T, CallError> {
        let turn = self.turn().await;
        self.make_now(turn, what, call).await
    }

    /// Waits for the turn, for a caller that has something to look at immediately before its call.
    pub(crate) async fn turn(&self) -> Turn<'_> {
        let place = self.queue.wait(self.places.acquire()).await;
        Turn { _place: place.ok(), _under_way: self.queue.under_way() }
    }

    /// Makes a call whose turn has come.
    pub(crate) async fn make_now<T>(
        &self,
        turn: Turn<'_>,
        what: &'static str,
        call: impl Future<Output = kube::Result<T>>,
    ) -> Result<T, CallError> {
        let answer = tokio::time::timeout(self.timeout, call).await;
        drop(turn);
        match answer {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(kube::Error::Api(status))) => Err(CallError::Refused { what, status }),
            Ok(Err(error)) => Err(CallError::Failed { what, error: Box::new(error) }),
            Err(_) => Err(CallError::Timeout { what, timeout: self.timeout }),
        }
    }
}

/// Whether an authorizer refused a call, and not an admission controller: the API server writes the first sentence itself
/// ("User … cannot patch resource …"; apiserver, `endpoints/handlers/responsewriters`).
pub(crate) fn is_missing_right(status: &kube::core::Status) -> bool {
    status.code == 403 && status.message.contains(" cannot ")
}

impl CallError {
    /// The HTTP status of a refusal.
    pub(crate) fn code(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(status.code),
            _ => None,
        }
    }

    pub(crate) fn is_not_found(&self) -> bool {
        self.code() == Some(404)
    }

    pub(crate) fn is_forbidden(&self) -> bool {
        self.code() == Some(403)
    }

    /// See [`is_missing_right`].
    pub(crate) fn is_missing_right(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if is_missing_right(status))
    }

    pub(crate) fn is_conflict(&self) -> bool {
        self.code() == Some(409)
    }

    /// Discovery answered, but without what was asked for.
    pub(crate) fn is_discovery(&self) -> bool {
        matches!(self, Self::Failed { error, .. } if matches!(**error, kube::Error::Discovery(_)))
    }
}
