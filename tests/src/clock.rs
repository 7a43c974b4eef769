//! The time, as the tests read it, and the shifted clock that an operator under test is started with.
//!
//! Windows have the resolution of a minute, so a test does not wait for a boundary: it starts the operator as if it were
//! a few seconds before one.

use std::time::Instant;

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};

/// The real time.
#[expect(clippy::disallowed_methods, reason = "the one place of the harness that reads the time")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// A clock for durations; it never jumps.
#[expect(clippy::disallowed_methods, reason = "the one place of the harness that reads the time")]
pub fn monotonic() -> Instant {
    Instant::now()
}

/// A clock that runs as fast as the real one but shows another time.
///
/// Operators started with the same `ShiftedClock` agree with each other and with the test, also when one starts later.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ShiftedClock {
    offset: TimeDelta,
}

impl ShiftedClock {
    /// The real time.
    pub fn real() -> Self {
        Self::default()
    }

    /// Shows `instant` (RFC 3339, such as `2026-05-08T15:59:50Z`) now.
    pub fn showing(instant: &str) -> Result<Self> {
        let instant = DateTime::parse_from_rfc3339(instant)
            .with_context(|| format!("{instant:?} is not an instant such as 2026-05-08T15:59:50Z"))?;
        Ok(Self { offset: instant.to_utc() - now() })
    }

    /// What this clock shows.
    pub fn now(self) -> DateTime<Utc> {
        now() + self.offset
    }

    /// By how much it is ahead of the real time.
    pub fn offset(self) -> TimeDelta {
        self.offset
    }

    /// The value of `EASYSCALE_CLOCK_OFFSET` that gives an operator exactly this clock; `None` for the real time.
    pub fn setting(self) -> Option<String> {
        let sign = if self.offset < TimeDelta::zero() { "-" } else { "" };
        let (seconds, nanos) = (self.offset.abs().num_seconds(), self.offset.abs().subsec_nanos());
        (!self.offset.is_zero()).then(|| format!("{sign}{seconds}.{nanos:09}s"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_clock_shows_what_was_asked() {
        let asked: DateTime<Utc> = "2026-05-08T15:59:50Z".parse().expect("an instant");
        let clock = ShiftedClock::showing("2026-05-08T15:59:50Z").expect("a clock");
        let late = clock.now() - asked;
        assert!(late >= TimeDelta::zero() && late < TimeDelta::minutes(1), "it is {late} late");
    }

    #[test]
    fn its_setting_loses_nothing() {
        let setting = |offset| ShiftedClock { offset }.setting();
        assert_eq!(setting(TimeDelta::milliseconds(-1500)).as_deref(), Some("-1.500000000s"));
        assert_eq!(setting(TimeDelta::nanoseconds(7)).as_deref(), Some("0.000000007s"));
        assert_eq!(setting(TimeDelta::zero()), None);
    }

    #[test]
    fn an_instant_that_is_none_is_refused() {
        let error = ShiftedClock::showing("tomorrow").expect_err("no instant");
        assert!(error.to_string().contains("2026-05-08T15:59:50Z"), "{error}");
    }
}
