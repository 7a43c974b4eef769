//! The real kubectl, for what people will type.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use super::ControlPlane;

impl ControlPlane {
    /// Runs kubectl as the administrator in the root of the repository and returns what it printed.
    pub async fn kubectl(&self, arguments: &[&str]) -> Result<String> {
        self.kubectl_as(self.kubeconfig(), arguments).await
    }

    /// Runs kubectl as whoever the kubeconfig is for.
    pub async fn kubectl_as(&self, kubeconfig: &Path, arguments: &[&str]) -> Result<String> {
        let output = Command::new(&self.about().kubectl)
            .args(arguments)
            .current_dir(crate::paths::repository())
            .env("KUBECONFIG", kubeconfig)
            // Its cache of what the server knows would outlive the server and be read for the next one.
            .arg(format!("--cache-dir={}", self.about().folder.join("kubectl").display()))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("cannot run kubectl")?;
        if !output.status.success() {
            bail!("kubectl {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}
