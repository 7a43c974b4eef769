//! How far rules reach: the settings that whoever runs EasyScale makes and no rule can override.

use std::str::FromStr;

use crate::{cluster::is_name, settings::SettingsError};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The only namespaces whose rules are looked at, and the only ones in which they can scale. Empty: every namespace.
    pub watch_namespaces: Vec<String>,
    /// Whether a rule may name a target in another namespace.
    pub cross_namespace: CrossNamespace,
    /// Namespaces in which no rule scales anything: names, and beginnings such as "kube-*".
    pub protected_namespaces: Vec<String>,
    /// The most replicas that a rule may ask for. None: as many as it likes.
    pub replicas_ceiling: Option<i32>,
}

/// Whether a rule may name a target in another namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CrossNamespace {
    /// Never.
    Deny,
    /// Only where the target's namespace allows it by its annotation `easyscale.io/allow-rules-from`.
    #[default]
    Granted,
    /// Always.
    Allow,
}

/// What a watch looks at: one namespace, or (None) all of them.
pub(crate) type Place = Option<String>;

impl Reach {
    /// Where to watch: once everywhere, or once in each namespace.
    pub(crate) fn places(&self) -> Vec<Place> {
        if self.sees_all() {
            return vec![None];
        }
        let mut names = self.watch_namespaces.clone();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(Some).collect()
    }

    /// The place that a namespace belongs to; its own where it is not watched at all.
    pub(crate) fn place(&self, namespace: &str) -> Place {
        (!self.sees_all()).then(|| namespace.to_owned())
    }

    pub(crate) fn sees_all(&self) -> bool {
        self.watch_namespaces.is_empty()
    }

    pub(crate) fn watches(&self, namespace: &str) -> bool {
        self.sees_all() || self.watch_namespaces.iter().any(|watched| watched == namespace)
    }

    pub(crate) fn protects(&self, namespace: &str) -> bool {
        self.protected_namespaces.iter().any(|pattern| fits(pattern, namespace))
    }

    /// Whether annotations of namespaces are what decides: an operator that has rights in some namespaces only cannot
    /// read them.
    pub(crate) fn needs_grants(&self) -> bool {
        self.cross_namespace == CrossNamespace::Granted && self.sees_all()
    }

    /// Refuses names that no namespace can have: one that is misspelt would protect nothing, silently.
    pub(crate) fn validate(&self) -> Result<(), SettingsError> {
        if let Some(bad) = self.watch_namespaces.iter().find(|name| !is_name(name)) {
            return Err(SettingsError::Namespace(bad.clone()));
        }
        if let Some(bad) = self.protected_namespaces.iter().find(|pattern| !is_pattern(pattern)) {
            return Err(SettingsError::NamespacePattern(bad.clone()));
        }
        match self.replicas_ceiling {
            Some(ceiling) if ceiling < 1 => Err(SettingsError::Ceiling(ceiling)),
            _ => Ok(()),
        }
    }
}

/// Whether a namespace is the one that a pattern names, or begins like it: "shop", "team-*".
pub(crate) fn fits(pattern: &str, namespace: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => namespace.starts_with(beginning),
        None => pattern == namespace,
    }
}

fn is_pattern(pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        // Whatever follows a dash may end it.
        Some(beginning) => beginning.is_empty() || is_name(beginning.trim_end_matches('-')),
        None => is_name(pattern),
    }
}

impl CrossNamespace {
    /// Every value, in the order of growing permission.
    pub const ALL: [Self; 3] = [Self::Deny, Self::Granted, Self::Allow];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "Deny",
            Self::Granted => "Granted",
            Self::Allow => "Allow",
        }
    }
}

impl FromStr for CrossNamespace {
    type Err = SettingsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|value| value.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| SettingsError::CrossNamespace(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_pattern_names_a_namespace_or_how_it_begins() {
        for (pattern, namespace, expected) in [
            ("shop", "shop", true),
            ("shop", "shop2", false),
            ("team-*", "team-a", true),
            ("team-*", "team", false),
            ("*", "anything", true),
            ("*-shop", "a-shop", false),
        ] {
            assert_eq!(fits(pattern, namespace), expected, "{pattern:?} for {namespace:?}");
        }
    }

    #[test]
    fn every_namespace_is_one_place_and_named_ones_are_one_each() {
        assert_eq!(Reach::default().places(), [None]);
        let reach = Reach { watch_namespaces: names(&["shop", "infra", "shop"]), ..Reach::default() };
        assert_eq!(reach.places(), [Some("infra".to_owned()), Some("shop".to_owned())]);
        assert!(reach.watches("shop") && !reach.watches("other"));
        assert!(Reach::default().watches("other"));
        assert_eq!((reach.place("shop"), Reach::default().place("shop")), (Some("shop".to_owned()), None));
    }

    #[test]
    fn protected_are_the_named_namespaces_and_those_that_begin_so() {
        let reach =
            Reach { protected_namespaces: names(&["easyscale-system", "kube-*"]), ..Reach::default() };
        assert!(reach.protects("kube-system") && reach.protects("easyscale-system"));
        assert!(!reach.protects("shop") && !reach.protects("kube"));
        assert!(!Reach::default().protects("kube-system"));
    }

    #[test]
    fn names_and_numbers_that_would_do_nothing_are_refused_by_their_value() {
        let refused = |reach: Reach| reach.validate().unwrap_err().to_string();
        for bad in ["Shop", "team-*", ""] {
            let said = refused(Reach { watch_namespaces: names(&[bad]), ..Reach::default() });
            assert!(said.starts_with(&format!("{bad:?} cannot be the name of a namespace")), "{said}");
        }
        for bad in ["Kube-*", "*-system", "kube-*-a", ""] {
            let said = refused(Reach { protected_namespaces: names(&[bad]), ..Reach::default() });
            assert!(said.starts_with(&format!("{bad:?} is no namespace")), "{said}");
        }
        let said = refused(Reach { replicas_ceiling: Some(0), ..Reach::default() });
        assert!(said.starts_with("the replicas ceiling is 0"), "{said}");
        let good = Reach {
            watch_namespaces: names(&["shop"]),
            protected_namespaces: names(&["kube-*", "a-b", "*"]),
            replicas_ceiling: Some(1),
            ..Reach::default()
        };
        assert_eq!(good.validate(), Ok(()));
    }

    #[test]
    fn cross_namespace_is_read_in_any_case() {
        assert_eq!("deny".parse(), Ok(CrossNamespace::Deny));
        assert_eq!("Granted".parse(), Ok(CrossNamespace::Granted));
        assert!("maybe".parse::<CrossNamespace>().unwrap_err().to_string().contains("Granted"));
    }
}
