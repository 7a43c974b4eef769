//! Reads rules: one by its name, or all.

use easyscale_crd::ScalingRule;
use kube::{
    Api, Client,
    api::{ApiResource, DynamicObject, ListParams},
};
use serde::de::DeserializeOwned;

use super::{Cluster, ClusterError, Right, Stored, is_name, names::nearest};
use crate::call::{CallError, Calls};

/// Objects in one page of a list.
const PAGE: u32 = 500;

impl Cluster {
    /// The rule of that name.
    pub async fn stored(&self, namespace: &str, name: &str) -> Result<ScalingRule, ClusterError> {
        for (what, value) in [("name of a namespace", namespace), ("name of a rule", name)] {
            if !is_name(value) {
                return Err(ClusterError::BadName { what, value: value.to_owned() });
            }
        }
        let stored = match self.find(namespace, name).await {
            Ok(Some(stored)) => stored,
            Ok(None) => return Err(self.no_such_rule(namespace, name).await),
            Err(error) if is_missing_kind(&error) => return Err(self.not_installed()),
            Err(error) => {
                let right = Right::rules("get", Some(namespace));
                return Err(self.explain(&error, Some(right)));
            }
        };
        stored.rule.map_err(|unreadable| ClusterError::Unreadable {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            why: unreadable.misfits.join(". "),
        })
    }

    /// The rule of that name, if there is one.
    pub(crate) async fn find(&self, namespace: &str, name: &str) -> Result<Option<Stored>, CallError> {
        let api = rules(&self.client, Some(namespace));
        match self.calls.make("read the rule", api.get(name)).await {
            Ok(object) => Ok(Some(Stored::of(object))),
            Err(error) if error.is_not_found() && !is_missing_kind(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All rules of a namespace, or (None) of all, in the order of their namespaces and names. One that cannot be read is
    /// among them.
    pub async fn list(&self, namespace: Option<&str>) -> Result<Vec<Stored>, ClusterError> {
        if let Some(value) = namespace.filter(|namespace| !is_name(namespace)) {
            return Err(ClusterError::BadName { what: "name of a namespace", value: value.to_owned() });
        }
        match list_rules(&self.client, &self.calls, namespace).await {
            Ok(listed) => Ok(listed),
            Err(error) => Err(self.of_list(&error, namespace)),
        }
    }

    fn of_list(&self, error: &CallError, namespace: Option<&str>) -> ClusterError {
        if is_missing_kind(error) {
            return self.not_installed();
        }
        self.explain(error, Some(Right::rules("list", namespace)))
    }

    /// Why a call failed; `right` is the one that it needs.
    pub(crate) fn explain(&self, error: &CallError, right: Option<Right>) -> ClusterError {
        ClusterError::of_call(&self.server, error, right, self.calls.timeout())
    }

    pub(super) fn not_installed(&self) -> ClusterError {
        ClusterError::NotInstalled { server: self.server.clone() }
    }

    /// Looks around for what may have been meant, as far as the caller may.
    async fn no_such_rule(&self, namespace: &str, name: &str) -> ClusterError {
        let in_namespace = list_rules(&self.client, &self.calls, Some(namespace)).await.unwrap_or_default();
        let names = in_namespace.iter().filter_map(|rule| rule.metadata.name.as_deref());
        let nearest = nearest(name, names).map(str::to_owned);
        let of_that_name = ListParams::default().fields(&format!("metadata.name={name}"));
        let everywhere = rules(&self.client, None);
        let elsewhere = self.calls.make("list the rules", everywhere.list_metadata(&of_that_name)).await;
        let elsewhere = elsewhere
            .map(|list| list.items.into_iter().filter_map(|rule| rule.metadata.namespace).collect())
            .unwrap_or_default();
        ClusterError::NoSuchRule {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            nearest,
            elsewhere,
        }
    }
}

/// The rules of a namespace, or of all, as they are stored.
pub(super) fn rules(client: &Client, namespace: Option<&str>) -> Api<DynamicObject> {
    let kind = ApiResource::erase::<ScalingRule>(&());
    match namespace {
        Some(namespace) => Api::namespaced_with(client.clone(), namespace, &kind),
        None => Api::all_with(client.clone(), &kind),
    }
}

/// Lists rules, in the order of their namespaces and names (it is the order of the API server).
pub(crate) async fn list_rules(
    client: &Client,
    calls: &Calls,
    namespace: Option<&str>,
) -> Result<Vec<Stored>, CallError> {
    let listed = list_all(calls, "list the rules", &rules(client, namespace)).await?;
    Ok(listed.into_iter().map(Stored::of).collect())
}

/// Lists page by page.
pub(crate) async fn list_all<K>(calls: &Calls, what: &'static str, api: &Api<K>) -> Result<Vec<K>, CallError>
where
    K: Clone + DeserializeOwned + std::fmt::Debug,
{
    let mut all = Vec::new();
    let mut page = ListParams::default().limit(PAGE);
    loop {
        let listed = calls.make(what, api.list(&page)).await?;
        all.extend(listed.items);
        match listed.metadata.continue_.filter(|token| !token.is_empty()) {
            Some(token) => page = page.continue_token(&token),
            None => return Ok(all),
        }
    }
}

/// Whether the API server knows no such kind, and not just no such object: then it has no details to tell.
pub(crate) fn is_missing_kind(error: &CallError) -> bool {
    matches!(error, CallError::Refused { status, .. } if status.code == 404 && status.details.is_none())
}
