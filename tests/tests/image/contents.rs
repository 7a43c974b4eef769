//! What the binary is made of: nothing that has to be there beside it, and not much.

use crate::binary::binary;

/// What is promised: small enough to be fetched in a second.
const LARGEST: usize = 12_000_000;

const PROGRAM_HEADERS_AT: usize = 32;
const HEADER_SIZE_AT: usize = 54;
const HEADER_COUNT_AT: usize = 56;
/// Asks for a program that loads it, as everything that is linked dynamically does.
const INTERPRETER: u32 = 3;

fn number<const BYTES: usize>(program: &[u8], place: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes[..BYTES].copy_from_slice(&program[place..place + BYTES]);
    u64::from_le_bytes(bytes)
}

/// The kinds of the program headers of an ELF file of 64 bits, lowest byte first.
fn header_kinds(program: &[u8]) -> Vec<u32> {
    assert!(program.starts_with(b"\x7fELF\x02\x01"), "it is a program for Linux");
    let start = usize::try_from(number::<8>(program, PROGRAM_HEADERS_AT)).unwrap();
    let size = usize::try_from(number::<2>(program, HEADER_SIZE_AT)).unwrap();
    let count = usize::try_from(number::<2>(program, HEADER_COUNT_AT)).unwrap();
    (0..count).map(|each| u32::try_from(number::<4>(program, start + each * size)).unwrap()).collect()
}

#[test]
fn the_binary_needs_nothing_beside_it() {
    let kinds = header_kinds(&std::fs::read(binary()).unwrap());
    assert!(kinds.len() > 2 && !kinds.contains(&INTERPRETER), "{kinds:?}");
    // The same look at this very test, which is linked as usual, sees it.
    let test = std::env::current_exe().unwrap();
    assert!(header_kinds(&std::fs::read(test).unwrap()).contains(&INTERPRETER));
}

#[test]
fn the_binary_is_as_small_as_promised() {
    let size = std::fs::metadata(binary()).unwrap().len();
    assert!(size <= LARGEST as u64, "{size} bytes, more than {LARGEST}");
}

#[test]
fn the_binary_names_no_folder_of_the_machine_that_built_it() {
    let program = std::fs::read(binary()).unwrap();
    let of_cargo =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|home| home + "/.cargo"));
    let folders = [easyscale_tests::repository().display().to_string(), of_cargo.unwrap()];
    for folder in folders {
        let found = program.windows(folder.len()).any(|bytes| bytes == folder.as_bytes());
        assert!(!found, "{folder} is in the binary");
    }
    for renamed in ["crates/controller/src/", "/crates/tokio-"] {
        let found = program.windows(renamed.len()).any(|bytes| bytes == renamed.as_bytes());
        assert!(found, "places in the source are told, without the folder they are in: {renamed}");
    }
}
