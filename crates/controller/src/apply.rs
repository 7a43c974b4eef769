//! Carries out a plan: at most one write of the target's scale. It decides nothing.
//!
//! The write is a server-side apply on `/scale` (KEP-555; custom kinds: a merge patch) with the resourceVersion and the
//! uid that the decision was made on, so that it loses to anything newer; and the fence is asked in the last moment
//! before it is sent.

use kube::api::{ApiResource, Patch, PatchParams};
use serde_json::{Value, json};

use easyscale_crd::FIELD_MANAGER;

use crate::{
    call::CallError,
    context::Context,
    fence::NotLeader,
    gather::{api, missing},
    keys::TargetKey,
    metrics::FailureReason,
    plan::{Applied, Plan, Refusal, Scale, Step, Write},
};

/// What became of the plan's write.
pub(crate) enum Outcome {
    /// An answer that can be reported.
    Applied(Applied),
    /// The target had changed: decide anew on what it is now.
    Stale,
}

/// No answer that says what became of the write.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApplyError {
    #[error(transparent)]
    NotLeader(#[from] NotLeader),
    #[error(transparent)]
    Call(#[from] CallError),
}

pub(crate) async fn apply(
    context: &Context,
    key: &TargetKey,
    resource: Option<&ApiResource>,
    plan: &Plan,
) -> Result<Outcome, ApplyError> {
    let (Step::Write(write), Some(resource)) = (&plan.step, resource) else {
        return Ok(Outcome::Applied(Applied::Nothing));
    };
    let turn = context.sight.calls.turn().await;
    if let Err(error) = context.shared.fence.check() {
        context.shared.metrics.failed(FailureReason::NotLeader);
        return Err(error.into());
    }
    let (params, body) = patch(resource, wanted(key, write));
    let api = api(&context.sight, key, resource);
    let sent = context
        .sight
        .calls
        .make_now(turn, "scale the target", api.patch_scale(&key.name, &params, &body))
        .await;
    match sent {
        Ok(answer) => {
            let scale = Scale {
                replicas: write.to,
                uid: write.scale.uid.clone(),
                resource_version: answer.metadata.resource_version.unwrap_or_default(),
            };
            context.sight.scales.learn_if_watched(key, scale);
            Ok(Outcome::Applied(Applied::Done { at: context.shared.clock.now() }))
        }
        Err(error) => {
            context.shared.metrics.failed(failure(&error));
            refused(context, error, key, resource)
        }
    }
}

/// How a kind takes its number. The API server cannot apply to the `/scale` of a custom resource (1.36: "request to
/// convert CR to an invalid group/version: autoscaling/v1"), so that gets a merge patch. It carries the same
/// resourceVersion, so it loses in the same cases. Only groups of custom resources have a dot and a `/scale`.
fn patch(resource: &ApiResource, scale: Value) -> (PatchParams, Patch<Value>) {
    if resource.group.contains('.') {
        let params = PatchParams { field_manager: Some(FIELD_MANAGER.to_owned()), ..PatchParams::default() };
        (params, Patch::Merge(scale))
    } else {
        (PatchParams::apply(FIELD_MANAGER).force(), Patch::Apply(scale))
    }
}

fn wanted(key: &TargetKey, write: &Write) -> Value {
    json!({
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": {
            "name": key.name,
            "namespace": key.namespace,
            "uid": write.scale.uid,
            "resourceVersion": write.scale.resource_version,
        },
        "spec": {"replicas": write.to},
    })
}

fn refused(
    context: &Context,
    error: CallError,
    key: &TargetKey,
    resource: &ApiResource,
) -> Result<Outcome, ApplyError> {
    if error.is_conflict() || error.is_not_found() {
        return Ok(Outcome::Stale);
    }
    if error.is_missing_right() {
        return Ok(Outcome::Applied(Applied::Refused(Refusal::Forbidden(missing(
            context.sight.looker,
            "patch",
            resource,
            key,
        )))));
    }
    match error {
        CallError::Refused { status, .. } if !matches!(status.code, 429 | 502..=504) => {
            Ok(Outcome::Applied(Applied::Refused(Refusal::Other(status.message.clone()))))
        }
        error => Err(error.into()),
    }
}

fn failure(error: &CallError) -> FailureReason {
    match error {
        CallError::Timeout { .. } => FailureReason::Timeout,
        CallError::Failed { .. } => FailureReason::Unavailable,
        CallError::Refused { status, .. } => match status.code {
            401 | 403 => FailureReason::Forbidden,
            404 => FailureReason::NotFound,
            409 => FailureReason::Conflict,
            400..=499 if status.code != 429 => FailureReason::Rejected,
            _ => FailureReason::Unavailable,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::api::apps::v1::Deployment;

    fn written(group: &str) -> (PatchParams, Patch<Value>) {
        let resource = ApiResource { group: group.to_owned(), ..ApiResource::erase::<Deployment>(&()) };
        patch(&resource, json!({"spec": {"replicas": 5}}))
    }

    #[test]
    fn workloads_are_applied_to_and_custom_kinds_merged_under_the_same_name() {
        let (params, body) = written("apps");
        assert!(matches!(body, Patch::Apply(_)) && params.force);
        assert_eq!(params.field_manager.as_deref(), Some("easyscale"));
        let (params, body) = written("agones.dev");
        assert!(matches!(body, Patch::Merge(_)) && !params.force, "a merge cannot be forced");
        assert_eq!(params.field_manager.as_deref(), Some("easyscale"));
    }
}
