//! Moments and lengths of time as people write them: "tomorrow 9:00", "Friday 4pm", "2026-05-08", "in 2 hours", "14d".
//!
//! Reading and meaning are apart: what was written is read with the command line, and becomes an instant once it is
//! known whose clock is meant. A time of day is the first moment at which that clock shows it or a later one, as in
//! rules. No clock is read here.

mod length;
mod reading;

use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use easyscale_schedule::Zone;

pub(crate) use length::Length;

/// A moment as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Now.
    Now,
    /// An instant that needs no zone: it had an offset, or a `Z`.
    Instant(DateTime<Utc>),
    /// So long after now, or before it.
    Away(Length),
    /// A day and a time on some wall clock.
    Local(Day, NaiveTime),
}

/// A day as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// So many days after today.
    Today(i64),
    /// The next such day, today included.
    Weekday(Weekday),
    /// A date.
    Date(NaiveDate),
}

/// What was written is no moment, or no length of time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WhenError {
    #[error(
        "{0:?} is not a time; write for example now, \"16:00\", \"tomorrow 9am\", \"Friday 18:00\", 2026-12-24, \
         \"2026-12-24 18:00\", \"in 2 hours\" or 2026-12-24T17:00:00Z"
    )]
    Moment(String),
    #[error("{0:?} is not a length of time; write for example 14d, \"2 weeks\", 36h, 90min or \"1 year\"")]
    Length(String),
    #[error("{0:?} does not exist in the calendar")]
    Date(String),
}

impl When {
    /// The instant that is meant, at `now`, on the clock of `zone`. `None` if it is beyond the calendar.
    pub(crate) fn on(self, zone: &Zone, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Now => Some(now),
            Self::Instant(at) => Some(at),
            Self::Away(length) => length.after(now, zone),
            Self::Local(day, time) => {
                let today = zone.local(now).date();
                Some(zone.first_instant(day.date(today)?.and_time(time)))
            }
        }
    }
}

impl Day {
    fn date(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Today(days) => today.checked_add_signed(TimeDelta::try_days(days)?),
            Self::Weekday(weekday) => {
                let ahead = (7 + weekday.num_days_from_monday() - today.weekday().num_days_from_monday()) % 7;
                today.checked_add_signed(TimeDelta::days(i64::from(ahead)))
            }
            Self::Date(date) => Some(date),
        }
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        reading::read(text.trim())
    }
}

#[cfg(test)]
mod tests {
    use easyscale_schedule::ZoneDatabase;

    use super::*;

    /// What is meant in Berlin on Friday 2026-05-08 at 15:59.
    fn meant(text: &str) -> String {
        let berlin = ZoneDatabase::bundled().zone("Europe/Berlin").unwrap();
        let now = "2026-05-08T13:59:00Z".parse().unwrap();
        let at = text.parse::<When>().unwrap_or_else(|error| panic!("{error}")).on(&berlin, now).unwrap();
        berlin.local(at).format("%a %Y-%m-%d %H:%M:%S").to_string()
    }

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (text, expected) in [
            ("now", "Fri 2026-05-08 15:59:00"),
            ("16:00", "Fri 2026-05-08 16:00:00"),
            ("9:05", "Fri 2026-05-08 09:05:00"),
            ("4pm", "Fri 2026-05-08 16:00:00"),
            ("4:30 PM", "Fri 2026-05-08 16:30:00"),
            ("12am", "Fri 2026-05-08 00:00:00"),
            ("12 pm", "Fri 2026-05-08 12:00:00"),
            ("noon", "Fri 2026-05-08 12:00:00"),
            ("today", "Fri 2026-05-08 00:00:00"),
            ("tomorrow", "Sat 2026-05-09 00:00:00"),
            ("tomorrow 9am", "Sat 2026-05-09 09:00:00"),
            ("yesterday at 23:59:30", "Thu 2026-05-07 23:59:30"),
            ("Friday", "Fri 2026-05-08 00:00:00"),
            ("on thursday at noon", "Thu 2026-05-14 12:00:00"),
            ("16:00 on Sat", "Sat 2026-05-09 16:00:00"),
            ("2026-12-24", "Thu 2026-12-24 00:00:00"),
            ("2026-12-24 18:00", "Thu 2026-12-24 18:00:00"),
            ("2026-12-24T18:00", "Thu 2026-12-24 18:00:00"),
            ("2026-12-24T18:00:00Z", "Thu 2026-12-24 19:00:00"),
            ("2026-12-24 18:00:00+05:45", "Thu 2026-12-24 13:15:00"),
            ("in 2 hours", "Fri 2026-05-08 17:59:00"),
            ("+90min", "Fri 2026-05-08 17:29:00"),
            ("3 days ago", "Tue 2026-05-05 15:59:00"),
            ("  Next   week ", "Fri 2026-05-15 15:59:00"),
        ] {
            assert_eq!(meant(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_that_the_clock_skips_is_the_first_moment_after_it() {
        assert_eq!(meant("2026-03-29 02:30"), "Sun 2026-03-29 03:00:00");
    }

    #[test]
    fn days_are_days_of_the_wall_clock_also_when_it_changes() {
        let berlin = ZoneDatabase::bundled().zone("Europe/Berlin").unwrap();
        let before_the_change = "2026-10-24T10:00:00Z".parse().unwrap();
        let after = |text: &str| {
            text.parse::<Length>().unwrap().after(before_the_change, &berlin).unwrap().to_rfc3339()
        };
        assert_eq!(after("1d"), "2026-10-25T11:00:00+00:00");
        assert_eq!(after("24h"), "2026-10-25T10:00:00+00:00");
        assert_eq!(after("2 weeks"), "2026-11-07T11:00:00+00:00");
        assert_eq!(after("1 month"), "2026-11-24T11:00:00+00:00");
        assert_eq!(after("1 year 1 day"), "2027-10-25T10:00:00+00:00");
    }

    #[test]
    fn what_is_no_moment_is_refused_with_ways_to_write_one() {
        for text in
            ["", "soon", "25:00", "16:60", "13pm", "0am", "Fryday", "16:00 17:00", "Friday Saturday", "5"]
        {
            let error = text.parse::<When>().unwrap_err().to_string();
            assert!(error.contains("tomorrow 9am"), "{text}: {error}");
        }
        let error = "2026-02-30".parse::<When>().unwrap_err().to_string();
        assert_eq!(error, "\"2026-02-30\" does not exist in the calendar");
    }

    #[test]
    fn what_is_no_length_of_time_is_refused_with_ways_to_write_one() {
        for text in ["", "14", "long", "-3d", "0d", "d"] {
            let error = text.parse::<Length>().unwrap_err().to_string();
            assert!(error.contains("2 weeks"), "{text}: {error}");
        }
    }
}
