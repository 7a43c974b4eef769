//! The Kubernetes Events about a rule.

use anyhow::Result;
use k8s_openapi::api::events::v1::Event;
use kube::Api;
use kube::api::ListParams;

use super::Sandbox;

impl Sandbox {
    /// The Events about a rule of this namespace, the oldest first.
    pub async fn events(&self, rule: &str) -> Result<Vec<Event>> {
        let events: Api<Event> = Api::namespaced(self.client(), self.name());
        let mut found = events.list(&ListParams::default()).await?.items;
        found.retain(|event| {
            let about = event.regarding.as_ref();
            about.is_some_and(|about| {
                about.kind.as_deref() == Some("ScalingRule") && about.name.as_deref() == Some(rule)
            })
        });
        found.sort_by(|a, b| a.event_time.cmp(&b.event_time));
        Ok(found)
    }
}
