//! Time zones: where their data comes from and what their clocks show.
//!
//! The only place that knows jiff, whose bundled copy of the IANA database is used instead of the system's files. What
//! leaves this module are chrono values and the segment [`Table`] with which the engine computes.

mod database;
mod directory;
mod nearest;
mod released;
mod table;
#[cfg(test)]
mod table_test;
mod zone;

pub use database::ZoneDatabase;
pub(crate) use table::Table;
pub use zone::{ClockChange, Zone};
pub(crate) use zone::{from_unix, years_around};
