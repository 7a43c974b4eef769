//! Joins the pieces: watches keep the caches, the controller looks at rules when they are due, and only while this
//! process leads is anything done.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use futures::{StreamExt, channel::mpsc, future};
use kube::runtime::{Controller, controller, reflector::Store};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::{
    call::Calls,
    context::Context,
    index::Index,
    memory::Memory,
    reconcile::{after_error, reconcile},
    scales::Scales,
    settings::CrossNamespace,
    shared::Shared,
    takeover::catch_up,
    watch::{
        Guarded, Lists, Rules, Wake,
        kinds::{Kinds, watch_definitions},
        namespaces::Grants,
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
    let (wake, woken) = Wake::new();
    let required = Lists::new();
    let wanted = Lists::new();
    let context = Arc::new(context(shared, &wake, required.clone()));
    let (store, changed) = watch_rules(
        &context.shared.client,
        context.shared.settings.watch_namespace.as_deref(),
        Rules {
            index: context.index.clone(),
            memory: context.memory.clone(),
            wake: wake.clone(),
            zones: context.shared.zones.clone(),
            clock: context.shared.clock,
            metrics: context.shared.metrics.clone(),
        },
        required.expect(),
    );
    let mut tasks = watches(&context, &wake, &required, &wanted);
    let (look_at_all, all_due) = mpsc::unbounded();
    tasks.spawn(act_while_leading(context.clone(), store.clone(), wanted, look_at_all));
    let config = controller::Config::default().debounce(Duration::ZERO).concurrency(IN_WORK);
    let work = Controller::for_stream(changed, store)
        .with_config(config)
        .reconcile_on(woken)
        .reconcile_all_on(all_due)
        .graceful_shutdown_on(shutdown.cancelled_owned())
        .run(reconcile, after_error, context.clone())
        // Failures were told by after_error; a rule that is gone needs nothing.
        .for_each(|_| future::ready(()));
    context.shared.health.beat_while(work).await;
}

fn context(shared: Shared, wake: &Wake, lists: Lists) -> Context {
    let calls = Calls::new(shared.settings.concurrency, shared.settings.request_timeout);
    let index = Arc::new(Index::default());
    let namespace = shared.settings.watch_namespace.clone();
    let kinds = Kinds::new(shared.client.clone(), calls.clone(), namespace, index.clone(), wake.clone());
    Context {
        calls,
        index,
        scales: Arc::default(),
        grants: Arc::default(),
        kinds: Arc::new(kinds),
        memory: Arc::new(Memory::default()),
        lists,
        acting: AtomicBool::new(false),
        shared,
    }
}

/// Starts every watch but the one of the rules. They end when the returned set is dropped.
fn watches(context: &Arc<Context>, wake: &Wake, required: &Lists, wanted: &Lists) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let client = &context.shared.client;
    let settings = &context.shared.settings;
    let (index, wake) = (&context.index, wake);
    let namespace = &settings.watch_namespace;
    // Without the autoscalers nobody can know whether a number is ours to set.
    let expected = required.expect();
    tasks.spawn(watch_autoscalers(client.clone(), namespace.clone(), index.clone(), wake.clone(), expected));
    for kind in workload_kinds() {
        let scales: Arc<Scales> = context.scales.clone();
        let expected = wanted.expect();
        tasks.spawn(watch_workloads(
            client.clone(),
            namespace.clone(),
            kind,
            scales,
            index.clone(),
            wake.clone(),
            expected,
        ));
    }
    tasks.spawn(watch_definitions(client.clone(), context.kinds.clone(), wanted.expect()));
    if settings.cross_namespace == CrossNamespace::Granted && namespace.is_none() {
        let grants: Arc<Grants> = context.grants.clone();
        tasks.spawn(watch_namespaces(client.clone(), grants, index.clone(), wake.clone(), wanted.expect()));
    }
    tasks
}

/// Opens and closes the work with the lease: on taking over, first catches up, then looks at every rule.
async fn act_while_leading(
    context: Arc<Context>,
    store: Store<Guarded>,
    wanted: Lists,
    look_at_all: mpsc::UnboundedSender<()>,
) {
    context.lists.complete().await;
    if tokio::time::timeout(PATIENCE, wanted.complete()).await.is_err() {
        warn!("some lists are not complete; their objects are read one by one until they are");
    }
    context.shared.health.set_synced(true);
    let mut leading = context.shared.fence.subscribe();
    // The fence outlives this task, so waiting for it does not fail.
    while leading.wait_for(|leading| *leading).await.is_ok() {
        catch_up(&context, &store).await;
        context.acting.store(true, Ordering::Release);
        info!(rules = store.len(), "acting: every rule is looked at");
        drop(look_at_all.unbounded_send(()));
        if leading.wait_for(|leading| !*leading).await.is_err() {
            return;
        }
        context.acting.store(false, Ordering::Release);
    }
}
