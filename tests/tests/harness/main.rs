//! The harness proves itself before anything is proved with it.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod identities;
mod lifetime;
mod pods;
mod programs;
mod sandbox;
mod writes;
