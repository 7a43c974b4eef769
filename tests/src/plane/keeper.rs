//! The child `testenv up` and the pipe that keeps it alive.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::cargo::testenv_binary;
use crate::testenv::up::Ready;

/// Runs `testenv up`; dropping it stops everything.
pub(super) struct Keeper {
    pub(super) ready: Ready,
    child: Child,
    pipe: Arc<Mutex<Option<ChildStdin>>>,
}

impl Keeper {
    /// Starts the servers and waits until they answer.
    pub(super) fn start(controllers: bool) -> Result<Self> {
        let program = testenv_binary()?;
        let mut child = Command::new(&program)
            .arg("up")
            .args(controllers.then_some("--with-controllers"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Out of reach of Ctrl-C: it ends after us and in order, because the pipe closes.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let pipe = Arc::new(Mutex::new(child.stdin.take()));
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        if line.is_empty() {
            bail!(
                "`testenv up` ended before the servers were ready ({}); its reason is above",
                child.wait()?
            );
        }
        let ready = serde_json::from_str(&line).with_context(|| format!("`testenv up` said {line:?}"))?;
        Ok(Self { ready, child, pipe })
    }

    pub(super) fn adopt(&self, process: u32) -> Result<Adopted> {
        tell(&self.pipe, &format!("adopt {process}"))?;
        Ok(Adopted { process, pipe: Arc::clone(&self.pipe) })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.pipe.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Err(error) = self.child.wait() {
            eprintln!("cannot wait for `testenv up`: {error}");
        }
    }
}

/// A process that dies with this one. Drop this when the process has ended.
pub struct Adopted {
    process: u32,
    pipe: Arc<Mutex<Option<ChildStdin>>>,
}

impl Drop for Adopted {
    fn drop(&mut self) {
        if let Err(error) = tell(&self.pipe, &format!("release {}", self.process)) {
            eprintln!("process {} stays with `testenv up`: {error:#}", self.process);
        }
    }
}

/// Says a line to `testenv up`; when that is stopped already there is nobody to tell.
fn tell(pipe: &Mutex<Option<ChildStdin>>, line: &str) -> Result<()> {
    match pipe.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        Some(pipe) => writeln!(pipe, "{line}").context("`testenv up` has ended"),
        None => Ok(()),
    }
}
