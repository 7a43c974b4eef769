//! The Helm chart: what each value does, what is refused, what a real API server says to it, and a whole life of a
//! release.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod author;
mod elsewhere;
mod equal;
mod files;
mod helms;
mod kubelet;
mod life;
mod namespaced;
mod packed;
mod refusals;
mod removal;
mod roles;
mod schema;
mod server;
mod stage;
mod table;
mod values;
