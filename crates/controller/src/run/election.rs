//! The lease's task seen from [`super`]: started, lost, stopped, released. Or no lease at all.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::client::Way;
use crate::fence::Fence;
use crate::lease::{self, Ended};
use crate::metrics::ApiRequests;
use crate::settings::Settings;

/// How it is decided that this process acts.
pub(super) struct Election {
    fence: Fence,
    candidacy: Option<Candidacy>,
}

struct Candidacy {
    task: JoinHandle<Ended>,
    stop: CancellationToken,
}

impl Election {
    /// Starts to try for the lease; or, without an election, leads from the start.
    pub(super) fn start(
        way: Way,
        settings: &Settings,
        me: &str,
        requests: &ApiRequests,
    ) -> Result<Self, kube::Error> {
        if !settings.leader_elect {
            tracing::warn!("acting without a lease: make sure that no second process runs");
            return Ok(Self { fence: Fence::always(), candidacy: None });
        }
        let fence = Fence::closed();
        let candidate = lease::candidate(way, settings, me, fence.clone(), requests)?;
        let stop = CancellationToken::new();
        let task = tokio::spawn(candidate.stand(stop.clone()));
        Ok(Self { fence, candidacy: Some(Candidacy { task, stop }) })
    }

    pub(super) fn fence(&self) -> &Fence {
        &self.fence
    }

    /// Waits until leadership is lost (perhaps for ever); why it was. The fence is sealed then.
    pub(super) async fn lost(&mut self) -> String {
        let Some(candidacy) = &mut self.candidacy else { return std::future::pending().await };
        let ended = (&mut candidacy.task).await;
        self.candidacy = None;
        self.fence.seal();
        match ended {
            Ok(Ended::Lost(why)) => why,
            Ok(Ended::Stopped(_)) => "the lease's task was stopped".to_owned(),
            Err(error) => format!("the lease's task failed: {error}"),
        }
    }

    /// Stops leading in memory. The lease stays ours, so that nobody else begins before the running work has ended.
    pub(super) fn stop_leading(&self) {
        self.fence.seal();
        if let Some(candidacy) = &self.candidacy {
            candidacy.stop.cancel();
        }
    }

    /// Gives the lease back if it is ours, within that time. To be called after [`Election::stop_leading`].
    pub(super) async fn release(self, within: Duration) {
        let Some(candidacy) = self.candidacy else { return };
        let release = async {
            match candidacy.task.await {
                Ok(Ended::Stopped(candidate)) => candidate.release().await.map_err(|error| error.to_string()),
                Ok(Ended::Lost(why)) => Err(why),
                Err(error) => Err(error.to_string()),
            }
        };
        let released = tokio::time::timeout(within, release).await;
        if let Err(why) = released.unwrap_or_else(|_| Err(format!("no answer within {within:?}"))) {
            tracing::warn!(why, "the lease was not given back; others wait until it expires");
        }
    }
}
