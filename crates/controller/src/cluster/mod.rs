//! A cluster as a person reaches it: with the own kubeconfig and the own rights. It reads rules and never writes; what
//! goes wrong is told in plain sentences ([`ClusterError`]).
//!
//! The operator has its own way in ([`client`]); here stands only what people need beside it.

mod cause;
mod config;
mod error;
mod names;
mod read;
mod right;
mod snapshots;

use kube::Client;

use crate::{call::Calls, client, settings::Settings};

pub use crate::stored::{Stored, Unreadable};
pub use error::ClusterError;
pub use right::Right;
pub use snapshots::Snapshot;

pub(crate) use names::is_name;
pub(crate) use read::{is_missing_kind, list_all, list_rules};

/// A cluster, and who asks it. Cheap to clone.
#[derive(Clone)]
pub struct Cluster {
    pub(crate) client: Client,
    pub(crate) calls: Calls,
    server: String,
}

impl Cluster {
    /// Connects as the settings say: `kubeconfig`, `context`, `concurrency` and `request_timeout` of them count. Nothing is
    /// asked yet.
    pub async fn connect(settings: &Settings) -> Result<Self, ClusterError> {
        let way = match client::way(settings).await {
            Ok(way) => way,
            Err(error) => return Err(config::explain(settings, error)),
        };
        let server = host(&way.config.cluster_url);
        let client = client::client(way, settings).map_err(|error| config::explain(settings, error))?;
        Ok(Self::with(client, server, settings))
    }

    /// With a client that is there already; `server` is how errors name the API server, such as "10.0.0.1:6443".
    pub fn with(client: Client, server: impl Into<String>, settings: &Settings) -> Self {
        let calls = Calls::new(settings.concurrency, settings.request_timeout);
        Self { client, calls, server: server.into() }
    }

    /// The host of the API server, with its port where that is not the usual one.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// The namespace for what names none: the context's.
    pub fn default_namespace(&self) -> &str {
        self.client.default_namespace()
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// The host and the port alone: an address may have a password in it.
fn host(url: &http::Uri) -> String {
    let host = url.host().unwrap_or("an address without a host");
    match url.port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests;
