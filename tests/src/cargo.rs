//! Builds a binary of this workspace as it is now, beside the program that asks, and only once per process.
//!
//! A test must never run yesterday's operator; cargo itself knows best whether there is anything to do.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail};

use crate::paths::{Build, repository};

/// A way of building the program `easyscale`.
#[derive(Clone, Copy, Debug)]
pub enum Variant {
    /// Like the program that asks: for tests.
    LikeThis,
    /// For release, with the C library of this machine: for measurements.
    Release,
    /// The static program of the image, made by the script that makes it there.
    Static,
}

impl Variant {
    /// The program, built as it is now: the operator, and the other commands.
    pub fn build(self) -> Result<PathBuf> {
        static BUILT: [OnceLock<Result<PathBuf, String>>; 3] = [const { OnceLock::new() }; 3];
        once(&BUILT[self as usize], || {
            let here = Build::of_this_program()?;
            match self {
                Self::LikeThis => build(&here, "easyscale", "easyscale"),
                Self::Release => {
                    build(&Build { profile: "release".to_owned(), ..here }, "easyscale", "easyscale")
                }
                Self::Static => build_static(),
            }
        })
    }
}

/// The program `easyscale`, built like the program that asks.
pub fn easyscale_program() -> Result<PathBuf> {
    Variant::LikeThis.build()
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
    without_words_of_cargo(&mut command);
    let output = command.output().with_context(|| format!("cannot run cargo to build {binary}"))?;
    if !output.status.success() {
        bail!("building {binary} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(here.binary(binary))
}

fn build_static() -> Result<PathBuf> {
    let mut script = Command::new("hack/build-static.sh");
    script.current_dir(repository()).stdin(Stdio::null());
    without_words_of_cargo(&mut script);
    let output = script.output().context("cannot run hack/build-static.sh")?;
    if !output.status.success() {
        bail!("hack/build-static.sh failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(repository().join(String::from_utf8(output.stdout)?.trim()))
}

/// Cargo tells the programs it runs about themselves. Build scripts would take that for a change and run again.
fn without_words_of_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|each| told.starts_with(each))
        {
            command.env_remove(&name);
        }
    }
}
