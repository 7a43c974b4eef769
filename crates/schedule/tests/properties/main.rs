//! Laws that hold for every schedule, tried on random ones. The same ones every time: the seed is fixed, and
//! `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others or for more.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;

mod clock;
mod generate;
mod numbers;
mod order;
mod search;
mod second_opinion;
