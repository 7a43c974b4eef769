//! EasyScale end to end: the real operator against a real API server. It is started as the chart says, with the chart's
//! roles, for the rules of all namespaces; `namespaced.rs` is the same for single ones.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use stage::Reach;

/// For which rules the operators here are installed.
const REACH: Reach = Reach::All;

mod accounts;
mod all_namespaces;
mod at_rest;
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
mod rights;
mod stage;
mod stale;
mod stored;
mod targets;
mod telling;
mod telling_once;
mod usual;
