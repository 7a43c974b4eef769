//! Kubeconfigs for people and service accounts, to test what each of them may do.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use k8s_openapi::api::authentication::v1::{TokenRequest, TokenRequestSpec};
use k8s_openapi::api::core::v1::ServiceAccount;
use kube::Api;
use kube::api::{ObjectMeta, PostParams};
use serde_json::{Value, json};

use super::ControlPlane;
use crate::testenv::write_kubeconfig;

impl ControlPlane {
    /// Creates a service account (without any rights) and returns a kubeconfig with a token of it.
    pub async fn kubeconfig_of_service_account(&self, namespace: &str, name: &str) -> Result<PathBuf> {
        let accounts: Api<ServiceAccount> = Api::namespaced(self.client().await?, namespace);
        let metadata = ObjectMeta { name: Some(name.to_owned()), ..ObjectMeta::default() };
        let account = ServiceAccount { metadata, ..ServiceAccount::default() };
        match accounts.create(&PostParams::default(), &account).await {
            Err(kube::Error::Api(status)) if status.is_already_exists() => {}
            created => {
                created.with_context(|| format!("cannot create service account {namespace}/{name}"))?;
            }
        }
        let request = TokenRequest {
            spec: TokenRequestSpec { expiration_seconds: Some(3600), ..TokenRequestSpec::default() },
            ..TokenRequest::default()
        };
        let answer = accounts.create_token_request(name, &PostParams::default(), &request).await?;
        let token = answer.status.context("the server gave no token")?.token;
        self.write_kubeconfig(&format!("{namespace}-{name}"), &json!({ "token": token }))
    }

    /// A kubeconfig for a person of that name who is in those groups and has no rights of their own.
    ///
    /// The administrator's token carries the request, the server acts as that person.
    pub fn kubeconfig_of_user(&self, name: &str, groups: &[&str]) -> Result<PathBuf> {
        let admin: Value = serde_json::from_slice(&fs::read(self.kubeconfig())?)?;
        let token = &admin["users"][0]["user"]["token"];
        self.write_kubeconfig(
            &format!("user-{name}"),
            &json!({ "token": token, "as": name, "as-groups": groups }),
        )
    }

    fn write_kubeconfig(&self, name: &str, user: &Value) -> Result<PathBuf> {
        let about = self.about();
        let path = about.folder.join(format!("{name}.kubeconfig"));
        write_kubeconfig(&path, &about.server, &about.certificate_authority, user)?;
        Ok(path)
    }
}
