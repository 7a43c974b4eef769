//! What is known of the numbers of watched targets, from their watches and from our own writes.
//!
//! A watch tells of our own write a moment after its answer came. Until then the answer is the newer truth, so both
//! go in here and the higher resourceVersion stays. (Comparing them is defined since Kubernetes 1.35, KEP-5504, and
//! has been true of every server before it.)

use std::collections::{HashMap, HashSet};
use std::sync::RwLock;

use crate::{
    keys::TargetKey,
    locks::{read, write},
    plan::Scale,
    reach::Place,
};

/// Numbers of all watched targets.
#[derive(Debug, Default)]
pub(crate) struct Scales {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    known: HashMap<TargetKey, Scale>,
    /// Group, kind and place of every watch whose list is complete.
    complete: HashSet<(String, String, Place)>,
}

/// What the watches say about a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// This kind is not watched, or its list is not complete yet: ask the API server.
    NotWatched,
    /// The watch is complete and has no such object.
    Absent,
    /// This was seen last.
    Found(Scale),
}

impl Scales {
    pub(crate) fn get(&self, key: &TargetKey) -> Known {
        let inner = read(&self.inner);
        match inner.known.get(key) {
            Some(scale) => Known::Found(scale.clone()),
            None if inner.is_complete(key) => Known::Absent,
            None => Known::NotWatched,
        }
    }

    /// Takes what was seen, unless something newer is known. Tells whether that changed the number or the object.
    pub(crate) fn learn(&self, key: TargetKey, seen: Scale) -> bool {
        let mut inner = write(&self.inner);
        match inner.known.get_mut(&key) {
            Some(known) if is_newer(&known.resource_version, &seen.resource_version) => false,
            Some(known) => {
                let changed = known.replicas != seen.replicas || known.uid != seen.uid;
                *known = seen;
                changed
            }
            None => {
                inner.known.insert(key, seen);
                true
            }
        }
    }

    /// Takes the answer to an own write, unless nobody would ever correct it: the kind is not watched.
    pub(crate) fn learn_if_watched(&self, key: &TargetKey, seen: Scale) {
        if self.get(key) != Known::NotWatched {
            self.learn(key.clone(), seen);
        }
    }

    /// The object is gone.
    pub(crate) fn forget(&self, key: &TargetKey) {
        write(&self.inner).known.remove(key);
    }

    /// A watch of a kind has listed everything in its place: what it did not list is gone.
    pub(crate) fn complete(&self, group: &str, kind: &str, place: &Place, listed: &HashSet<TargetKey>) {
        let mut inner = write(&self.inner);
        inner.known.retain(|key, _| !is_of(key, group, kind, place) || listed.contains(key));
        inner.complete.insert((group.to_owned(), kind.to_owned(), place.clone()));
    }

    /// A watch may not be had any more: what it told last may not be true now.
    pub(crate) fn lose(&self, group: &str, kind: &str, place: &Place) {
        let mut inner = write(&self.inner);
        inner.known.retain(|key, _| !is_of(key, group, kind, place));
        inner.complete.remove(&(group.to_owned(), kind.to_owned(), place.clone()));
    }
}

impl Inner {
    fn is_complete(&self, key: &TargetKey) -> bool {
        let watch = |place| (key.group.clone(), key.kind.clone(), place);
        self.complete.contains(&watch(None)) || self.complete.contains(&watch(Some(key.namespace.clone())))
    }
}

fn is_of(key: &TargetKey, group: &str, kind: &str, place: &Place) -> bool {
    key.group == group && key.kind == kind && place.as_ref().is_none_or(|place| *place == key.namespace)
}

/// Whether resourceVersion `a` is newer than `b`. Where they cannot be compared, nothing is newer than what came last.
pub(crate) fn is_newer(a: &str, b: &str) -> bool {
    matches!((a.parse::<u64>(), b.parse::<u64>()), (Ok(a), Ok(b)) if a > b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> TargetKey {
        TargetKey::new("shop", "apps/v1", "Deployment", name)
    }

    fn scale(replicas: i32, version: &str) -> Scale {
        Scale { replicas, uid: "u".into(), resource_version: version.into() }
    }

    #[test]
    fn an_older_watch_message_does_not_undo_the_answer_to_our_own_write() {
        let scales = Scales::default();
        assert!(scales.learn(key("web"), scale(3, "10")));
        assert!(scales.learn(key("web"), scale(5, "12")));
        assert!(!scales.learn(key("web"), scale(3, "11")));
        assert_eq!(scales.get(&key("web")), Known::Found(scale(5, "12")));
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_newer("10", "9"));
        assert!(!is_newer("9", "10"));
        assert!(!is_newer("abc", "9"));
    }

    #[test]
    fn an_absent_target_is_known_as_such_only_after_a_complete_list() {
        let scales = Scales::default();
        assert_eq!(scales.get(&key("web")), Known::NotWatched);
        scales.learn(key("old"), scale(1, "1"));
        scales.learn(key("web"), scale(1, "2"));
        scales.complete("apps", "Deployment", &None, &HashSet::from([key("web")]));
        assert_eq!(scales.get(&key("old")), Known::Absent);
        assert_eq!(scales.get(&key("web")), Known::Found(scale(1, "2")));
        let other = TargetKey::new("shop", "apps/v1", "StatefulSet", "db");
        assert_eq!(scales.get(&other), Known::NotWatched);
    }

    #[test]
    fn what_one_namespace_lists_says_nothing_about_another() {
        let scales = Scales::default();
        let place = |name: &str| Some(name.to_owned());
        let elsewhere = TargetKey::new("infra", "apps/v1", "Deployment", "web");
        scales.learn(elsewhere.clone(), scale(1, "1"));
        scales.complete("apps", "Deployment", &place("shop"), &HashSet::new());
        assert_eq!(scales.get(&key("web")), Known::Absent);
        assert_eq!(scales.get(&elsewhere), Known::Found(scale(1, "1")));
        scales.lose("apps", "Deployment", &place("infra"));
        assert_eq!(scales.get(&elsewhere), Known::NotWatched);
        scales.lose("apps", "Deployment", &place("shop"));
        assert_eq!(scales.get(&key("web")), Known::NotWatched, "to be asked for from now on");
    }

    #[test]
    fn only_a_change_of_number_or_object_is_news() {
        let scales = Scales::default();
        scales.learn(key("web"), scale(3, "1"));
        assert!(!scales.learn(key("web"), scale(3, "2")));
        assert!(scales.learn(key("web"), scale(4, "3")));
        let reborn = Scale { uid: "v".into(), ..scale(4, "4") };
        assert!(scales.learn(key("web"), reborn));
    }
}
