//! The queries of the dashboard.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::repository;

const DASHBOARD: &str = "charts/easyscale/files/dashboard.json";

/// A query of a panel.
#[derive(Clone, Debug)]
pub struct Query {
    /// The panel's title.
    pub panel: String,
    /// The query as it is sent to Prometheus when everything is selected.
    pub expr: String,
    /// What each line is called.
    pub legend: String,
}

/// All of them, with the dashboard.
pub fn queries() -> Result<(Value, Vec<Query>)> {
    let text = std::fs::read_to_string(repository().join(DASHBOARD)).context(DASHBOARD)?;
    let dashboard: Value = serde_json::from_str(&text).context(DASHBOARD)?;
    let mut queries = Vec::new();
    for panel in dashboard["panels"].as_array().into_iter().flatten() {
        for target in panel["targets"].as_array().into_iter().flatten() {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            queries.push(Query {
                panel: text(&panel["title"]),
                expr: as_sent(&text(&target["expr"])),
                legend: text(&target["legendFormat"]),
            });
        }
    }
    Ok((dashboard, queries))
}

/// Puts values in the place of Grafana's variables.
fn as_sent(query: &str) -> String {
    query.replace("$__rate_interval", "5m").replace("$namespace", ".*")
}
