//! Kinds other than Deployment and StatefulSet: found by discovery when a rule names one, remembered, and followed by
//! a metadata watch from then on. Where such a kind keeps its number only its own definition knows, so the watch just
//! says that something changed; the number itself is read from `/scale`.
//!
//! What discovery does not find is not remembered: the kind may be installed any moment. A watch of the
//! CustomResourceDefinitions says when to look again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

use futures::{FutureExt as _, future};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::{
    Api, Client, Resource,
    api::{ApiResource, DynamicObject, GroupVersionKind, PartialObjectMeta},
    discovery::{ApiCapabilities, Scope, pinned_kind},
    runtime::watcher,
};
use tokio::task::JoinSet;

use super::{Expected, Eyes, Seen, Watched, api_in, config, follow, targets::workload_kinds};
use crate::{
    call::{CallError, Calls},
    gather::full_name,
    keys::{KindKey, TargetKey, group_version},
    locks::{lock, read, write},
    reach::Place,
    rights::Need,
};

/// What is known of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It has a scale subresource.
    Scalable(ApiResource),
    /// It has none.
    NoScale,
    /// The API server knows no such kind.
    Unknown,
}

/// See the module.
pub(crate) struct Kinds {
    client: Client,
    calls: Calls,
    /// Watched from the start, never discovered and never forgotten.
    builtin: HashMap<KindKey, ApiResource>,
    /// Found by discovery, and followed as long as they are in here.
    found: RwLock<HashMap<KindKey, ApiResource>>,
    /// None for somebody who looks only once.
    follower: Option<Follower>,
}

/// Follows the kinds that were found.
pub(crate) struct Follower {
    eyes: Eyes,
    places: Vec<Place>,
    followed: Mutex<Followed>,
}

#[derive(Default)]
struct Followed {
    tasks: JoinSet<()>,
    by_kind: HashMap<KindKey, tokio::task::AbortHandle>,
}

impl Kinds {
    pub(crate) fn new(client: Client, calls: Calls, follower: Option<Follower>) -> Self {
        let builtin = workload_kinds()
            .into_iter()
            .map(|kind| (KindKey { api_version: kind.api_version.clone(), kind: kind.kind.clone() }, kind))
            .collect();
        Self { client, calls, builtin, found: RwLock::default(), follower }
    }

    /// What a kind is; asks the API server where that is not known yet.
    pub(crate) async fn resolve(&self, key: &KindKey) -> Result<Kind, CallError> {
        if let Some(known) = self.builtin.get(key).or(read(&self.found).get(key)) {
            return Ok(Kind::Scalable(known.clone()));
        }
        let (group, version) = group_version(&key.api_version);
        let gvk = GroupVersionKind::gvk(group, version, &key.kind);
        let answer = match self.calls.make("discover the kind", pinned_kind(&self.client, &gvk)).await {
            Ok(answer) => answer,
            Err(error) if error.is_not_found() || error.is_discovery() => return Ok(Kind::Unknown),
            Err(error) => return Err(error),
        };
        if !is_scalable(&answer.1) {
            return Ok(Kind::NoScale);
        }
        write(&self.found).insert(key.clone(), answer.0.clone());
        if let Some(follower) = &self.follower {
            follower.follow(key, &answer.0, &self.found);
        }
        Ok(Kind::Scalable(answer.0))
    }

    /// Whether a kind is one that has to be found.
    pub(crate) fn are_discovered(&self, key: &KindKey) -> bool {
        !self.builtin.contains_key(key)
    }

    /// Forgets what was found of a group: its definitions have changed.
    fn forget_group(&self, group: &str) {
        write(&self.found).retain(|_, kind| kind.group != group);
        if let Some(Follower { eyes: Eyes { index, wake, .. }, .. }) = &self.follower {
            wake.rules(&index.with_target(|_, claim| claim.target.group == group));
        }
    }
}

impl Follower {
    pub(crate) fn new(eyes: Eyes, places: Vec<Place>) -> Self {
        Self { eyes, places, followed: Mutex::default() }
    }

    /// Follows a kind, and ends following those that no rule names any more. They are forgotten with that: a rule that
    /// names one later has it found, and so followed, anew.
    fn follow(&self, key: &KindKey, kind: &ApiResource, found: &RwLock<HashMap<KindKey, ApiResource>>) {
        let named = self.eyes.index.kinds();
        let mut followed = lock(&self.followed);
        followed.by_kind.retain(|key, task| {
            let wanted = named.contains(key);
            if !wanted {
                task.abort();
                write(found).remove(key);
                self.forget_rights(key);
            }
            wanted
        });
        while followed.tasks.try_join_next().is_some() {}
        if !followed.by_kind.contains_key(key) {
            let watch = |place: &Place| follow_kind(self.eyes.clone(), place.clone(), kind.clone());
            let task = followed.tasks.spawn(future::join_all(self.places.iter().map(watch)).map(drop));
            followed.by_kind.insert(key.clone(), task);
        }
    }

