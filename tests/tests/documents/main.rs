//! What a reader types comes out as the documents say.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod complete;
mod recipes;
mod typed;
