//! A running operator: the real binary, built as it is now, started against a control plane.
//!
//! It is killed when the value is dropped, and with this process however that ends. When a test fails, the end of the
//! operator's log is printed.

mod deployed;
mod http;
mod log;
mod options;

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::cargo::easyscale_program;
use crate::clock::{ShiftedClock, monotonic};
use crate::plane::{Adopted, ControlPlane};
pub(crate) use log::Log;
pub use log::field;
pub use options::OperatorOptions;

/// From the start of the process to the line that says where it serves; generous, for a busy machine.
const START: Duration = Duration::from_secs(30);
/// More than the operator promises for its end (5 s).
const END: Duration = Duration::from_secs(30);

/// A process of the operator.
pub struct Operator {
    child: Child,
    adopted: Option<Adopted>,
    log: Log,
    clock: ShiftedClock,
    address: String,
}

impl Operator {
    /// Starts it and waits until it serves its metrics and health.
    pub async fn start(plane: &ControlPlane, options: OperatorOptions) -> Result<Self> {
        let program = match &options.program {
            Some(program) => program.clone(),
            None => tokio::task::spawn_blocking(easyscale_program).await??,
        };
        let kubeconfig = options.prepare(plane).await?;
        let arguments = options.arguments(&kubeconfig);
        let clock = options.clock()?;
        let mut command = command(&program, plane, &arguments, clock);
        let mut child = command.envs(options.variables()).spawn().context("cannot start the operator")?;
        let adopted = plane.adopt(child.id())?;
        let log = Log::follow(child.stdout.take(), child.stderr.take());
        let mut operator = Self { child, adopted: Some(adopted), log, clock, address: String::new() };
        operator.address = operator.wait_for_address().await?;
        Ok(operator)
    }

    /// What time it is for this operator.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// Its clock, to start another operator with the same one.
    pub fn clock(&self) -> ShiftedClock {
        self.clock
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// All lines of its log so far.
    pub fn logs(&self) -> Vec<String> {
        self.log.lines()
    }

    /// Waits for a line of the log (as JSON) that is the wanted one, and returns it. Lines that were there before count.
    ///
    /// # Panics
    /// When none comes within `deadline`; the message has the end of the log.
    pub async fn wait_for_log(
        &self,
        what: &str,
        deadline: Duration,
        wanted: impl Fn(&Value) -> bool,
    ) -> Value {
        if let Ok(line) = tokio::time::timeout(deadline, self.log.find(wanted)).await {
            return line;
        }
        panic!("waited {deadline:?} for: {what}\nend of the log:\n{}", self.log.end());
    }

    /// What it serves at `/metrics`.
    pub async fn metrics(&self) -> Result<String> {
        let (status, body) = self.get("/metrics").await?;
        if status != 200 {
            bail!("/metrics answered {status}: {body}");
        }
        Ok(body)
    }

    /// One value of `/metrics`: `series` is the text before the number, such as `easyscale_leader` or
    /// `easyscale_rules_total{state="ready"}`.
    pub async fn metric(&self, series: &str) -> Result<f64> {
        let metrics = self.metrics().await?;
        let line = metrics.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        let number = line.with_context(|| format!("no {series} in\n{metrics}"))?;
        number.trim().parse().with_context(|| format!("{series} is {number:?}"))
    }

    /// The status code and body of a GET of its port, such as `/readyz`.
    pub async fn get(&self, path: &str) -> Result<(u16, String)> {
        http::get(&self.address, path).await
    }

    /// Kills it without a warning (SIGKILL), as if its machine were lost.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        self.adopted = None;
        Ok(())
    }

    /// Asks it to end (SIGTERM) and waits for it: how it ended and how long that took.
    pub async fn terminate(&mut self) -> Result<(ExitStatus, Duration)> {
        let started = monotonic();
        self.signal("TERM").await?;
        let status = self.wait().await?;
        Ok((status, started.elapsed()))
    }

    /// Sends it a signal by name, such as `STOP` or `CONT`.
    pub async fn signal(&self, name: &str) -> Result<()> {
        // The shell's own kill: there is one on every machine. The id is still ours, because we have not waited.
        let order = format!("kill -{name} {}", self.id());
        let status =
            tokio::process::Command::new("sh").args(["-c", &order]).stdin(Stdio::null()).status().await?;
        if !status.success() {
            bail!("cannot send SIG{name} to the operator ({status})");
        }
        Ok(())
    }

    /// Waits until it ends by itself.
    pub async fn wait(&mut self) -> Result<ExitStatus> {
        let started = monotonic();
        while started.elapsed() < END {
            if let Some(status) = self.child.try_wait()? {
                self.adopted = None;
                return Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("the operator has not ended within {END:?}; the end of its log:\n{}", self.log.end())
    }

    async fn wait_for_address(&mut self) -> Result<String> {
        let started = monotonic();
        loop {
            if let Some(address) = self.log.address() {
                return Ok(address);
            }
            if let Some(status) = self.child.try_wait()? {
                self.adopted = None;
                self.log.settle().await;
                bail!("the operator ended at its start ({status}):\n{}", self.log.end());
            }
            if started.elapsed() > START {
                bail!("the operator does not serve {START:?} after its start; its log:\n{}", self.log.end());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- end of the log of operator {}:\n{}\n---", self.id(), self.log.end());
        }
        if let Err(error) = self.kill() {
            eprintln!("operator {} could not be killed: {error:#}", self.id());
        }
    }
}

fn command(program: &Path, plane: &ControlPlane, arguments: &[String], clock: ShiftedClock) -> Command {
    let mut command = Command::new(program);
    command
        .arg("run")
        .args(arguments)
        .current_dir(&plane.about().folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // The operator must not hear of settings of the person who runs the tests.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("EASYSCALE_") || name == "KUBECONFIG" || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command.envs(clock.setting().map(|setting| ("EASYSCALE_CLOCK_OFFSET", setting)));
    command
}
