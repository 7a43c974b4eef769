//! Running programs in turn and timing them.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use easyscale_tests::clock;

/// A program with its arguments.
pub(crate) struct Program {
    pub(crate) what: String,
    command: Command,
}

/// How long each program took in each turn.
pub(crate) struct Turns {
    pub(crate) programs: Vec<Program>,
    /// One row for each turn, in the order of the programs.
    taken: Vec<Vec<Duration>>,
}

impl Program {
    pub(crate) fn new<'a>(what: String, path: &Path, arguments: impl IntoIterator<Item = &'a OsStr>) -> Self {
        let mut command = Command::new(path);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        Self { what, command }
    }

    fn run(&mut self) -> Result<Duration> {
        let started = clock::monotonic();
        let output = self.command.output().with_context(|| format!("{} cannot be started", self.what))?;
        let taken = started.elapsed();
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{}: {}: {said}", self.what, output.status);
        Ok(taken)
    }
}

impl Turns {
    /// Lets all programs run one after the other, again and again. The first turn, which fills the caches of the
    /// machine, does not count.
    pub(crate) fn take(mut programs: Vec<Program>, turns: usize) -> Result<Self> {
        let mut turn = || programs.iter_mut().map(Program::run).collect::<Result<Vec<_>>>();
        turn()?;
        let taken = (0..turns.max(1)).map(|_| turn()).collect::<Result<_>>()?;
        Ok(Self { programs, taken })
    }

    /// The median time of a program in milliseconds.
    pub(crate) fn milliseconds(&self, program: usize) -> f64 {
        median(self.taken.iter().map(|turn| turn[program].as_secs_f64() * 1000.0))
    }

    /// The median of the ratios between two programs in the same turn.
    pub(crate) fn ratio(&self, program: usize, to: usize) -> f64 {
        median(self.taken.iter().map(|turn| turn[program].as_secs_f64() / turn[to].as_secs_f64()))
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        assert!(near(median([3.0, 1.0, 2.0].into_iter()), 2.0));
        assert!(near(median([4.0, 1.0].into_iter()), 2.5));
    }
}
