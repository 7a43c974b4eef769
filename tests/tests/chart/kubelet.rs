//! Runs a pod as a machine of the cluster would, as far as the pod of `helm test` needs it: the program with its arguments,
//! as its account, and its end in its status.

use std::process::{Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use easyscale_tests::{ControlPlane, easyscale_program, eventually};
use serde_json::{Value, json};
use tokio::process::Command;

const SOON: Duration = Duration::from_mins(1);

/// Waits for the pod, runs it to its end and says how that was.
pub(crate) async fn run_pod(plane: &ControlPlane, namespace: &str, name: &str) -> Result<Output> {
    let in_namespace = format!("--namespace={namespace}");
    let get = ["get", "pod", name, &in_namespace, "--output=json"];
    let pod =
        eventually(&format!("pod {name}"), SOON, || async { Ok(Some(plane.kubectl(&get).await?)) }).await;
    let pod: Value = serde_json::from_str(&pod)?;
    let account = pod["spec"]["serviceAccountName"].as_str().context("no account")?;
    let kubeconfig = plane.kubeconfig_of_service_account(namespace, account).await?;
    let arguments: Vec<String> = serde_json::from_value(pod["spec"]["containers"][0]["args"].clone())?;
    let program = tokio::task::spawn_blocking(easyscale_program).await??;
    let output = Command::new(program)
        .args(&arguments)
        .env_clear()
        .env("KUBECONFIG", &kubeconfig)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let phase = if output.status.success() { "Succeeded" } else { "Failed" };
    let patch = json!({"status": {"phase": phase}}).to_string();
    let status =
        ["patch", "pod", name, &in_namespace, "--subresource=status", "--type=merge", "--patch", &patch];
    plane.kubectl(&status).await?;
    Ok(output)
}
