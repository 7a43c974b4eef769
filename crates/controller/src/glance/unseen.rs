//! What a person may not see, and what it could change about the answer.

use crate::cluster::Right;

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// What would have to be allowed.
    pub right: Right,
    /// Why it could not be seen.
    pub because: Because,
    /// Both in one sentence, with what it could change about the answer.
    pub sentence: String,
    about: About,
}

/// Why something could not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The caller may not.
    Forbidden,
    /// The cluster has no such kind: EasyScale is not installed in it.
    NotInstalled,
}

/// What is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The rule itself, so that it matters whatever it says.
    Rule,
    /// What else there is on its target.
    Target,
}

impl Unseen {
    pub(super) fn not_installed() -> Self {
        let sentence = "EasyScale is not installed in this cluster (it knows no ScalingRules), so nothing is done until an \
             administrator installs it: \"kubectl apply -k config/crd\" and the operator.";
        Self {
            right: Right::rules("list", None),
            because: Because::NotInstalled,
            sentence: sentence.to_owned(),
            about: About::Rule,
        }
    }

    pub(super) fn stored(namespace: &str) -> Self {
        Self::forbidden(
            About::Rule,
            Right::rules("get", Some(namespace)),
            "so whether this rule is there already, and what was done for it, is not known; it is taken for a new one. An \
             older age, a cooldown or a contest could change the answer",
        )
    }

    pub(super) fn rules(namespace: &str) -> Self {
        Self::forbidden(
            About::Target,
            Right::rules("list", Some(namespace)),
            "so other rules there are not known; if an older one has the same target, that one acts and this one changes \
             nothing",
        )
    }

    pub(super) fn rules_elsewhere() -> Self {
        Self::forbidden(
            About::Target,
            Right::rules("list", None),
            "so the rules of other namespaces are not known; if an older one has the same target and may scale it, that \
             one acts and this one changes nothing",
        )
    }

    pub(super) fn autoscalers(namespace: &str) -> Self {
        Self::forbidden(
            About::Target,
            Right::new("list", "horizontalpodautoscalers.autoscaling", Some(namespace)),
            "so autoscalers are not known; if one has the same target, this rule changes nothing",
        )
    }

    pub(super) fn grant(of: &str, to: &str) -> Self {
        Self::forbidden(
            About::Target,
            Right::new("get", "namespaces", Some(of)),
            &format!(
                "so whether the annotation easyscale.io/allow-rules-from of {of} allows rules of namespace {to} is not \
                 known; here it is taken as not allowed. If it is allowed, the target could be scaled"
            ),
        )
    }

    pub(super) fn writer(resource: &str, namespace: &str) -> Self {
        Self::forbidden(
            About::Target,
            Right::new("get", resource, Some(namespace)),
            "so who changed the number last is not known; it would be named, and nothing else would be different",
        )
    }

    fn forbidden(about: About, right: Right, so: &str) -> Self {
        let sentence = format!("You may not {right}, {so}.");
        Self { right, because: Because::Forbidden, sentence, about }
    }

    /// Whether it matters even where the target does not: the rule is suspended, or has errors.
    pub(super) fn is_about_the_rule(&self) -> bool {
        self.about == About::Rule
    }
}
