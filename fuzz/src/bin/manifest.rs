//! See `easyscale_fuzz::manifest`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| easyscale_fuzz::manifest(bytes));
