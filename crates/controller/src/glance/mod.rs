//! What the operator would do about one rule right now, for a person who asks: with the person's own rights, in one look,
//! and without a trace.
//!
//! gather → plan are the operator's own; what its watches would have told is listed once. What the caller may not see is
//! no error: it is told beside the answer, with what it could change. Nothing here writes.

mod identity;
mod survey;
#[cfg(test)]
mod tests;
mod unseen;

use chrono::{DateTime, Utc};
use easyscale_crd::{Problem, ScalingRule, compile};
use easyscale_schedule::{Zone, ZoneDatabase};

use crate::{
    clock::Clock,
    cluster::{Cluster, ClusterError, is_name},
    gather::{Freshness, Gathered, full_name, gather, gather_without_target},
    index::Claim,
    keys::{RuleKey, TargetKey},
    metrics::Queue,
    plan::{self, Hold, Looker, Reason, Standing, Step, Target},
    settings::Settings,
    sight::Sight,
    watch::{kinds::Kinds, rules::claim},
};
use identity::Identity;
use survey::Survey;

pub use unseen::{Because, Unseen};

/// What the operator would do about one rule right now.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// The rule as it would be stored: with uid, generation and status of the stored one where there is one.
    pub rule: ScalingRule,
    /// Whether the spec is not the stored one: there is none of that name, or it would be edited.
    pub differs: bool,
    /// What holds; None where the rule has errors.
    pub standing: Option<Standing>,
    /// The one thing that the operator would do.
    pub step: Step,
    /// What it would do, or why nothing, in the operator's own words.
    pub sentence: String,
    /// The reason that the rule's condition Ready would have afterwards.
    pub reason: Reason,
    /// Whether the rule would be Ready afterwards.
    pub ready: bool,
    /// The number that the target has now, where that can be seen. The target of a rule with errors is not looked at.
    pub current: Option<i32>,
    /// When the operator would look again by itself; None: only when something changes. When the number changes next
    /// is in `standing`.
    pub wake_at: Option<DateTime<Utc>>,
    /// The zone in which the rule's times are said; UTC where it names an unknown one.
    pub zone: Zone,
    /// All that is wrong with the rule or doubtful about it.
    pub problems: Vec<Problem>,
    /// The moment for which all this was decided.
    pub at: DateTime<Utc>,
    /// What the caller may not see.
    pub unseen: Vec<Unseen>,
}

/// Looks at one rule, from a file or from the cluster, as the operator would if it looked now. A rule that names no
/// namespace is one of the cluster's default namespace. Of the settings counts [`Settings::reach`];
/// an operator that runs with another one may do something else.
pub async fn glance(
    cluster: &Cluster,
    settings: &Settings,
    zones: ZoneDatabase,
    clock: Clock,
    mut rule: ScalingRule,
) -> Result<Glance, ClusterError> {
    rule.metadata.namespace.get_or_insert_with(|| cluster.default_namespace().to_owned());
    let key = key(&rule)?;
    let target = TargetKey::of_rule(&rule);
    let sight = sight(cluster, settings, zones, clock);
    let survey = Survey { cluster, sight: &sight, rule: &key, target: &target };
    let mut unseen = Vec::new();
    let is_valid = compile(&rule.spec, &sight.zones, sight.clock.now()).is_ok();
    let identity = if is_valid {
        Box::pin(survey.everything(&mut unseen)).await?
    } else {
        survey.rule_alone(&mut unseen).await?
    };
    let applied = identity.applied(&rule);
    let gathered = if is_valid {
        let own = claim(&applied, &sight.zones, sight.clock.now());
        sight.index.put(&key, Claim { created: identity.created(), ..own });
        gather(&sight, &applied, Freshness::Live).await.map_err(|error| cluster.explain(&error, None))?
    } else {
        gather_without_target(&sight, &applied)
    };
    if gathered.writer_is_hidden() {
        unseen.push(Unseen::writer(&resource(&gathered), &target.namespace));
    }
    Ok(tell(applied, &identity, &gathered, unseen))
}

/// The names have to be such that the cluster can be asked for them.
fn key(rule: &ScalingRule) -> Result<RuleKey, ClusterError> {
    let bad = |what, value: &str| ClusterError::BadName { what, value: value.to_owned() };
    let key = RuleKey::of(rule).ok_or_else(|| bad("name of a rule", ""))?;
    if !is_name(&key.namespace) {
        return Err(bad("name of a namespace", &key.namespace));
    }
    if is_name(&key.name) { Ok(key) } else { Err(bad("name of a rule", &key.name)) }
}

fn sight(cluster: &Cluster, settings: &Settings, zones: ZoneDatabase, clock: Clock) -> Sight {
    let client = cluster.client().clone();
    // Nobody follows what is looked at once.
    Sight::new(client, settings, zones, clock, Looker::Person, Queue::default(), |client, calls, _| {
        Kinds::new(client, calls, None)
    })
}

/// The target's resource with its group, such as "deployments.apps".
fn resource(gathered: &Gathered) -> String {
    let Some(resource) = &gathered.resource else { return gathered.key.kind.to_lowercase() };
    full_name(resource, "")
}

fn tell(rule: ScalingRule, identity: &Identity, gathered: &Gathered, mut unseen: Vec<Unseen>) -> Glance {
    let seen = gathered.observed(&rule);
    let plan = plan::decide(&seen);
    let outlook = plan::outlook(&seen, &plan);
    // These say the same whatever is on the target.
    if matches!(plan.step, Step::Hold(Hold::Suspended | Hold::Invalid)) {
        unseen.retain(Unseen::is_about_the_rule);
    }
    let current = match &seen.target {
        Target::Found(scale) => Some(scale.replicas),
        _ => None,
    };
    let (zone, at) = (seen.zone.clone(), seen.now);
    let problems = [seen.schedule.err().unwrap_or_default(), seen.warnings].concat();
    Glance {
        differs: identity.differs(&rule),
        standing: plan.standing,
        step: plan.step,
        sentence: outlook.sentence,
        reason: outlook.reason,
        ready: outlook.ready,
        current,
        wake_at: outlook.wake_at,
        zone,
        problems,
        at,
        unseen,
        rule,
    }
}
