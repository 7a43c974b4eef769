//! The test control plane on the command line: `testenv build` and `testenv up`.

use std::process::{self, ExitCode, Stdio};
use std::sync::atomic::AtomicBool;

use clap::{Parser, Subcommand};
use easyscale_tests::testenv::Program;
use easyscale_tests::testenv::build::build;
use easyscale_tests::testenv::up::up;
use easyscale_tests::{ControlPlane, PlaneOptions};

/// A real Kubernetes API server on this machine, for tests and demonstrations.
#[derive(Parser)]
#[command(name = "testenv")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find etcd, kube-apiserver, kube-controller-manager, kubectl, kwok, helm and promtool, or build them once from source,
    /// and print where they are.
    Build,
    /// Start a control plane on free ports of 127.0.0.1, print one line of JSON when it is ready, and keep it running until
    /// standard input closes or Ctrl-C.
    Up {
        /// Also run kube-controller-manager and kwok, so that Deployments get Pods and these become ready.
        #[arg(long)]
        with_controllers: bool,
    },
    /// Start a control plane the way a test does, together with another process, and wait to be killed: the proof that
    /// nothing is left then.
    #[command(hide = true)]
    Hold,
}

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Build => print_programs(),
        Command::Up { with_controllers } => up(with_controllers).await,
        Command::Hold => hold().await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("testenv: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn print_programs() -> anyhow::Result<()> {
    let programs = build(&AtomicBool::new(false))?;
    for program in Program::ALL {
        println!("{}", programs.path(program)?.display());
    }
    Ok(())
}

async fn hold() -> anyhow::Result<()> {
    let plane = ControlPlane::start(PlaneOptions::default()).await?;
    let mut other = process::Command::new("sleep").arg("3600").stdin(Stdio::null()).spawn()?;
    let _adopted = plane.adopt(other.id())?;
    let mut about = plane.about().clone();
    about.processes.insert("sleep".to_owned(), other.id());
    println!("{}", serde_json::to_string(&about)?);
    other.wait()?;
    Ok(())
}
