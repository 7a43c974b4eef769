//! Whole candidates against a lease server in memory, on paused time.
//!
//! The server does what the real one does with a lease: create refuses what exists, a merge patch with another
//! resourceVersion is refused. Every request can be late or lost on either way. (That the real one does so, and the whole
//! process with it, is shown in `tests/tests/leadership.rs`.)

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::*;

mod server;

use server::{Link, Server};
