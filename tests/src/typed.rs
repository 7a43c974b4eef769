//! The commands for people, typed as a person does: the real program, with that person's kubeconfig and nothing else of
//! the environment of a test.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::ShiftedClock;
use crate::cargo::easyscale_program;

/// What takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A person at a terminal.
#[derive(Clone, Debug)]
pub struct Person {
    program: PathBuf,
    folder: PathBuf,
    kubeconfig: PathBuf,
    clock: ShiftedClock,
    variables: Vec<(String, String)>,
}

/// What the person sees after a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The exit code; -1 if a signal ended it.
    pub code: i32,
    /// The result.
    pub out: String,
    /// What is told beside it.
    pub err: String,
}

impl Person {
    /// Somebody with that kubeconfig, who sits in that folder.
    pub async fn with(kubeconfig: &Path, folder: &Path) -> Result<Self> {
        let program = tokio::task::spawn_blocking(easyscale_program).await??;
        let (kubeconfig, folder) = (kubeconfig.to_owned(), folder.to_owned());
        Ok(Self { program, folder, kubeconfig, clock: ShiftedClock::real(), variables: Vec::new() })
    }

    /// The same person when it is that time.
    #[must_use]
    pub fn at(mut self, clock: ShiftedClock) -> Self {
        self.clock = clock;
        self
    }

    /// The same person with another kubeconfig.
    #[must_use]
    pub fn who_has(mut self, kubeconfig: &Path) -> Self {
        kubeconfig.clone_into(&mut self.kubeconfig);
        self
    }

    /// The same person with one more variable in the environment, such as `HTTPS_PROXY`.
    #[must_use]
    pub fn who_sets(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    /// Where the program is.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// A command that is about to be entered. It asks for every log there is: none may appear.
    pub fn types(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .env("HOME", &self.folder)
            .env("KUBECONFIG", &self.kubeconfig)
            .env("RUST_LOG", "trace")
            .env("TZ", "UTC")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        if let Some(offset) = self.clock.setting() {
            command.env("EASYSCALE_CLOCK_OFFSET", offset);
        }
        command
    }

    /// Enters a command and waits for its end.
    pub async fn enters(&self, arguments: &[&str]) -> Result<Seen> {
        let mut command = self.types(arguments);
        let output = tokio::time::timeout(PATIENCE, command.output());
        let output = output.await.context("easyscale hangs")?.context("cannot run easyscale")?;
        let text = |bytes| String::from_utf8(bytes).context("what is printed is no text");
        Ok(Seen {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout)?,
            err: text(output.stderr)?,
        })
    }
}
