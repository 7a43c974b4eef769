//! What a person writes: the types of `spec`.
//!
//! The doc comments are what `kubectl explain` prints, so each is one plain sentence with unit, default and example.
//! The attributes carry the limits of the schema and, through `rules`, the rules that the API server checks; what they
//! mean and what else is checked is in `check`.

#![allow(clippy::duplicated_attributes, reason = "several printer columns are of type string")]
#![allow(
    clippy::doc_link_with_quotes,
    clippy::doc_markdown,
    reason = "kubectl explain prints these comments as plain text"
)]
#![allow(
    unreachable_pub,
    reason = "the derive copies each struct, `pub` included, into a function of its own"
)]

use kube::{CustomResource, KubeSchema};
use serde::{Deserialize, Serialize};

use crate::rules;
use crate::status::ScalingRuleStatus;

mod entry;

pub use entry::{Day, MAX_DATES, MAX_NAME, ScheduleEntry};

/// The most entries a rule may have.
pub const MAX_ENTRIES: usize = easyscale_schedule::MAX_ENTRIES;

/// Says which number of replicas a workload has at which times of the week.
#[derive(CustomResource, KubeSchema, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[kube(
    group = "easyscale.io",
    version = "v1",
    kind = "ScalingRule",
    plural = "scalingrules",
    singular = "scalingrule",
    shortname = "srule",
    category = "easyscale",
    namespaced,
    status = "ScalingRuleStatus",
    derive = "PartialEq",
    doc = "Says which number of replicas a workload has at which times: \"2 at weekends, 5 from 16:00 to 18:00, otherwise 3\".",
    printcolumn(
        name = "Target",
        type_ = "string",
        json_path = ".spec.target.name",
        description = "The object that is scaled."
    ),
    printcolumn(
        name = "Current",
        type_ = "integer",
        json_path = ".status.currentReplicas",
        description = "The number of replicas the target asks for now."
    ),
    printcolumn(
        name = "Desired",
        type_ = "integer",
        json_path = ".status.desiredReplicas",
        description = "The number of replicas the rule wants now."
    ),
    printcolumn(
        name = "Active",
        type_ = "string",
        json_path = ".status.active.name",
        description = "The entry that holds now."
    ),
    printcolumn(
        name = "Next",
        type_ = "string",
        json_path = ".status.next",
        description = "The next change, in the time zone of the rule."
    ),
    printcolumn(
        name = "Ready",
        type_ = "string",
        json_path = ".status.conditions[?(@.type==\"Ready\")].status",
        description = "Whether all is as the rule says."
    ),
    printcolumn(
        name = "Age",
        type_ = "date",
        json_path = ".metadata.creationTimestamp",
        description = "The time since the rule was created."
    ),
    printcolumn(
        name = "Kind",
        type_ = "string",
        json_path = ".spec.target.kind",
        description = "The kind of the target.",
        priority = 1
    ),
    printcolumn(
        name = "Zone",
        type_ = "string",
        json_path = ".spec.timezone",
        description = "The time zone of the rule.",
        priority = 1
    ),
    printcolumn(
        name = "Reason",
        type_ = "string",
        json_path = ".status.conditions[?(@.type==\"Ready\")].reason",
        description = "Why the rule is ready or not.",
        priority = 1
    )
)]
#[serde(rename_all = "camelCase")]
#[x_kube(
    validation = rules::entry_replicas_within_limits(),
    validation = rules::default_replicas_within_limits()
)]
pub struct ScalingRuleSpec {
    /// The object whose number of replicas is set: anything that can be scaled with `kubectl scale`, such as
    /// {kind: Deployment, name: web}.
    pub target: TargetRef,

    /// The IANA time zone in which days, dates and times are read, such as "Europe/Berlin"; default "UTC".
    #[serde(default = "utc")]
    #[schemars(length(max = 64))]
    #[x_kube(validation = rules::timezone())]
    pub timezone: String,

    /// The entries, 1 to 64, each a number of replicas for certain days and times; where several hold at once, the
    /// highest priority wins, then the one listed first.
    #[schemars(length(min = 1, max = 64))]
    #[x_kube(
        validation = rules::at_least_one_entry(),
        validation = rules::entry_names_differ(),
        merge_strategy = ListMerge::Atomic
    )]
    pub schedule: Vec<ScheduleEntry>,

    /// What holds when no entry does, such as {replicas: 3}; without it the number is left as it is then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultReplicas>,

    /// The bounds that every number of this rule must lie within, such as {minReplicas: 1, maxReplicas: 10}; default
    /// no bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,

    /// True: keep watching and telling, but change nothing; default false.
    #[serde(default)]
    pub suspend: bool,

    /// True: do everything but the change itself, so that status and Events say what would happen; default false.
    #[serde(default)]
    pub dry_run: bool,

    /// The least time in seconds between two changes that this rule makes, 0 to 86400, such as 300; default 0 (none).
    /// An edit of the rule is never delayed.
    #[serde(default)]
    #[schemars(range(min = 0, max = 86400))]
    #[x_kube(validation = rules::cooldown())]
    pub cooldown_seconds: i32,
}

/// The object whose number of replicas is set.
#[derive(KubeSchema, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetRef {
    /// The API group and version of the object, as in the first line of its own YAML; default "apps/v1".
    #[serde(default = "apps_v1")]
    #[schemars(length(max = 317))]
    #[x_kube(validation = rules::target_api_version())]
    pub api_version: String,

    /// The kind of the object, as in its own YAML, such as "StatefulSet"; default "Deployment".
    #[serde(default = "deployment")]
    #[schemars(length(max = 63))]
    #[x_kube(validation = rules::target_kind())]
    pub kind: String,

    /// The name of the object, such as "web".
    #[schemars(length(min = 1, max = 253))]
    #[x_kube(validation = rules::target_name())]
    pub name: String,

    /// The namespace of the object, such as "shop"; default the namespace of the rule. Another namespace must allow
    /// it with the annotation easyscale.io/allow-rules-from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 63))]
    #[x_kube(validation = rules::target_namespace())]
    pub namespace: Option<String>,
}

/// What holds when no entry does.
#[derive(KubeSchema, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DefaultReplicas {
    /// The number of replicas when no entry holds, such as 3; 0 stops the workload.
    #[schemars(range(min = 0, max = 2_147_483_647))]
    #[x_kube(validation = rules::replicas())]
    pub replicas: i32,
}

/// The bounds that every number of the rule must lie within.
#[derive(KubeSchema, Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[x_kube(validation = rules::limits_in_order())]
pub struct Limits {
    /// The smallest number of replicas that the rule may ask for, such as 1; default no lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 2_147_483_647))]
    #[x_kube(validation = rules::limit())]
    pub min_replicas: Option<i32>,

    /// The largest number of replicas that the rule may ask for, such as 10; default no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 2_147_483_647))]
    #[x_kube(validation = rules::limit())]
    pub max_replicas: Option<i32>,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn apps_v1() -> String {
    "apps/v1".to_owned()
}

fn deployment() -> String {
    "Deployment".to_owned()
}
