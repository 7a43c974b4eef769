//! Taking over: before a new leader acts, its cache of rules must have caught up with the last one's final words, or
//! it would tell again what was told and count a write twice.
//!
//! One consistent list (a quorum read) says how far that is; then the watch only has to get there.

use std::collections::HashMap;
use std::time::Duration;

use easyscale_crd::ScalingRule;
use kube::{
    Api, Resource, ResourceExt,
    api::ListParams,
    runtime::reflector::{ObjectRef, Store},
};
use tracing::warn;

use crate::{
    call::CallError,
    context::Context,
    reach::Place,
    rights::Need,
    scales::is_newer,
    watch::{Guarded, rules::rules_in},
};

/// How often the cache is compared with the list.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// After so many looks (5 s) the list is made anew: what it named may have been deleted since.
const LOOKS: usize = 500;
/// Pause after a failed list.
const PAUSE: Duration = Duration::from_secs(1);

/// Returns when the store holds every rule at least as new as it is in the API server at the time of the call.
///
/// What may not be listed is not waited for: nothing is done about the rules there until it may ([`Rights`]), and then a
/// list has brought them.
///
/// [`Rights`]: crate::rights::Rights
pub(crate) async fn catch_up(context: &Context, place: &Place, store: &Store<Guarded>) {
    loop {
        match wanted(context, place).await {
            Ok(wanted) => {
                for _ in 0..LOOKS {
                    if has_caught_up(store, &wanted) {
                        return;
                    }
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                warn!(
                    "the cache of rules is behind the API server; nothing is changed until it has caught up"
                );
            }
            Err(error) if error.is_forbidden() => {
                let rights = &context.shared.rights;
                return rights.lost(Need::Rules, place.clone(), "list", "scalingrules.easyscale.io");
            }
            Err(error) => {
                warn!(%error, "the rules could not be listed to take over; trying again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// How far the API server is.
struct Wanted {
    /// The resourceVersion of every rule.
    versions: HashMap<ObjectRef<Guarded>, String>,
    /// The newest of them.
    newest: String,
}

async fn wanted(context: &Context, place: &Place) -> Result<Wanted, CallError> {
    let api: Api<ScalingRule> = rules_in(&context.shared.client, place);
    let rules = context.sight.calls.make("list the rules", api.list_metadata(&ListParams::default())).await?;
    let versions: HashMap<_, _> = rules
        .items
        .into_iter()
        .map(|rule| {
            let key = ObjectRef::new(&rule.name_any()).within(&rule.namespace().unwrap_or_default());
            (key, rule.resource_version().unwrap_or_default())
        })
        .collect();
    let newest =
        versions.values().filter_map(|version| version.parse::<u64>().ok()).max().unwrap_or(0).to_string();
    Ok(Wanted { versions, newest })
}

fn has_caught_up(store: &Store<Guarded>, wanted: &Wanted) -> bool {
    let version = |rule: &Guarded| rule.meta().resource_version.clone().unwrap_or_default();
    let Wanted { versions, newest } = wanted;
    let has_all = versions
        .iter()
        .all(|(key, wanted)| store.get(key).is_some_and(|rule| !is_newer(wanted, &version(&rule))));
    // What the list does not name was deleted, or made after it.
    has_all
        && store.state().iter().all(|rule| {
            versions.contains_key(&ObjectRef::from_obj(&**rule)) || is_newer(&version(rule), newest)
        })
}
