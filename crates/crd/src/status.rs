//! What EasyScale tells about a rule: the types of `status`.
//!
//! They are written by the controller only; every field is optional, because a rule starts with an empty status.

#![allow(clippy::doc_markdown, reason = "kubectl explain prints these comments as plain text")]
#![allow(
    unreachable_pub,
    reason = "the derive copies each struct, `pub` included, into a function of its own"
)]

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, Time};
use kube::KubeSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What EasyScale last saw and did for this rule; written by EasyScale, never by people.
#[derive(KubeSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScalingRuleStatus {
    /// The version of the spec (metadata.generation) that this status speaks of, such as 3; smaller than
    /// metadata.generation means that the last edit was not looked at yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,

    /// What is true of the rule, each with a reason and a sentence that says what to do: Ready, Accepted,
    /// TargetResolved and Scaled always; Stalled, Conflict, Contested and Suspended only while they hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[x_kube(merge_strategy = ListMerge::Map(vec!["type".to_owned()]))]
    #[schemars(length(max = 16))]
    pub conditions: Vec<Condition>,

    /// The number of replicas that the rule wants now, such as 2; missing when nothing is wanted (no entry holds and
    /// there is no default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desired_replicas: Option<i32>,

    /// The number of replicas that the target asks for now (its own spec.replicas), such as 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_replicas: Option<i32>,

    /// What holds now, and from when until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<ActiveStatus>,

    /// The next moment at which the number of replicas changes, and what it changes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_transition: Option<NextTransition>,

    /// The next change as text for the NEXT column, in the time zone of the rule, such as "2026-05-09 22:00 → 2".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,

    /// The last change of the number of replicas that EasyScale made for this rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_scale: Option<ScaleRecord>,

    /// The last changes of the number of replicas that EasyScale made for this rule, newest first, at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[x_kube(merge_strategy = ListMerge::Atomic)]
    #[schemars(length(max = 10))]
    pub history: Vec<ScaleRecord>,

    /// The instant (RFC 3339, UTC) up to which the schedule was carried out; a process whose clock is behind it does
    /// not undo what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_handled_time: Option<Time>,

    /// The version of the IANA time zone data that was used, such as "2026f".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz_version: Option<String>,
}

/// What holds now.
#[derive(JsonSchema, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActiveStatus {
    /// The name of the entry that holds, or "default" when none does.
    pub name: String,

    /// The instant (RFC 3339, UTC) at which it began to hold; missing when that is more than a year ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Time>,

    /// The instant (RFC 3339, UTC) at which something else holds; missing when that never happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// The next change of the number of replicas.
#[derive(JsonSchema, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NextTransition {
    /// The instant of the change (RFC 3339, UTC), such as "2026-05-09T20:00:00Z".
    pub time: Time,

    /// The number of replicas from then on, such as 2; missing when nothing is wanted from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<i32>,

    /// The name of the entry that holds from then on, or "default"; missing when nothing holds from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One change of the number of replicas that EasyScale made.
#[derive(JsonSchema, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScaleRecord {
    /// The instant of the write (RFC 3339, UTC), such as "2026-05-09T20:00:00Z".
    pub time: Time,

    /// The number of replicas before the write, such as 3.
    pub from: i32,

    /// The number of replicas that was written, such as 5.
    pub to: i32,

    /// What the write was for: Boundary (the schedule changed the number), RuleChanged (a person changed the rule) or
    /// Drift (something else had changed the number).
    pub reason: ScaleReason,

    /// Why, such as: "Weekend" holds until Monday 2026-05-11 00:00 (Europe/Berlin).
    pub because: String,

    /// The version of the spec (metadata.generation) that was carried out, such as 3.
    pub generation: i64,

    /// The boundary (RFC 3339, UTC) that asked for the write; missing when an edit of the rule or somebody else's change
    /// did, or when it is more than a year ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Time>,
}

/// What a write of the number of replicas was for.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ScaleReason {
    /// The schedule changed the number.
    Boundary,
    /// A person changed the rule.
    RuleChanged,
    /// Something else had changed the number.
    Drift,
}
