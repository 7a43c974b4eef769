//! Prints a generated file of the repository: `definition`, `errors` or `fields`. `make generate` writes them.

#![allow(clippy::unwrap_used, reason = "a tool of the build: it may stop with a panic")]

mod definition;

fn main() {
    let asked = std::env::args().nth(1);
    match asked.as_deref() {
        Some("definition") => print!("{}", definition::yaml()),
        Some("errors") => print!("{}", easyscale_crd::errors_markdown()),
        Some("fields") => print!("{}", easyscale_crd::fields_markdown()),
        _ => panic!("say which file: definition, errors or fields"),
    }
}
