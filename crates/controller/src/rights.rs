//! The rights that were found missing: what the rules are told about them, and how it is noticed that they were granted.
//!
//! Each is noted by whoever was refused, logged once, and told on the rules that it concerns. While any is missing, the API
//! server is asked every few seconds whether it has been granted (every account may ask that about itself): some
//! refused calls are not made again for a long time, and a watch that starts says nothing until something happens.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use k8s_openapi::api::authorization::v1::{
    ResourceAttributes, SelfSubjectAccessReview, SelfSubjectAccessReviewSpec,
};
use kube::{Api, Client, api::PostParams};
use tokio::sync::watch;
use tracing::{debug, info, warn};

use crate::{
    call::{CallError, Calls},
    index::Index,
    keys::TargetKey,
    locks::{read, write},
    plan::{Extent, Lack, Looker, Missing},
    reach::Place,
    watch::Wake,
};

/// While something is missing, so often it is asked whether it was granted.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// What a right is needed for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// To see the rules.
    Rules,
    /// To see what autoscalers are there.
    Autoscalers,
    /// To see which namespaces allow rules of others.
    Grants,
    /// To see which kinds come and go.
    Definitions,
    /// To see the targets of a kind (group, kind).
    Targets(String, String),
    /// To see who changed a number of a kind (group, kind).
    Writers(String, String),
    /// To write Events.
    Events,
    /// To write the status of rules.
    Status,
    /// To read a rule that makes no sense.
    Unreadable,
}

