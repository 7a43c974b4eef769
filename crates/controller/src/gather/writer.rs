//! Who changed a target's number last, as the API server recorded it.

use easyscale_crd::ScalingRuleStatus;
use kube::api::ApiResource;

use super::{api, full_name};
use crate::{
    call::CallError,
    keys::TargetKey,
    plan::{CONTESTED, Target, is_true},
    rights::Need,
    sight::Sight,
};

/// Who changed the target's number last.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) name: Option<String>,
    /// It was asked for, and refused.
    pub(super) hidden: bool,
}

/// Who changed the number last. Asked only where the number is not the one that the status knows, or while it is
/// contested: at an ordinary boundary nobody needs to know.
pub(super) async fn writer(
    sight: &Sight,
    key: &TargetKey,
    target: &Target,
    resource: Option<&ApiResource>,
    status: &ScalingRuleStatus,
) -> Result<Writer, CallError> {
    let (Target::Found(scale), Some(resource)) = (target, resource) else { return Ok(Writer::default()) };
    let known = status.current_replicas.is_none_or(|known| known == scale.replicas);
    if known && !is_true(status, CONTESTED) {
        return Ok(Writer::default());
    }
    let api = api(sight, key, resource);
    let need = || Need::Writers(key.group.clone(), key.kind.clone());
    let place = sight.reach.place(&key.namespace);
    match sight.calls.make("read who changed the target", api.get_metadata(&key.name)).await {
        Ok(object) => {
            sight.rights.regained(&need(), &place);
            let name = owner_of_replicas(object.metadata.managed_fields.as_deref().unwrap_or_default());
            Ok(Writer { name, hidden: false })
        }
        // Only a name in a sentence depends on it.
        Err(error) if error.is_forbidden() => {
            sight.rights.lost(need(), place, "get", &full_name(resource, ""));
            Ok(Writer { name: None, hidden: true })
        }
        Err(error) if error.is_not_found() => Ok(Writer::default()),
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
