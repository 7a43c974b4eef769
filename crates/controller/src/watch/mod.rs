//! The watches: what keeps the caches warm and says which rules to look at again. Followers run them too; nothing
//! here decides or writes.
//!
//! Each watch has a backoff of its own: one that all shared could outlive the connect timeout and keep the quiet ones
//! cut off after an outage. Watches end on the server after about two minutes, before the networks in between silently
//! drop idle connections.

pub(crate) mod autoscalers;
pub(crate) mod kinds;
mod lists;
pub(crate) mod namespaces;
pub(crate) mod rules;
mod targets;

use std::sync::Arc;

use easyscale_crd::ScalingRule;
use futures::{
    Stream, StreamExt,
    channel::mpsc,
    stream::{self, BoxStream},
};
use kube::{
    Api, Client, Resource,
    api::ApiResource,
    core::{DeserializeGuard, DynamicResourceScope},
    runtime::{WatchStreamExt, reflector::ObjectRef, watcher},
};
use tracing::{info, warn};

use crate::{
    index::Index,
    keys::RuleKey,
    reach::Place,
    rights::{Need, Rights},
};

pub(crate) use autoscalers::watch_autoscalers;
pub(crate) use lists::{Expected, Lists};
pub(crate) use namespaces::watch_namespaces;
pub(crate) use rules::{Rules, watch_rules};
pub(crate) use targets::{watch_workloads, workload_kinds};

/// A rule as it is stored, also when it cannot be read: one bad object must not stop the watch of all others.
pub(crate) type Guarded = DeserializeGuard<ScalingRule>;

/// Seconds after which the server ends a watch, to be taken up again at once.
const WATCH_SECONDS: u32 = 120;
/// Objects in one page of a list.
const PAGE: u32 = 500;

pub(crate) fn config() -> watcher::Config {
    watcher::Config::default().timeout(WATCH_SECONDS).page_size(PAGE)
}

/// Asks for rules to be looked at again. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Wake(Arc<[(Place, mpsc::UnboundedSender<ObjectRef<Guarded>>)]>);

/// Where one place's wishes of [`Wake`] arrive.
pub(crate) type Woken = mpsc::UnboundedReceiver<ObjectRef<Guarded>>;

impl Wake {
    /// With one receiver for each place, in their order.
    pub(crate) fn new(places: &[Place]) -> (Self, Vec<Woken>) {
        let (senders, receivers): (Vec<_>, Vec<_>) = places
            .iter()
            .map(|place| {
                let (sender, receiver) = mpsc::unbounded();
                ((place.clone(), sender), receiver)
            })
            .unzip();
        (Self(senders.into()), receivers)
    }

    pub(crate) fn rules<'a>(&self, rules: impl IntoIterator<Item = &'a RuleKey>) {
        for rule in rules {
            let is_there = |place: &Place| place.as_ref().is_none_or(|place| *place == rule.namespace);
            if let Some((_, sender)) = self.0.iter().find(|(place, _)| is_there(place)) {
                // Nobody listens any more only when the process is ending.
                drop(sender.unbounded_send(rule.to_ref()));
            }
        }
    }
}

/// What every watch works with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Eyes {
    pub(crate) client: Client,
    pub(crate) index: Arc<Index>,
    pub(crate) wake: Wake,
    pub(crate) rights: Arc<Rights>,
}

/// One watch: of what, where, and what for.
pub(crate) struct Watched {
    pub(crate) need: Need,
    pub(crate) place: Place,
    /// The resource with its group, such as "deployments.apps".
    pub(crate) resource: String,
}

/// Objects of a place.
pub(crate) fn api_in<K>(client: &Client, place: &Place, kind: &ApiResource) -> Api<K>
where
    K: Resource<DynamicType = ApiResource, Scope = DynamicResourceScope>,
{
    match place {
        Some(namespace) => Api::namespaced_with(client.clone(), namespace, kind),
        None => Api::all_with(client.clone(), kind),
    }
}

