//! The commands that need no cluster, each as a person types it: the real program, with a clock that is set, and what it
//! prints compared with what was read and found good (`*.snap`, beside this).
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p easyscale --test commands`, then read the difference.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what must not happen ends the test")]

mod calendar;
mod comparing;
mod explain;
mod generate;
mod laws;
mod nasty;
mod output;
mod pages;
mod paths;
mod picture;
mod preview;
mod shells;
mod support;
mod validate;
mod variables;
mod wizard;
