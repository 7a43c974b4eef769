//! See `easyscale_fuzz::rule`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| easyscale_fuzz::rule(bytes));
