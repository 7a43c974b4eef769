//! EasyScale end to end once more, with operators that are installed for single namespaces: with a Role in each of them and
//! no right in the whole cluster.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

use stage::Reach;

/// For which rules the operators here are installed.
const REACH: Reach = Reach::Single;

mod accounts;
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
mod single_namespaces;
mod stage;
mod stale;
mod stored;
mod targets;
mod telling;
mod telling_once;
mod usual;
