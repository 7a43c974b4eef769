//! The operator's own service account, with exactly the rights that `config/rbac` gives it.
//!
//! Operators run with it that are not started as a pod of a [`Release`](crate::Release) of the chart.

use std::path::{Path, PathBuf};

use anyhow::Result;
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::Api;
use kube::api::PostParams;
use serde::de::DeserializeOwned;

use super::ControlPlane;

const NAMESPACE: &str = "easyscale-system";
const NAME: &str = "easyscale";

impl ControlPlane {
    /// A kubeconfig for the service account of `config/rbac`, made with the rest of that folder on first use.
    pub async fn kubeconfig_of_operator(&self) -> Result<&Path> {
        let made = self.servers.operator.get_or_try_init(|| self.make_account()).await?;
        Ok(made)
    }

    async fn make_account(&self) -> Result<PathBuf> {
        self.kubectl(&["apply", "--filename=config/manager/namespace.yaml"]).await?;
        self.kubectl(&["apply", "--kustomize=config/rbac"]).await?;
        self.kubeconfig_of_service_account(NAMESPACE, NAME).await
    }

    /// Gives the operator the right to hold its lease in another namespace than its own, so that tests that elect a
    /// leader do not meet.
    pub(crate) async fn allow_lease_in(&self, namespace: &str) -> Result<()> {
        let client = self.client().await?;
        let mut role: Role = manifest("config/rbac/lease_role.yaml")?;
        let mut binding: RoleBinding = manifest("config/rbac/lease_role_binding.yaml")?;
        role.metadata.namespace = Some(namespace.to_owned());
        binding.metadata.namespace = Some(namespace.to_owned());
        unless_there(Api::namespaced(client.clone(), namespace).create(&PostParams::default(), &role).await)?;
        unless_there(Api::namespaced(client, namespace).create(&PostParams::default(), &binding).await)
    }

    /// Gives the operator the two rights that one more kind of target needs, as its documentation says.
    pub async fn allow_targets(&self, group: &str, plural: &str) -> Result<()> {
        let (targets, scales) = (format!("{plural}.{group}"), format!("{plural}.{group}/scale"));
        for (name, verbs, resource) in
            [("targets", "get,list,watch", &targets), ("scales", "get,patch", &scales)]
        {
            let role = format!("easyscale-{plural}-{name}");
            let account = format!("--serviceaccount={NAMESPACE}:{NAME}");
            let (verbs, resource) = (format!("--verb={verbs}"), format!("--resource={resource}"));
            self.kubectl(&["create", "clusterrole", &role, &verbs, &resource]).await?;
            let role_flag = format!("--clusterrole={role}");
            self.kubectl(&["create", "clusterrolebinding", &role, &role_flag, &account]).await?;
        }
        Ok(())
    }
}

fn manifest<T: DeserializeOwned>(path: &str) -> Result<T> {
    Ok(serde_saphyr::from_str(&std::fs::read_to_string(crate::repository().join(path))?)?)
}

/// A second operator of the same test finds what the first one needed.
fn unless_there<T>(created: kube::Result<T>) -> Result<()> {
    match created {
        Err(kube::Error::Api(status)) if status.is_already_exists() => Ok(()),
        created => Ok(created.map(drop)?),
    }
}
