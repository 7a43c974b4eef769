//! The alerts of the chart.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::repository;

/// Where they are in the repository.
pub const ALERTS: &str = "charts/easyscale/files/alerts.yaml";

/// One alert.
#[derive(Clone, Debug, Deserialize)]
pub struct Alert {
    /// Its name.
    #[serde(rename = "alert")]
    pub name: String,
    /// The expression that is true while it is to fire.
    pub expr: String,
    /// Labels, such as its severity.
    pub labels: BTreeMap<String, String>,
    /// What people are told.
    pub annotations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    rules: Vec<Alert>,
}

/// All of them.
pub fn alerts() -> Result<Vec<Alert>> {
    let text = std::fs::read_to_string(repository().join(ALERTS)).context(ALERTS)?;
    let file: File = serde_saphyr::from_str(&text).context(ALERTS)?;
    Ok(file.groups.into_iter().flat_map(|group| group.rules).collect())
}
