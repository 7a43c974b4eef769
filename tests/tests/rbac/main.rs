//! The operator needs every right that `config/rbac` gives it, and no other: with all of them everything works and nothing
//! is missed; without any one of them that one is named; and with it again everything works, without a restart.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod account;
mod cluster;
mod namespaced;
mod right;
mod roles;
mod scene;

use std::time::Duration;

/// For whatever should happen within seconds, on a machine that has other things to do.
const SOON: Duration = Duration::from_secs(90);
