//! Where the API server is and how to get there: what a kubeconfig says, or a pod's service account, and the proxy in
//! between. A pod asks the API server of its own cluster, and knows no proxy.

use kube::Config;
use kube::config::{Cluster, KubeConfigOptions, Kubeconfig, KubeconfigError};

use super::ClientError;
use super::proxy::{Proxy, Variables, decide};
use crate::settings::Settings;

/// kube reads `HTTPS_PROXY` where a kubeconfig names no proxy, does not know `NO_PROXY`, and refuses what it cannot read even
/// if it is not needed. So each kubeconfig names this one while kube reads it; it is never used.
const INSTEAD_OF_THE_ENVIRONMENT: &str = "http://decided-elsewhere.invalid";

/// See the module.
#[derive(Clone, Debug)]
pub struct Way {
    pub(crate) config: Config,
    pub(super) proxy: Option<Proxy>,
}

/// What the settings say: a given kubeconfig, else what is found in the usual places.
pub(super) async fn find(settings: &Settings) -> Result<Way, ClientError> {
    let options = KubeConfigOptions { context: settings.context.clone(), ..KubeConfigOptions::default() };
    let kubeconfig = match &settings.kubeconfig {
        Some(path) => Kubeconfig::read_from(path),
        None => Kubeconfig::read(),
    };
    let read = match kubeconfig {
        Ok(kubeconfig) => read(kubeconfig, &options).await,
        Err(error) => Err(error),
    };
    let somewhere = settings.kubeconfig.is_none() && settings.context.is_none();
    let (config, of_kubeconfig) = match read {
        Ok((mut config, of_kubeconfig)) => {
            if somewhere {
                config.apply_debug_overrides();
            }
            (config, of_kubeconfig)
        }
        // It finds no more in a kubeconfig, but perhaps a service account, or it tells of both.
        Err(_) if somewhere => return Ok(Way { config: Config::infer().await?, proxy: None }),
        Err(error) => return Err(error.into()),
    };
    let proxy = decide(of_kubeconfig.as_deref(), &Variables::read(), &config.cluster_url)?;
    Ok(Way { config, proxy })
}

/// The configuration without a proxy, and what the kubeconfig names as one.
async fn read(
    mut kubeconfig: Kubeconfig,
    options: &KubeConfigOptions,
) -> Result<(Config, Option<String>), KubeconfigError> {
    let cluster = chosen(&mut kubeconfig, options);
    let proxy = cluster.and_then(|cluster| cluster.proxy_url.replace(INSTEAD_OF_THE_ENVIRONMENT.to_owned()));
    let proxy = proxy.filter(|address| !address.is_empty());
    let mut config = Config::from_custom_kubeconfig(kubeconfig, options).await?;
    config.proxy_url = None;
    // A command for logging in is told what the kubeconfig says of the cluster.
    if let Some(told) = config.auth_info.exec.as_mut().and_then(|exec| exec.cluster.as_mut()) {
        told.proxy_url.clone_from(&proxy);
    }
    Ok((config, proxy))
}

/// The cluster of the context that is chosen; kube tells if there is none.
fn chosen<'a>(kubeconfig: &'a mut Kubeconfig, options: &KubeConfigOptions) -> Option<&'a mut Cluster> {
    let context = options.context.as_ref().or(kubeconfig.current_context.as_ref())?;
    let context = kubeconfig.contexts.iter().find(|named| named.name == *context)?.context.as_ref()?;
    let mut clusters = kubeconfig.clusters.iter_mut();
    clusters.find(|named| named.name == context.cluster)?.cluster.as_mut()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn the_proxy_of_the_chosen_context_counts_and_is_told_to_the_command_for_logging_in() {
        let exec = json!({"apiVersion": "client.authentication.k8s.io/v1", "command": "login", "provideClusterInfo": true});
        let kubeconfig = |current: &str| {
            let kubeconfig = json!({
                "clusters": [
                    {"name": "direct", "cluster": {"server": "https://direct", "proxy-url": ""}},
                    {"name": "behind", "cluster": {"server": "https://behind", "proxy-url": "http://proxy"}},
                ],
                "users": [{"name": "u", "user": { "exec": exec }}],
                "contexts": [
                    {"name": "x", "context": {"cluster": "direct", "user": "u"}},
                    {"name": "y", "context": {"cluster": "behind", "user": "u"}},
                ],
                "current-context": current,
            });
            serde_json::from_value::<Kubeconfig>(kubeconfig).unwrap()
        };
        let usual = KubeConfigOptions::default();
        let named = KubeConfigOptions { context: Some("y".to_owned()), ..KubeConfigOptions::default() };
        for (current, options, server, proxy) in [
            ("x", &usual, "https://direct/", None),
            ("y", &usual, "https://behind/", Some("http://proxy".to_owned())),
            ("x", &named, "https://behind/", Some("http://proxy".to_owned())),
        ] {
            let (config, found) = read(kubeconfig(current), options).await.unwrap();
            assert_eq!((config.cluster_url.to_string(), &found), (server.to_owned(), &proxy));
            assert_eq!(config.proxy_url, None);
            assert_eq!(config.auth_info.exec.unwrap().cluster.unwrap().proxy_url, proxy);
        }
    }
}
