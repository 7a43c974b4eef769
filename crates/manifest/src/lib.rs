//! From the text of a file to rules, with every problem at its place.
//!
//! ```text
//! text ──▶ documents ──▶ nodes with places ──▶ JSON ──▶ ScalingRule ──▶ check ──▶ findings with places
//! ```
//!
//! A file may hold several documents, lists, and objects of other kinds; those are counted and otherwise left alone. What
//! a plain word means (`yes`, `0x10`, `1e3`) is what `kubectl apply` takes it for, see `scalar`.
//!
//! What this crate does not do: it opens no file, reads no clock and knows no cluster. It never fails and never panics,
//! whatever the text is.

mod across;
mod chunk;
mod document;
mod json;
mod kind;
mod locate;
mod manifest;
mod read;
mod scalar;
mod syntax;
mod tag;
mod text;
mod tree;
mod unquoted;

pub use across::{Across, across};
pub use manifest::{Content, Document, Finding, Manifest, Place, Rule};
pub use read::{read, read_bytes};
