//! EasyScale end to end: the real operator against a real API server, in a namespace of its own for every test.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod accounts;
mod attempts;
mod bad_input;
mod boundaries;
mod choosing;
mod clock_changes;
mod commands;
mod conflicts;
mod custom_kinds;
mod drift;
mod gitops;
mod glance;
mod holding_back;
mod metrics;
mod mistakes;
mod namespaces;
mod rest;
mod rights;
mod stage;
mod stale;
mod stored;
mod targets;
mod telling;
mod telling_once;
mod usual;
