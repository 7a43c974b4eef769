//! The Helm chart: rendered by the pinned helms, and read as data.
//!
//! What should be in it is for the tests to say.

mod helm;
mod readme;
mod rendered;
mod values;

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::paths::repository;

pub(crate) use helm::homes;
pub use helm::{Helm, helm};
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
    read(&render_text(values)?)
}

/// The same, by that helm.
pub fn render_with(helm: Helm, values: &Value) -> Result<Rendered> {
    read(&template(helm, NAMESPACE, values)?)
}

/// The same, for a release in another namespace than [`NAMESPACE`].
pub fn render_in(namespace: &str, values: &Value) -> Result<Rendered> {
    read(&template(Helm::Four, namespace, values)?)
}

/// The same, as the text that helm prints.
pub fn render_text(values: &Value) -> Result<String> {
    template(Helm::Four, NAMESPACE, values)
}

fn read(text: &str) -> Result<Rendered> {
    let objects = serde_saphyr::from_multiple::<Value>(text).context("helm gave no YAML")?;
    Ok(Rendered::of(objects.into_iter().filter(|object| !object.is_null()).collect()))
}

fn template(helm: Helm, namespace: &str, values: &Value) -> Result<String> {
    let chart = folder().display().to_string();
    let mut arguments = vec!["template", RELEASE, &chart, "--namespace", namespace];
    // The oldest Kubernetes that the chart is for.
    arguments.extend(["--kube-version", "1.33.0"]);
    let set = settings(values);
    arguments.extend(set.iter().map(String::as_str));
    helm.run(&arguments)
}

/// The flags that give helm these values.
pub fn settings(values: &Value) -> Vec<String> {
    let fields = values.as_object().into_iter().flatten();
    fields.map(|(path, value)| format!("--set-json={path}={value}")).collect()
}
