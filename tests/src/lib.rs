//! The harness of the end-to-end tests: a real API server, the real operator, and short words for what tests do.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use easyscale_tests::{ControlPlane, Operator, OperatorOptions, entry, rule};
//! # async fn test() -> anyhow::Result<()> {
//! let plane = ControlPlane::shared().await;
//! let shop = plane.namespace("shop").await?;
//! let web = shop.create_deployment("web", 1).await?;
//! shop.create_rule(rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3)).await?;
//! let operator = Operator::start(plane, OperatorOptions::watching(&shop).starting_at("2026-05-08T15:59:58Z")).await?;
//! shop.wait_for_replicas(&web, 5, Duration::from_secs(30)).await;
//! # Ok(()) }
//! ```
//!
//! Nothing here decides what the operator should do; that is for the tests in `tests/`.

mod cargo;
pub mod chart;
pub mod clock;
pub mod document;
mod eventually;
pub mod monitoring;
mod operator;
mod paths;
mod plane;
mod release;
mod rule;
mod sandbox;
pub mod testenv;
mod typed;

pub use cargo::{Variant, easyscale_program};
pub use clock::ShiftedClock;
pub use easyscale_crd::Day;
pub use eventually::{eventually, until};
pub use operator::{Operator, OperatorOptions, field};
pub use paths::repository;
pub use plane::{Adopted, ControlPlane, Crd, PlaneOptions};
pub use release::Release;
pub use rule::{EntryBuilder, RuleBuilder, entry, rule};
pub use sandbox::{FLEET_API_VERSION, Sandbox, custom, deployment, statefulset};
pub use typed::{Person, Seen};
