//! The watch of HorizontalPodAutoscalers: which targets have an owner already. KEDA's ScaledObjects make one each, so
//! they are seen here too.

use std::collections::HashSet;

use k8s_openapi::api::autoscaling::v2::{CrossVersionObjectReference, HorizontalPodAutoscaler};
use kube::{
    Api, Client,
    api::{ApiResource, NotUsed, Object},
    runtime::watcher,
};
use serde::{Deserialize, Serialize};

use super::{Expected, Eyes, Seen, Watched, api_in, config, follow};
use crate::{keys::TargetKey, reach::Place, rights::Need};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScaleTarget {
    scale_target_ref: CrossVersionObjectReference,
}

pub(crate) type Autoscaler = Object<ScaleTarget, NotUsed>;

pub(crate) async fn watch_autoscalers(eyes: Eyes, place: Place, mut expected: Expected) {
    let Eyes { client, index, wake, .. } = &eyes;
    let api = autoscalers(client, &place);
    let watched = Watched {
        need: Need::Autoscalers,
        place: place.clone(),
        resource: "horizontalpodautoscalers.autoscaling".to_owned(),
    };
    let is_here = |namespace: &str| place.as_ref().is_none_or(|place| place == namespace);
    let mut listed = HashSet::new();
    follow(
        &eyes,
        watched,
        move || watcher(api.clone(), config()),
        |seen| match seen {
            Seen::ListBegins => listed.clear(),
            Seen::Listed(object) => {
                if let Some((namespace, name, target)) = read(object) {
                    wake.rules(&index.put_autoscaler(&namespace, &name, target));
                    listed.insert((namespace, name));
                }
            }
            Seen::ListEnds => {
                let known = index.known_autoscalers();
                let gone = known.iter().filter(|known| is_here(&known.0) && !listed.contains(*known));
                for (namespace, name) in gone {
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
            Seen::Forbidden => expected.forbidden(),
        },
    )
    .await;
}

/// The autoscalers of a namespace, or of all.
pub(crate) fn autoscalers(client: &Client, place: &Place) -> Api<Autoscaler> {
    api_in(client, place, &ApiResource::erase::<HorizontalPodAutoscaler>(&()))
}

/// The namespace, the name and the target of an autoscaler.
pub(crate) fn read(object: Autoscaler) -> Option<(String, String, TargetKey)> {
    let namespace = object.metadata.namespace?;
    let target = object.spec.scale_target_ref;
    // Without an API version the reference means the core group (autoscaling/v2 CrossVersionObjectReference).
    let api_version = target.api_version.as_deref().unwrap_or("v1");
    let key = TargetKey::new(&namespace, api_version, &target.kind, &target.name);
    Some((namespace, object.metadata.name?, key))
}
