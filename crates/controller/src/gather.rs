//! All that a decision depends on, seen at one moment. This is the step that reads; it changes nothing.

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
    context::Context,
    keys::{KindKey, RuleKey, TargetKey},
    plan::{CONTESTED, Missing, Observed, Scale, Target, is_true},
    scales::Known,
    watch::kinds::Kind,
};

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
    writer: Option<String>,
    older_rule: Option<String>,
    autoscaler: Option<String>,
    now: DateTime<Utc>,
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
            writer: self.writer.clone(),
            older_rule: self.older_rule.clone(),
            autoscaler: self.autoscaler.clone(),
            now: self.now,
        }
    }
}

/// Looks at everything that concerns a rule.
pub(crate) async fn gather(
    context: &Context,
    rule: &ScalingRule,
    freshness: Freshness,
) -> Result<Gathered, CallError> {
    let key = TargetKey::of_rule(rule);
    let uid = rule.uid().unwrap_or_default();
    let version = rule.resource_version().unwrap_or_default();
    let status = context
        .memory
        .newer_status(&uid, &version)
        .unwrap_or_else(|| Arc::new(rule.status.clone().unwrap_or_default()));
    let (target, resource) = target(context, rule, &key, freshness).await?;
    let writer = writer(context, &key, &target, resource.as_ref(), &status).await?;
    let zones = &context.shared.zones;
    let now = context.shared.clock.now();
    let problems = context
        .memory
        .findings(&uid, rule.metadata.generation, now, || check(&rule.spec, zones, now).problems);
    Ok(Gathered {
        resource,
        status,
        schedule: compile(&rule.spec, zones, now).map_err(|errors| all_errors(&problems, errors)),
        warnings: problems.iter().filter(|problem| problem.severity == Severity::Warning).cloned().collect(),
        zone: zones.zone(&rule.spec.timezone).unwrap_or_else(|_| Zone::utc()),
        tz_version: zones.version().to_owned(),
        target,
        writer,
        older_rule: older_rule(context, rule),
        autoscaler: context.index.autoscaler(&key).map(|name| format!("HorizontalPodAutoscaler {name}")),
        now,
        key,
    })
}

/// All errors that the full check has found; those that stopped the compilation where it has found none.
fn all_errors(problems: &[Problem], otherwise: Vec<Problem>) -> Arc<[Problem]> {
    let found: Vec<Problem> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    if found.is_empty() { otherwise.into() } else { found.into() }
}

fn older_rule(context: &Context, rule: &ScalingRule) -> Option<String> {
    let older =
        context.index.goes_first(&RuleKey::of(rule)?, |rule, target| context.may_name(rule, target))?;
    Some(older.to_string())
}

async fn target(
    context: &Context,
    rule: &ScalingRule,
    key: &TargetKey,
    freshness: Freshness,
) -> Result<(Target, Option<ApiResource>), CallError> {
    if RuleKey::of(rule).is_none_or(|rule| !context.may_name(&rule, key)) {
        return Ok((Target::NotFound, None));
    }
    let resource = match context.kinds.resolve(&KindKey::of(&rule.spec.target)).await {
        Ok(Kind::Scalable(resource)) => resource,
        Ok(Kind::NoScale) => return Ok((Target::NoScale, None)),
        Ok(Kind::Unknown) => return Ok((Target::UnknownKind, None)),
        Err(error) => return Err(error),
    };
    let known = if freshness == Freshness::Cached { context.scales.get(key) } else { Known::NotWatched };
    let target = match known {
        Known::Found(scale) => Target::Found(scale),
        Known::Absent => Target::NotFound,
        Known::NotWatched => live(context, key, &resource).await?,
    };
    Ok((target, Some(resource)))
}

async fn live(context: &Context, key: &TargetKey, resource: &ApiResource) -> Result<Target, CallError> {
    let api = api(context, key, resource);
    match context.calls.make("read the target's scale", api.get_scale(&key.name)).await {
        Ok(answer) => {
            let replicas = answer.spec.and_then(|spec| spec.replicas).unwrap_or(0);
            let scale = Scale {
                replicas,
                uid: answer.metadata.uid.unwrap_or_default(),
                resource_version: answer.metadata.resource_version.unwrap_or_default(),
            };
            context.scales.learn_if_watched(key, scale.clone());
            Ok(Target::Found(scale))
        }
        Err(error) if error.is_not_found() => Ok(Target::NotFound),
        Err(error) if error.is_forbidden() => Ok(Target::Forbidden(missing("get", resource))),
        Err(error) => Err(error),
    }
}

