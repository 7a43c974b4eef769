//! All that a decision depends on, seen at one moment. This is the step that reads; it changes nothing.

mod writer;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use easyscale_crd::{Problem, ScalingRule, ScalingRuleStatus, Severity, check, compile};
use easyscale_schedule::{Schedule, Zone};
use kube::{
    Api, ResourceExt,
    api::{ApiResource, DynamicObject},
};

use crate::{
    call::CallError,
    keys::{KindKey, RuleKey, TargetKey},
    plan::{Extent, Lack, Looker, Missing, Observed, Scale, Target},
    scales::Known,
    sight::Sight,
    watch::kinds::Kind,
};
use writer::{Writer, writer};

/// What was seen of one rule and its target.
pub(crate) struct Gathered {
    pub(crate) key: TargetKey,
    /// The kind's resource, where the target can be written.
    pub(crate) resource: Option<ApiResource>,
    status: Arc<ScalingRuleStatus>,
    schedule: Result<Schedule, Arc<[Problem]>>,
    warnings: Vec<Problem>,
    zone: Zone,
    tz_version: String,
    target: Target,
    writer: Writer,
    older_rule: Option<String>,
    autoscaler: Option<String>,
    hidden: Option<Missing>,
    lacking: Vec<Lack>,
    ceiling: Option<i32>,
    now: DateTime<Utc>,
}

/// What was seen of a target.
struct Looked {
    target: Target,
    resource: Option<ApiResource>,
    writer: Writer,
}

/// Whether cached numbers will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// What the watches know.
    Cached,
    /// What the API server says now: the cached number has just proved to be old.
    Live,
}

impl Gathered {
    /// Whether the right to read who changed the number last is missing.
    pub(crate) fn writer_is_hidden(&self) -> bool {
        self.writer.hidden
    }

    /// As the plan wants to see it.
    pub(crate) fn observed<'a>(&'a self, rule: &'a ScalingRule) -> Observed<'a> {
        Observed {
            rule,
            status: &self.status,
            schedule: self.schedule.as_ref().map_err(AsRef::as_ref),
            warnings: &self.warnings,
            zone: self.zone.clone(),
            tz_version: &self.tz_version,
            target: self.target.clone(),
            writer: self.writer.name.clone(),
            older_rule: self.older_rule.clone(),
            autoscaler: self.autoscaler.clone(),
            hidden: self.hidden.clone(),
            lacking: self.lacking.clone(),
            ceiling: self.ceiling,
            now: self.now,
        }
    }
}

/// Looks at everything that concerns a rule.
pub(crate) async fn gather(
    sight: &Sight,
    rule: &ScalingRule,
    freshness: Freshness,
) -> Result<Gathered, CallError> {
    let key = TargetKey::of_rule(rule);
    let status = newest_status(sight, rule);
    let (target, resource) = target(sight, rule, &key, freshness).await?;
    let writer = writer(sight, &key, &target, resource.as_ref(), &status).await?;
    Ok(around(sight, rule, key, status, Looked { target, resource, writer }))
}

/// Looks at everything that concerns a rule but its target: nothing of what is decided about a rule with errors depends
/// on that, and its names may be such that nobody can be asked for them.
pub(crate) fn gather_without_target(sight: &Sight, rule: &ScalingRule) -> Gathered {
    let nothing = Looked { target: Target::NotFound, resource: None, writer: Writer::default() };
    around(sight, rule, TargetKey::of_rule(rule), newest_status(sight, rule), nothing)
}

fn newest_status(sight: &Sight, rule: &ScalingRule) -> Arc<ScalingRuleStatus> {
    let uid = rule.uid().unwrap_or_default();
    let version = rule.resource_version().unwrap_or_default();
    sight
        .memory
        .newer_status(&uid, &version)
        .unwrap_or_else(|| Arc::new(rule.status.clone().unwrap_or_default()))
}

/// Adds to what was seen of a target what is known without asking.
fn around(
    sight: &Sight,
    rule: &ScalingRule,
    key: TargetKey,
    status: Arc<ScalingRuleStatus>,
    Looked { target, resource, writer }: Looked,
) -> Gathered {
    let uid = rule.uid().unwrap_or_default();
    let zones = &sight.zones;
    let now = sight.clock.now();
    let place = sight.reach.place(rule.metadata.namespace.as_deref().unwrap_or_default());
    let target_place = sight.reach.place(&key.namespace);
    let discovered = sight.kinds.are_discovered(&KindKey::of(&rule.spec.target));
    let problems =
        sight.memory.findings(&uid, rule.metadata.generation, now, || check(&rule.spec, zones, now).problems);
    Gathered {
        resource,
        status,
        schedule: compile(&rule.spec, zones, now).map_err(|errors| all_errors(&problems, errors)),
        warnings: problems.iter().filter(|problem| problem.severity == Severity::Warning).cloned().collect(),
        zone: zones.zone(&rule.spec.timezone).unwrap_or_else(|_| Zone::utc()),
        tz_version: zones.version().to_owned(),
        target,
        writer,
        older_rule: older_rule(sight, rule),
        autoscaler: sight.index.autoscaler(&key).map(|name| format!("HorizontalPodAutoscaler {name}")),
        hidden: sight.rights.hides(&place, &target_place),
        lacking: sight.rights.lacks(&place, &key, &target_place, discovered),
        ceiling: sight.reach.replicas_ceiling,
        now,
        key,
    }
}

