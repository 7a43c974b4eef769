//! Follows the rules for somebody who watches them: after each change, all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::{Stream, StreamExt, stream};
use kube::{
    api::DynamicObject,
    runtime::{WatchStreamExt, watcher},
};

use super::{Cluster, ClusterError, Right, Stored, read};
use crate::{
    call::CallError,
    watch::{Seen, config},
};

/// All rules at one moment, in the order of their namespaces and names.
pub type Snapshot = Vec<Arc<Stored>>;

/// Changes that come together are one snapshot.
const TOGETHER: usize = 1024;
const WHAT: &str = "watch the rules";

impl Cluster {
    /// Follows the rules of a namespace, or (None) of all: all that there are, and again after each change. A failure is
    /// told once; the watch goes on by itself, and the next snapshot says that it works again. It never ends by itself.
    pub fn watch(
        &self,
        namespace: Option<&str>,
    ) -> impl Stream<Item = Result<Snapshot, ClusterError>> + Send + use<> {
        let events = watcher(read::rules(&self.client, namespace), config()).default_backoff();
        let mut follower = Follower {
            cluster: self.clone(),
            namespace: namespace.map(str::to_owned),
            rules: BTreeMap::new(),
            listed: BTreeMap::new(),
            listing: true,
            failing: false,
        };
        events.ready_chunks(TOGETHER).flat_map(move |events| stream::iter(follower.saw(events)))
    }
}

type Rules = BTreeMap<(String, String), Arc<Stored>>;

struct Follower {
    cluster: Cluster,
    namespace: Option<String>,
    rules: Rules,
    /// What a list has named so far.
    listed: Rules,
    /// Whether a list is under way, so that what is known is not all yet, or old.
    listing: bool,
    failing: bool,
}

impl Follower {
    fn saw(
        &mut self,
        events: Vec<watcher::Result<watcher::Event<DynamicObject>>>,
    ) -> Vec<Result<Snapshot, ClusterError>> {
        let mut told = Vec::new();
        let mut changed = false;
        for event in events {
            match event {
                Ok(event) => changed |= self.take(event.into()),
                Err(error) if !std::mem::replace(&mut self.failing, true) => {
                    told.push(Err(self.explain(error)));
                }
                Err(_) => {}
            }
        }
        if changed {
            self.failing = false;
            told.push(Ok(self.rules.values().cloned().collect()));
        }
        told
    }

    /// Takes what the watch tells; whether there is a new picture of all.
    fn take(&mut self, seen: Seen<DynamicObject>) -> bool {
        match seen {
            Seen::ListBegins => {
                self.listed.clear();
                self.listing = true;
            }
            Seen::Listed(rule) => {
                let (key, rule) = keyed(rule);
                self.listed.insert(key, rule);
            }
            Seen::ListEnds => {
                self.rules = std::mem::take(&mut self.listed);
                self.listing = false;
                return true;
            }
            Seen::Applied(rule) => {
                let (key, rule) = keyed(rule);
                self.rules.insert(key, rule);
                return !self.listing;
            }
            Seen::Deleted(rule) => {
                self.rules.remove(&keyed(rule).0);
                return !self.listing;
            }
            // Told as the error that it is.
            Seen::Forbidden => {}
        }
        false
    }

    fn explain(&self, error: watcher::Error) -> ClusterError {
        let error = match error {
            watcher::Error::InitialListFailed(kube::Error::Api(status))
            | watcher::Error::WatchStartFailed(kube::Error::Api(status))
            | watcher::Error::WatchFailed(kube::Error::Api(status))
            | watcher::Error::WatchError(status) => CallError::Refused { what: WHAT, status },
            watcher::Error::InitialListFailed(error)
            | watcher::Error::WatchStartFailed(error)
            | watcher::Error::WatchFailed(error) => CallError::Failed { what: WHAT, error: Box::new(error) },
            watcher::Error::NoResourceVersion => {
                let why = "its list has no resourceVersion".to_owned();
                return ClusterError::Unexpected { what: WHAT, server: self.cluster.server.clone(), why };
            }
        };
        if read::is_missing_kind(&error) {
            return self.cluster.not_installed();
        }
        let verb = if self.listing { "list" } else { "watch" };
        let right = Right::rules(verb, self.namespace.as_deref());
        self.cluster.explain(&error, Some(right))
    }
}

fn keyed(rule: DynamicObject) -> ((String, String), Arc<Stored>) {
    let rule = Stored::of(rule);
    let namespace = rule.metadata.namespace.clone().unwrap_or_default();
    ((namespace, rule.metadata.name.clone().unwrap_or_default()), Arc::new(rule))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::settings::Settings;

    fn follower() -> Follower {
        let silent = tower::service_fn(|_: http::Request<kube::client::Body>| {
            std::future::pending::<Result<http::Response<kube::client::Body>, tower::BoxError>>()
        });
        let client = kube::Client::new(silent, "shop");
        Follower {
            cluster: Cluster::with(client, "api.example.com", &Settings::default()),
            namespace: None,
            rules: BTreeMap::new(),
            listed: BTreeMap::new(),
            listing: true,
            failing: false,
        }
    }

    fn rule(name: &str) -> DynamicObject {
        let rule = json!({
            "apiVersion": "easyscale.io/v1", "kind": "ScalingRule",
            "metadata": {"namespace": "shop", "name": name}, "spec": {},
        });
        serde_json::from_value(rule).unwrap()
    }

    fn names(told: &[Result<Snapshot, ClusterError>]) -> Vec<Vec<&str>> {
        told.iter()
            .map(|told| {
                told.as_ref().unwrap().iter().filter_map(|rule| rule.metadata.name.as_deref()).collect()
            })
            .collect()
    }

    #[tokio::test]
    async fn each_change_brings_all_rules_and_what_comes_together_brings_them_once() {
        use watcher::Event::{Apply, Delete, Init, InitApply, InitDone};
        let mut follower = follower();
        let none = follower.saw(vec![Ok(Init), Ok(InitApply(rule("web")))]);
        assert_eq!(none, [], "a list that is not complete is no picture");
        let told = follower.saw(vec![Ok(InitDone)]);
        assert_eq!(names(&told), [["web"]]);
        let told = follower.saw(vec![Ok(Apply(rule("api"))), Ok(Apply(rule("cache")))]);
        assert_eq!(names(&told), [["api", "cache", "web"]]);
        let told = follower.saw(vec![Ok(Delete(rule("web")))]);
        assert_eq!(names(&told), [["api", "cache"]]);
        let told = follower.saw(vec![Ok(Init), Ok(InitApply(rule("api"))), Ok(InitDone)]);
        assert_eq!(names(&told), [["api"]], "what a new list does not name is gone");
    }

    #[tokio::test]
    async fn a_failure_is_told_once_until_it_works_again() {
        use watcher::Event::{Init, InitDone};
        let failure = || {
            let status = kube::core::Status::failure("no", "Forbidden").with_code(403);
            Err(watcher::Error::InitialListFailed(kube::Error::Api(status.boxed())))
        };
        let mut follower = follower();
        let told = follower.saw(vec![Ok(Init), failure(), failure()]);
        let right = Right::rules("list", None);
        assert_eq!(
            told,
            [Err(ClusterError::Forbidden { what: WHAT, server: "api.example.com".into(), right })]
        );
        assert_eq!(follower.saw(vec![failure()]), []);
        assert_eq!(names(&follower.saw(vec![Ok(Init), Ok(InitDone)])), [[""; 0]]);
        assert_eq!(follower.saw(vec![failure()]).len(), 1);
    }
}
