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
            eprintln!("error: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes. Many errors tell their cause themselves: it is not said twice.
fn sentence(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |text, cause| match text {
        text if text.is_empty() => cause,
        text if text.contains(&cause) => text,
        text => format!("{text}: {cause}"),
    })
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
}
