//! The alerts and the dashboard: well-formed, explained, and, by promtool's own tests, true.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod dashboard;
mod firing;
mod wording;
