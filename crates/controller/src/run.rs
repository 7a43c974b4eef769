//! The life of the operator: start everything, wait for an end, end everything in the right order.
//!
//! The order at the end is what keeps writes single: first this process stops to lead in memory (the fence is sealed), then
//! the running work ends, then the lease is given back.

use std::net::SocketAddr;
use std::sync::Arc;

use easyscale_schedule::{ZoneDatabase, ZoneError};
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;
use tower::BoxError;

use crate::client::{self, ClientError};
use crate::clock::{Clock, OFFSET_VARIABLE};
use crate::events::{Refusals, Reporter, Reporting};
use crate::fence::Fence;
use crate::health::Health;
use crate::lease;
use crate::metrics::Metrics;
use crate::operate::operate;
use crate::rights::Rights;
use crate::serve;
use crate::settings::{Settings, SettingsError};
use crate::shared::Shared;

mod election;
mod signals;

use election::Election;
use signals::Signals;

/// How many Events may wait: those of 10,000 rules at one boundary do not have to fit, they are a courtesy.
const EVENT_QUEUE: usize = 4_096;

/// How the operator ended without an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A signal asked for it; the running work was ended and the lease given back.
    Stopped,
    /// Another process leads, or may: this one must not go on.
    LostLeadership,
}

/// Why the operator could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The settings cannot work.
    #[error("the settings cannot work: {0}")]
    Settings(#[from] SettingsError),
    /// The zone data cannot be read.
    #[error("the zone data cannot be used: {0}")]
    Zones(#[from] ZoneError),
    /// No client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// No client for the lease.
    #[error("no client for the lease could be built: {0}")]
    LeaseClient(#[source] kube::Error),
    /// Two metrics of one name.
    #[error("the metrics cannot be registered: {0}")]
    Metrics(#[from] prometheus::Error),
    /// The port is taken, or not ours to take.
    #[error("metrics and health cannot be served at {address}: {source}")]
    Serve {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// No signal handlers.
    #[error("signals cannot be handled: {0}")]
    Signals(#[source] std::io::Error),
    /// The work ended by itself.
    #[error("the work ended: {0}")]
    Work(#[source] BoxError),
}

/// Runs the operator until a signal, the loss of the lease or an error ends it.
pub async fn run(settings: Settings, clock: Clock) -> Result<Outcome, RunError> {
    settings.validate()?;
    let mut signals = Signals::install().map_err(RunError::Signals)?;
    if let Some(offset) = clock.offset() {
        let (now, offset) = (clock.now().to_rfc3339(), offset.to_string());
        tracing::warn!(
            now,
            offset,
            "the operator's clock is shifted by {OFFSET_VARIABLE}: for demonstrations only"
        );
    }
    Operator::start(settings, clock).await?.until_the_end(&mut signals).await
}

/// Everything that was started.
struct Operator {
    settings: Arc<Settings>,
    shutdown: CancellationToken,
    election: Election,
    reporting: Reporting,
    work: JoinHandle<()>,
    server: JoinHandle<std::io::Result<()>>,
}

/// What came first.
enum End {
    Signal(&'static str),
    Lost(String),
    Work(BoxError),
    Server(std::io::Error),
}

impl Operator {
    async fn start(settings: Settings, clock: Clock) -> Result<Self, RunError> {
        let settings = Arc::new(settings);
        let zones = zones(&settings)?;
        let metrics = Metrics::new(zones.version())?;
        metrics.zone_data_released(zones.released());
        let health = Health::new();
        let me = lease::identity(settings.identity.as_deref());
        tracing::info!(
            version = env!("CARGO_PKG_VERSION"),
            zone_data = zones.version(),
            identity = me,
            "easyscale starts"
        );

        let server = start_server(&settings, &health, &metrics, clock).await?;
        let way = client::way(&settings).await?;
        let client = client::counted_client(way.clone(), &settings, metrics.requests())?;
        let rights = Arc::new(Rights::default());
        let refusals = Refusals { rights: rights.clone(), reach: settings.reach.clone() };
        let (reporter, reporting) =
            Reporter::start(client.clone(), metrics.clone(), refusals, &me, EVENT_QUEUE);
        let election =
            Election::start(way, &settings, &me, metrics.requests()).map_err(RunError::LeaseClient)?;
        let fence = election.fence().clone();
        tokio::spawn(show_leadership(fence.clone(), metrics.clone()));

        let shutdown = CancellationToken::new();
        let shared = Shared {
            client,
            clock,
            fence,
            metrics,
            reporter,
            zones,
            settings: settings.clone(),
            rights,
            health,
        };
        let work = tokio::spawn(operate(shared, shutdown.clone()));
        Ok(Self { settings, shutdown, election, reporting, work, server })
    }

    async fn until_the_end(mut self, signals: &mut Signals) -> Result<Outcome, RunError> {
        let end = tokio::select! {
            signal = signals.next() => End::Signal(signal),
            why = self.election.lost() => End::Lost(why),
            ended = &mut self.work => End::Work(why_ended(ended)),
            ended = &mut self.server => End::Server(match ended {
                Ok(Err(error)) => error,
                ended => std::io::Error::other(why_ended(ended)),
            }),
        };
        let address = self.settings.listen;
        match end {
            End::Signal(signal) => {
                tracing::info!(
                    signal,
                    "stopping: no new work; the running work ends, then the lease is given back"
                );
                self.drain().await;
                self.give_back().await;
                tracing::info!("stopped");
                Ok(Outcome::Stopped)
            }
            End::Lost(why) => {
                tracing::error!(why, "leadership is lost: this process ends and starts anew as a follower");
                self.work.abort();
                self.give_back().await;
                Ok(Outcome::LostLeadership)
            }
            End::Work(error) => {
                self.give_back().await;
                Err(RunError::Work(error))
            }
            End::Server(source) => {
                self.drain().await;
                self.give_back().await;
                Err(RunError::Serve { address, source })
            }
        }
    }

    /// Stops leading in memory, then lets the running work end.
    async fn drain(&mut self) {
        self.election.stop_leading();
        self.shutdown.cancel();
        let within = self.settings.shutdown_grace * 6 / 10;
        if tokio::time::timeout(within, &mut self.work).await.is_err() {
            self.work.abort();
            tracing::warn!(?within, "some work had not ended in time; it is cut off");
        }
    }

    /// The last steps: the lease is given back, the Events that wait are written.
    async fn give_back(self) {
        self.election.stop_leading();
        self.shutdown.cancel();
        let within = self.settings.shutdown_grace * 2 / 10;
        tokio::join!(self.election.release(within), self.reporting.finish(within));
        self.server.abort();
    }
}

async fn start_server(
    settings: &Settings,
    health: &Health,
    metrics: &Metrics,
    clock: Clock,
) -> Result<JoinHandle<std::io::Result<()>>, RunError> {
    let address = settings.listen;
    let listener = serve::bind(address).await.map_err(|source| RunError::Serve { address, source })?;
    Ok(tokio::spawn(serve::serve(listener, health.clone(), metrics.clone(), clock)))
}

async fn show_leadership(fence: Fence, metrics: Metrics) {
    let mut leading = fence.subscribe();
    loop {
        metrics.leading(*leading.borrow_and_update());
        if leading.changed().await.is_err() {
            return;
        }
    }
}

/// Neither task ends by itself unless something is wrong with it.
fn why_ended<T>(ended: Result<T, JoinError>) -> BoxError {
    match ended {
        Ok(_) => "it ended by itself, though nothing asked for it".into(),
        Err(error) => error.into(),
    }
}

fn zones(settings: &Settings) -> Result<ZoneDatabase, ZoneError> {
    match &settings.zoneinfo {
        Some(directory) => ZoneDatabase::from_dir(directory),
        None => Ok(ZoneDatabase::bundled()),
    }
}
