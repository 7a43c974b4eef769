//! What one look at a rule needs: the caches, the client that fills their gaps, and the time. The operator has its caches
//! filled by watches; a glance for a person fills them once. Nothing here writes.

use std::sync::Arc;

use easyscale_schedule::ZoneDatabase;
use kube::Client;

use crate::{
    call::Calls,
    clock::Clock,
    index::Index,
    keys::{RuleKey, TargetKey},
    memory::Memory,
    metrics::Queue,
    plan::Looker,
    reach::{CrossNamespace, Reach},
    rights::Rights,
    scales::Scales,
    settings::Settings,
    watch::{kinds::Kinds, namespaces::Grants},
};

/// See the module.
pub(crate) struct Sight {
    pub(crate) client: Client,
    pub(crate) calls: Calls,
    pub(crate) clock: Clock,
    pub(crate) zones: ZoneDatabase,
    pub(crate) index: Arc<Index>,
    pub(crate) scales: Arc<Scales>,
    pub(crate) grants: Arc<Grants>,
    pub(crate) kinds: Arc<Kinds>,
    pub(crate) memory: Arc<Memory>,
    /// Whose rights it depends on what is seen.
    pub(crate) looker: Looker,
    /// [`Settings::reach`].
    pub(crate) reach: Reach,
    /// The rights that were found missing.
    pub(crate) rights: Arc<Rights>,
}

impl Sight {
    /// With empty caches. `queue` counts who waits for the API server.
    pub(crate) fn new(
        client: Client,
        settings: &Settings,
        zones: ZoneDatabase,
        clock: Clock,
        looker: Looker,
        queue: Queue,
        kinds: impl FnOnce(Client, Calls, &Arc<Index>) -> Kinds,
    ) -> Self {
        let calls = Calls::new(settings.concurrency, settings.request_timeout).counted_in(queue);
        let index = Arc::default();
        Self {
            kinds: Arc::new(kinds(client.clone(), calls.clone(), &index)),
            client,
            calls,
            clock,
            zones,
            index,
            scales: Arc::default(),
            grants: Arc::default(),
            memory: Arc::default(),
            looker,
            reach: settings.reach.clone(),
            rights: Arc::default(),
        }
    }

    /// Whether a rule may name this target at all: nothing in a protected namespace; in its own namespace always;
    /// in another one only as the settings and that namespace say. An operator that sees some namespaces cannot know
    /// what else is on a target outside of them.
    pub(crate) fn may_name(&self, rule: &RuleKey, target: &TargetKey) -> bool {
        let (from, to) = (&*rule.namespace, &*target.namespace);
        if self.reach.protects(to) || !self.reach.watches(from) || !self.reach.watches(to) {
            return false;
        }
        from == to
            || match self.reach.cross_namespace {
                CrossNamespace::Deny => false,
                CrossNamespace::Granted => self.grants.allow(from, to),
                CrossNamespace::Allow => true,
            }
    }
}
