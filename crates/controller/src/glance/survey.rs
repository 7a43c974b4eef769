//! Fills the caches once with what the operator's watches would know about one rule and its target, as far as the caller
//! may see it. What may not be seen is collected.

use futures::future;
use k8s_openapi::api::core::v1::Namespace;
use kube::Api;

use super::{Unseen, identity::Identity};
use crate::{
    call::CallError,
    cluster::{Cluster, ClusterError, Right, Stored, is_missing_kind, list_all, list_rules},
    keys::{RuleKey, TargetKey},
    settings::CrossNamespace,
    sight::Sight,
    watch::{autoscalers, namespaces::granted, rules::claim},
};

/// One rule, and who looks.
pub(super) struct Survey<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) sight: &'a Sight,
    pub(super) rule: &'a RuleKey,
    pub(super) target: &'a TargetKey,
}

/// What the lists of rules have brought.
struct Listed {
    rules: Vec<Stored>,
    /// Whether those of the rule's own namespace are among them.
    own: bool,
    installed: bool,
}

/// An answer, or that the caller may not have it.
enum Answer<T> {
    Seen(T),
    Forbidden,
    NotInstalled,
}

impl Survey<'_> {
    /// The rule alone, as it is stored.
    pub(super) async fn rule_alone(&self, unseen: &mut Vec<Unseen>) -> Result<Identity, ClusterError> {
        match self.get().await? {
            Answer::Seen(stored) => Ok(Identity::of(stored)),
            Answer::Forbidden => {
                unseen.push(Unseen::stored(&self.rule.namespace));
                Ok(Identity::New)
            }
            Answer::NotInstalled => {
                unseen.push(Unseen::not_installed());
                Ok(Identity::New)
            }
        }
    }

    /// The rule as it is stored; and everything about its target goes into the caches.
    pub(super) async fn everything(&self, unseen: &mut Vec<Unseen>) -> Result<Identity, ClusterError> {
        let grant = async { if self.needs_grant() { self.grant().await } else { Ok(Answer::Seen(None)) } };
        let (grant, autoscalers, listed) = future::join3(grant, self.autoscalers(), self.list()).await;
        let (grant, autoscalers) = (grant?, autoscalers?);
        let listed = match listed? {
            Some(everywhere) => everywhere,
            None => self.list_less(unseen).await?,
        };
        for other in listed.rules.iter().filter_map(|stored| stored.rule.as_ref().ok()) {
            let Some(key) = RuleKey::of(other).filter(|key| key != self.rule) else { continue };
            if TargetKey::of_rule(other) == *self.target {
                let claim = claim(other, &self.sight.zones, self.sight.clock.now());
                self.sight.index.put(&key, claim);
            }
        }
        if matches!(grant, Answer::Forbidden) {
            unseen.push(Unseen::grant(&self.target.namespace, &self.rule.namespace));
        }
        if matches!(autoscalers, Answer::Forbidden) {
            unseen.push(Unseen::autoscalers(&self.target.namespace));
        }
        if !listed.installed {
            unseen.push(Unseen::not_installed());
            return Ok(Identity::New);
        }
        if !listed.own {
            return self.rule_alone(unseen).await;
        }
        let mut own = listed.rules.into_iter();
        Ok(Identity::of(own.find(|stored| RuleKey::of_meta(&stored.metadata).as_ref() == Some(self.rule))))
    }

    async fn get(&self) -> Result<Answer<Option<Stored>>, ClusterError> {
        let RuleKey { namespace, name } = self.rule;
        match self.cluster.find(namespace, name).await {
            Ok(found) => Ok(Answer::Seen(found)),
            Err(error) => self.unless_hidden(&error, Right::rules("get", Some(namespace))),
        }
    }

    /// All rules; None where the caller may not list them.
    async fn list(&self) -> Result<Option<Listed>, ClusterError> {
        if !self.sight.reach.sees_all() {
            return Ok(None);
        }
        match self.list_in(None).await? {
            Answer::Seen(rules) => Ok(Some(Listed { rules, own: true, installed: true })),
            Answer::NotInstalled => Ok(Some(Listed { rules: Vec::new(), own: false, installed: false })),
            Answer::Forbidden => Ok(None),
        }
    }

    /// The rules of the two namespaces that matter most.
    async fn list_less(&self, unseen: &mut Vec<Unseen>) -> Result<Listed, ClusterError> {
        let mut listed = Listed { rules: Vec::new(), own: false, installed: true };
        let (own, target) = (&*self.rule.namespace, &*self.target.namespace);
        let target = Some(target).filter(|target| *target != own && self.sight.reach.watches(target));
        for namespace in [Some(own), target].into_iter().flatten() {
            match self.list_in(Some(namespace)).await? {
                Answer::Seen(rules) => {
                    listed.rules.extend(rules);
                    listed.own |= namespace == own;
                }
                Answer::Forbidden => unseen.push(Unseen::rules(namespace)),
                Answer::NotInstalled => listed.installed = false,
            }
        }
        if listed.installed && self.others_may_name_it().await? {
            unseen.push(Unseen::rules_elsewhere());
        }
        Ok(listed)
    }

    /// Whether rules of namespaces that were not looked into may have the same target.
    async fn others_may_name_it(&self) -> Result<bool, ClusterError> {
        if !self.sight.reach.sees_all() {
            // Only with `Allow` do rules of one watched namespace reach another; all of these are then to be listed.
            return Ok(self.sight.reach.cross_namespace == CrossNamespace::Allow
                && self.sight.reach.watch_namespaces.len() > 1);
        }
        Ok(match self.sight.reach.cross_namespace {
            CrossNamespace::Deny => false,
            // Where nobody may say what the namespace grants, it may be anything.
            CrossNamespace::Granted => !matches!(self.grant().await?, Answer::Seen(None)),
            CrossNamespace::Allow => true,
        })
    }

    async fn list_in(&self, namespace: Option<&str>) -> Result<Answer<Vec<Stored>>, ClusterError> {
        match list_rules(&self.cluster.client, &self.cluster.calls, namespace).await {
            Ok(rules) => Ok(Answer::Seen(rules)),
            Err(error) => self.unless_hidden(&error, Right::rules("list", namespace)),
        }
    }

    /// The autoscalers of the target's namespace.
    async fn autoscalers(&self) -> Result<Answer<()>, ClusterError> {
        let namespace = Some(&*self.target.namespace);
        let api = autoscalers::autoscalers(&self.cluster.client, &namespace.map(str::to_owned));
        match list_all(&self.cluster.calls, "list the autoscalers", &api).await {
            Ok(all) => {
                for (namespace, name, target) in all.into_iter().filter_map(autoscalers::read) {
                    self.sight.index.put_autoscaler(&namespace, &name, target);
                }
                Ok(Answer::Seen(()))
            }
            Err(error) => {
                let right = Right::new("list", "horizontalpodautoscalers.autoscaling", namespace);
                self.unless_hidden(&error, right)
            }
        }
    }

    /// Whether the rule's target is where it needs that namespace's permission.
    fn needs_grant(&self) -> bool {
        self.rule.namespace != self.target.namespace && self.sight.reach.needs_grants()
    }

    /// Which namespaces the target's namespace lets scale what is in it.
    async fn grant(&self) -> Result<Answer<Option<String>>, ClusterError> {
        let name = &*self.target.namespace;
        let namespaces: Api<Namespace> = Api::all(self.cluster.client.clone());
        match self.cluster.calls.make("read the target's namespace", namespaces.get_metadata(name)).await {
            Ok(object) => {
                let grant = granted(&object).1;
                self.sight.grants.learn(name, grant);
                Ok(Answer::Seen(grant.map(str::to_owned)))
            }
            Err(error) if error.is_not_found() => Ok(Answer::Seen(None)),
            Err(error) => self.unless_hidden(&error, Right::new("get", "namespaces", Some(name))),
        }
    }

    /// Not to be allowed to see something is an answer; everything else that goes wrong is an error.
    fn unless_hidden<T>(&self, error: &CallError, right: Right) -> Result<Answer<T>, ClusterError> {
        if error.is_forbidden() {
            Ok(Answer::Forbidden)
        } else if is_missing_kind(error) && right.resource.starts_with("scalingrules.") {
            Ok(Answer::NotInstalled)
        } else {
            Err(self.cluster.explain(error, Some(right)))
        }
    }
}
