//! EasyScale end to end: the real operator against a real API server, in a namespace of its own for every test.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod boundaries;
mod choosing;
mod clock_changes;
mod namespaces;
mod stage;
mod targets;
mod telling;
