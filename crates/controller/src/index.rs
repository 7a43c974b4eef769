//! Who claims which target: rules by target, autoscalers by target. It answers "which rules does this concern?" and
//! "who else is on this target?" without a look at all rules. It holds no rule, only names.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::RwLock;

use chrono::{DateTime, Utc};

use crate::keys::{KindKey, RuleKey, TargetKey};
use crate::locks::{read, write};

/// What a rule claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) target: TargetKey,
    pub(crate) kind: KindKey,
    /// A rule that is invalid, suspended, a dry run or being deleted changes nothing, so it stands in nobody's way.
    pub(crate) acts: bool,
    pub(crate) created: Option<DateTime<Utc>>,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Index {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    claims: HashMap<RuleKey, Claim>,
    rules: HashMap<TargetKey, BTreeSet<RuleKey>>,
    /// Autoscalers (namespace, name) → their target, and back.
    autoscaled: HashMap<(String, String), TargetKey>,
    autoscalers: HashMap<TargetKey, BTreeSet<String>>,
}

impl Index {
    /// A rule was seen. Returns the other rules that this concerns: those on its old and on its new target.
    pub(crate) fn put(&self, rule: &RuleKey, claim: Claim) -> BTreeSet<RuleKey> {
        let mut inner = write(&self.inner);
        if inner.claims.get(rule) == Some(&claim) {
            return BTreeSet::new();
        }
        let mut concerned = inner.unclaim(rule);
        let on_target = inner.rules.entry(claim.target.clone()).or_default();
        concerned.extend(on_target.iter().cloned());
        on_target.insert(rule.clone());
        inner.claims.insert(rule.clone(), claim);
        concerned
    }

    /// A rule is gone. Returns the other rules that this concerns.
    pub(crate) fn remove(&self, rule: &RuleKey) -> BTreeSet<RuleKey> {
        write(&self.inner).unclaim(rule)
    }

    /// Every rule that is known.
    pub(crate) fn known(&self) -> Vec<RuleKey> {
        read(&self.inner).claims.keys().cloned().collect()
    }

    /// Rules on a target.
    pub(crate) fn on_target(&self, target: &TargetKey) -> Vec<RuleKey> {
        read(&self.inner).rules.get(target).into_iter().flatten().cloned().collect()
    }

    /// Rules whose target fits.
    pub(crate) fn with_target(&self, fits: impl Fn(&RuleKey, &Claim) -> bool) -> Vec<RuleKey> {
        let inner = read(&self.inner);
        inner.claims.iter().filter(|(rule, claim)| fits(rule, claim)).map(|(rule, _)| rule.clone()).collect()
    }

    /// Kinds that rules name.
    pub(crate) fn kinds(&self) -> HashSet<KindKey> {
        read(&self.inner).claims.values().map(|claim| claim.kind.clone()).collect()
    }

    /// The rule that goes first on this one's target, if it is not this one: the oldest that acts and may name that
    /// target at all, and of two of the same second the one whose name comes first.
    pub(crate) fn goes_first(
        &self,
        rule: &RuleKey,
        may_name: impl Fn(&RuleKey, &TargetKey) -> bool,
    ) -> Option<RuleKey> {
        let inner = read(&self.inner);
        let claim = inner.claims.get(rule)?;
        let first = inner
            .rules
            .get(&claim.target)?
            .iter()
            .filter(|key| may_name(key, &claim.target))
            .filter_map(|key| Some((inner.claims.get(key).filter(|claim| claim.acts)?.created, key)))
            .min()?;
        (*first.1 != *rule && first < (claim.created, rule)).then(|| first.1.clone())
    }

    /// An autoscaler was seen. Returns the rules that this concerns.
    pub(crate) fn put_autoscaler(&self, namespace: &str, name: &str, target: TargetKey) -> Vec<RuleKey> {
        let mut concerned = self.remove_autoscaler(namespace, name);
        let mut inner = write(&self.inner);
        inner.autoscalers.entry(target.clone()).or_default().insert(name.to_owned());
        concerned.extend(inner.rules.get(&target).into_iter().flatten().cloned());
        inner.autoscaled.insert((namespace.to_owned(), name.to_owned()), target);
        concerned
    }

    /// An autoscaler is gone. Returns the rules that this concerns.
    pub(crate) fn remove_autoscaler(&self, namespace: &str, name: &str) -> Vec<RuleKey> {
        let mut inner = write(&self.inner);
        let Some(target) = inner.autoscaled.remove(&(namespace.to_owned(), name.to_owned())) else {
            return Vec::new();
        };
        if let Some(names) = inner.autoscalers.get_mut(&target) {
            names.remove(name);
            if names.is_empty() {
                inner.autoscalers.remove(&target);
            }
        }
        inner.rules.get(&target).into_iter().flatten().cloned().collect()
    }

