//! The real helms, against the control plane.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use super::ControlPlane;
use crate::chart::{Helm, homes};

impl ControlPlane {
    /// Runs Helm 4 as the administrator in the root of the repository and returns what it printed.
    pub async fn helm(&self, arguments: &[&str]) -> Result<String> {
        self.helm_of(Helm::Four, arguments).await
    }

    /// The same with that helm.
    pub async fn helm_of(&self, which: Helm, arguments: &[&str]) -> Result<String> {
        let about = self.about();
        let program = match which {
            Helm::Three => &about.helm3,
            Helm::Four => &about.helm,
        };
        let output = Command::new(program)
            .args(arguments)
            .current_dir(crate::paths::repository())
            .env("KUBECONFIG", self.kubeconfig())
            .envs(homes(&about.folder))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("cannot run helm")?;
        let (said, told) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
        if !output.status.success() {
            bail!("helm {}: {}\n{said}", arguments.join(" "), told.trim());
        }
        Ok(said)
    }

    /// Has kubectl apply objects, with more arguments such as `--dry-run=server`, and returns what it printed.
    pub async fn apply(&self, objects: &[serde_json::Value], arguments: &[&str]) -> Result<String> {
        let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": objects});
        let file = tempfile::Builder::new().suffix(".json").tempfile_in(&self.about().folder)?;
        serde_json::to_writer(file.as_file(), &list)?;
        let path = format!("--filename={}", file.path().display());
        self.kubectl(&[&["apply", "--server-side", "--force-conflicts", &path], arguments].concat()).await
    }
}
