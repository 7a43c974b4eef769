//! The exit codes, all of them. `docs/operations.md` tells them to the users.

use std::process::ExitCode;

use crate::output;
use crate::paint::{BAD, Paint as _};
use crate::usage::Wrong;

/// How a command ended without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// As it should.
    Well,
    /// There are doubts, and whoever asked wants none.
    Doubtful,
    /// A rule has errors. They were told.
    Wrong,
    /// The operator lost its lease and must not go on.
    LostLeadership,
}

/// 0: done. 1: it could not be done, or there are doubts (`validate --strict`). 2: what was given is wrong: a rule with
/// errors, or a command line that makes no sense (clap's own, too). 3: leadership was lost.
pub(crate) fn code(result: anyhow::Result<Done>) -> ExitCode {
    match result {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Doubtful) => ExitCode::from(1),
        Ok(Done::Wrong) => ExitCode::from(2),
        Ok(Done::LostLeadership) => ExitCode::from(3),
        Err(error) => {
            output::tell(&format!("{}: {}\n", "error".paint(BAD), sentence(&error)));
            ExitCode::from(if error.is::<Wrong>() { 2 } else { 1 })
        }
    }
}

/// The error and its causes. Many errors tell their cause themselves: it is not said twice.
fn sentence(error: &anyhow::Error) -> String {
    error.chain().map(|cause| without_number(&cause.to_string())).fold(
        String::new(),
        |text, cause| match text {
            text if text.is_empty() => cause,
            text if text.contains(&cause) => text,
            text => format!("{text}: {cause}"),
        },
    )
}

/// Without the number that the system gives to an error: "No such file or directory (os error 2)".
fn without_number(text: &str) -> String {
    match text.split_once(" (os error ").and_then(|(before, after)| Some((before, after.split_once(')')?.1)))
    {
        Some((before, after)) => format!("{before}{after}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let told = anyhow!("no such file").context("the kubeconfig cannot be read: no such file");
        assert_eq!(sentence(&told), "the kubeconfig cannot be read: no such file");
        let untold = anyhow!("no such file").context("the kubeconfig cannot be read");
        assert_eq!(sentence(&untold), "the kubeconfig cannot be read: no such file");
    }

    #[test]
    fn the_numbers_of_the_system_are_left_out() {
        let error = std::io::Error::from_raw_os_error(28);
        assert_eq!(sentence(&error.into()), "No space left on device");
    }
}
