//! The exit codes, all of them. `docs/operations.md` tells them to the users.

use std::process::ExitCode;

/// How a command ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// As it should.
    Well,
    /// The operator lost its lease and must not go on.
    LostLeadership,
}

/// 0: done. 1: an error. 2: a command line that cannot be read (clap's own). 3: leadership was lost.
pub(crate) fn code(result: anyhow::Result<Done>) -> ExitCode {
    match result {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::LostLeadership) => ExitCode::from(3),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
