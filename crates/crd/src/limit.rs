//! The numbers that the schema and `check` must agree on and that are not a length.

use std::ops::RangeInclusive;

/// The longest cooldown: a day.
pub(crate) const COOLDOWN_SECONDS: i32 = 86_400;
/// The years a date may lie in: early enough for every date in use, late enough for every plan, and short enough that
/// the table of zone changes which a date makes the engine build stays small.
pub(crate) const YEARS: RangeInclusive<i32> = 2000..=2199;
