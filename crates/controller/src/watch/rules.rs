//! The watch of the rules: it feeds the store that the controller reads, keeps the index of claims, and passes on the
//! rules whose spec has changed. (A change of the status is our own and no reason to look again.)

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use easyscale_crd::{ScalingRule, compile, time::to_chrono};
use easyscale_schedule::ZoneDatabase;
use futures::{Stream, StreamExt, future};
use kube::{
    Api, Client, Resource,
    core::NamespaceResourceScope,
    runtime::{
        WatchStreamExt,
        reflector::{self, Store},
        utils::PredicateConfig,
        watcher,
    },
};

use super::{Expected, Eyes, Guarded, Trouble, Wake, Watched, config};
use crate::{
    clock::Clock,
    index::{Claim, Index},
    keys::{KindKey, RuleKey, TargetKey},
    memory::Memory,
    metrics::Metrics,
    reach::Place,
    rights::Need,
};

/// What the watch of the rules of one place keeps up to date.
#[derive(Clone)]
pub(crate) struct Rules {
    pub(crate) place: Place,
    pub(crate) index: Arc<Index>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) wake: Wake,
    pub(crate) zones: ZoneDatabase,
    pub(crate) clock: Clock,
    pub(crate) metrics: Metrics,
}

/// Starts the watch: the store, and the stream of rules to look at because their spec has changed.
pub(crate) fn watch_rules(
    eyes: &Eyes,
    rules: Rules,
    mut expected: Expected,
) -> (Store<Guarded>, impl Stream<Item = watcher::Result<Guarded>> + Send + use<>) {
    let api: Api<Guarded> = rules_in(&eyes.client, &rules.place);
    let (store, writer) = reflector::store();
    let mut listed = HashSet::new();
    let watched = Watched {
        need: Need::Rules,
        place: rules.place.clone(),
        resource: "scalingrules.easyscale.io".to_owned(),
    };
    let mut trouble = Trouble::new(eyes.rights.clone(), watched);
    let stream = trouble
        .persistent(move || watcher(api.clone(), config()))
        .modify(|rule| rule.meta_mut().managed_fields = None)
        .reflect(writer)
        .inspect(move |event| {
            if trouble.saw(event) {
                expected.forbidden();
            }
            if let Ok(event) = event {
                rules.saw(event, &mut listed, &mut expected);
            }
        })
        .filter(|event| future::ready(event.is_ok()))
        .applied_objects()
        .predicate_filter(|rule: &Guarded| Some(identity_of_spec(rule)), PredicateConfig::default());
    (store, stream)
}

/// The rules of a place.
pub(crate) fn rules_in<K>(client: &Client, place: &Place) -> Api<K>
where
    K: Resource<Scope = NamespaceResourceScope, DynamicType: Default>,
{
    match place {
        Some(namespace) => Api::namespaced(client.clone(), namespace),
        None => Api::all(client.clone()),
    }
}

/// Changes with the spec (the generation does), with the object, and when it is being deleted; not with the status.
fn identity_of_spec(rule: &Guarded) -> u64 {
    let meta = rule.meta();
    let mut hasher = DefaultHasher::new();
    (&meta.uid, meta.generation, meta.deletion_timestamp.is_some()).hash(&mut hasher);
    hasher.finish()
}

impl Rules {
    fn saw(&self, event: &watcher::Event<Guarded>, listed: &mut HashSet<RuleKey>, expected: &mut Expected) {
        match event {
            watcher::Event::Apply(rule) => self.put(rule),
            watcher::Event::Delete(rule) => self.remove(rule),
            watcher::Event::Init => listed.clear(),
            watcher::Event::InitApply(rule) => {
                self.put(rule);
                listed.extend(RuleKey::of(rule));
            }
            watcher::Event::InitDone => {
                let is_here =
                    |rule: &RuleKey| self.place.as_ref().is_none_or(|place| *place == rule.namespace);
                let known = self.index.known();
                for gone in known.iter().filter(|rule| is_here(rule) && !listed.contains(rule)) {
                    self.wake.rules(&self.index.remove(gone));
                }
                listed.clear();
                expected.arrived();
            }
        }
    }

    fn put(&self, rule: &Guarded) {
        let Some(key) = RuleKey::of(rule) else { return };
        // A rule that cannot be read claims nothing.
        let concerned = match &rule.0 {
            Ok(readable) => self.index.put(&key, claim(readable, &self.zones, self.clock.now())),
            Err(_) => self.index.remove(&key),
        };
        self.wake.rules(&concerned);
    }

    fn remove(&self, rule: &Guarded) {
        let Some(key) = RuleKey::of(rule) else { return };
        self.wake.rules(&self.index.remove(&key));
        if let Some(uid) = &rule.meta().uid {
            self.metrics.rule_moved(self.memory.forget(uid).as_ref(), None);
        }
    }
}

/// What a rule claims.
pub(crate) fn claim(rule: &ScalingRule, zones: &ZoneDatabase, now: DateTime<Utc>) -> Claim {
    let spec = &rule.spec;
    let idle = spec.suspend || spec.dry_run || rule.metadata.deletion_timestamp.is_some();
    Claim {
        target: TargetKey::of_rule(rule),
        kind: KindKey::of(&spec.target),
        acts: !idle && compile(spec, zones, now).is_ok(),
        created: rule.metadata.creation_timestamp.as_ref().map(to_chrono),
    }
}
