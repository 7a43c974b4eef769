//! The roles of a release: filled where a controller would fill them, and in force before an operator starts.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result};
use k8s_openapi::api::authorization::v1::{SelfSubjectRulesReview, SelfSubjectRulesReviewSpec};
use k8s_openapi::api::rbac::v1::PolicyRule;
use kube::Api;
use kube::api::PostParams;
use serde_json::{Value, json};

use super::Release;
use crate::chart::RELEASE;
use crate::eventually;

/// For the API server to hear of roles that it has stored itself.
const SOON: Duration = Duration::from_secs(30);
/// What every account may ask about itself.
const OF_EVERYBODY: [&str; 2] = ["authentication.k8s.io", "authorization.k8s.io"];

/// Verb, group and resource.
type Right = (String, String, String);

/// Fills each `ClusterRole` that is made of others with the rules of these, as kube-controller-manager does; most control
/// planes here have none. That it really does so, the tests of the chart show.
pub(super) fn aggregate(objects: &mut [Value]) -> Result<()> {
    let all: Vec<Value> = objects.iter().filter(|object| object["kind"] == "ClusterRole").cloned().collect();
    for object in objects {
        let selectors = object["aggregationRule"]["clusterRoleSelectors"].as_array();
        let Some(selectors) = selectors.filter(|selectors| !selectors.is_empty()) else { continue };
        let labels = selectors.iter().map(|selector| selector["matchLabels"].as_object());
        let labels = labels.collect::<Option<Vec<_>>>().context("a selector without matchLabels")?;
        let fits = |role: &&Value| {
            let has = |(name, value): (&String, &Value)| role["metadata"]["labels"].get(name) == Some(value);
            labels.iter().any(|labels| labels.iter().all(has))
        };
        let rules = all.iter().filter(fits).flat_map(|role| role["rules"].as_array().into_iter().flatten());
        object["rules"] = json!(rules.collect::<Vec<_>>());
    }
    Ok(())
}

impl Release {
    /// Waits until the server lets the operator do what its roles say, and nothing else: right after they were stored, it
    /// may still go by what was there before.
    pub(super) async fn wait_for_rights(&self) -> Result<()> {
        let client = self.plane.client_of(&self.account(RELEASE).await?).await?;
        for namespace in self.namespaces() {
            let wanted = self.rights_in(&namespace)?;
            let spec = SelfSubjectRulesReviewSpec { namespace: Some(namespace.clone()) };
            let review = SelfSubjectRulesReview { spec, ..SelfSubjectRulesReview::default() };
            let reviews: Api<SelfSubjectRulesReview> = Api::all(client.clone());
            eventually(&format!("exactly the rights {wanted:?} in {namespace}"), SOON, || async {
                let answer = reviews.create(&PostParams::default(), &review).await?;
                let status = answer.status.unwrap_or_default();
                let given = status.resource_rules.iter().flat_map(|rule| {
                    flat(&rule.verbs, rule.api_groups.as_deref(), rule.resources.as_deref())
                });
                let given = given.filter(|(_, group, _)| !OF_EVERYBODY.contains(&&**group));
                Ok((given.collect::<BTreeSet<_>>() == wanted).then_some(()))
            })
            .await;
        }
        Ok(())
    }

    /// Its own, and those in which it has a role.
    fn namespaces(&self) -> BTreeSet<String> {
        let objects = self.rendered.installed();
        let own = objects.filter_map(|object| object["metadata"]["namespace"].as_str()).map(str::to_owned);
        own.chain([self.namespace.clone()]).collect()
    }

    /// What the operator's roles allow it in a namespace.
    fn rights_in(&self, namespace: &str) -> Result<BTreeSet<Right>> {
        let is_of_operator = |binding: &&Value| {
            let kind = binding["kind"].as_str().unwrap_or_default();
            let place = binding["metadata"]["namespace"].as_str();
            matches!((kind, place), ("ClusterRoleBinding", _))
                || (kind == "RoleBinding" && place == Some(namespace))
        };
        let mut rights = BTreeSet::new();
        for binding in self.rendered.installed().filter(is_of_operator) {
            if !binding["subjects"].as_array().into_iter().flatten().any(|subject| subject["name"] == RELEASE)
            {
                continue;
            }
            let (kind, name) = (&binding["roleRef"]["kind"], &binding["roleRef"]["name"]);
            let role = self.rendered.installed().find(|role| {
                let place = role["metadata"]["namespace"].as_str().is_none_or(|place| place == namespace);
                role["kind"] == *kind && role["metadata"]["name"] == *name && place
            });
            let rules = role.with_context(|| format!("no {kind} {name}"))?["rules"].clone();
            let rules: Option<Vec<PolicyRule>> = serde_json::from_value(rules)?;
            for rule in rules.into_iter().flatten() {
                rights.extend(flat(&rule.verbs, rule.api_groups.as_deref(), rule.resources.as_deref()));
            }
        }
        Ok(rights)
    }
}

fn flat(verbs: &[String], groups: Option<&[String]>, resources: Option<&[String]>) -> Vec<Right> {
    let mut all = Vec::new();
    for verb in verbs {
        for group in groups.unwrap_or_default() {
            let of = |resource: &String| (verb.clone(), group.clone(), resource.clone());
            all.extend(resources.unwrap_or_default().iter().map(of));
        }
    }
    all
}
