//! What must hold for every input. The programs in `src/bin` hand over what libFuzzer makes up; a law that does not hold
//! is a panic, and libFuzzer keeps the input.
//!
//! The laws are those that the tests of the crates prove on random input, too. Here the input is not random: libFuzzer
//! keeps what reaches new code and changes it on.

#![forbid(unsafe_code)]

mod manifest;
mod phrase;
mod place;
mod rule;

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use easyscale_schedule::ZoneDatabase;

pub use manifest::manifest;
pub use phrase::phrase;
pub use rule::rule;

/// Built once: it is not what is tried here.
static ZONES: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::bundled);

/// A Tuesday, some days before the clocks of Europe go back.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_792_497_600, 0).expect("an instant of this century")
}
