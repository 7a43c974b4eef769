//! The EasyScale operator as a library: gather, plan, apply, report; leadership, watches, Events, metrics.

mod apply;
mod call;
pub mod client;
pub mod clock;
pub mod cluster;
mod context;
pub mod events;
pub mod fence;
mod gather;
pub mod glance;
pub mod health;
mod index;
mod keys;
mod lease;
mod locks;
mod memory;
pub mod metrics;
mod operate;
pub mod plan;
mod reach;
mod reconcile;
mod rights;
mod run;
mod scales;
mod serve;
pub mod settings;
pub mod shared;
mod sight;
mod stored;
mod takeover;
mod tell;
mod watch;

pub use run::{Outcome, RunError, run};
