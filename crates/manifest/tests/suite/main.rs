//! The tests of the crate as its users see it: one program, split by subject.

#![allow(clippy::unwrap_used, reason = "a test may panic, also in the functions that it is made of")]

mod across;
mod bounds;
mod examples;
mod fixture;
mod forms;
#[path = "../../../crd/tests/it/good.rs"]
mod good;
mod mistakes;
mod places;
mod properties;
#[path = "../../../crd/tests/it/random.rs"]
mod random;
mod syntax;
mod tags;
mod words;
