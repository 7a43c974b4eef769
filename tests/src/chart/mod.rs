//! The Helm chart: rendered by the pinned helm, and read as data.
//!
//! What should be in it is for the tests to say.

mod readme;
mod rendered;
mod values;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use crate::paths::repository;
use crate::testenv::Program;
use crate::testenv::build::build;

pub use readme::readme;
pub use rendered::Rendered;
pub use values::{ValueLine, leaf, schema, value_lines, values};

/// The release that the tests speak of, and its namespace: with these names the chart gives what `config` has.
pub const RELEASE: &str = "easyscale";
/// See [`RELEASE`].
pub const NAMESPACE: &str = "easyscale-system";

/// The folder of the chart.
pub fn folder() -> PathBuf {
    repository().join("charts/easyscale")
}

/// The text of a file of the chart.
pub fn file(name: &str) -> Result<String> {
    let path = folder().join(name);
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Everything that the chart gives with these values: a JSON object of paths, such as `{"log.format": "json"}`.
pub fn render(values: &Value) -> Result<Rendered> {
    render_in(NAMESPACE, values)
}

/// The same for a release in another namespace than [`NAMESPACE`].
pub fn render_in(namespace: &str, values: &Value) -> Result<Rendered> {
    let text = template(namespace, values)?;
    let objects = serde_saphyr::from_multiple::<Value>(&text).context("helm gave no YAML")?;
    Ok(Rendered::of(objects.into_iter().filter(|object| !object.is_null()).collect()))
}

/// The same as the text that helm prints.
pub fn render_text(values: &Value) -> Result<String> {
    template(NAMESPACE, values)
}

fn template(namespace: &str, values: &Value) -> Result<String> {
    let chart = folder().display().to_string();
    let mut arguments = vec!["template", RELEASE, &chart, "--namespace", namespace];
    // The oldest Kubernetes that the chart is for.
    arguments.extend(["--kube-version", "1.33.0"]);
    let set = settings(values);
    arguments.extend(set.iter().map(String::as_str));
    helm(&arguments)
}

/// The flags that give helm these values.
pub fn settings(values: &Value) -> Vec<String> {
    let fields = values.as_object().into_iter().flatten();
    fields.map(|(path, value)| format!("--set-json={path}={value}")).collect()
}

/// Runs the pinned helm, which talks to no cluster here, and returns what it printed.
pub fn helm(arguments: &[&str]) -> Result<String> {
    let home = tempfile::tempdir()?;
    let output = Command::new(program()?)
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

/// Where helm keeps its things: nothing of the person who runs the tests is read or written.
pub(crate) fn homes(folder: &std::path::Path) -> [(&'static str, PathBuf); 3] {
    ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"].map(|name| (name, folder.join("helm")))
}

fn program() -> Result<PathBuf> {
    static FOUND: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let find = || {
        let programs = build(&AtomicBool::new(false))?;
        programs.path(Program::Helm).map(ToOwned::to_owned)
    };
    FOUND.get_or_init(|| find().map_err(|error| format!("{error:#}"))).clone().map_err(|error| anyhow!(error))
}
