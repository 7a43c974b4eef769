//! Operators that have other rights than the chart gives them: its roles, less what is taken away. It starts nothing.

use std::cell::Cell;
use std::fmt::Debug;

use easyscale_tests::chart::RELEASE;
use easyscale_tests::{OperatorOptions, Sandbox};
use k8s_openapi::api::rbac::v1::{ClusterRole, PolicyRule, Role};
use kube::Api;
use kube::api::PostParams;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::REACH;
use crate::stage::{Reach, alone, changed_release};

/// A pod of a release for the shop whose roles have been changed. It acts without a lease.
pub(crate) async fn weaker(shop: &Sandbox, change: impl Fn(&mut PolicyRule)) -> OperatorOptions {
    let changed = Cell::new(false);
    let weaken = |object: &mut Value| {
        for rule in object.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten() {
            let before: PolicyRule = serde_json::from_value(rule.clone()).unwrap();
            let mut after = before.clone();
            change(&mut after);
            changed.set(changed.get() || after != before);
            *rule = json!(after);
        }
    };
    let release = changed_release(&[shop], &alone(), weaken).await;
    assert!(changed.get(), "no role has what was to be taken away");
    release.pod("easyscale-0").await.unwrap()
}

/// Adds a rule to the role of the operator for the shop.
pub(crate) async fn grant(shop: &Sandbox, more: PolicyRule) {
    let client = shop.client();
    match REACH {
        Reach::All => {
            add(&Api::<ClusterRole>::all(client), |role| role.rules.get_or_insert_default(), more).await;
        }
        Reach::Single => {
            let roles = Api::<Role>::namespaced(client, shop.name());
            add(&roles, |role| role.rules.get_or_insert_default(), more).await;
        }
    }
}

async fn add<K>(roles: &Api<K>, of: impl Fn(&mut K) -> &mut Vec<PolicyRule>, more: PolicyRule)
where
    K: Clone + Debug + DeserializeOwned + Serialize,
{
    let mut role = roles.get(RELEASE).await.unwrap();
    of(&mut role).push(more);
    roles.replace(RELEASE, &PostParams::default(), &role).await.unwrap();
}

/// Takes one verb on one resource away.
pub(crate) fn without(verb: &str, resource: &str) -> impl Fn(&mut PolicyRule) {
    move |rule| {
        if rule.resources.iter().flatten().any(|each| each == resource) {
            rule.verbs.retain(|each| each != verb);
        }
    }
}
