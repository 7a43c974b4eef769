//! Joins the pieces: watches keep the caches, the controller looks at rules when they are due, and only while this
//! process leads is anything done.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use futures::{FutureExt as _, StreamExt, channel::mpsc, future};
use kube::{
    Client,
    runtime::{Controller, controller, reflector::Store},
};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{
    context::Context,
    index::Index,
    plan::Looker,
    reach::Place,
    reconcile::{after_error, reconcile},
    rights::follow_rights,
    shared::Shared,
    sight::Sight,
    takeover::catch_up,
    watch::{
        Eyes, Guarded, Lists, Rules, Wake,
        kinds::{Follower, Kinds, watch_definitions},
        watch_autoscalers, watch_namespaces, watch_rules, watch_workloads, workload_kinds,
    },
};

/// How many rules may be in work at once. More than there may be calls at once (`Settings::concurrency`): all rules of
/// a boundary should be able to ask for their write before the first one asks for its report.
const IN_WORK: u16 = 1024;
/// How long a start waits for lists that it can do without: their objects are then read one by one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Watches and reconciles until `shutdown`; returns when the work that was under way is done.
pub(crate) async fn operate(shared: Shared, shutdown: CancellationToken) {
    let places = shared.settings.reach.places();
    let (wake, woken) = Wake::new(&places);
    let (required, wanted) = (Lists::new(), Lists::new());
    let (context, eyes) = context(shared, &wake, places.clone());
    let mut tasks = JoinSet::new();
    let mut work = Vec::new();
    let mut stores = Vec::new();
    let mut look_at_all = Vec::new();
    // A controller for each place: what one of them may not see does not stop the others.
    for (place, woken) in places.iter().zip(woken) {
        let rules = rules(&context, &eyes, place.clone());
        let (store, changed) = watch_rules(&eyes, rules, required.expect());
        let (all, all_due) = mpsc::unbounded();
        let config = controller::Config::default().debounce(Duration::ZERO).concurrency(IN_WORK);
        let controller = Controller::for_stream(changed, store.clone())
            .with_config(config)
            .reconcile_on(woken)
            .reconcile_all_on(all_due)
            .graceful_shutdown_on(shutdown.clone().cancelled_owned())
            .run(reconcile, after_error, context.clone())
            .take_until(ended_before_the_list(shutdown.clone(), store.clone()))
            // Failures were told by after_error; a rule that is gone needs nothing.
            .for_each(|_| future::ready(()));
        work.push(controller);
        stores.push((place.clone(), store));
        look_at_all.push(all);
    }
    watches(&mut tasks, &context, &eyes, &places, &required, &wanted);
    tasks.spawn(tell_when_complete(context.clone(), required.clone(), wanted.clone()));
    tasks.spawn(act_while_leading(context.clone(), stores, required, wanted, look_at_all));
    context.shared.health.beat_while(future::join_all(work)).await;
}

/// A controller whose rules were never listed (there is no definition, or no right) would wait for that list even when it
/// is to end. It has no work that could be under way.
async fn ended_before_the_list(shutdown: CancellationToken, store: Store<Guarded>) {
    shutdown.cancelled().await;
    if store.wait_until_ready().now_or_never().is_some() {
        future::pending::<()>().await;
    }
}

fn context(shared: Shared, wake: &Wake, places: Vec<Place>) -> (Arc<Context>, Eyes) {
    let rights = shared.rights.clone();
    let eyes = |client: &Client, index: &Arc<Index>| Eyes {
        client: client.clone(),
        index: index.clone(),
        wake: wake.clone(),
        rights: rights.clone(),
    };
    let kinds = |client: Client, calls, index: &Arc<Index>| {
        let follower = Follower::new(eyes(&client, index), places);
        Kinds::new(client, calls, Some(follower))
    };
    let mut sight = Sight::new(
        shared.client.clone(),
        &shared.settings,
        shared.zones.clone(),
        shared.clock,
        Looker::Operator,
        shared.metrics.queue().clone(),
        kinds,
    );
    sight.rights.clone_from(&rights);
    let eyes = eyes(&shared.client, &sight.index);
    let acting = AtomicBool::new(false);
    (Arc::new(Context { sight, acting, wake: wake.clone(), shared }), eyes)
}

/// What the watch of the rules of a place keeps up to date.
fn rules(context: &Context, eyes: &Eyes, place: Place) -> Rules {
    Rules {
        place,
        index: eyes.index.clone(),
        memory: context.sight.memory.clone(),
        wake: eyes.wake.clone(),
        zones: context.shared.zones.clone(),
        clock: context.shared.clock,
        metrics: context.shared.metrics.clone(),
    }
}

/// Starts every watch but those of the rules. They end when the set is dropped.
fn watches(
    tasks: &mut JoinSet<()>,
    context: &Arc<Context>,
    eyes: &Eyes,
    places: &[Place],
    required: &Lists,
    wanted: &Lists,
) {
    let Sight { scales, grants, kinds, rights, calls, .. } = &context.sight;
    for place in places {
        // Without the autoscalers nobody can know whether a number is ours to set.
        tasks.spawn(watch_autoscalers(eyes.clone(), place.clone(), required.expect()));
        for kind in workload_kinds() {
            let (scales, expected) = (scales.clone(), wanted.expect());
            tasks.spawn(watch_workloads(eyes.clone(), place.clone(), kind, scales, expected));
        }
    }
    let reach = &context.sight.reach;
    // What is in no namespace can be seen only with rights in the whole cluster.
    if reach.sees_all() {
        tasks.spawn(watch_definitions(eyes.clone(), kinds.clone(), wanted.expect()));
    }
    if reach.needs_grants() {
        tasks.spawn(watch_namespaces(eyes.clone(), grants.clone(), wanted.expect()));
    }
    let Eyes { client, index, wake, .. } = eyes.clone();
    tasks.spawn(follow_rights(rights.clone(), client, calls.clone(), index, wake));
}

/// Says that this process is ready once it sees all that it has to.
async fn tell_when_complete(context: Arc<Context>, required: Lists, wanted: Lists) {
    required.complete().await;
    if tokio::time::timeout(PATIENCE, wanted.settled()).await.is_err() {
        warn!("some lists are not complete; their objects are read one by one until they are");
    }
    context.shared.health.set_synced(true);
}

/// Opens and closes the work with the lease: on taking over, first catches up, then looks at every rule.
async fn act_while_leading(
    context: Arc<Context>,
    stores: Vec<(Place, Store<Guarded>)>,
    required: Lists,
    wanted: Lists,
    look_at_all: Vec<mpsc::UnboundedSender<()>>,
) {
    required.settled().await;
    // What is not complete then is read object by object.
    drop(tokio::time::timeout(PATIENCE, wanted.settled()).await);
    let mut leading = context.shared.fence.subscribe();
    // The fence outlives this task, so waiting for it does not fail.
    while leading.wait_for(|leading| *leading).await.is_ok() {
        future::join_all(stores.iter().map(|(place, store)| catch_up(&context, place, store))).await;
        context.acting.store(true, Ordering::Release);
        let rules: usize = stores.iter().map(|(_, store)| store.len()).sum();
        info!(rules, "acting: every rule is looked at");
        for all in &look_at_all {
            drop(all.unbounded_send(()));
        }
        if leading.wait_for(|leading| !*leading).await.is_err() {
            return;
        }
        context.acting.store(false, Ordering::Release);
    }
}
