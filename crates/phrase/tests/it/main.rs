//! Sentences that are read, sentences that are refused, and the laws that hold for all of them.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

mod common;
mod dependencies;
mod document;
mod generate;
mod laws;
mod mistakes;
mod sentences;
mod several;