/// Who changed the number last. Asked only where the number is not the one that the status knows, or while it is
/// contested: at an ordinary boundary nobody needs to know.
async fn writer(
    context: &Context,
    key: &TargetKey,
    target: &Target,
    resource: Option<&ApiResource>,
    status: &ScalingRuleStatus,
) -> Result<Option<String>, CallError> {
    let (Target::Found(scale), Some(resource)) = (target, resource) else { return Ok(None) };
    let known = status.current_replicas.is_none_or(|known| known == scale.replicas);
    if known && !is_true(status, CONTESTED) {
        return Ok(None);
    }
    let api = api(context, key, resource);
    match context.calls.make("read who changed the target", api.get_metadata(&key.name)).await {
        Ok(object) => Ok(owner_of_replicas(object.metadata.managed_fields.as_deref().unwrap_or_default())),
        // Only a name in a sentence depends on it.
        Err(error) if error.is_not_found() || error.is_forbidden() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The field manager that owns the number of replicas; of several the one that wrote last.
fn owner_of_replicas(
    fields: &[k8s_openapi::apimachinery::pkg::apis::meta::v1::ManagedFieldsEntry],
) -> Option<String> {
    fields
        .iter()
        .filter(|entry| {
            let owns = entry
                .fields_v1
                .as_ref()
                .is_some_and(|fields| fields.0.pointer("/f:spec/f:replicas").is_some());
            // Where a custom kind keeps its number is not known, but a write to its scale is one of the number.
            owns || entry.subresource.as_deref() == Some("scale")
        })
        .max_by_key(|entry| entry.time.as_ref().map(|time| time.0))
        .and_then(|entry| entry.manager.clone())
}

/// The API of a target.
pub(crate) fn api(context: &Context, key: &TargetKey, resource: &ApiResource) -> Api<DynamicObject> {
    Api::namespaced_with(context.shared.client.clone(), &key.namespace, resource)
}

/// The right to `verb` a resource's scale.
pub(crate) fn missing(verb: &'static str, resource: &ApiResource) -> Missing {
    let ApiResource { plural, group, .. } = resource;
    let resource =
        if group.is_empty() { format!("{plural}/scale") } else { format!("{plural}/scale.{group}") };
    Missing { verb, resource }
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::ManagedFieldsEntry;
    use serde_json::json;

    fn entry(
        manager: &str,
        subresource: Option<&str>,
        fields: &serde_json::Value,
        time: &str,
    ) -> ManagedFieldsEntry {
        let entry = json!({"manager": manager, "subresource": subresource, "fieldsV1": fields, "time": time,
            "operation": "Update"});
        serde_json::from_value(entry).unwrap()
    }

    #[test]
    fn the_last_manager_that_owns_replicas_is_named() {
        let replicas = json!({"f:spec": {"f:replicas": {}}});
        let image = json!({"f:spec": {"f:template": {}}});
        let fields = [
            entry("argocd", None, &replicas, "2026-05-08T10:00:00Z"),
            entry("kubectl", Some("scale"), &replicas, "2026-05-08T12:00:00Z"),
            entry("deployer", None, &image, "2026-05-08T13:00:00Z"),
        ];
        assert_eq!(owner_of_replicas(&fields).as_deref(), Some("kubectl"));
        assert_eq!(owner_of_replicas(&fields[2..]), None);
    }

    #[test]
    fn a_write_to_the_scale_of_a_custom_kind_counts_wherever_it_keeps_its_number() {
        let fields =
            [entry("easyscale", Some("scale"), &json!({"f:spec": {"f:size": {}}}), "2026-05-08T10:00:00Z")];
        assert_eq!(owner_of_replicas(&fields).as_deref(), Some("easyscale"));
    }
}
