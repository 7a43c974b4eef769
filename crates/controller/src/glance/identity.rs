//! Which stored rule a rule is, if any: a file that differs from what is stored is an edit of it.

use chrono::{DateTime, Utc};
use easyscale_crd::{ScalingRule, time::to_chrono};

use crate::cluster::Stored;

/// See the module.
pub(super) enum Identity {
    /// No rule of that name is stored, as far as is known.
    New,
    /// This one is.
    Of(Box<Stored>),
}

impl Identity {
    pub(super) fn of(stored: Option<Stored>) -> Self {
        stored.map_or(Self::New, |stored| Self::Of(Box::new(stored)))
    }

    /// The rule as it would be stored if it were applied now.
    pub(super) fn applied(&self, rule: &ScalingRule) -> ScalingRule {
        let mut applied =
            ScalingRule::new(rule.metadata.name.as_deref().unwrap_or_default(), rule.spec.clone());
        match self {
            Self::New => {
                applied.metadata.namespace.clone_from(&rule.metadata.namespace);
                applied.metadata.generation = Some(1);
            }
            Self::Of(stored) => {
                applied.metadata = stored.metadata.clone();
                applied.status = Some(stored.status());
                if self.differs(rule) {
                    applied.metadata.generation = stored.metadata.generation.map(|before| before + 1);
                }
            }
        }
        applied
    }

    /// Whether the spec of a rule is not the one that is stored.
    pub(super) fn differs(&self, rule: &ScalingRule) -> bool {
        let stored = match self {
            Self::New => None,
            Self::Of(stored) => stored.rule.as_ref().ok(),
        };
        stored.is_none_or(|stored| stored.spec != rule.spec)
    }

    /// Since when there is this rule. One that is not there yet is the youngest.
    pub(super) fn created(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::New => Some(DateTime::<Utc>::MAX_UTC),
            Self::Of(stored) => stored.metadata.creation_timestamp.as_ref().map(to_chrono),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn spec(replicas: i32) -> Value {
        json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": replicas}]})
    }

    fn file(replicas: i32) -> ScalingRule {
        serde_json::from_value(
            json!({"metadata": {"name": "web", "namespace": "shop"}, "spec": spec(replicas)}),
        )
        .unwrap()
    }

    fn stored(spec: &Value) -> Identity {
        let object = json!({
            "apiVersion": "easyscale.io/v1",
            "kind": "ScalingRule",
            "metadata": {
                "name": "web", "namespace": "shop", "uid": "u", "generation": 4,
                "creationTimestamp": "2026-05-08T16:00:00Z",
            },
            "spec": spec,
            "status": {"desiredReplicas": 5},
        });
        Identity::of(Some(Stored::of(serde_json::from_value(object).unwrap())))
    }

    #[test]
    fn a_rule_that_is_not_stored_is_new_and_the_youngest() {
        let applied = Identity::New.applied(&file(5));
        assert_eq!((applied.metadata.generation, applied.status), (Some(1), None));
        assert_eq!(applied.metadata.namespace.as_deref(), Some("shop"));
        assert!(Identity::New.created() > stored(&spec(5)).created());
    }

    #[test]
    fn the_same_spec_is_the_stored_rule_and_another_one_is_an_edit_of_it() {
        for (in_file, generation) in [(5, 4), (6, 5)] {
            let applied = stored(&spec(5)).applied(&file(in_file));
            assert_eq!(applied.metadata.generation, Some(generation));
            assert_eq!(applied.metadata.uid.as_deref(), Some("u"));
            assert_eq!(applied.spec.schedule[0].replicas, in_file);
            assert_eq!(applied.status.unwrap().desired_replicas, Some(5));
        }
    }

    #[test]
    fn a_file_corrects_a_stored_rule_that_cannot_be_read() {
        let applied = stored(&json!({"schedule": "never"})).applied(&file(5));
        assert_eq!(applied.metadata.generation, Some(5));
        assert_eq!(applied.status.unwrap().desired_replicas, Some(5));
    }
}
