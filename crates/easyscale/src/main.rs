//! The program `easyscale`: turns the command line into calls, and their results into exit codes.

use std::process::ExitCode;

mod checked;
mod cluster;
mod columns;
mod commands;
mod exit;
mod files;
mod logging;
mod narrow;
mod outlook;
mod output;
mod paint;
mod picture;
mod plain;
mod progress;
mod reach;
mod report;
mod session;
mod source;
mod subject;
mod told;
mod usage;
mod version;
mod when;

/// The static program is built with musl, whose own allocator would take most of the time of the commands.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    exit::code(commands::CommandLine::read().execute())
}
