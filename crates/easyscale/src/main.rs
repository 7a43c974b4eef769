//! The program `easyscale`: turns the command line into calls, and their results into exit codes.

use std::process::ExitCode;

use clap::Parser as _;

mod commands;
mod exit;
mod logging;
mod output;
mod version;

fn main() -> ExitCode {
    // clap itself ends the process on --help, --version and on a command line that it cannot read.
    exit::code(commands::CommandLine::parse().execute())
}
