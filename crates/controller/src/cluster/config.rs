//! What is wrong with a kubeconfig, in plain words.

use std::error::Error;
use std::io;

use kube::config::{Kubeconfig, KubeconfigError};

use super::{ClusterError, cause::login, names::nearest};
use crate::{client::ClientError, settings::Settings};

/// From a failure to make a client.
pub(super) fn explain(settings: &Settings, error: ClientError) -> ClusterError {
    match error {
        ClientError::Kubeconfig(error) | ClientError::Build(kube::Error::InferKubeconfig(error)) => {
            of_kubeconfig(settings, &error)
        }
        ClientError::Infer(error) => match error.source().and_then(|source| source.downcast_ref()) {
            Some(error) => of_kubeconfig(settings, error),
            None => ClusterError::Kubeconfig { why: error.to_string() },
        },
        ClientError::Build(kube::Error::Auth(error)) => {
            ClusterError::Login { server: "the cluster".to_owned(), why: login(&error) }
        }
        ClientError::NotText(path) => {
            ClusterError::Kubeconfig { why: format!("{} is not a text", path.display()) }
        }
        ClientError::Proxy(error) => ClusterError::ProxyName { why: error.to_string() },
        ClientError::Build(error) => ClusterError::Kubeconfig { why: innermost(&error) },
    }
}

fn of_kubeconfig(settings: &Settings, error: &KubeconfigError) -> ClusterError {
    let why = match error {
        KubeconfigError::LoadContext(wanted) => return no_context(settings, Some(wanted)),
        KubeconfigError::CurrentContextNotSet => return no_context(settings, None),
        KubeconfigError::FindPath => {
            return ClusterError::NoKubeconfig { looked: "no home directory to look in".to_owned() };
        }
        KubeconfigError::ReadConfig(error, path) if error.kind() == io::ErrorKind::NotFound => {
            return ClusterError::NoKubeconfig { looked: format!("{} is not there", path.display()) };
        }
        KubeconfigError::ReadConfig(error, path) => format!("{} cannot be read ({error})", path.display()),
        // Not what it says: it shows the lines, and one of them may be a token.
        KubeconfigError::Parse(error) => match error.location() {
            Some(at) => format!("it is not a kubeconfig; line {}, column {}", at.line(), at.column()),
            None => "it is not a kubeconfig".to_owned(),
        },
        KubeconfigError::LoadClusterOfContext(cluster) => {
            format!("its context names the cluster {cluster:?}, and that is not in it")
        }
        KubeconfigError::MissingClusterUrl => "its cluster has no server".to_owned(),
        // Nor the address: it may have a password in it.
        KubeconfigError::ParseClusterUrl(_) => "its cluster's server is not an address".to_owned(),
        error => innermost(error),
    };
    ClusterError::Kubeconfig { why }
}

fn no_context(settings: &Settings, wanted: Option<&str>) -> ClusterError {
    let kubeconfig = match &settings.kubeconfig {
        Some(path) => Kubeconfig::read_from(path),
        None => Kubeconfig::read(),
    };
    let there_are: Vec<String> = kubeconfig
        .map(|kubeconfig| kubeconfig.contexts.into_iter().map(|context| context.name).collect())
        .unwrap_or_default();
    let nearest = wanted.and_then(|wanted| nearest(wanted, there_are.iter().map(String::as_str)));
    ClusterError::NoContext {
        wanted: wanted.map(str::to_owned),
        nearest: nearest.map(str::to_owned),
        there_are,
    }
}

/// The last cause of an error.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