    /// Every autoscaler that is known: namespace and name.
    pub(crate) fn known_autoscalers(&self) -> Vec<(String, String)> {
        read(&self.inner).autoscaled.keys().cloned().collect()
    }

    /// The name of an autoscaler on this target.
    pub(crate) fn autoscaler(&self, target: &TargetKey) -> Option<String> {
        read(&self.inner).autoscalers.get(target)?.first().cloned()
    }
}

impl Inner {
    fn unclaim(&mut self, rule: &RuleKey) -> BTreeSet<RuleKey> {
        let Some(claim) = self.claims.remove(rule) else { return BTreeSet::new() };
        let Some(on_target) = self.rules.get_mut(&claim.target) else { return BTreeSet::new() };
        on_target.remove(rule);
        let others = on_target.clone();
        if others.is_empty() {
            self.rules.remove(&claim.target);
        }
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str) -> RuleKey {
        RuleKey { namespace: "shop".into(), name: name.into() }
    }

    fn target(name: &str) -> TargetKey {
        TargetKey::new("shop", "apps/v1", "Deployment", name)
    }

    fn claim(on: &str, created: i64, acts: bool) -> Claim {
        let kind = KindKey { api_version: "apps/v1".into(), kind: "Deployment".into() };
        Claim { target: target(on), kind, acts, created: DateTime::from_timestamp(created, 0) }
    }

    fn anybody(_: &RuleKey, _: &TargetKey) -> bool {
        true
    }

    #[test]
    fn a_rule_that_may_not_name_the_target_stands_in_nobodys_way() {
        let index = Index::default();
        let stranger = RuleKey { namespace: "elsewhere".into(), name: "old".into() };
        index.put(&stranger, claim("web", 10, true));
        index.put(&rule("young"), claim("web", 20, true));
        let owners = |rule: &RuleKey, target: &TargetKey| rule.namespace == target.namespace;
        assert_eq!(index.goes_first(&rule("young"), anybody), Some(stranger));
        assert_eq!(index.goes_first(&rule("young"), owners), None);
    }

    #[test]
    fn the_older_rule_goes_first_and_the_name_decides_between_twins() {
        let index = Index::default();
        index.put(&rule("young"), claim("web", 20, true));
        index.put(&rule("old"), claim("web", 10, true));
        index.put(&rule("a-twin"), claim("web", 20, true));
        assert_eq!(index.goes_first(&rule("young"), anybody), Some(rule("old")));
        assert_eq!(index.goes_first(&rule("old"), anybody), None);
        index.remove(&rule("old"));
        assert_eq!(index.goes_first(&rule("young"), anybody), Some(rule("a-twin")));
        assert_eq!(index.goes_first(&rule("a-twin"), anybody), None);
    }

    #[test]
    fn a_rule_that_changes_nothing_stands_in_nobodys_way() {
        let index = Index::default();
        index.put(&rule("old"), claim("web", 10, false));
        index.put(&rule("young"), claim("web", 20, true));
        assert_eq!(index.goes_first(&rule("young"), anybody), None);
        assert_eq!(
            index.goes_first(&rule("old"), anybody),
            None,
            "nor does a younger one stand in the way of an older one"
        );
    }

    #[test]
    fn a_rule_that_moves_concerns_those_on_both_targets() {
        let index = Index::default();
        index.put(&rule("a"), claim("web", 1, true));
        index.put(&rule("b"), claim("api", 2, true));
        index.put(&rule("mover"), claim("web", 3, true));
        let concerned = index.put(&rule("mover"), claim("api", 3, true));
        assert_eq!(concerned, BTreeSet::from([rule("a"), rule("b")]));
        assert_eq!(index.put(&rule("mover"), claim("api", 3, true)), BTreeSet::new(), "nothing new");
    }

    #[test]
    fn an_autoscaler_is_known_by_its_target_until_it_goes_or_moves() {
        let index = Index::default();
        index.put(&rule("a"), claim("web", 1, true));
        assert_eq!(index.put_autoscaler("shop", "hpa", target("web")), vec![rule("a")]);
        assert_eq!(index.autoscaler(&target("web")), Some("hpa".to_owned()));
        index.put_autoscaler("shop", "hpa", target("api"));
        assert_eq!(index.autoscaler(&target("web")), None);
        assert_eq!(index.autoscaler(&target("api")), Some("hpa".to_owned()));
        index.remove_autoscaler("shop", "hpa");
        assert_eq!(index.autoscaler(&target("api")), None);
    }
}