    fn forget_rights(&self, key: &KindKey) {
        let (group, _) = group_version(&key.api_version);
        let need = Need::Targets(group.to_owned(), key.kind.clone());
        self.places.iter().for_each(|place| self.eyes.rights.forget(&need, place));
    }
}

fn is_scalable(capabilities: &ApiCapabilities) -> bool {
    capabilities.scope == Scope::Namespaced
        && capabilities
            .subresources
            .iter()
            .any(|(subresource, _)| subresource.plural.rsplit('/').next() == Some("scale"))
}

/// Wakes the rules of an object whose spec has changed. (Its status changes far more often, and says nothing here.)
async fn follow_kind(eyes: Eyes, place: Place, kind: ApiResource) {
    let Eyes { client, index, wake, .. } = &eyes;
    let api: Api<PartialObjectMeta<DynamicObject>> = api_in(client, &place, &kind);
    let need = Need::Targets(kind.group.clone(), kind.kind.clone());
    let watched = Watched { need, place, resource: full_name(&kind, "") };
    let mut generations: HashMap<TargetKey, (Option<String>, Option<i64>)> = HashMap::new();
    follow(
        &eyes,
        watched,
        move || watcher(api.clone(), config()),
        |seen| match seen {
            Seen::ListBegins | Seen::ListEnds | Seen::Forbidden => {}
            Seen::Listed(object) | Seen::Applied(object) => {
                let key = key_of(&kind, &object);
                let identity = (object.metadata.uid, object.metadata.generation);
                if generations.get(&key) != Some(&identity) {
                    wake.rules(&index.on_target(&key));
                    generations.insert(key, identity);
                }
            }
            Seen::Deleted(object) => {
                let key = key_of(&kind, &object);
                generations.remove(&key);
                wake.rules(&index.on_target(&key));
            }
        },
    )
    .await;
}

fn key_of(kind: &ApiResource, object: &PartialObjectMeta<DynamicObject>) -> TargetKey {
    let meta = &object.metadata;
    TargetKey {
        namespace: meta.namespace.clone().unwrap_or_default(),
        group: kind.group.clone(),
        kind: kind.kind.clone(),
        name: meta.name.clone().unwrap_or_default(),
    }
}

/// Follows the CustomResourceDefinitions and forgets what was found of a group when one of its kinds changes.
pub(crate) async fn watch_definitions(eyes: Eyes, kinds: Arc<Kinds>, mut expected: Expected) {
    let api: Api<PartialObjectMeta<CustomResourceDefinition>> = Api::all(eyes.client.clone());
    let resource = "customresourcedefinitions.apiextensions.k8s.io".to_owned();
    let watched = Watched { need: Need::Definitions, place: None, resource };
    follow(
        &eyes,
        watched,
        move || watcher(api.clone(), config()),
        |seen| match seen {
            Seen::Forbidden => expected.forbidden(),
            Seen::ListBegins => {}
            Seen::ListEnds => expected.arrived(),
            Seen::Listed(object) | Seen::Applied(object) | Seen::Deleted(object) => {
                // A definition is called plural.group (CustomResourceDefinition, metadata.name).
                if let Some((_, group)) = object.meta().name.as_deref().and_then(|name| name.split_once('.'))
                {
                    kinds.forget_group(group);
                }
            }
        },
    )
    .await;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{Request, Response};
    use kube::client::Body;

    use super::*;
    use crate::watch::Wake;

    fn kind(name: &str) -> (KindKey, ApiResource) {
        let gvk = GroupVersionKind::gvk("example.com", "v1", name);
        (KindKey { api_version: "example.com/v1".into(), kind: name.into() }, ApiResource::from_gvk(&gvk))
    }

    #[tokio::test]
    async fn a_kind_that_no_rule_names_any_more_is_forgotten_so_that_it_can_be_followed_again() {
        let silent = tower::service_fn(|_: Request<Body>| {
            std::future::pending::<Result<Response<Body>, tower::BoxError>>()
        });
        let calls = Calls::new(1, Duration::from_secs(1));
        let (wake, _woken) = Wake::new(&[None]);
        let client = Client::new(silent, "default");
        let eyes = Eyes { client: client.clone(), index: Arc::default(), wake, rights: Arc::default() };
        let kinds = Kinds::new(client, calls, Some(Follower::new(eyes, vec![None])));
        let follower = kinds.follower.as_ref().unwrap();
        for (key, resource) in [kind("Fleet"), kind("Convoy")] {
            write(&kinds.found).insert(key.clone(), resource.clone());
            follower.follow(&key, &resource, &kinds.found);
        }
        assert_eq!(read(&kinds.found).keys().collect::<Vec<_>>(), [&kind("Convoy").0]);
        assert_eq!(lock(&follower.followed).by_kind.keys().collect::<Vec<_>>(), [&kind("Convoy").0]);
    }
}