/// Follows a watch for ever and hands over what it tells. Errors are logged and waited out.
pub(crate) async fn follow<K: Send + 'static, S>(
    eyes: &Eyes,
    watched: Watched,
    start: impl Fn() -> S + Send + Sync + 'static,
    mut on: impl FnMut(Seen<K>),
) where
    S: Stream<Item = watcher::Result<watcher::Event<K>>> + Send + 'static,
{
    let mut trouble = Trouble::new(eyes.rights.clone(), watched);
    let mut stream = trouble.persistent(start);
    while let Some(event) = stream.next().await {
        if trouble.saw(&event) {
            on(Seen::Forbidden);
        }
        if let Ok(event) = event {
            on(event.into());
        }
    }
}

/// Logs when a watch is cut off and when it works again, once each: every retry in between helps nobody. A watch that
/// lacks a right is told as that.
pub(crate) struct Trouble {
    rights: Arc<Rights>,
    watched: Watched,
    failing: bool,
}

impl Trouble {
    pub(crate) fn new(rights: Arc<Rights>, watched: Watched) -> Self {
        Self { rights, watched, failing: false }
    }

    /// The watch with its own backoff; begun anew, without waiting for that, when a right that it lacks was granted.
    pub(crate) fn persistent<K: Send + 'static, S>(
        &self,
        start: impl Fn() -> S + Send + Sync + 'static,
    ) -> BoxStream<'static, watcher::Result<watcher::Event<K>>>
    where
        S: Stream<Item = watcher::Result<watcher::Event<K>>> + Send + 'static,
    {
        let (rights, granted) = (self.rights.clone(), self.rights.granted());
        let (need, place) = (self.watched.need.clone(), self.watched.place.clone());
        let begin = move || start().default_backoff().boxed();
        let state = (begin(), granted);
        let begin = Arc::new(begin);
        stream::unfold(state, move |(mut events, mut granted)| {
            let (begin, rights, need, place) = (begin.clone(), rights.clone(), need.clone(), place.clone());
            async move {
                loop {
                    tokio::select! {
                        event = events.next() => return event.map(|event| (event, (events, granted))),
                        Ok(()) = granted.changed() => {
                            if rights.is_missing(&need, &place) {
                                events = begin();
                            }
                        }
                    }
                }
            }
        })
        .boxed()
    }

    /// Takes note of what a watch tells, and tells whether it lacks a right.
    pub(crate) fn saw<K>(&mut self, event: &watcher::Result<watcher::Event<K>>) -> bool {
        let Self { rights, watched: Watched { need, place, resource }, failing } = self;
        match event {
            // A list that begins has not been answered yet.
            Ok(watcher::Event::Init) => {}
            Ok(_) => {
                rights.regained(need, place);
                if std::mem::take(failing) {
                    info!(watch = *resource, namespace = *place, "the watch works again");
                }
            }
            Err(error) => {
                if let Some(verb) = refused(error) {
                    rights.lost(need.clone(), place.clone(), verb, resource);
                    return true;
                }
                if !std::mem::replace(failing, true) {
                    warn!(watch = *resource, namespace = *place, %error, "the watch was cut off; trying again");
                }
            }
        }
        false
    }
}

/// The verb that a watch lacks.
fn refused(error: &watcher::Error) -> Option<&'static str> {
    match error {
        watcher::Error::InitialListFailed(kube::Error::Api(status)) if status.code == 403 => Some("list"),
        watcher::Error::WatchStartFailed(kube::Error::Api(status)) if status.code == 403 => Some("watch"),
        // A watch that begins with an error is one that was started, to kube.
        watcher::Error::WatchFailed(kube::Error::Api(status)) if status.code == 403 => Some("watch"),
        watcher::Error::WatchError(status) if status.code == 403 => Some("watch"),
        _ => None,
    }
}

/// What a watch tells.
pub(crate) enum Seen<K> {
    /// There is this object, in this state.
    Applied(K),
    /// It is gone.
    Deleted(K),
    /// A list begins: what is not in it is gone.
    ListBegins,
    /// One object of the list.
    Listed(K),
    /// The list is complete.
    ListEnds,
    /// It may not be listed or watched.
    Forbidden,
}

impl<K> From<watcher::Event<K>> for Seen<K> {
    fn from(event: watcher::Event<K>) -> Self {
        match event {
            watcher::Event::Apply(object) => Self::Applied(object),
            watcher::Event::Delete(object) => Self::Deleted(object),
            watcher::Event::Init => Self::ListBegins,
            watcher::Event::InitApply(object) => Self::Listed(object),
            watcher::Event::InitDone => Self::ListEnds,
        }
    }
}
