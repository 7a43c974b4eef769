//! `ScalingRules`: created, changed and read.

use std::time::Duration;

use anyhow::{Context, Result};
use easyscale_crd::{ScalingRule, ScalingRuleStatus, TargetRef};
use kube::Api;
use kube::api::{DeleteParams, DynamicObject, Patch, PatchParams, PostParams};
use kube::{Resource, ResourceExt};
use serde_json::Value;

use super::Sandbox;
use crate::until;

impl Sandbox {
    /// The `ScalingRules` of this namespace.
    pub fn rules(&self) -> Api<ScalingRule> {
        Api::namespaced(self.client(), self.name())
    }

    /// Creates a rule.
    pub async fn create_rule(&self, rule: impl Into<ScalingRule>) -> Result<ScalingRule> {
        let rule = rule.into();
        let created = self.rules().create(&PostParams::default(), &rule).await;
        created.with_context(|| format!("cannot create the rule {}", rule.name_any()))
    }

    /// Creates a rule with any text in it; for what [`ScalingRule`] cannot even say. `spec` is JSON.
    pub async fn create_raw_rule(&self, name: &str, spec: Value) -> Result<DynamicObject> {
        let resource = kube::api::ApiResource::erase::<ScalingRule>(&());
        let rules: Api<DynamicObject> = Api::namespaced_with(self.client(), self.name(), &resource);
        let rule = DynamicObject::new(name, &resource).data(serde_json::json!({ "spec": spec }));
        Ok(rules.create(&PostParams::default(), &rule).await?)
    }

    /// Changes a rule's spec by a JSON merge patch of it, like `kubectl edit` does.
    pub async fn edit_rule(&self, name: &str, spec: Value) -> Result<ScalingRule> {
        let patch = Patch::Merge(serde_json::json!({ "spec": spec }));
        Ok(self.rules().patch(name, &PatchParams::default(), &patch).await?)
    }

    /// Deletes a rule.
    pub async fn delete_rule(&self, name: &str) -> Result<()> {
        self.rules().delete(name, &DeleteParams::default()).await?;
        Ok(())
    }

    /// A rule as it is now.
    pub async fn rule(&self, name: &str) -> Result<ScalingRule> {
        Ok(self.rules().get(name).await?)
    }

    /// A rule's status as it is now; empty when it has none yet.
    pub async fn status(&self, name: &str) -> Result<ScalingRuleStatus> {
        Ok(self.rule(name).await?.status.unwrap_or_default())
    }

    /// The status and message of one condition of a rule, such as `("True", "…")`; empty texts when it is not there.
    pub async fn condition(&self, name: &str, kind: &str) -> Result<(String, String)> {
        let status = self.status(name).await?;
        let condition = status.conditions.into_iter().find(|condition| condition.type_ == kind);
        Ok(condition.map(|condition| (condition.status, condition.message)).unwrap_or_default())
    }

    /// Waits until a target has that number.
    ///
    /// # Panics
    /// When it has not within `deadline`.
    pub async fn wait_for_replicas(&self, target: &TargetRef, replicas: i32, deadline: Duration) {
        let what = format!("{} having {replicas} replicas", target.name);
        until(&what, deadline, || self.replicas(target), |seen| *seen == replicas).await;
    }

    /// Waits until a rule's status is good, and returns it.
    ///
    /// # Panics
    /// When it is not within `deadline`; the message has the last status.
    pub async fn wait_for_status(
        &self,
        name: &str,
        what: &str,
        deadline: Duration,
        good: impl Fn(&ScalingRuleStatus) -> bool,
    ) -> ScalingRuleStatus {
        until(&format!("rule {name}: {what}"), deadline, || self.status(name), good).await
    }

    /// The resourceVersion of a rule: it moves with every write, its status included.
    pub async fn resource_version(&self, name: &str) -> Result<String> {
        self.rule(name).await?.meta().resource_version.clone().context("a rule without a resourceVersion")
    }
}
