//! The tests of the engine, by subject. The oracle in Python and the counting of allocations have binaries of their own.

#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;

mod boundaries;
mod clock_changes;
mod cron;
mod dependencies;
mod document;
mod findings;
mod rules;
mod sentences;
mod times_of_day;
mod windows;
mod zones;
