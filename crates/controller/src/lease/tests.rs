//! Whole candidates against a lease server in memory, on paused time.
