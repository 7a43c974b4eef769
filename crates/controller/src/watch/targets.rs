//! The watches of Deployments and StatefulSets, cut down to the number of replicas.

use std::collections::HashSet;
use std::sync::Arc;

use k8s_openapi::api::apps::v1::{Deployment, StatefulSet};
use kube::{
    Api,
    api::{ApiResource, NotUsed, Object, ObjectMeta},
    runtime::watcher,
};
use serde::{Deserialize, Serialize};

use super::{Expected, Eyes, Seen, Watched, api_in, config, follow};
use crate::{gather::full_name, keys::TargetKey, plan::Scale, reach::Place, rights::Need, scales::Scales};

/// The part of a workload's spec that is read; the rest is never kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Replicas {
    replicas: Option<i32>,
}

type Workload = Object<Replicas, NotUsed>;

/// Follows one of the two kinds. `which` is one of [`workload_kinds`].
pub(crate) async fn watch_workloads(
    eyes: Eyes,
    place: Place,
    which: ApiResource,
    scales: Arc<Scales>,
    mut expected: Expected,
) {
    let Eyes { client, index, wake, .. } = &eyes;
    let api: Api<Workload> = api_in(client, &place, &which);
    let watched = Watched {
        need: Need::Targets(which.group.clone(), which.kind.clone()),
        place: place.clone(),
        resource: full_name(&which, ""),
    };
    let is_here =
        |key: &TargetKey| is(&which, key) && place.as_ref().is_none_or(|place| *place == key.namespace);
    let mut listed = HashSet::new();
    let told = |key: TargetKey, scale: Scale| {
        if scales.learn(key.clone(), scale) {
            wake.rules(&index.on_target(&key));
        }
    };
    follow(
        &eyes,
        watched,
        move || watcher(api.clone(), config()),
        |seen| match seen {
            Seen::ListBegins => listed.clear(),
            Seen::Listed(object) => {
                if let Some((key, scale)) = read(&which, object) {
                    listed.insert(key.clone());
                    told(key, scale);
                }
            }
            Seen::ListEnds => {
                scales.complete(&which.group, &which.kind, &place, &listed);
                // Targets that are gone since an earlier list: their rules have to say so.
                let gone =
                    index.with_target(|_, claim| is_here(&claim.target) && !listed.contains(&claim.target));
                wake.rules(&gone);
                listed.clear();
                expected.arrived();
            }
            Seen::Applied(object) => {
                if let Some((key, scale)) = read(&which, object) {
                    told(key, scale);
                }
            }
            Seen::Deleted(object) => {
                if let Some((key, _)) = read(&which, object) {
                    scales.forget(&key);
                    wake.rules(&index.on_target(&key));
                }
            }
            Seen::Forbidden => {
                scales.lose(&which.group, &which.kind, &place);
                expected.forbidden();
            }
        },
    )
    .await;
}

/// The kinds that every cluster has and nearly every rule names: watched from the start, without discovery.
pub(crate) fn workload_kinds() -> [ApiResource; 2] {
    [ApiResource::erase::<Deployment>(&()), ApiResource::erase::<StatefulSet>(&())]
}

fn is(which: &ApiResource, target: &TargetKey) -> bool {
    target.group == which.group && target.kind == which.kind
}

fn read(which: &ApiResource, object: Workload) -> Option<(TargetKey, Scale)> {
    let ObjectMeta { namespace, name, uid, resource_version, .. } = object.metadata;
    let key = TargetKey {
        namespace: namespace.unwrap_or_default(),
        group: which.group.clone(),
        kind: which.kind.clone(),
        name: name?,
    };
    // The API server fills in 1 where nobody said a number.
    let replicas = object.spec.replicas.unwrap_or(1);
    Some((key, Scale { replicas, uid: uid?, resource_version: resource_version? }))
}
