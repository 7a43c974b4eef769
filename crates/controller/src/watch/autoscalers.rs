//! The watch of HorizontalPodAutoscalers: which targets have an owner already. KEDA's ScaledObjects make one each, so
//! they are seen here too.

use std::collections::HashSet;
use std::sync::Arc;

use k8s_openapi::api::autoscaling::v2::{CrossVersionObjectReference, HorizontalPodAutoscaler};
use kube::{
    Api, Client,
    api::{ApiResource, NotUsed, Object},
    runtime::watcher,
};
use serde::{Deserialize, Serialize};

use super::{Expected, Seen, Wake, config, follow};
use crate::{index::Index, keys::TargetKey};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct ScaleTarget {
    scale_target_ref: CrossVersionObjectReference,
}

type Autoscaler = Object<ScaleTarget, NotUsed>;

pub(crate) async fn watch_autoscalers(
    client: Client,
    namespace: Option<String>,
    index: Arc<Index>,
    wake: Wake,
    mut expected: Expected,
) {
    let kind = ApiResource::erase::<HorizontalPodAutoscaler>(&());
    let api: Api<Autoscaler> = match &namespace {
        Some(namespace) => Api::namespaced_with(client, namespace, &kind),
        None => Api::all_with(client, &kind),
    };
    let mut listed = HashSet::new();
    follow("horizontalpodautoscalers", watcher(api, config()), |seen| match seen {
        Seen::ListBegins => listed.clear(),
        Seen::Listed(object) => {
            if let Some((namespace, name, target)) = read(object) {
                wake.rules(&index.put_autoscaler(&namespace, &name, target));
                listed.insert((namespace, name));
            }
        }
        Seen::ListEnds => {
            for (namespace, name) in index.known_autoscalers().iter().filter(|known| !listed.contains(*known))
            {
                wake.rules(&index.remove_autoscaler(namespace, name));
            }
            listed.clear();
            expected.arrived();
        }
        Seen::Applied(object) => {
            if let Some((namespace, name, target)) = read(object) {
                wake.rules(&index.put_autoscaler(&namespace, &name, target));
            }
        }
        Seen::Deleted(object) => {
            if let Some((namespace, name, _)) = read(object) {
                wake.rules(&index.remove_autoscaler(&namespace, &name));
            }
        }
    })
    .await;
}

fn read(object: Autoscaler) -> Option<(String, String, TargetKey)> {
    let namespace = object.metadata.namespace?;
    let target = object.spec.scale_target_ref;
    // Without an API version the reference means the core group (autoscaling/v2 CrossVersionObjectReference).
    let api_version = target.api_version.as_deref().unwrap_or("v1");
    let key = TargetKey::new(&namespace, api_version, &target.kind, &target.name);
    Some((namespace, object.metadata.name?, key))
}
