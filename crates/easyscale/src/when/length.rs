//! A length of time: "14d", "2 weeks", "36h". Days and longer are counted on the wall clock, hours and shorter are elapsed.

use std::str::FromStr;

use chrono::{DateTime, Months, TimeDelta, Utc};
use easyscale_schedule::Zone;
use jiff::Span;

use super::WhenError;

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    months: i64,
    days: i64,
    seconds: i64,
}

impl Length {
    pub(crate) const fn days(days: i64) -> Self {
        Self { months: 0, days, seconds: 0 }
    }

    /// The instant so long after `at`; `None` if it is beyond the calendar.
    pub(crate) fn after(self, at: DateTime<Utc>, zone: &Zone) -> Option<DateTime<Utc>> {
        let seconds = TimeDelta::try_seconds(self.seconds)?;
        if self.months == 0 && self.days == 0 {
            return at.checked_add_signed(seconds);
        }
        let local = zone.local(at);
        let months = Months::new(u32::try_from(self.months.unsigned_abs()).ok()?);
        let local = if self.months < 0 {
            local.checked_sub_months(months)?
        } else {
            local.checked_add_months(months)?
        };
        let local = local.checked_add_signed(TimeDelta::try_days(self.days)?)?;
        zone.first_instant(local).checked_add_signed(seconds)
    }

    /// The same time, backwards.
    pub(super) fn negated(self) -> Self {
        Self { months: -self.months, days: -self.days, seconds: -self.seconds }
    }
}

impl FromStr for Length {
    type Err = WhenError;

    /// What jiff's friendly format reads, if it is longer than nothing.
    fn from_str(text: &str) -> Result<Self, WhenError> {
        let read = || {
            let span: Span = text.trim().parse().ok()?;
            let months =
                i64::from(span.get_years()).checked_mul(12)?.checked_add(span.get_months().into())?;
            let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
            let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
            let length = Self { months, days, seconds: minutes * 60 + span.get_seconds() };
            (span.is_positive() && length != Self::default()).then_some(length)
        };
        read().ok_or_else(|| WhenError::Length(text.to_owned()))
    }
}
