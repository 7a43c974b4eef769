//! Runs the control plane until its standard input closes or it is told to end, then kills every process it started and
//! removes its folder.
//!
//! The protocol with whoever started it: one JSON line on standard output when everything is ready ([`Ready`]); on standard
//! input, lines `adopt PID` and `release PID`: an adopted process is killed at the end, too. Whoever holds the other end
//! of the pipe need do nothing to end everything: when it dies in any way, the pipe closes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::build::build;
use super::etcd::Etcd;
use super::nodes;
use super::process::Process;
use super::programs::{Program, Programs};
use super::server::Server;

/// What a running control plane says about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    /// The URL of the API server.
    pub server: String,
    /// The URL of etcd.
    pub etcd: String,
    /// The administrator's kubeconfig.
    pub kubeconfig: PathBuf,
    /// The certificate with which the API server can be recognised.
    pub certificate_authority: PathBuf,
    /// The kubectl of the same version.
    pub kubectl: PathBuf,
    /// Helm 4.
    pub helm: PathBuf,
    /// Helm 3.
    pub helm3: PathBuf,
    /// The folder that is removed at the end; logs of all processes are in it.
    pub folder: PathBuf,
    /// The processes by name.
    pub processes: BTreeMap<String, u32>,
}

/// Everything that must end. The order of the fields is the order in which it ends: the folder is last.
struct Running {
    ready: Ready,
    processes: Vec<Process>,
    _folder: TempDir,
}

/// Runs a control plane; returns when it was told to stop, or with an error when one of its processes ended by itself.
pub async fn up(with_controllers: bool) -> Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut orders = Orders::listen()?;
    let starting = start(with_controllers, Arc::clone(&stop));
    let running = tokio::select! {
        running = starting => Some(running?),
        () = orders.until_stopped() => None,
    };
    stop.store(true, Ordering::Relaxed);
    let Some(mut running) = running else { return Ok(()) };
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&running.ready)?)?;
    let ended = tokio::select! {
        () = orders.until_stopped() => Ok(()),
        error = until_one_ends(&mut running.processes) => Err(error),
    };
    for process in &orders.adopted {
        kill(*process);
    }
    ended
}

async fn start(with_controllers: bool, stop: Arc<AtomicBool>) -> Result<Running> {
    let programs = tokio::task::spawn_blocking(move || build(&stop)).await??;
    let folder = tempfile::Builder::new().prefix("easyscale-testenv-").tempdir()?;
    let etcd = Etcd::start(&programs, folder.path()).await?;
    let server = Server::start(&programs, &etcd.url, folder.path()).await?;
    let mut processes = Vec::new();
    if with_controllers {
        processes = nodes::start(&programs, &server, folder.path()).await?;
    }
    let mut ready = describe(&programs, &etcd, &server, folder.path())?;
    processes.extend([server.process, etcd.process]);
    ready.processes = processes.iter().map(|each| (each.name().to_owned(), each.id())).collect();
    Ok(Running { ready, processes, _folder: folder })
}

fn describe(programs: &Programs, etcd: &Etcd, server: &Server, folder: &Path) -> Result<Ready> {
    Ok(Ready {
        server: server.url.clone(),
        etcd: etcd.url.clone(),
        kubeconfig: server.kubeconfig.clone(),
        certificate_authority: server.authority.clone(),
        kubectl: programs.path(Program::Kubectl)?.to_owned(),
        helm: programs.path(Program::Helm)?.to_owned(),
        helm3: programs.path(Program::Helm3)?.to_owned(),
        folder: folder.to_owned(),
        processes: BTreeMap::new(),
    })
}

/// What we are told from outside: lines on standard input, its end, and signals.
struct Orders {
    lines: UnboundedReceiver<String>,
    signals: [Signal; 3],
    adopted: BTreeSet<u32>,
}

impl Orders {
    fn listen() -> Result<Self> {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hang_up] = kinds.map(signal);
        Ok(Self {
            lines: lines_of_input(),
            signals: [interrupt?, terminate?, hang_up?],
            adopted: BTreeSet::new(),
        })
    }

    async fn until_stopped(&mut self) {
        let [interrupt, terminate, hang_up] = &mut self.signals;
        loop {
            let line = tokio::select! {
                line = self.lines.recv() => line,
                _ = interrupt.recv() => None,
                _ = terminate.recv() => None,
                _ = hang_up.recv() => None,
            };
            let Some(line) = line else { return };
            obey(&line, &mut self.adopted);
        }
    }
}

fn obey(line: &str, adopted: &mut BTreeSet<u32>) {
    let (verb, process) = line.split_once(' ').unwrap_or_default();
    match (verb, process.parse()) {
        ("adopt", Ok(process)) => _ = adopted.insert(process),
        ("release", Ok(process)) => _ = adopted.remove(&process),
        _ => eprintln!("testenv: not understood: {line:?} (adopt PID, release PID)"),
    }
}

/// A thread of its own, because reading standard input cannot be broken off.
fn lines_of_input() -> UnboundedReceiver<String> {
    let (sender, receiver) = unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

async fn until_one_ends(processes: &mut [Process]) -> anyhow::Error {
    loop {
        for process in &mut *processes {
            if let Err(error) = process.must_run() {
                return error;
            }
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Kills a process that somebody else started and asked us to end. That somebody is gone or about to go.
fn kill(process: u32) {
    let killed = Command::new("sh")
        .args(["-c", &format!("kill -KILL {process}")])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("cannot kill process {process}"));
    if let Err(error) = killed {
        eprintln!("testenv: {error:#}");
    }
}
