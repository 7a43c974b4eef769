//! See `easyscale_fuzz::phrase`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| easyscale_fuzz::phrase(text));
