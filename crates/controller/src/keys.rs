//! Names of things: a rule, and what a rule scales. Two rules are about the same target iff their keys are equal.

use std::fmt;

use easyscale_crd::{ScalingRule, TargetRef};
use kube::{Resource, api::ObjectMeta, runtime::reflector::ObjectRef};

use crate::watch::Guarded;

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RuleKey {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl RuleKey {
    /// None for an object without a name, which no API server hands out.
    pub(crate) fn of(object: &impl Resource) -> Option<Self> {
        Self::of_meta(object.meta())
    }

    pub(crate) fn of_meta(meta: &ObjectMeta) -> Option<Self> {
        Some(Self { namespace: meta.namespace.clone().unwrap_or_default(), name: meta.name.clone()? })
    }

    pub(crate) fn to_ref(&self) -> ObjectRef<Guarded> {
        ObjectRef::new_with(&self.name, ()).within(&self.namespace)
    }
}

impl fmt::Display for RuleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// One object with a number of replicas. The API version is left out: apps/v1 and apps/v1beta1 are one object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TargetKey {
    pub(crate) namespace: String,
    pub(crate) group: String,
    pub(crate) kind: String,
    pub(crate) name: String,
}

impl TargetKey {
    pub(crate) fn of_rule(rule: &ScalingRule) -> Self {
        let own = rule.metadata.namespace.as_deref().unwrap_or_default();
        let target = &rule.spec.target;
        Self::new(target.namespace.as_deref().unwrap_or(own), &target.api_version, &target.kind, &target.name)
    }

    pub(crate) fn new(namespace: &str, api_version: &str, kind: &str, name: &str) -> Self {
        let (group, _) = group_version(api_version);
        Self { namespace: namespace.into(), group: group.into(), kind: kind.into(), name: name.into() }
    }
}

/// Group and version of an `apiVersion`: "apps/v1" is ("apps", "v1"), "v1" is ("", "v1").
pub(crate) fn group_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// A kind as a rule names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KindKey {
    pub(crate) api_version: String,
    pub(crate) kind: String,
}

impl KindKey {
    pub(crate) fn of(target: &TargetRef) -> Self {
        Self { api_version: target.api_version.clone(), kind: target.kind.clone() }
    }
}
