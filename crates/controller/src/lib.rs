//! The EasyScale operator as a library: gather, plan, apply, report; leadership, watches, Events, metrics.

pub mod clock;
pub mod fence;
pub mod health;
pub mod metrics;
mod serve;
pub mod settings;
