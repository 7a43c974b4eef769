//! A release of the chart on a control plane, without Helm's records of it: what the chart gives is created as it is, and an
//! operator is started as one of the release's pods would be.
//!
//! So tests of the operator are tests of the chart, too: of its arguments, its environment and its roles.

mod rights;

use std::path::PathBuf;

use anyhow::{Context, Result};
use futures::future::try_join_all;
use kube::api::{ApiResource, DynamicObject, GroupVersionKind, Patch, PatchParams};
use kube::{Api, Client};
use serde_json::{Value, json};

use crate::chart::{RELEASE, Rendered, render_in};
use crate::operator::OperatorOptions;
use crate::plane::ControlPlane;

/// What is left out of every release here, because it belongs to the whole cluster and not to the operator: the definition,
/// which the control plane has, and the roles for people.
const LEFT_OUT: [&str; 2] = ["crds.enabled", "rbac.userRoles"];

/// See the module.
pub struct Release {
    plane: ControlPlane,
    namespace: String,
    rendered: Rendered,
}

impl Release {
    /// Installs the chart with these values (a JSON object of paths) into a namespace, which is created if need be. A second
    /// time it is an upgrade.
    pub async fn install(plane: &ControlPlane, namespace: &str, values: &Value) -> Result<Self> {
        Self::install_changed(plane, namespace, values, |_| {}).await
    }

    /// With the chart's objects after a change.
    pub async fn install_changed(
        plane: &ControlPlane,
        namespace: &str,
        values: &Value,
        change: impl Fn(&mut Value),
    ) -> Result<Self> {
        let mut values = values.clone();
        for path in LEFT_OUT {
            values[path] = json!(false);
        }
        let mut objects = render_in(namespace, &values)?.objects().to_vec();
        // The pod of `helm test` would do its work at once.
        objects.retain(|object| object["kind"] != "Pod");
        objects.iter_mut().for_each(change);
        rights::aggregate(&mut objects)?;
        let release =
            Self { plane: plane.clone(), namespace: namespace.to_owned(), rendered: Rendered::of(objects) };
        release.apply().await.with_context(|| format!("cannot install the chart in {namespace}"))?;
        release.wait_for_rights().await?;
        Ok(release)
    }

    /// The namespace of the release: the operator's own.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// An operator like the pod of that name.
    pub async fn pod(&self, name: &str) -> Result<OperatorOptions> {
        OperatorOptions::deployed(self.rendered.only("Deployment"), name, &self.account(RELEASE).await?)
    }

    /// A kubeconfig with a token of one of the release's service accounts.
    pub async fn account(&self, name: &str) -> Result<PathBuf> {
        self.plane.kubeconfig_of_service_account(&self.namespace, name).await
    }

    async fn apply(&self) -> Result<()> {
        let client = self.plane.client().await?;
        let namespace =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace}});
        apply(&client, &namespace).await?;
        let objects = self.rendered.objects().iter();
        try_join_all(objects.map(|object| apply(&client, object))).await.map(drop)
    }
}

async fn apply(client: &Client, object: &Value) -> Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
    let (group, version) = version.split_once('/').unwrap_or(("", &version));
    let resource = ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, &kind));
    let metadata = &object["metadata"];
    let api: Api<DynamicObject> = match metadata["namespace"].as_str() {
        Some(namespace) => Api::namespaced_with(client.clone(), namespace, &resource),
        None => Api::all_with(client.clone(), &resource),
    };
    let name = text(&metadata["name"]);
    let applied = api.patch(&name, &PatchParams::apply("helm").force(), &Patch::Apply(object)).await;
    applied.with_context(|| format!("cannot apply {kind} {name}"))?;
    Ok(())
}
