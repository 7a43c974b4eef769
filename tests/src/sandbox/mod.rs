//! A namespace of its own for one test, and short ways to do in it what tests do.

mod events;
mod rules;
mod scalable;
mod workloads;

use anyhow::{Context, Result};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{ObjectMeta, PostParams};
use kube::{Api, Client};

pub use scalable::FLEET_API_VERSION;
pub use workloads::{custom, deployment, statefulset};

/// A fresh namespace. Nothing removes it: it goes with the control plane.
#[derive(Clone)]
pub struct Sandbox {
    client: Client,
    name: String,
}

impl Sandbox {
    /// Creates a namespace whose name begins with `hint`; the server makes it unique.
    pub(crate) async fn create(client: Client, hint: &str) -> Result<Self> {
        let metadata = ObjectMeta { generate_name: Some(format!("{hint}-")), ..ObjectMeta::default() };
        let namespace = Namespace { metadata, ..Namespace::default() };
        let namespaces: Api<Namespace> = Api::all(client.clone());
        let created = namespaces
            .create(&PostParams::default(), &namespace)
            .await
            .with_context(|| format!("cannot create a namespace {hint}-…"))?;
        Ok(Self { client, name: created.metadata.name.context("the new namespace has no name")? })
    }

    /// The namespace's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The administrator's client.
    pub fn client(&self) -> Client {
        self.client.clone()
    }
}
