//! The EasyScale operator as a library: gather, plan, apply, report; leadership, watches, Events, metrics.

mod apply;
mod call;
pub mod client;
pub mod clock;
mod context;
pub mod events;
pub mod fence;
mod gather;
pub mod health;
mod index;
mod keys;
mod lease;
mod locks;
mod memory;
pub mod metrics;
mod operate;
pub mod plan;
mod reconcile;
mod run;
mod scales;
mod serve;
pub mod settings;
pub mod shared;
mod takeover;
mod tell;
mod watch;

pub use run::{Outcome, RunError, run};
