//! The pinned helms, talking to no cluster. On a control plane: [`crate::ControlPlane::helm`].

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, anyhow, bail};

use crate::paths::repository;
use crate::testenv::build::build;
use crate::testenv::{Program, Programs};

/// Which Helm. The chart is for both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Helm {
    /// Applies what changed from one release to the next.
    Three,
    /// Has the server apply, and minds who else owns a field. The tests take this one unless they say otherwise.
    Four,
}

impl Helm {
    /// Both of them.
    pub const BOTH: [Self; 2] = [Self::Three, Self::Four];

    /// Runs it in the root of the repository and returns what it printed.
    pub fn run(self, arguments: &[&str]) -> Result<String> {
        let home = tempfile::tempdir()?;
        let output = Command::new(self.path()?)
            .args(arguments)
            .current_dir(repository())
            .envs(homes(home.path()))
            .env_remove("KUBECONFIG")
            .stdin(Stdio::null())
            .output()
            .context("cannot run helm")?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            bail!("helm {}: {}", arguments.first().copied().unwrap_or_default(), said.trim());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Where it is; built first, if this machine does not have it yet.
    pub fn path(self) -> Result<&'static Path> {
        programs()?.path(match self {
            Self::Three => Program::Helm3,
            Self::Four => Program::Helm,
        })
    }
}

/// Runs Helm 4, see [`Helm::run`].
pub fn helm(arguments: &[&str]) -> Result<String> {
    Helm::Four.run(arguments)
}

/// Where helm keeps its things: nothing of the person who runs the tests is read or written.
pub(crate) fn homes(folder: &Path) -> [(&'static str, PathBuf); 3] {
    ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"].map(|name| (name, folder.join("helm")))
}

fn programs() -> Result<&'static Programs> {
    static FOUND: OnceLock<Result<Programs, String>> = OnceLock::new();
    let find = || build(&AtomicBool::new(false)).map_err(|error| format!("{error:#}"));
    FOUND.get_or_init(find).as_ref().map_err(|error| anyhow!("{error}"))
}
