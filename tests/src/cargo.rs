//! Builds a binary of this workspace as it is now, beside the program that asks, and only once per process.
//!
//! A test must never run yesterday's operator; cargo itself knows best whether there is anything to do.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail};

use crate::paths::{Build, repository};

/// The operator: as it is shipped (`released`), or built like the program that asks.
pub(crate) fn operator_binary(released: bool) -> Result<PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    static RELEASED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let here = Build::of_this_program()?;
    if released {
        let release = Build { profile: "release".to_owned(), ..here };
        return once(&RELEASED, || build(&release, "easyscale", "easyscale"));
    }
    once(&BUILT, || build(&here, "easyscale", "easyscale"))
}

/// Builds the operator as it is shipped, so that starting it later takes no time, and tells where it is.
pub fn build_released_operator() -> Result<PathBuf> {
    operator_binary(true)
}

/// The program `easyscale`, built as it is now: for its other commands.
pub fn easyscale_program() -> Result<PathBuf> {
    operator_binary(false)
}

/// The program that runs the test control plane. Cargo has built it already for this crate's own tests.
pub(crate) fn testenv_binary() -> Result<PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    once(&BUILT, || match std::env::var_os("CARGO_BIN_EXE_testenv") {
        Some(path) => Ok(path.into()),
        None => build(&Build::of_this_program()?, "easyscale-tests", "testenv"),
    })
}

fn once(
    cell: &OnceLock<Result<PathBuf, String>>,
    build: impl FnOnce() -> Result<PathBuf>,
) -> Result<PathBuf> {
    cell.get_or_init(|| build().map_err(|error| format!("{error:#}"))).clone().map_err(|error| anyhow!(error))
}

fn build(here: &Build, package: &str, binary: &str) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--locked", "--quiet", "--package", package, "--bin", binary])
        .args(["--profile", here.profile_name(), "--target-dir"])
        .arg(&here.target)
        .current_dir(repository())
        .stdin(Stdio::null());
    // Cargo tells the programs it runs about themselves. Build scripts would take that for a change and run again.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|each| told.starts_with(each))
        {
            command.env_remove(&name);
        }
    }
    let output = command.output().with_context(|| format!("cannot run cargo to build {binary}"))?;
    if !output.status.success() {
        bail!("building {binary} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(here.binary(binary))
}
