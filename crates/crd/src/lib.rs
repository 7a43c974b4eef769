//! `ScalingRule` v1: its types, its schema, its validation, and the way from a rule to a compiled [`Schedule`].
//!
//! ```text
//! YAML ──▶ ScalingRule ──▶ check ──▶ Checked { problems, schedule }
//! ```
//!
//! Everything here is pure: no cluster, no clock, no file. The API server runs the part of the validation that its own
//! language (CEL) can express, see [`crd()`]; [`check`] runs all of it again, with the same sentences, so that a rule
//! that was stored while validation was off is explained just as well, and so that files can be checked without a
//! cluster.
//!
//! What this crate does not do: it never talks to Kubernetes and never decides whether to scale.
//!
//! [`Schedule`]: easyscale_schedule::Schedule

mod check;
mod code;
mod definition;
mod errors;
mod fields;
mod limit;
mod misfit;
mod problem;
mod rules;
mod spec;
mod status;
pub mod time;
mod unquoted;

pub use check::{check, compile};
pub use code::{Code, Severity};
pub use definition::{CRD_YAML, crd};
pub use errors::{Example, Text, Told, errors_markdown, examples};
pub use fields::fields_markdown;
pub use misfit::{errors_of_the_rest, misfits, object_misfits};
pub use problem::{Checked, Problem};
pub use spec::{
    Day, DefaultReplicas, Limits, MAX_DATES, MAX_ENTRIES, MAX_NAME, ScalingRule, ScalingRuleSpec,
    ScheduleEntry, TargetRef,
};
pub use status::{ActiveStatus, NextTransition, ScaleReason, ScaleRecord, ScalingRuleStatus};

/// The field manager of every write of EasyScale: server-side apply knows our fields by this name.
pub const FIELD_MANAGER: &str = "easyscale";

/// The name that status uses for the time when no entry holds; an entry may not have it.
pub const DEFAULT_NAME: &str = "default";
