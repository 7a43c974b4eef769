//! The tests of the crate as its users see it: one program, split by subject.

#![allow(clippy::unwrap_used, reason = "a test may panic, also in the functions that it is made of")]

mod config;
mod definition;
mod documents;
mod doubts;
mod fixture;
mod good;
mod mistakes;
mod properties;
mod random;
mod recipes;
mod samples;
mod structure;
mod types;
