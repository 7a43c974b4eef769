//! One time zone: its name, what its clock shows, and its table for the engine.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Table;

/// A time zone of a [`crate::ZoneDatabase`]. Cheap to clone.
///
/// ```
/// use easyscale_schedule::ZoneDatabase;
///
/// let kathmandu = ZoneDatabase::bundled().zone("Asia/Kathmandu")?;
/// let at = "2026-05-05T03:15:00Z".parse()?;
/// assert_eq!(kathmandu.local(at).to_string(), "2026-05-05 09:00:00");
/// assert_eq!(kathmandu.offset(at).to_string(), "+05:45");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Zone {
    shared: Arc<Shared>,
}

/// An instant at which the clocks of a zone jump.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockChange {
    /// The first instant of the new time.
    pub at: DateTime<Utc>,
    /// How far the clock was ahead of UTC until then.
    pub before: FixedOffset,
    /// How far it is ahead from then on.
    pub after: FixedOffset,
}

impl ClockChange {
    /// What the clock would have shown without the change.
    pub fn local_before(&self) -> NaiveDateTime {
        shown(self.at, self.before)
    }

    /// What it shows instead.
    pub fn local_after(&self) -> NaiveDateTime {
        shown(self.at, self.after)
    }

    /// By how much the clock jumps; negative when it goes back.
    pub fn jump(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.after.local_minus_utc() - self.before.local_minus_utc()))
    }
}

struct Shared {
    name: String,
    source: TimeZone,
    /// The table that was asked for last. Schedules compiled in the same year share it.
    table: Mutex<Option<(Range<i32>, Arc<Table>)>>,
}

/// Years before the one asked for that a table reaches back, and years after it that it reaches ahead.
const YEARS_BACK: i32 = 2;
const YEARS_AHEAD: i32 = 21;
/// Around the years covered, so that no change next to their edges is missing.
const MARGIN: i64 = 3 * 86_400;

