//! The cluster as the person who types the command reaches it: with the own kubeconfig and the own rights.

use std::future::Future;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use easyscale_controller::cluster::Cluster;
use easyscale_controller::settings::Settings;
use easyscale_crd::ScalingRule;

use crate::progress::Progress;
use crate::usage;

/// How the cluster is reached. The same words as kubectl's.
#[derive(Clone, Debug, Args)]
pub(crate) struct ClusterArguments {
    /// The namespace of a rule that names none. Default: that of the kubeconfig's context.
    #[arg(long, short, value_name = "NAMESPACE", help_heading = "Cluster")]
    namespace: Option<String>,

    /// The kubeconfig file to reach the cluster with. Default: `$KUBECONFIG`, else `~/.kube/config`.
    #[arg(long, value_name = "FILE", help_heading = "Cluster")]
    kubeconfig: Option<PathBuf>,

    /// The context of the kubeconfig to use. Default: its current one.
    #[arg(long, value_name = "NAME", help_heading = "Cluster")]
    context: Option<String>,
}

/// What kinds of names people write in front of a rule's name.
const KINDS: [&str; 5] =
    ["scalingrule", "scalingrules", "srule", "scalingrule.easyscale.io", "scalingrules.easyscale.io"];

impl ClusterArguments {
    pub(crate) fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref().filter(|namespace| !namespace.is_empty())
    }

    /// Connects to the cluster.
    pub(crate) async fn connect(&self) -> anyhow::Result<Cluster> {
        let settings = self.settings();
        Ok(Cluster::connect(&settings).await?)
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings { kubeconfig: self.kubeconfig.clone(), context: self.context.clone(), ..Settings::default() }
    }

    /// The namespace in a RULE of the command line: "shop" of "shop/web".
    pub(crate) fn namespace_in(given: &str) -> Option<&str> {
        let before = given.split_once('/').map(|(before, _)| before);
        before.filter(|before| !KINDS.contains(&before.to_lowercase().as_str()))
    }

    /// The namespace and the name that a RULE of the command line means: "web", "shop/web", "scalingrule/web".
    pub(crate) fn address(&self, given: &str, cluster: &Cluster) -> anyhow::Result<(String, String)> {
        let namespace = Self::namespace_in(given);
        let name = given.split_once('/').map_or(given, |(_, name)| name);
        if let (Some(one), Some(other)) = (namespace, self.namespace())
            && one != other
        {
            let said = anyhow::anyhow!(
                "{given} names the namespace {one}, but --namespace says {other}: leave one out"
            );
            return Err(usage::wrong(&said));
        }
        let namespace = namespace.or(self.namespace()).unwrap_or(cluster.default_namespace());
        Ok((namespace.to_owned(), name.to_owned()))
    }
}

/// Reads one rule from the cluster.
pub(crate) fn rule(given: &str, arguments: &ClusterArguments) -> anyhow::Result<ScalingRule> {
    let read = block_on(async {
        let cluster = arguments.connect().await?;
        let (namespace, name) = arguments.address(given, &cluster)?;
        let _progress = Progress::begin(&format!("asking {}", cluster.server()));
        Ok(cluster.stored(&namespace, &name).await?)
    });
    read.map_err(|error| {
        if error.is::<usage::Wrong>() {
            return error;
        }
        error.context(format!("{given:?} is no file here, so it was looked for in the cluster"))
    })
}

/// Does what needs a network, on a runtime that lives as long as that takes.
pub(crate) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the network cannot be used")?;
    runtime.block_on(work)
}