/// All errors that the full check has found; those that stopped the compilation where it has found none.
fn all_errors(problems: &[Problem], otherwise: Vec<Problem>) -> Arc<[Problem]> {
    let found: Vec<Problem> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    if found.is_empty() { otherwise.into() } else { found.into() }
}

fn older_rule(sight: &Sight, rule: &ScalingRule) -> Option<String> {
    let older = sight.index.goes_first(&RuleKey::of(rule)?, |rule, target| sight.may_name(rule, target))?;
    Some(older.to_string())
}

async fn target(
    sight: &Sight,
    rule: &ScalingRule,
    key: &TargetKey,
    freshness: Freshness,
) -> Result<(Target, Option<ApiResource>), CallError> {
    let Some(own) = RuleKey::of(rule) else { return Ok((Target::NotFound, None)) };
    if let Some(missing) = hidden_grant(sight, &own, key) {
        return Ok((Target::Forbidden(missing), None));
    }
    if !sight.may_name(&own, key) {
        return Ok((Target::NotFound, None));
    }
    let resource = match sight.kinds.resolve(&KindKey::of(&rule.spec.target)).await {
        Ok(Kind::Scalable(resource)) => resource,
        Ok(Kind::NoScale) => return Ok((Target::NoScale, None)),
        Ok(Kind::Unknown) => return Ok((Target::UnknownKind, None)),
        Err(error) if error.is_forbidden() => {
            let missing = discovery_of(sight.looker, &rule.spec.target.api_version);
            return Ok((Target::Forbidden(missing), None));
        }
        Err(error) => return Err(error),
    };
    let known = if freshness == Freshness::Cached { sight.scales.get(key) } else { Known::NotWatched };
    let target = match known {
        Known::Found(scale) => Target::Found(scale),
        Known::Absent => Target::NotFound,
        Known::NotWatched => live(sight, key, &resource).await?,
    };
    Ok((target, Some(resource)))
}

/// The right to see whether a target in another namespace may be scaled, where it is missing. Said of every such target
/// alike, whether there is one or not.
fn hidden_grant(sight: &Sight, rule: &RuleKey, target: &TargetKey) -> Option<Missing> {
    let needed = rule.namespace != target.namespace
        && sight.reach.needs_grants()
        && !sight.reach.protects(&target.namespace);
    if needed { sight.rights.hides_grants() } else { None }
}

async fn live(sight: &Sight, key: &TargetKey, resource: &ApiResource) -> Result<Target, CallError> {
    let api = api(sight, key, resource);
    match sight.calls.make("read the target's scale", api.get_scale(&key.name)).await {
        Ok(answer) => {
            let replicas = answer.spec.and_then(|spec| spec.replicas).unwrap_or(0);
            let scale = Scale {
                replicas,
                uid: answer.metadata.uid.unwrap_or_default(),
                resource_version: answer.metadata.resource_version.unwrap_or_default(),
            };
            sight.scales.learn_if_watched(key, scale.clone());
            Ok(Target::Found(scale))
        }
        Err(error) if error.is_not_found() => Ok(Target::NotFound),
        Err(error) if error.is_forbidden() => {
            Ok(Target::Forbidden(missing(sight.looker, "get", resource, key)))
        }
        Err(error) => Err(error),
    }
}

/// The API of a target.
pub(crate) fn api(sight: &Sight, key: &TargetKey, resource: &ApiResource) -> Api<DynamicObject> {
    Api::namespaced_with(sight.client.clone(), &key.namespace, resource)
}

/// The right to read what kinds an API version has.
fn discovery_of(looker: Looker, api_version: &str) -> Missing {
    let root = if api_version.contains('/') { "/apis" } else { "/api" };
    let resource = format!("{root}/{api_version}");
    Missing { looker, verb: "get", resource, extent: Extent::Cluster }
}

/// The right to `verb` a resource's scale.
pub(crate) fn missing(
    looker: Looker,
    verb: &'static str,
    resource: &ApiResource,
    target: &TargetKey,
) -> Missing {
    let resource = full_name(resource, "/scale");
    Missing { looker, verb, resource, extent: Extent::Namespace(target.namespace.clone()) }
}

/// A resource, or one of its subresources, with its group: "deployments.apps", "deployments/scale.apps".
pub(crate) fn full_name(ApiResource { plural, group, .. }: &ApiResource, subresource: &str) -> String {
    if group.is_empty() { format!("{plural}{subresource}") } else { format!("{plural}{subresource}.{group}") }
}
