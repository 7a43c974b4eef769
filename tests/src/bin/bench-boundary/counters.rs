//! What the API server has counted: `apiserver_request_total`, without watches, lists and what is not about objects here.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::Result;
use easyscale_tests::ControlPlane;

/// The resources that the operator writes or reads.
const RESOURCES: [&str; 3] = ["deployments", "scalingrules", "events"];

/// Requests by "VERB resource/subresource".
#[derive(Clone, Debug, Default)]
pub(crate) struct Counters(BTreeMap<String, u64>);

impl Counters {
    pub(crate) async fn read(plane: &ControlPlane) -> Result<Self> {
        let request = http::Request::get("/metrics").body(Vec::new())?;
        let text = plane.client().await?.request_text(request).await?;
        let mut counts = BTreeMap::new();
        for line in text.lines() {
            let Some(rest) = line.strip_prefix("apiserver_request_total{") else { continue };
            let Some((labels, count)) = rest.rsplit_once("} ") else { continue };
            let label = |name: &str| {
                let start = labels.find(&format!("{name}=\""))? + name.len() + 2;
                Some(&labels[start..start + labels[start..].find('"')?])
            };
            let (Some(verb), Some(resource)) = (label("verb"), label("resource")) else { continue };
            if !RESOURCES.contains(&resource) || matches!(verb, "WATCH" | "LIST") {
                continue;
            }
            let subresource = label("subresource").filter(|name| !name.is_empty());
            let key = format!(
                "{verb} {resource}{}",
                subresource.map(|name| format!("/{name}")).unwrap_or_default()
            );
            *counts.entry(key).or_insert(0) += count.trim().parse::<u64>()?;
        }
        Ok(Self(counts))
    }

    /// What came since an earlier reading.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let more = self.0.iter().map(|(key, count)| (key.clone(), count - before.0.get(key).unwrap_or(&0)));
        Self(more.filter(|(_, count)| *count > 0).collect())
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

impl fmt::Display for Counters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.0.iter().map(|(key, count)| format!("{count} {key}")).collect();
        f.write_str(&parts.join(", "))
    }
}
