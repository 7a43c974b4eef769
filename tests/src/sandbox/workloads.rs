//! Targets: made without Pods (no controller runs on most control planes), read and scaled like a person would.

use anyhow::{Context, Result};
use easyscale_crd::TargetRef;
use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use kube::api::{ApiResource, DynamicObject, Patch, PatchParams, PostParams};
use kube::core::GroupVersionKind;
use kube::{Api, ResourceExt};
use serde_json::{Value, json};

use super::Sandbox;
use crate::testenv::NODE;

/// A Deployment in the rule's namespace.
pub fn deployment(name: &str) -> TargetRef {
    custom("apps/v1", "Deployment", name)
}

/// A StatefulSet in the rule's namespace.
pub fn statefulset(name: &str) -> TargetRef {
    custom("apps/v1", "StatefulSet", name)
}

/// Anything in the rule's namespace.
pub fn custom(api_version: &str, kind: &str, name: &str) -> TargetRef {
    TargetRef {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        namespace: None,
    }
}

impl Sandbox {
    /// Creates a Deployment with that number of replicas.
    pub async fn create_deployment(&self, name: &str, replicas: i32) -> Result<TargetRef> {
        let deployment: Deployment = serde_json::from_value(workload("Deployment", name, replicas))?;
        let deployments: Api<Deployment> = Api::namespaced(self.client(), self.name());
        deployments.create(&PostParams::default(), &deployment).await?;
        Ok(self::deployment(name))
    }

    /// Creates a StatefulSet with that number of replicas.
    pub async fn create_statefulset(&self, name: &str, replicas: i32) -> Result<TargetRef> {
        let mut workload = workload("StatefulSet", name, replicas);
        workload["spec"]["serviceName"] = json!(name);
        let statefulset: StatefulSet = serde_json::from_value(workload)?;
        let statefulsets: Api<StatefulSet> = Api::namespaced(self.client(), self.name());
        statefulsets.create(&PostParams::default(), &statefulset).await?;
        Ok(self::statefulset(name))
    }

    /// The number of replicas that a target is asked for (`.spec.replicas` of its `/scale`).
    pub async fn replicas(&self, target: &TargetRef) -> Result<i32> {
        let scale = self.api(target).get_scale(&target.name).await?;
        scale.spec.and_then(|spec| spec.replicas).with_context(|| format!("{} says no number", target.name))
    }

    /// Sets the number as somebody else does, under the name of their field manager (`kubectl scale` is `kubectl`).
    pub async fn scale_as(&self, manager: &str, target: &TargetRef, replicas: i32) -> Result<()> {
        let parameters = PatchParams { field_manager: Some(manager.to_owned()), ..PatchParams::default() };
        let patch = Patch::Merge(json!({"spec": {"replicas": replicas}}));
        self.api(target).patch_scale(&target.name, &parameters, &patch).await?;
        Ok(())
    }

    /// The target itself, with everything in it.
    pub async fn read(&self, target: &TargetRef) -> Result<DynamicObject> {
        Ok(self.api(target).get(&target.name).await?)
    }

    /// Who has written the number last, as the server recorded it: the field manager that owns `.spec.replicas`.
    pub async fn owners_of_replicas(&self, target: &TargetRef) -> Result<Vec<String>> {
        let object = self.read(target).await?;
        let owns = |fields: &Value| fields["f:spec"].get("f:replicas").is_some();
        let entries = object.managed_fields().iter();
        Ok(entries
            .filter(|entry| entry.fields_v1.as_ref().is_some_and(|fields| owns(&fields.0)))
            .filter_map(|entry| entry.manager.clone())
            .collect())
    }

    pub(super) fn api(&self, target: &TargetRef) -> Api<DynamicObject> {
        let (group, version) = target.api_version.split_once('/').unwrap_or(("", &target.api_version));
        let resource = ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, &target.kind));
        Api::namespaced_with(self.client(), self.name(), &resource)
    }
}

fn workload(kind: &str, name: &str, replicas: i32) -> Value {
    let labels = json!({ "app": name });
    json!({
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"nodeName": NODE, "containers": [{"name": "app", "image": "example.invalid/app:1"}]},
            },
        },
    })
}
