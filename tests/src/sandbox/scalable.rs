//! A kind of our own with a `/scale` subresource: EasyScale must scale what it has never heard of.

use anyhow::Result;
use easyscale_crd::TargetRef;
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::Client;
use kube::api::{DynamicObject, PostParams};
use serde_json::{Value, json};

use super::{Sandbox, custom};
use crate::plane::{ControlPlane, establish};

/// The apiVersion of [`Sandbox::create_fleet`]'s objects.
pub const FLEET_API_VERSION: &str = "test.easyscale.io/v1";

impl ControlPlane {
    /// Installs the kind `Fleet`, which has `/scale`, and `Rock`, which has not, and lets the operator scale both.
    /// Does so once for a control plane, however often it is called.
    pub async fn install_fleets(&self) -> Result<()> {
        self.fleets().get_or_try_init(|| self.install_fleets_once()).await?;
        Ok(())
    }

    async fn install_fleets_once(&self) -> Result<()> {
        let client: Client = self.client().await?;
        let scale = json!({"scale": {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size"}, "status": {}});
        establish(&client, definition("Fleet", "fleets", &scale)?).await?;
        establish(&client, definition("Rock", "rocks", &json!({}))?).await?;
        self.allow_targets("test.easyscale.io", "fleets").await?;
        self.allow_targets("test.easyscale.io", "rocks").await
    }
}

impl Sandbox {
    /// Creates a `Fleet` of that size.
    pub async fn create_fleet(&self, name: &str, size: i32) -> Result<TargetRef> {
        self.create_custom("Fleet", name, json!({ "size": size })).await
    }

    /// Creates a `Rock`: it exists and cannot be scaled.
    pub async fn create_rock(&self, name: &str) -> Result<TargetRef> {
        self.create_custom("Rock", name, json!({})).await
    }

    async fn create_custom(&self, kind: &str, name: &str, spec: Value) -> Result<TargetRef> {
        let target = custom(FLEET_API_VERSION, kind, name);
        let object: DynamicObject = serde_json::from_value(json!({
            "apiVersion": FLEET_API_VERSION,
            "kind": kind,
            "metadata": {"name": name},
            "spec": spec,
        }))?;
        self.api(&target).create(&PostParams::default(), &object).await?;
        Ok(target)
    }
}

fn definition(kind: &str, plural: &str, subresources: &Value) -> Result<CustomResourceDefinition> {
    let size = json!({"type": "object", "properties": {"size": {"type": "integer"}}});
    Ok(serde_json::from_value(json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.test.easyscale.io")},
        "spec": {
            "group": "test.easyscale.io",
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": plural.trim_end_matches('s')},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": size, "status": size}}},
                "subresources": subresources,
            }],
        },
    }))?)
}
