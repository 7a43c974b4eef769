//! Reads plain-English sentences into schedule entries.
//!
//! [`parse`] reads, [`show`] says what was understood, [`doubts`] tells what contradicts itself. Nothing is guessed: what
//! the grammar (`docs/sentences.md`) does not know is refused with a [`PhraseError`] that names the word and the fix.
//! This crate reads no clock and no file; whether the entries make a good rule is for others to say.
//!
//! ```
//! use easyscale_phrase::{parse, show};
//! use easyscale_schedule::ZoneDatabase;
//!
//! let zones = ZoneDatabase::bundled();
//! let berlin = zones.zone("Europe/Berlin")?;
//! let text = "scale up web to 5 between 16:00 - 18:00 on working days; 2 at weekends, otherwise 3";
//! let requests = parse(text, &zones, &berlin).map_err(|error| error.render(text))?;
//! assert_eq!(requests[0].default, Some(3));
//! assert_eq!(
//!     show(&requests[0]),
//!     "scale deployment/web to 5 replicas on Monday, Tuesday, Wednesday, Thursday and Friday \
//!      from 16:00 to 18:00 (Europe/Berlin); \
//!      scale deployment/web to 2 replicas on Saturday and Sunday all day (Europe/Berlin); \
//!      otherwise 3 replicas",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod amount;
mod clause;
mod clock;
mod cursor;
mod dates;
mod days;
mod document;
mod doubts;
mod error;
mod refused;
mod render;
mod request;
mod show;
mod span;
mod statement;
mod target;
mod times;
mod words;
mod zone;

pub use document::{MAX_BYTES, MAX_DATES, parse};
pub use doubts::{Doubt, doubts};
pub use error::PhraseError;
pub use request::{Direction, Request, Target, TargetKind, Wish};
pub use show::show;
