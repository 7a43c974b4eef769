//! The watch of namespaces: which of them let rules of other namespaces scale what is theirs.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, RwLock};

use k8s_openapi::api::core::v1::Namespace;
use kube::{Api, Resource, api::PartialObjectMeta, runtime::watcher};

use super::{Expected, Eyes, Seen, Watched, config, follow};
use crate::{
    locks::{read, write},
    reach::fits,
    rights::Need,
};

/// On the *target's* namespace: the namespaces whose rules may scale here, such as "shop, team-*".
pub(crate) const GRANT: &str = "easyscale.io/allow-rules-from";

/// What the namespaces grant; only those that grant anything are kept.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    by_namespace: RwLock<HashMap<String, String>>,
}

impl Grants {
    /// Whether rules of namespace `from` may scale what is in namespace `to`.
    pub(crate) fn allow(&self, from: &str, to: &str) -> bool {
        read(&self.by_namespace).get(to).is_some_and(|grant| grants(grant, from))
    }

    /// Takes what a namespace grants now. Tells whether that is something new.
    pub(crate) fn learn(&self, namespace: &str, grant: Option<&str>) -> bool {
        let mut all = write(&self.by_namespace);
        let before = match grant {
            Some(grant) => all.insert(namespace.to_owned(), grant.to_owned()),
            None => all.remove(namespace),
        };
        before.as_deref() != grant
    }

    fn known(&self) -> Vec<String> {
        read(&self.by_namespace).keys().cloned().collect()
    }
}

/// A grant is a list of names and of patterns that end in `*`.
fn grants(grant: &str, namespace: &str) -> bool {
    grant.split(',').map(str::trim).any(|pattern| !pattern.is_empty() && fits(pattern, namespace))
}

pub(crate) async fn watch_namespaces(eyes: Eyes, grants: Arc<Grants>, mut expected: Expected) {
    let Eyes { client, index, wake, .. } = &eyes;
    let api: Api<PartialObjectMeta<Namespace>> = Api::all(client.clone());
    let watched = Watched { need: Need::Grants, place: None, resource: "namespaces".to_owned() };
    let mut listed = HashSet::new();
    let told = |name: &str, grant: Option<&str>| {
        if grants.learn(name, grant) {
            wake.rules(
                &index.with_target(|rule, claim| claim.target.namespace == name && rule.namespace != name),
            );
        }
    };
    follow(
        &eyes,
        watched,
        move || watcher(api.clone(), config()),
        |seen| match seen {
            Seen::ListBegins => listed.clear(),
            Seen::Listed(object) => {
                let (name, grant) = granted(&object);
                told(name, grant);
                listed.insert(name.to_owned());
            }
            Seen::ListEnds => {
                for name in grants.known().iter().filter(|name| !listed.contains(*name)) {
                    told(name, None);
                }
                listed.clear();
                expected.arrived();
            }
            Seen::Applied(object) => {
                let (name, grant) = granted(&object);
                told(name, grant);
            }
            Seen::Deleted(object) => told(granted(&object).0, None),
            Seen::Forbidden => expected.forbidden(),
        },
    )
    .await;
}

/// The name of a namespace, and what it grants.
pub(crate) fn granted(object: &PartialObjectMeta<Namespace>) -> (&str, Option<&str>) {
    let meta = object.meta();
    let grant = meta.annotations.as_ref().and_then(|annotations| annotations.get(GRANT));
    (meta.name.as_deref().unwrap_or_default(), grant.map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_namespaces_or_how_they_begin() {
        for (grant, namespace, expected) in [
            ("shop", "shop", true),
            ("shop", "shop2", false),
            ("shop, team-*", "team-a", true),
            ("shop,team-*", "team", false),
            (" * ", "anything", true),
            ("", "shop", false),
            (",", "", false),
            ("*-shop", "a-shop", false),
        ] {
            assert_eq!(grants(grant, namespace), expected, "{grant:?} for {namespace:?}");
        }
    }

    #[test]
    fn a_namespace_that_says_nothing_grants_nothing() {
        let all = Grants::default();
        assert!(!all.allow("shop", "infra"));
        assert!(all.learn("infra", Some("shop")));
        assert!(all.allow("shop", "infra"));
        assert!(!all.learn("infra", Some("shop")), "nothing new");
        assert!(all.learn("infra", None));
        assert!(!all.allow("shop", "infra"));
    }
}
