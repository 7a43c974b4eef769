//! What a command has at hand: the zone data and the clock.

use std::path::Path;

use chrono::{DateTime, Utc};
use easyscale_controller::clock::Clock;
use easyscale_schedule::ZoneDatabase;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    zones: ZoneDatabase,
    clock: Clock,
}

impl Session {
    /// With the zone data that is built in, or that of a directory.
    pub(crate) fn start(zoneinfo: Option<&Path>) -> anyhow::Result<Self> {
        let zones = match zoneinfo {
            Some(directory) => ZoneDatabase::from_dir(directory)?,
            None => ZoneDatabase::bundled(),
        };
        Ok(Self { zones, clock: Clock::shifted_from_env()? })
    }

    pub(crate) fn zones(&self) -> &ZoneDatabase {
        &self.zones
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}
