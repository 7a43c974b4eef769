//! A right that is missing: which one, and the line that grants it.

use super::Looker;

/// A right that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// To whom.
    pub looker: Looker,
    /// The verb, such as "patch".
    pub verb: &'static str,
    /// The resource, such as "deployments/scale.apps"; or, with a slash in front, a path such as "/apis/apps/v1".
    pub resource: String,
    /// Where.
    pub extent: Extent,
}

/// Where a right counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// In one namespace.
    Namespace(String),
    /// In all of them.
    EveryNamespace,
    /// It is about something that is in no namespace.
    Cluster,
}

/// A right without which a rule is carried out all the same, only less well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The right.
    pub missing: Missing,
    /// What is not as it should be, such as "so nothing is told by Events".
    pub so: &'static str,
}

impl Missing {
    /// The resource without its group, and its group: "deployments/scale" and "apps".
    pub(crate) fn resource_and_group(&self) -> (&str, &str) {
        self.resource.split_once('.').unwrap_or((&self.resource, ""))
    }

    /// The rule of a role that grants it.
    pub(crate) fn line(&self) -> String {
        if self.resource.starts_with('/') {
            return format!("{{nonResourceURLs: [\"{}\"], verbs: [\"{}\"]}}", self.resource, self.verb);
        }
        let (resource, group) = self.resource_and_group();
        format!("{{apiGroups: [\"{group}\"], resources: [\"{resource}\"], verbs: [\"{}\"]}}", self.verb)
    }

    /// "list deployments.apps in all namespaces"
    pub(crate) fn what(&self) -> String {
        let Self { verb, resource, extent, .. } = self;
        match extent {
            Extent::Namespace(namespace) => format!("{verb} {resource} in namespace {namespace}"),
            Extent::EveryNamespace => format!("{verb} {resource} in all namespaces"),
            Extent::Cluster => format!("{verb} {resource}"),
        }
    }

    /// The sentence, without its end.
    pub(super) fn sentence(&self, so: &str) -> String {
        if self.looker == Looker::Person {
            return format!(
                "You may not {}, so nobody can tell you what would be done; ask an administrator of the cluster for that \
                 right",
                self.asked_for()
            );
        }
        let so = if so.is_empty() { String::new() } else { format!(", {so}") };
        format!(
            "EasyScale may not {}{so}; an administrator can grant it by adding {} to the operator's role; EasyScale tries \
             again by itself",
            self.what(),
            self.line()
        )
    }

    /// As a person asks for it, who knows of no groups: "get deployments/scale in namespace shop".
    fn asked_for(&self) -> String {
        let Self { verb, resource, extent, .. } = self;
        if resource.starts_with('/') {
            return format!("{verb} {resource}");
        }
        let (name, _) = self.resource_and_group();
        match extent {
            Extent::Namespace(namespace) => format!("{verb} {name} in namespace {namespace}"),
            Extent::EveryNamespace | Extent::Cluster => format!("{verb} {name}"),
        }
    }
}

impl Lack {
    pub(super) fn sentence(&self) -> String {
        self.missing.sentence(self.so) + "."
    }
}
