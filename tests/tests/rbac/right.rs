//! Single rights, one verb on one resource each, as the manifests give them.

use std::fmt;

use easyscale_tests::repository;
use k8s_openapi::api::rbac::v1::{ClusterRole, PolicyRule, Role};
use serde::de::DeserializeOwned;

/// One verb on one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Right {
    pub(crate) verb: String,
    pub(crate) group: String,
    pub(crate) resource: String,
}

/// "get deployments/scale.apps"
impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { verb, group, resource } = self;
        if group.is_empty() { write!(f, "{verb} {resource}") } else { write!(f, "{verb} {resource}.{group}") }
    }
}

impl Right {
    /// Whether it is about something that is in no namespace, so that only an operator of the whole cluster needs it.
    pub(crate) fn is_of_the_cluster(&self) -> bool {
        matches!(&*self.resource, "namespaces" | "customresourcedefinitions")
    }

    pub(crate) fn is_of_the_lease(&self) -> bool {
        self.resource == "leases"
    }

    /// Takes it out of the rules of a role.
    pub(crate) fn take_from(&self, rules: &mut [PolicyRule]) {
        for rule in rules {
            let is_there = rule.api_groups.iter().flatten().any(|group| *group == self.group)
                && rule.resources.iter().flatten().any(|resource| *resource == self.resource);
            if !is_there {
                continue;
            }
            // The other resources of that rule keep the verb.
            let others = rule.resources.iter().flatten().filter(|resource| **resource != self.resource);
            let others: Vec<String> = others.cloned().collect();
            assert!(others.is_empty(), "split the rules into one resource each first");
            rule.verbs.retain(|verb| *verb != self.verb);
        }
    }
}

/// The rules of the operator's `ClusterRole`, with one resource each.
pub(crate) fn of_the_cluster_role() -> Vec<PolicyRule> {
    one_resource_each(manifest::<ClusterRole>("config/rbac/cluster_role.yaml").rules.unwrap_or_default())
}

/// The rules of the `Role` for its lease.
pub(crate) fn of_the_lease_role() -> Vec<PolicyRule> {
    one_resource_each(manifest::<Role>("config/rbac/lease_role.yaml").rules.unwrap_or_default())
}

/// Every single right in some rules.
pub(crate) fn rights(rules: &[PolicyRule]) -> Vec<Right> {
    let mut all = Vec::new();
    for rule in rules {
        for (group, resource) in rule.api_groups.iter().flatten().zip(rule.resources.iter().flatten()) {
            for verb in &rule.verbs {
                let (verb, group, resource) = (verb.clone(), group.clone(), resource.clone());
                all.push(Right { verb, group, resource });
            }
        }
    }
    all
}

fn one_resource_each(rules: Vec<PolicyRule>) -> Vec<PolicyRule> {
    let split = rules.into_iter().flat_map(|rule| {
        assert_eq!(rule.api_groups.as_ref().map(Vec::len), Some(1), "{rule:?}");
        let resources = rule.resources.clone().unwrap_or_default();
        resources
            .into_iter()
            .map(move |resource| PolicyRule { resources: Some(vec![resource]), ..rule.clone() })
    });
    split.collect()
}

fn manifest<T: DeserializeOwned>(path: &str) -> T {
    serde_saphyr::from_str(&std::fs::read_to_string(repository().join(path)).unwrap()).unwrap()
}

#[test]
fn the_roles_have_the_rights_that_this_test_takes_away_one_by_one() {
    let all = rights(&[of_the_cluster_role(), of_the_lease_role()].concat());
    assert!(all.len() > 20, "{all:?}");
    let gone = all[0].clone();
    let mut rules = of_the_cluster_role();
    gone.take_from(&mut rules);
    assert_eq!(rights(&rules).len() + 1, rights(&of_the_cluster_role()).len());
    assert!(!rights(&rules).contains(&gone));
}
