//! A namespace of its own for one test, and short ways to do in it what tests do.

mod events;
mod rules;
mod scalable;
mod workloads;

use anyhow::{Context, Result};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{ObjectMeta, PostParams};
use kube::{Api, Client};

use crate::plane::ControlPlane;

pub use scalable::FLEET_API_VERSION;
pub use workloads::{custom, deployment, statefulset};

/// A fresh namespace. Nothing removes it: it goes with the control plane.
#[derive(Clone)]
pub struct Sandbox {
    plane: ControlPlane,
    client: Client,
    name: String,
}

impl Sandbox {
    /// Creates a namespace whose name begins with `hint`; the server makes it unique.
    pub(crate) async fn create(plane: ControlPlane, hint: &str) -> Result<Self> {
        let client = plane.client().await?;
        let metadata = ObjectMeta { generate_name: Some(format!("{hint}-")), ..ObjectMeta::default() };
        let namespace = Namespace { metadata, ..Namespace::default() };
        let namespaces: Api<Namespace> = Api::all(client.clone());
        let created = namespaces
            .create(&PostParams::default(), &namespace)
            .await
            .with_context(|| format!("cannot create a namespace {hint}-…"))?;
        let name = created.metadata.name.context("the new namespace has no name")?;
        Ok(Self { plane, client, name })
    }

    /// The namespace's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is.
    pub fn plane(&self) -> &ControlPlane {
        &self.plane
    }

    /// The administrator's client.
    pub fn client(&self) -> Client {
        self.client.clone()
    }
}