impl Zone {
    pub(super) fn new(name: String, source: TimeZone) -> Self {
        Self { shared: Arc::new(Shared { name, source, table: Mutex::default() }) }
    }

    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::new("UTC".to_owned(), TimeZone::UTC));
        UTC.clone()
    }

    /// The name as the database spells it, such as `Europe/Berlin`.
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// What an ordinary wall clock in the zone shows at `at`.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        shown(at, self.offset(at))
    }

    /// How far the zone's clock is ahead of UTC at `at`.
    pub fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        offset_of(self.shared.source.to_offset(instant(at.timestamp())).seconds())
    }

    /// The first instant at which the zone's clock shows `local` or later: what a wall-clock time means here.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use easyscale_schedule::ZoneDatabase;
    /// let berlin = ZoneDatabase::bundled().zone("Europe/Berlin")?;
    /// let half_past_two = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap().and_hms_opt(2, 30, 0).unwrap();
    /// // In March 02:30 does not exist: 03:00 is the first reading after it.
    /// assert_eq!(berlin.first_instant(half_past_two(3, 29)).to_rfc3339(), "2026-03-29T01:00:00+00:00");
    /// // In October it exists twice: the first one counts.
    /// assert_eq!(berlin.first_instant(half_past_two(10, 25)).to_rfc3339(), "2026-10-25T00:30:00+00:00");
    /// # Ok::<(), easyscale_schedule::ZoneError>(())
    /// ```
    pub fn first_instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let at = local.and_utc();
        from_unix(self.table(years_around(at)).first(at.timestamp()))
    }

    /// What the clock that waits shows at `at`: the highest reading the zone's clock has shown so far, in whole seconds.
    ///
    /// It is [`Zone::local`] except while clocks have gone back and have not yet caught up.
    ///
    /// ```
    /// # use easyscale_schedule::ZoneDatabase;
    /// let berlin = ZoneDatabase::bundled().zone("Europe/Berlin")?;
    /// let in_the_second_two_o_clock = "2026-10-25T01:30:00Z".parse()?;
    /// assert_eq!(berlin.local(in_the_second_two_o_clock).to_string(), "2026-10-25 02:30:00");
    /// assert_eq!(berlin.waiting_clock(in_the_second_two_o_clock).to_string(), "2026-10-25 02:59:59");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn waiting_clock(&self, at: DateTime<Utc>) -> NaiveDateTime {
        from_unix(self.table(years_around(at)).waiting(at.timestamp())).naive_utc()
    }

    /// The clock changes within `range`, in order: for telling people of them. The engine does not need them.
    ///
    /// ```
    /// # use easyscale_schedule::ZoneDatabase;
    /// let berlin = ZoneDatabase::bundled().zone("Europe/Berlin")?;
    /// let changes: Vec<_> = berlin.clock_changes("2026-01-01T00:00:00Z".parse()?.."2026-12-31T00:00:00Z".parse()?).collect();
    /// assert_eq!(changes.len(), 2);
    /// assert_eq!(changes[1].at.to_rfc3339(), "2026-10-25T01:00:00+00:00");
    /// assert_eq!(changes[1].local_before().to_string(), "2026-10-25 03:00:00");
    /// assert_eq!(changes[1].local_after().to_string(), "2026-10-25 02:00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clock_changes(&self, range: Range<DateTime<Utc>>) -> impl Iterator<Item = ClockChange> + '_ {
        let mut before = self.offset(range.start);
        let mut last = range.start - TimeDelta::seconds(1);
        self.shared
            .source
            .following(instant(range.start.timestamp()))
            .map(|change| (from_unix(change.timestamp().as_second()), offset_of(change.offset().seconds())))
            // See `build`: some zone files make jiff repeat the last change.
            .take_while(move |&(at, _)| at < range.end && at > std::mem::replace(&mut last, at))
            .map(move |(at, after)| ClockChange { at, before: std::mem::replace(&mut before, after), after })
            .filter(|change| change.before != change.after)
    }

    /// The table of these years, first included, last excluded.
    pub(crate) fn table(&self, years: Range<i32>) -> Arc<Table> {
        let mut last = self.shared.table.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, table)) = last.as_ref().filter(|(of, _)| *of == years) {
            return Arc::clone(table);
        }
        let table = Arc::new(self.build(&years));
        // Odd ranges (dates far ahead) are rare; they must not push out the one that everybody shares.
        if years.len() == usize::try_from(YEARS_BACK + YEARS_AHEAD).unwrap_or_default() {
            *last = Some((years, Arc::clone(&table)));
        }
        table
    }

    fn build(&self, years: &Range<i32>) -> Table {
        let covers = new_year(years.start)..new_year(years.end);
        let from = instant(covers.start - MARGIN);
        let until = covers.end + MARGIN;
        let first = i64::from(self.shared.source.to_offset(from).seconds());
        // jiff 0.2.46 repeats the last change for ever if a zone file has no rule for the time after it.
        let mut last = covers.start - MARGIN;
        let changes = self
            .shared
            .source
            .following(from)
            .map(|change| (change.timestamp().as_second(), i64::from(change.offset().seconds())))
            .take_while(|&(at, _)| at <= until && at > std::mem::replace(&mut last, at));
        Table::new(covers, first, changes)
    }
}

/// The years a table covers for schedules compiled around `at`: at least 400 days before it and 20 years after it.
pub(crate) fn years_around(at: DateTime<Utc>) -> Range<i32> {
    at.year() - YEARS_BACK..at.year() + YEARS_AHEAD
}

/// Midnight UTC at the start of a year; years no calendar library reaches are cut.
fn new_year(year: i32) -> i64 {
    let date = NaiveDate::from_yo_opt(year.clamp(-9_000, 9_990), 1).unwrap_or_default();
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// What a clock so far ahead of UTC shows.
fn shown(at: DateTime<Utc>, ahead: FixedOffset) -> NaiveDateTime {
    at.naive_utc().checked_add_offset(ahead).unwrap_or(at.naive_utc())
}

fn offset_of(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or(chrono::Offset::fix(&Utc))
}

fn instant(unix: i64) -> Timestamp {
    Timestamp::from_second(unix).unwrap_or(if unix < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// The instant of so many Unix seconds; instants that chrono cannot say are cut.
pub(crate) fn from_unix(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or(if seconds < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
            || self.shared.name == other.shared.name && self.shared.source == other.shared.source
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.shared.name.hash(state);
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}
