//! Builds the programs of the test control plane from the Go modules under `hack/testenv`, once per machine and version.
//!
//! Two runs at once do not build twice: a file lock makes the second one wait. A binary appears under its name only when
//! it is whole (it is renamed into place), and its stamp only after it, so a broken-off build is simply done again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::pins::cache_folder;
use super::programs::{Program, Programs, stamp_file};
use crate::clock::monotonic;

/// Folders of unfinished builds begin with this.
const UNFINISHED: &str = "building-";

/// Finds the programs and builds those that are missing, telling a person on standard error what takes so long.
///
/// When `stop` becomes true the build is broken off.
pub fn build(stop: &AtomicBool) -> Result<Programs> {
    if let Some(programs) = Programs::find()? {
        return Ok(programs);
    }
    let cache = cache_folder()?;
    fs::create_dir_all(&cache).with_context(|| format!("cannot create {}", cache.display()))?;
    let _lock = lock(&cache)?;
    sweep(&cache)?;
    let missing = missing(&cache)?;
    announce(&cache, &missing);
    for (position, program) in missing.iter().enumerate() {
        build_one(*program, &cache, (position + 1, missing.len()), stop)?;
    }
    Programs::find()?.context("the programs of the test control plane were built but are not found")
}

fn missing(cache: &Path) -> Result<Vec<Program>> {
    let mut missing = Vec::new();
    for program in Program::ALL {
        if program.find(cache)?.is_none() {
            missing.push(program);
        }
    }
    Ok(missing)
}

fn lock(cache: &Path) -> Result<File> {
    let path = cache.join("lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("Another run is building the test control plane's programs; waiting for it.");
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

/// Removes what a killed build left behind. Called under the lock, so nobody is building there.
fn sweep(cache: &Path) -> Result<()> {
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn announce(cache: &Path, missing: &[Program]) {
    if missing.is_empty() {
        return;
    }
    eprintln!(
        "Building {} of the test control plane's programs from source, once for this machine, into\n  {}\n\
         Expect about 14 minutes for all of them on two cores the first time, and 2 GB of memory.",
        missing.len(),
        cache.display()
    );
}

fn build_one(
    program: Program,
    cache: &Path,
    (position, of): (usize, usize),
    stop: &AtomicBool,
) -> Result<()> {
    let version = program.family().version()?;
    eprintln!(
        "  {} {position} of {of} ({version}): {} the first time",
        program.name(),
        program.first_build()
    );
    let work = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(cache)?;
    let fresh = work.path().join(program.name());
    let output = work.path().join("output");
    let started = monotonic();
    let mut child = go_build(program, &fresh, &output)?;
    let status = wait_aloud(&mut child, program, &output, stop)?;
    if !status.success() {
        bail!(
            "building {} failed ({status}):\n{}",
            program.name(),
            fs::read_to_string(&output).unwrap_or_default()
        );
    }
    put_in_place(program, &fresh, &cache.join(program.name()))?;
    eprintln!("  {} {position} of {of}: done after {} s", program.name(), started.elapsed().as_secs());
    Ok(())
}

fn go_build(program: Program, to: &Path, output: &Path) -> Result<Child> {
    let log = File::create(output)?;
    Command::new("go")
        .args(["build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-tags", program.tags()])
        .args(["-ldflags", &program.link_flags()?, "-o"])
        .arg(to)
        .arg(program.package())
        .current_dir(program.family().folder())
        .env("CGO_ENABLED", "0")
        .env("GOWORK", "off")
        .env_remove("GOOS")
        .env_remove("GOARCH")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| {
            format!(
                "cannot run `go` to build {} {}. Install Go from https://go.dev/dl (it is needed for the test servers \
                 only), or point KUBEBUILDER_ASSETS at a folder that has the programs in the pinned versions",
                program.name(),
                program.family().version().unwrap_or_default()
            )
        })
}

/// Waits for the build and says every 15 seconds that it is still going on.
fn wait_aloud(child: &mut Child, program: Program, output: &Path, stop: &AtomicBool) -> Result<ExitStatus> {
    let started = monotonic();
    let mut told = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if stop.load(Ordering::Relaxed) {
            child.kill()?;
            child.wait()?;
            bail!("told to stop while building {}", program.name());
        }
        let seconds = started.elapsed().as_secs();
        if seconds >= told + 15 {
            told = seconds;
            eprintln!("    {} … {seconds} s, {}", program.name(), doing(output));
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// What Go does at the moment, as far as its output says so: it prints only what it downloads.
fn doing(output: &Path) -> String {
    let text = fs::read_to_string(output).unwrap_or_default();
    match text.lines().filter(|line| line.starts_with("go: downloading")).count() {
        0 => "compiling".to_owned(),
        modules => format!("compiling ({modules} Go modules downloaded)"),
    }
}

fn put_in_place(program: Program, fresh: &Path, to: &PathBuf) -> Result<()> {
    let stamp = stamp_file(to);
    if stamp.exists() {
        fs::remove_file(&stamp)?;
    }
    fs::rename(fresh, to).with_context(|| format!("cannot put {} in place", to.display()))?;
    let unfinished = stamp.with_extension("stamp-unfinished");
    fs::write(&unfinished, program.stamp()?)?;
    fs::rename(&unfinished, &stamp).with_context(|| format!("cannot write {}", stamp.display()))
}