impl Need {
    fn is_of_a_watch(&self) -> bool {
        match self {
            Self::Rules | Self::Autoscalers | Self::Grants | Self::Definitions | Self::Targets(..) => true,
            Self::Writers(..) | Self::Events | Self::Status | Self::Unreadable => false,
        }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Rights {
    missing: RwLock<BTreeMap<(Need, Place), Missing>>,
    changed: watch::Sender<()>,
    /// Tells the watches to try at once.
    granted: watch::Sender<()>,
}

impl Default for Rights {
    fn default() -> Self {
        Self { missing: RwLock::default(), changed: watch::Sender::new(()), granted: watch::Sender::new(()) }
    }
}

impl Rights {
    /// A right was refused. `resource` is the resource with its group.
    pub(crate) fn lost(&self, need: Need, place: Place, verb: &'static str, resource: &str) {
        let extent = match (&need, &place) {
            (Need::Grants | Need::Definitions, _) => Extent::Cluster,
            (_, Some(namespace)) => Extent::Namespace(namespace.clone()),
            (_, None) => Extent::EveryNamespace,
        };
        let missing = Missing { looker: Looker::Operator, verb, resource: resource.to_owned(), extent };
        let before = write(&self.missing).insert((need, place), missing.clone());
        if before.as_ref() != Some(&missing) {
            warn_of(&missing);
            self.changed.send_replace(());
        }
    }

    /// It was not refused any more.
    pub(crate) fn regained(&self, need: &Need, place: &Place) {
        if read(&self.missing).is_empty() {
            return;
        }
        let before = write(&self.missing).remove(&(need.clone(), place.clone()));
        if let Some(missing) = before {
            info!(right = missing.what(), "a right that was missing has been granted");
            self.changed.send_replace(());
        }
    }

    /// The right without which nothing can be decided about a rule: to see the rules where it is, and the autoscalers
    /// where its target is.
    pub(crate) fn hides(&self, rule: &Place, target: &Place) -> Option<Missing> {
        let missing = read(&self.missing);
        let rules = missing.get(&(Need::Rules, rule.clone()));
        rules.or_else(|| missing.get(&(Need::Autoscalers, target.clone()))).cloned()
    }

    /// The right to see what namespaces allow. Without it what they allowed before does not count: it may have been
    /// withdrawn since.
    pub(crate) fn hides_grants(&self) -> Option<Missing> {
        read(&self.missing).get(&(Need::Grants, None)).cloned()
    }

    /// The rights that a rule is carried out without, only less well.
    pub(crate) fn lacks(
        &self,
        rule: &Place,
        target: &TargetKey,
        place: &Place,
        discovered: bool,
    ) -> Vec<Lack> {
        let missing = read(&self.missing);
        if missing.is_empty() {
            return Vec::new();
        }
        let kind = || (target.group.clone(), target.kind.clone());
        let (targets, writers) = (kind(), kind());
        let mut needs = vec![
            (
                (Need::Targets(targets.0, targets.1), place.clone()),
                "so a number that somebody else changes is noticed late",
            ),
            ((Need::Writers(writers.0, writers.1), place.clone()), "so who changed a number is not known"),
            ((Need::Events, rule.clone()), "so nothing is told by Events"),
        ];
        if discovered {
            needs
                .push(((Need::Definitions, None), "so kinds that are installed or changed are noticed late"));
        }
        let lacks = needs.into_iter().map(|(key, so)| Some(Lack { missing: missing.get(&key)?.clone(), so }));
        lacks.flatten().collect()
    }

    pub(crate) fn is_missing(&self, need: &Need, place: &Place) -> bool {
        read(&self.missing).contains_key(&(need.clone(), place.clone()))
    }

    /// Nobody needs it any more.
    pub(crate) fn forget(&self, need: &Need, place: &Place) {
        write(&self.missing).remove(&(need.clone(), place.clone()));
    }

    /// Tells when something that a watch lacks may have been granted.
    pub(crate) fn granted(&self) -> watch::Receiver<()> {
        self.granted.subscribe()
    }

    fn all(&self) -> Vec<((Need, Place), Missing)> {
        read(&self.missing).iter().map(|(key, missing)| (key.clone(), missing.clone())).collect()
    }
}

/// Says in the log that a right is missing, and which line to add.
pub(crate) fn warn_of(missing: &Missing) {
    warn!(
        right = missing.what(),
        add = missing.line(),
        "a right is missing; an administrator can grant it by adding that line to the operator's role"
    );
}

/// Wakes all rules whenever a right is lost or granted, and asks for those that are missing. Never ends.
pub(crate) async fn follow_rights(
    rights: Arc<Rights>,
    client: Client,
    calls: Calls,
    index: Arc<Index>,
    wake: Wake,
) {
    let mut changed = rights.changed.subscribe();
    loop {
        let missing = rights.all();
        if missing.is_empty() {
            // The sender lives in `rights`, so this does not fail.
            let _ = changed.changed().await;
        } else if tokio::time::timeout(ASK_EVERY, changed.changed()).await.is_err() {
            for ((need, place), missing) in missing {
                match granted(&client, &calls, &missing).await {
                    // What a watch has seen counts again only when it has seen it again.
                    Ok(true) if need.is_of_a_watch() => {
                        rights.granted.send_replace(());
                    }
                    Ok(true) => rights.regained(&need, &place),
                    Ok(false) => {}
                    Err(error) => debug!(%error, "whether a right was granted could not be asked"),
                }
            }
            if !changed.has_changed().unwrap_or(false) {
                continue;
            }
            changed.mark_unchanged();
        }
        wake.rules(&index.known());
    }
}

async fn granted(client: &Client, calls: &Calls, missing: &Missing) -> Result<bool, CallError> {
    let api: Api<SelfSubjectAccessReview> = Api::all(client.clone());
    let review = review(missing);
    let answer = calls.make("ask for a right", api.create(&PostParams::default(), &review)).await?;
    Ok(answer.status.is_some_and(|status| status.allowed))
}

fn review(missing: &Missing) -> SelfSubjectAccessReview {
    let (resource, group) = missing.resource_and_group();
    let (resource, subresource) = match resource.split_once('/') {
        Some((resource, subresource)) => (resource, Some(subresource.to_owned())),
        None => (resource, None),
    };
    let namespace = match &missing.extent {
        Extent::Namespace(namespace) => Some(namespace.clone()),
        Extent::EveryNamespace | Extent::Cluster => None,
    };
    let attributes = ResourceAttributes {
        group: Some(group.to_owned()),
        resource: Some(resource.to_owned()),
        subresource,
        namespace,
        verb: Some(missing.verb.to_owned()),
        ..ResourceAttributes::default()
    };
    SelfSubjectAccessReview {
        spec: SelfSubjectAccessReviewSpec {
            resource_attributes: Some(attributes),
            non_resource_attributes: None,
        },
        ..SelfSubjectAccessReview::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> (Place, Place) {
        (Some("shop".to_owned()), Some("infra".to_owned()))
    }

    fn web() -> TargetKey {
        TargetKey::new("shop", "apps/v1", "Deployment", "web")
    }

    #[test]
    fn a_right_counts_where_it_is_missing_until_it_is_granted() {
        let rights = Rights::default();
        assert_eq!(rights.hides(&None, &None), None);
        rights.lost(Need::Autoscalers, places().0, "list", "horizontalpodautoscalers.autoscaling");
        let said = rights.hides(&places().0, &places().0).unwrap();
        assert_eq!(said.what(), "list horizontalpodautoscalers.autoscaling in namespace shop");
        assert_eq!(rights.hides(&places().0, &places().1), None);
        rights.regained(&Need::Autoscalers, &places().0);
        assert_eq!(rights.hides(&places().0, &places().0), None);
    }

    #[test]
    fn only_what_concerns_a_rule_is_told_on_it() {
        let rights = Rights::default();
        rights.lost(Need::Targets("apps".into(), "StatefulSet".into()), None, "watch", "statefulsets.apps");
        rights.lost(Need::Definitions, None, "list", "customresourcedefinitions.apiextensions.k8s.io");
        rights.lost(Need::Status, None, "patch", "scalingrules/status.easyscale.io");
        assert_eq!(rights.lacks(&None, &web(), &None, false), []);
        let lacks = rights.lacks(&None, &web(), &None, true);
        assert_eq!(lacks.len(), 1);
        assert_eq!(lacks[0].missing.what(), "list customresourcedefinitions.apiextensions.k8s.io");
        rights.lost(Need::Targets("apps".into(), "Deployment".into()), None, "list", "deployments.apps");
        assert_eq!(rights.lacks(&None, &web(), &None, false)[0].missing.verb, "list");
    }

    #[test]
    fn the_question_names_group_resource_subresource_and_namespace() {
        let rights = Rights::default();
        rights.lost(Need::Status, places().0, "patch", "scalingrules/status.easyscale.io");
        let asked = review(&rights.all()[0].1).spec.resource_attributes.unwrap();
        assert_eq!(
            (asked.group.as_deref(), asked.resource.as_deref(), asked.subresource.as_deref()),
            (Some("easyscale.io"), Some("scalingrules"), Some("status"))
        );
        assert_eq!((asked.verb.as_deref(), asked.namespace.as_deref()), (Some("patch"), Some("shop")));
    }
}
