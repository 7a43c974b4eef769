//! What can go wrong with the parts of a schedule. Every message says what is wrong, shows the value and names the
//! fix; none knows where the value was written (the caller adds the field path).

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::TimeOfDay;

/// Why a time zone, or a directory of time zones, cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneError {
    /// No zone of that name is in the database.
    #[error("{}", unknown_zone(name, nearest.as_deref()))]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The known name that looks most like it, if one looks like it at all.
        nearest: Option<String>,
    },
    /// A zoneinfo directory was asked for and holds no usable zone.
    #[error("{} cannot be used as a zoneinfo directory: {reason}; it must hold compiled IANA time zones, such as Europe/Berlin", path.display())]
    Directory {
        /// The directory that was asked for.
        path: PathBuf,
        /// What was found wrong with it.
        reason: String,
    },
}

/// Longer names are cut in messages: the point is to show which value is meant.
const SHOWN: usize = 64;

fn unknown_zone(name: &str, nearest: Option<&str>) -> String {
    let shown: String = if name.chars().count() > SHOWN {
        name.chars().take(SHOWN).chain(['…']).collect()
    } else {
        name.into()
    };
    match nearest {
        Some(nearest) => format!("unknown time zone {shown:?}; did you mean {nearest:?}?"),
        None => format!("unknown time zone {shown:?}; use an IANA name such as \"Europe/Berlin\" or \"UTC\""),
    }
}

/// Why a text is not a time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not two digits, a colon and two digits.
    #[error(
        "{0:?} is not a time; write it as HH:MM on the 24-hour clock, for example \"09:00\" or \"18:30\""
    )]
    Format(String),
    /// The hour is above 23, and it is not 24:00.
    #[error("{0:?} is not a time: hours go from 00 to 23, and 24:00 is midnight at the end of the day")]
    Hour(String),
    /// The minute is above 59.
    #[error("{0:?} is not a time: minutes go from 00 to 59")]
    Minute(String),
}

/// Why entries cannot be made into a [`crate::Schedule`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// More entries than [`crate::MAX_ENTRIES`].
    #[error("{count} entries are too many; at most {max} are allowed", max = crate::MAX_ENTRIES)]
    TooManyEntries {
        /// How many there were.
        count: usize,
    },
    /// An entry that starts and ends at the same time.
    #[error(
        "entry {name:?} starts and ends at {time}; write 00:00 to 24:00, or leave both out, for a whole day"
    )]
    EqualTimes {
        /// Index of the entry.
        entry: usize,
        /// Name of the entry.
        name: String,
        /// Both its start and its end.
        time: TimeOfDay,
    },
    /// An entry that starts at 24:00.
    #[error("entry {name:?} starts at 24:00, which can only be an end; write 00:00 on the following day")]
    StartsAtEndOfDay {
        /// Index of the entry.
        entry: usize,
        /// Name of the entry.
        name: String,
    },
    /// A date so far ahead that it must be a slip of the pen.
    #[error("entry {name:?} lists {date}, more than {years} years ahead; check the year", years = crate::compile::MAX_YEARS_AHEAD)]
    DateTooFar {
        /// Index of the entry.
        entry: usize,
        /// Name of the entry.
        name: String,
        /// The date.
        date: NaiveDate,
    },
}

impl CompileError {
    /// Index of the entry that is wrong; `None` if it is not about one entry.
    pub fn entry(&self) -> Option<usize> {
        match self {
            Self::TooManyEntries { .. } => None,
            Self::EqualTimes { entry, .. }
            | Self::StartsAtEndOfDay { entry, .. }
            | Self::DateTooFar { entry, .. } => Some(*entry),
        }
    }
}
