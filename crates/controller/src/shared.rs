//! What every part of the work has in common. Made once, by [`crate::run`]; cheap to clone.

use std::sync::Arc;

use easyscale_schedule::ZoneDatabase;
use kube::Client;

use crate::clock::Clock;
use crate::events::Reporter;
use crate::fence::Fence;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::rights::Rights;
use crate::settings::Settings;

/// What every part of the work has in common.
#[derive(Clone)]
pub struct Shared {
    /// The client for everything but the lease. It repeats nothing by itself.
    pub client: Client,
    /// The time.
    pub clock: Clock,
    /// To be asked immediately before every scale write.
    pub fence: Fence,
    /// What is counted.
    pub metrics: Metrics,
    /// Where Events are handed in.
    pub reporter: Reporter,
    /// The zone data.
    pub zones: ZoneDatabase,
    /// The settings.
    pub settings: Arc<Settings>,
    /// The rights that were found missing.
    pub(crate) rights: Arc<Rights>,
    /// To be told when the caches are complete.
    pub health: Health,
}
