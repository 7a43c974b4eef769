//! A service account for one operator, with roles of its own: those of `config/rbac`, less what is taken away. And how the
//! rest is granted later.

use std::path::PathBuf;

use easyscale_tests::{ControlPlane, Sandbox, eventually};
use k8s_openapi::api::authorization::v1::SelfSubjectAccessReview;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding};
use kube::api::{Patch, PatchParams, PostParams};
use kube::{Api, Client};
use serde_json::{Value, json};

use crate::SOON;
use crate::right::{Right, of_the_cluster_role, of_the_lease_role, rights};

/// The name of the account and of its role for the lease; the cluster role has the name of the sandbox.
const NAME: &str = "operator";

/// See the module.
pub(crate) struct Account<'a> {
    sandbox: &'a Sandbox,
    pub(crate) kubeconfig: PathBuf,
    own: Client,
}

impl<'a> Account<'a> {
    /// With all rights of `config/rbac` but these, and these more rules. Waits until the server goes by that.
    pub(crate) async fn without(
        plane: &ControlPlane,
        sandbox: &'a Sandbox,
        taken: &[Right],
        more: &[PolicyRule],
    ) -> Self {
        let kubeconfig = plane.kubeconfig_of_service_account(sandbox.name(), NAME).await.unwrap();
        let own = plane.client_of(&kubeconfig).await.unwrap();
        let account = Self { sandbox, kubeconfig, own };
        account.bind().await;
        account.give(taken, more).await;
        account
    }

    /// All rights of `config/rbac`, and these more rules.
    pub(crate) async fn grant_all(&self, more: &[PolicyRule]) {
        self.give(&[], more).await;
    }

    async fn give(&self, taken: &[Right], more: &[PolicyRule]) {
        let (mut cluster, mut lease) = (of_the_cluster_role(), of_the_lease_role());
        for right in taken {
            right.take_from(&mut cluster);
            right.take_from(&mut lease);
        }
        cluster.extend_from_slice(more);
        // A rule without verbs is none.
        for rules in [&mut cluster, &mut lease] {
            rules.retain(|rule| !rule.verbs.is_empty());
        }
        let name = self.sandbox.name();
        let params = PatchParams::apply("test").force();
        let role = |kind: &str, role: &str, rules: &[PolicyRule]| {
            let body = json!({
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
                "metadata": {"name": role}, "rules": rules,
            });
            Patch::Apply(body)
        };
        let roles: Api<ClusterRole> = Api::all(self.sandbox.client());
        roles.patch(name, &params, &role("ClusterRole", name, &cluster)).await.unwrap();
        let roles: Api<Role> = Api::namespaced(self.sandbox.client(), name);
        roles.patch(NAME, &params, &role("Role", NAME, &lease)).await.unwrap();
        for right in rights(&[of_the_cluster_role(), of_the_lease_role()].concat()) {
            self.wait_until(&right, !taken.contains(&right)).await;
        }
    }

    async fn bind(&self) {
        let name = self.sandbox.name();
        let binding = |kind: &str, role: &str| {
            json!({
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "metadata": {"name": role},
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role},
                "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": name}],
            })
        };
        let client = self.sandbox.client();
        let cluster: ClusterRoleBinding = serde_json::from_value(binding("ClusterRole", name)).unwrap();
        Api::all(client.clone()).create(&PostParams::default(), &cluster).await.unwrap();
        let lease: RoleBinding = serde_json::from_value(binding("Role", NAME)).unwrap();
        Api::namespaced(client, name).create(&PostParams::default(), &lease).await.unwrap();
    }

    /// The server's own view of the roles comes a moment after they are written.
    async fn wait_until(&self, right: &Right, allowed: bool) {
        let what = format!("{right} being {}", if allowed { "allowed" } else { "refused" });
        eventually(&what, SOON, || async { Ok((self.may(right).await? == allowed).then_some(())) }).await;
    }

    async fn may(&self, right: &Right) -> anyhow::Result<bool> {
        let Right { verb, group, resource } = right;
        let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
        // The lease's rights are tied to its name, and to its namespace.
        let namespace: Value = if right.is_of_the_lease() { json!(self.sandbox.name()) } else { Value::Null };
        let name = if right.is_of_the_lease() && verb != "create" { "easyscale" } else { "" };
        let review: SelfSubjectAccessReview = serde_json::from_value(json!({
            "spec": {"resourceAttributes": {
                "verb": verb, "group": group, "resource": resource, "subresource": subresource,
                "namespace": namespace, "name": name,
            }},
        }))?;
        let api: Api<SelfSubjectAccessReview> = Api::all(self.own.clone());
        let answer = api.create(&PostParams::default(), &review).await?;
        Ok(answer.status.is_some_and(|status| status.allowed))
    }
}

/// The two rules that one more kind of target needs.
pub(crate) fn fleets() -> [PolicyRule; 2] {
    let rule = |resource: &str, verbs: &[&str]| PolicyRule {
        api_groups: Some(vec!["test.easyscale.io".to_owned()]),
        resources: Some(vec![resource.to_owned()]),
        verbs: verbs.iter().map(|&verb| verb.to_owned()).collect(),
        ..PolicyRule::default()
    };
    [rule("fleets", &["get", "list", "watch"]), rule("fleets/scale", &["get", "patch"])]
}
