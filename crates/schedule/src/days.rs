//! On which days a window starts: every day, some days of the week, or listed dates.

use std::fmt;

use chrono::{NaiveDate, Weekday};

const MONDAY_FIRST: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The days on which an entry's window starts, read in the entry's own zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Days {
    /// Every day.
    Every,
    /// These days of the week.
    Weekdays(WeekdaySet),
    /// These dates; order and repetition do not matter.
    Dates(Vec<NaiveDate>),
}

/// A set of days of the week.
///
/// ```
/// use chrono::Weekday;
/// use easyscale_schedule::WeekdaySet;
///
/// let weekend: WeekdaySet = [Weekday::Sun, Weekday::Sat].into_iter().collect();
/// assert!(weekend.contains(Weekday::Sat));
/// assert_eq!(weekend.iter().collect::<Vec<_>>(), [Weekday::Sat, Weekday::Sun]);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WeekdaySet {
    /// Bit 0 is Monday.
    bits: u8,
}

impl WeekdaySet {
    /// All seven days.
    pub const ALL: Self = Self { bits: 0b111_1111 };

    /// Whether `day` is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.bits & bit(day) != 0
    }

    /// Whether the set has no day.
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Number of days, 0 to 7.
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> + Clone {
        MONDAY_FIRST.into_iter().filter(move |&day| self.contains(day))
    }

    pub(crate) fn bits(self) -> u8 {
        self.bits
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self { bits: days.into_iter().fold(0, |bits, day| bits | bit(day)) }
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
