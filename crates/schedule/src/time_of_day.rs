//! A time on the wall clock, to the minute. Knows nothing about dates or zones.

use std::fmt;
use std::str::FromStr;

use crate::TimeError;

const MINUTES_PER_HOUR: u16 = 60;
const MINUTES_PER_DAY: u16 = 24 * MINUTES_PER_HOUR;

/// A time of day in minutes since midnight, 00:00 to 24:00.
///
/// 24:00 is midnight at the end of the day; it is meant for the end of a window only.
///
/// ```
/// use easyscale_schedule::TimeOfDay;
///
/// let time: TimeOfDay = "18:30".parse()?;
/// assert_eq!(time.minutes(), 18 * 60 + 30);
/// assert_eq!(time.to_string(), "18:30");
/// assert_eq!(
///     "25:00".parse::<TimeOfDay>().unwrap_err().to_string(),
///     "\"25:00\" is not a time: hours go from 00 to 23, and 24:00 is midnight at the end of the day",
/// );
/// # Ok::<(), easyscale_schedule::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// 00:00, where a window starts that names no start.
    pub const MIDNIGHT: Self = Self { minutes: 0 };
    /// 24:00, where a window ends that names no end.
    pub const END_OF_DAY: Self = Self { minutes: MINUTES_PER_DAY };

    /// The time `minutes` after midnight; `None` above 1440.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes <= MINUTES_PER_DAY).then_some(Self { minutes })
    }

    /// Minutes since midnight, 0 to 1440.
    pub fn minutes(self) -> u16 {
        self.minutes
    }

    pub(crate) fn seconds(self) -> i64 {
        i64::from(self.minutes) * 60
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / MINUTES_PER_HOUR, self.minutes % MINUTES_PER_HOUR)
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeError;

    /// Reads exactly `HH:MM`, two digits each.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return Err(TimeError::Format(text.to_owned())) };
        let (Some(hour), Some(minute)) = (two_digits(h1, h2), two_digits(m1, m2)) else {
            return Err(TimeError::Format(text.to_owned()));
        };
        if minute >= MINUTES_PER_HOUR {
            return Err(TimeError::Minute(text.to_owned()));
        }
        Self::from_minutes(hour * MINUTES_PER_HOUR + minute).ok_or_else(|| TimeError::Hour(text.to_owned()))
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}
