//! The real promtool of the pinned version.

use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};

use crate::repository;
use crate::testenv::Program;
use crate::testenv::build::build;

/// Runs promtool in the root of the repository and returns what it printed; an error with that when it finds something
/// wrong.
pub fn promtool(arguments: &[&str]) -> Result<String> {
    let programs = build(&AtomicBool::new(false))?;
    let output = Command::new(programs.path(Program::Promtool)?)
        .args(arguments)
        .current_dir(repository())
        .stdin(Stdio::null())
        .output()
        .context("cannot run promtool")?;
    let told =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        bail!("promtool {}: {told}", arguments.join(" "));
    }
    Ok(told)
}
