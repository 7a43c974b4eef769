//! The operator's clock: the only place where the time is read (`clippy.toml` refuses every other `now()`).
//!
//! A [`Clock`] is handed to whoever needs the time; the engine is handed the instant. For demonstrations and tests the
//! clock can be shifted by one hidden setting, [`OFFSET_VARIABLE`]; nothing else in the operator knows of it. The lease
//! and the deadlines of requests do not use this clock: they run on [`monotonic`].

use chrono::{DateTime, TimeDelta, Utc};

/// The environment variable that shifts the operator's clock.
pub const OFFSET_VARIABLE: &str = "EASYSCALE_CLOCK_OFFSET";

/// A century. Farther away the sums of the engine, which looks decades ahead, could leave the calendar.
const FARTHEST: TimeDelta = TimeDelta::days(36_525);

/// The wall clock, perhaps shifted by a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    offset: TimeDelta,
}

/// The clock's setting cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{OFFSET_VARIABLE}: {value:?} is neither a duration such as \"-3h\", \"90s\" or \"1h30m\" nor an instant such as \
     \"2026-10-25T00:59:50Z\" (at most a century away)"
)]
pub struct ClockError {
    value: String,
}

impl Clock {
    /// The computer's own time.
    pub fn system() -> Self {
        Self { offset: TimeDelta::zero() }
    }

    /// The computer's time, shifted by a constant: ahead of it, or, where that is negative, behind it. At most a century.
    pub fn ahead_by(offset: TimeDelta) -> Self {
        Self { offset: offset.clamp(-FARTHEST, FARTHEST) }
    }

    /// The computer's time, shifted by what [`OFFSET_VARIABLE`] says: a signed duration ("-3h"), or an RFC 3339 instant
    /// that is to be the time now. Unset or empty: not shifted.
    pub fn shifted_from_env() -> Result<Self, ClockError> {
        match std::env::var(OFFSET_VARIABLE) {
            Ok(value) => Self::shifted(&value, system_now()),
            Err(std::env::VarError::NotPresent) => Ok(Self::system()),
            Err(std::env::VarError::NotUnicode(value)) => {
                Err(ClockError { value: value.to_string_lossy().into_owned() })
            }
        }
    }

    fn shifted(value: &str, now: DateTime<Utc>) -> Result<Self, ClockError> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(Self::system());
        }
        let offset = match DateTime::parse_from_rfc3339(value) {
            Ok(instant) => instant.with_timezone(&Utc) - now,
            Err(_) => parse_duration(value).ok_or_else(|| ClockError { value: value.to_owned() })?,
        };
        if offset.abs() > FARTHEST {
            return Err(ClockError { value: value.to_owned() });
        }
        Ok(Self { offset })
    }

    /// The time, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        system_now() + self.offset
    }

    /// By how much this clock is ahead of the computer's (negative: behind it); `None` when it is not shifted.
    pub fn offset(&self) -> Option<TimeDelta> {
        (!self.offset.is_zero()).then_some(self.offset)
    }
}

/// A clock that never jumps, for deadlines. Tests that pause tokio's time pause this one too.
#[allow(clippy::disallowed_methods, reason = "the one place where the monotonic clock is read")]
pub fn monotonic() -> std::time::Instant {
    tokio::time::Instant::now().into_std()
}

#[allow(clippy::disallowed_methods, reason = "the one place where the wall clock is read")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

fn parse_duration(value: &str) -> Option<TimeDelta> {
    let duration: jiff::SignedDuration = value.parse().ok()?;
    let nanos = u32::try_from(duration.subsec_nanos().rem_euclid(1_000_000_000)).ok()?;
    // jiff's fraction has the sign of the whole, chrono's is never negative.
    let secs = if duration.subsec_nanos() < 0 { duration.as_secs() - 1 } else { duration.as_secs() };
    TimeDelta::new(secs, nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
    }

    fn shifted(value: &str) -> Result<Option<TimeDelta>, ClockError> {
        Clock::shifted(value, at("2026-05-08T12:00:00Z")).map(|clock| clock.offset())
    }

    #[test]
    fn durations_shift_in_both_directions() {
        assert_eq!(shifted("90s"), Ok(Some(TimeDelta::seconds(90))));
        assert_eq!(shifted("-3h"), Ok(Some(TimeDelta::hours(-3))));
        assert_eq!(shifted("1h30m"), Ok(Some(TimeDelta::minutes(90))));
        assert_eq!(shifted("-1.5s"), Ok(Some(TimeDelta::milliseconds(-1500))));
        assert_eq!(shifted(" 250ms "), Ok(Some(TimeDelta::milliseconds(250))));
    }

    #[test]
    fn an_instant_becomes_the_time_now() {
        assert_eq!(shifted("2026-05-08T12:00:10Z"), Ok(Some(TimeDelta::seconds(10))));
        assert_eq!(shifted("2026-05-08T12:00:00+02:00"), Ok(Some(TimeDelta::hours(-2))));
    }

    #[test]
    fn no_value_and_no_difference_are_the_computers_own_time() {
        assert_eq!(shifted(""), Ok(None));
        assert_eq!(shifted("0s"), Ok(None));
    }

    #[test]
    fn nonsense_is_refused_with_the_ways_to_write_it() {
        for value in ["soon", "3", "25:00", "2026-13-01T00:00:00Z", "-", "2000000h"] {
            let error = shifted(value).expect_err(value);
            assert!(error.to_string().contains("1h30m"), "{error}");
        }
    }

    #[test]
    fn a_shifted_clock_is_ahead_by_its_offset() {
        let hour = Clock::ahead_by(TimeDelta::hours(1));
        let ahead = hour.now() - Clock::system().now();
        assert!((TimeDelta::minutes(59)..TimeDelta::minutes(61)).contains(&ahead), "{ahead}");
        assert_eq!(Clock::ahead_by(TimeDelta::MAX).offset(), Some(FARTHEST));
    }
}
