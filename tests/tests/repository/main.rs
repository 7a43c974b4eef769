//! What must be true of the repository as a whole and belongs to no crate.

#![allow(clippy::unwrap_used, reason = "what must not happen ends the test")]

mod documents;
mod examples;
mod files;
mod links;
mod release;
mod settings;
mod workspace;
