//! A rule as the cluster has it, also one that cannot be read: that one is kept with its metadata, what of its status can
//! be read, and what is wrong with it.

use easyscale_crd::{ScalingRule, ScalingRuleStatus, misfits};
use kube::api::{DynamicObject, ObjectMeta};
use serde_json::Value;

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its metadata, without `managedFields`.
    pub metadata: ObjectMeta,
    /// The rule, or why it cannot be read.
    pub rule: Result<ScalingRule, Unreadable>,
}

/// Why a stored rule cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// Each field that does not fit, as a sentence with its place; or what the reading of it said.
    pub misfits: Vec<String>,
    /// Its status, as far as that can be read.
    pub status: ScalingRuleStatus,
}

impl Stored {
    /// Reads an object of the kind ScalingRule.
    pub(crate) fn of(mut object: DynamicObject) -> Self {
        object.metadata.managed_fields = None;
        let metadata = object.metadata.clone();
        let read = serde_json::to_value(&object).and_then(serde_json::from_value);
        let rule = read.map_err(|error| Unreadable {
            misfits: what_is_wrong(&object.data, &error.to_string()),
            status: status(&object.data),
        });
        Self { metadata, rule }
    }

    /// What is said about it; empty where nothing was said yet.
    pub fn status(&self) -> ScalingRuleStatus {
        match &self.rule {
            Ok(rule) => rule.status.clone().unwrap_or_default(),
            Err(unreadable) => unreadable.status.clone(),
        }
    }
}

/// Which fields of a stored rule do not fit; where all do, what the reading of it said.
pub(crate) fn what_is_wrong(stored: &Value, said: &str) -> Vec<String> {
    let misfits = misfits(&stored["spec"]);
    if misfits.is_empty() { vec![said.to_owned()] } else { misfits.iter().map(ToString::to_string).collect() }
}

/// The status of a stored rule, as far as it can be read.
pub(crate) fn status(stored: &Value) -> ScalingRuleStatus {
    stored.get("status").cloned().and_then(|status| serde_json::from_value(status).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stored(spec: &Value) -> Stored {
        let object = json!({
            "apiVersion": "easyscale.io/v1",
            "kind": "ScalingRule",
            "metadata": {"name": "web", "namespace": "shop", "managedFields": [{"manager": "kubectl"}]},
            "spec": spec,
            "status": {"desiredReplicas": 5},
        });
        Stored::of(serde_json::from_value(object).unwrap())
    }

    #[test]
    fn what_is_wrong_with_an_unreadable_rule_is_told_with_its_place() {
        let spec = json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": "five"}]});
        let said = "Invalid type string \"five\". Expected i32";
        assert_eq!(
            what_is_wrong(&json!({ "spec": spec }), said),
            [
                "spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found \"five\" [ES0013]"
            ]
        );
        let spec = json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 5}]});
        assert_eq!(what_is_wrong(&json!({"spec": spec, "status": 7}), said), [said]);
    }

    #[test]
    fn a_rule_is_read_with_its_status() {
        let stored = stored(&json!({"target": {"name": "web"}, "schedule": [{"name": "A", "replicas": 5}]}));
        assert_eq!(stored.status().desired_replicas, Some(5));
        assert_eq!(stored.rule.unwrap().spec.timezone, "UTC");
        assert_eq!(stored.metadata.managed_fields, None);
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_kept_with_its_name_its_status_and_what_is_wrong() {
        let stored = stored(&json!({"target": {"name": "web"}, "schedule": "never"}));
        assert_eq!(stored.metadata.name.as_deref(), Some("web"));
        assert_eq!(stored.status().desired_replicas, Some(5));
        let unreadable = stored.rule.unwrap_err();
        assert!(unreadable.misfits[0].starts_with("spec.schedule: "), "{unreadable:?}");
    }
}
