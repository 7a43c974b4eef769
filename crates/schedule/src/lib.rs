//! The schedule engine of EasyScale: which replica count holds at an instant, why, and what comes next.
//!
//! A [`Schedule`] is compiled once from [`Entry`] values and then asked about instants. Every answer is a pure
//! function of the schedule and the instant: nothing in here reads a clock, talks to a cluster or allocates while
//! answering.
//!
//! ```
//! use chrono::{DateTime, Utc, Weekday};
//! use easyscale_schedule::{Active, Days, Entry, Next, Schedule, TimeOfDay, ZoneDatabase};
//!
//! let zones = ZoneDatabase::bundled();
//! let weekend = Entry {
//!     name: "Weekend".to_owned(),
//!     days: Days::Weekdays([Weekday::Sat, Weekday::Sun].into_iter().collect()),
//!     start: TimeOfDay::MIDNIGHT,
//!     end: TimeOfDay::END_OF_DAY,
//!     replicas: 2,
//!     priority: 0,
//!     zone: zones.zone("Europe/Berlin")?,
//! };
//! let friday_noon: DateTime<Utc> = "2026-05-08T12:00:00Z".parse()?;
//! let schedule = Schedule::compile(&[weekend], Some(5), friday_noon)?;
//!
//! let decision = schedule.decide(friday_noon);
//! assert_eq!(decision.replicas, Some(5));
//! // Saturday begins in Berlin two hours before it begins in UTC.
//! let Next::Change(change) = decision.next else { panic!("the weekend comes") };
//! assert_eq!(change.at.to_rfc3339(), "2026-05-08T22:00:00+00:00");
//! assert_eq!((change.active, change.replicas), (Active::Entry(0), Some(2)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What a window means
//!
//! EasyScale's clock never runs backwards: when clocks jump ahead it jumps with them; when clocks go back it waits
//! for them to catch up. Every wall-clock time therefore names exactly one instant, the first at which the zone's
//! clock shows that time or a later one ([`Zone::first_instant`]), and a window is the half-open interval between
//! two such instants.

mod compile;
mod days;
mod engine;
mod entry;
mod error;
mod findings;
mod printable;
mod schedule;
mod sentence;
mod time_of_day;
mod timeline;
mod windows;
mod zones;

pub use days::{Days, WeekdaySet};
pub use entry::Entry;
pub use error::{CompileError, TimeError, ZoneError};
pub use findings::Finding;
pub use printable::is_unprintable;
pub use schedule::{Active, Change, Decision, MAX_ENTRIES, Next, Schedule, Window};
pub use sentence::default_sentence;
pub use time_of_day::TimeOfDay;
pub use timeline::{Segment, Timeline};
pub use zones::{ClockChange, Zone, ZoneDatabase};
