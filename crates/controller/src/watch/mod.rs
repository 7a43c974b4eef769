//! The watches: what keeps the caches warm and says which rules to look at again. Followers run them too; nothing
//! here decides or writes.
//!
//! Each watch has a backoff of its own: one that all shared could outlive the connect timeout and keep the quiet ones
//! cut off after an outage. Watches end on the server after about two minutes, before the networks in between silently
//! drop idle connections.

mod autoscalers;
pub(crate) mod kinds;
pub(crate) mod namespaces;
mod rules;
mod targets;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use easyscale_crd::ScalingRule;
use futures::{Stream, StreamExt, channel::mpsc};
use kube::{
    core::DeserializeGuard,
    runtime::{WatchStreamExt, reflector::ObjectRef, watcher},
};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::keys::RuleKey;

pub(crate) use autoscalers::watch_autoscalers;
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
pub(crate) struct Wake(mpsc::UnboundedSender<ObjectRef<Guarded>>);

impl Wake {
    pub(crate) fn new() -> (Self, mpsc::UnboundedReceiver<ObjectRef<Guarded>>) {
        let (sender, receiver) = mpsc::unbounded();
        (Self(sender), receiver)
    }

    pub(crate) fn rules<'a>(&self, rules: impl IntoIterator<Item = &'a RuleKey>) {
        for rule in rules {
            // Nobody listens any more only when the process is ending.
            drop(self.0.unbounded_send(rule.to_ref()));
        }
    }
}

/// Counts the watches that have not listed everything yet. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    missing: Arc<AtomicUsize>,
    complete: watch::Sender<bool>,
}

impl Lists {
    pub(crate) fn new() -> Self {
        Self { missing: Arc::default(), complete: watch::Sender::new(false) }
    }

    /// One more list to wait for. To be called before any of them can be complete.
    pub(crate) fn expect(&self) -> Expected {
        self.missing.fetch_add(1, Ordering::AcqRel);
        Expected { lists: self.clone(), arrived: false }
    }

    /// Waits until every expected list is complete.
    pub(crate) async fn complete(&self) {
        // The sender lives in self, so this cannot fail.
        let _ = self.complete.subscribe().wait_for(|complete| *complete).await;
    }
}

/// One list that is waited for.
#[derive(Debug)]
pub(crate) struct Expected {
    lists: Lists,
    arrived: bool,
}

impl Expected {
    pub(crate) fn arrived(&mut self) {
        if !std::mem::replace(&mut self.arrived, true)
            && self.lists.missing.fetch_sub(1, Ordering::AcqRel) == 1
        {
            self.lists.complete.send_replace(true);
        }
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
}

/// Follows a watch for ever and hands over what it tells. Errors are logged and waited out.
pub(crate) async fn follow<K>(
    what: &str,
    stream: impl Stream<Item = watcher::Result<watcher::Event<K>>> + Send,
    mut on: impl FnMut(Seen<K>),
) {
    let mut stream = std::pin::pin!(stream.default_backoff());
    let mut trouble = Trouble::new(what);
    while let Some(event) = stream.next().await {
        trouble.saw(&event);
        if let Ok(event) = event {
            on(event.into());
        }
    }
}

/// Logs when a watch is cut off and when it works again, once each: every retry in between helps nobody.
pub(crate) struct Trouble {
    what: String,
    failing: bool,
}

impl Trouble {
    pub(crate) fn new(what: &str) -> Self {
        Self { what: what.to_owned(), failing: false }
    }

    pub(crate) fn saw<K>(&mut self, event: &watcher::Result<watcher::Event<K>>) {
        let Self { what, failing } = self;
        match event {
            // A list that begins has not been answered yet.
            Ok(watcher::Event::Init) => {}
            Ok(_) if std::mem::take(failing) => info!(watch = *what, "the watch works again"),
            Err(error) if !std::mem::replace(failing, true) => {
                warn!(watch = *what, %error, "the watch was cut off; trying again");
            }
            _ => {}
        }
    }
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
