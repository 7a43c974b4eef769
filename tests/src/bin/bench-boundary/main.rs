//! How soon after a boundary the writes come: many rules on one boundary, against a real API server, side by side with
//! the bare writes that the same server takes from a client that does nothing else.
//!
//! Everything is measured from outside of the operator: when a watch sees the new number, what the API server has counted,
//! what the kernel says of the process. Results are printed, never asserted.

mod bare;
mod counters;
mod process;
mod table;
mod watcher;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use easyscale_tests::{
    ControlPlane, Operator, OperatorOptions, PlaneOptions, Sandbox, ShiftedClock, Variant, entry, rule,
};
use futures::{StreamExt, TryStreamExt, stream};

use counters::Counters;
use table::{Row, Spread};
use watcher::Watcher;

/// What the operator's clock shows when it starts: time enough to settle before the first boundary.
const STARTS: &str = "2026-05-08T15:59:15Z";
const FIRST_BOUNDARY: &str = "2026-05-08T16:00:00Z";
/// Requests of the preparation at the same time.
const AT_ONCE: usize = 16;
/// After a boundary: status and Events are written by then.
const REPORTED: Duration = Duration::from_secs(25);

/// Many rules on one boundary: how soon, with how many requests, in how much memory.
#[derive(Parser)]
#[command(name = "bench-boundary")]
struct Arguments {
    /// Rules, each with a Deployment of its own.
    #[arg(long, default_value_t = 200)]
    rules: usize,
    /// Boundaries, a minute apart.
    #[arg(long, default_value_t = 3)]
    boundaries: u32,
    /// Measure the static program of the image (hack/build-static.sh) instead of the release build.
    #[arg(long = "static")]
    is_static: bool,
    /// Measure another easyscale than that of this checkout.
    #[arg(long, conflicts_with = "is_static")]
    program: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    eprintln!("starting the control plane …");
    let plane = ControlPlane::start(PlaneOptions::default()).await?;
    let shop = plane.namespace("boundary").await?;
    let bare = bare_writes(&plane, &shop, &arguments).await?;

    eprintln!("creating {} rules …", arguments.rules);
    create_rules(&shop, arguments.rules).await?;
    let program = program(&arguments).await?;
    let clock = ShiftedClock::showing(STARTS)?;
    let operator =
        Operator::start(&plane, OperatorOptions::watching(&shop).with_clock(clock).program(&program)).await?;
    ready(&operator, arguments.rules).await?;
    let settled = process::memory(operator.id())?;
    let mut rows = vec![bare];
    for number in 0..arguments.boundaries {
        rows.push(boundary(&plane, &shop, clock, number, arguments.rules).await?);
    }
    let idle = at_rest(&plane).await?;
    let most = process::memory(operator.id())?;
    println!("{}", table::render(arguments.rules, &rows));
    println!("Operator's memory (RSS): {settled} once settled, {most} after the boundaries.");
    println!("Requests in 30 s at rest (watches and lease left out): {idle}.");
    Ok(())
}

/// The operator that is measured.
async fn program(arguments: &Arguments) -> Result<PathBuf> {
    if let Some(program) = &arguments.program {
        return Ok(program.clone());
    }
    eprintln!("building the operator, unless it is there already …");
    let variant = if arguments.is_static { Variant::Static } else { Variant::Release };
    tokio::task::spawn_blocking(move || variant.build()).await?
}

/// The same writes without an operator.
async fn bare_writes(plane: &ControlPlane, shop: &Sandbox, arguments: &Arguments) -> Result<Row> {
    eprintln!("creating {} Deployments …", arguments.rules);
    let names = || (0..arguments.rules).map(name);
    stream::iter(names())
        .map(|name| async move { shop.create_deployment(&name, 1).await })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    eprintln!("bare writes, for comparison …");
    let watcher = Watcher::start(&plane.client().await?, shop.name(), 2).await?;
    let before = Counters::read(plane).await?;
    let client = plane.client().await?;
    let started = easyscale_tests::clock::now();
    bare::write_all(client, shop.name(), names().collect(), 2).await?;
    let seen = watcher.finish(arguments.rules, Duration::from_mins(1)).await?;
    let requests = Counters::read(plane).await?.since(&before);
    Ok(Row { what: "bare writes, 64 at a time".into(), delays: Spread::of(&seen, started), requests })
}

async fn create_rules(shop: &Sandbox, rules: usize) -> Result<()> {
    // Every second minute another number, so that each minute is a boundary of every rule.
    let spec = |name: &str| {
        let mut made = rule(name).default(1);
        for minute in (0..20).step_by(2) {
            let (from, to) = (format!("16:{minute:02}"), format!("16:{:02}", minute + 1));
            made = made.entry(entry(&format!("Minute {minute}")).from(&from).to(&to).replicas(3));
        }
        made
    };
    stream::iter((0..rules).map(name))
        .map(|name| async move { shop.create_rule(spec(&name)).await })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    Ok(())
}

async fn ready(operator: &Operator, rules: usize) -> Result<()> {
    let wanted = u32::try_from(rules)?;
    easyscale_tests::eventually("every rule to be ready", Duration::from_secs(40), || async {
        let ready = operator.metric("easyscale_rules_total{state=\"ready\"}").await?;
        Ok((ready >= f64::from(wanted)).then_some(()))
    })
    .await;
    Ok(())
}

/// Waits for a boundary and for everything that follows it.
async fn boundary(
    plane: &ControlPlane,
    shop: &Sandbox,
    clock: ShiftedClock,
    number: u32,
    rules: usize,
) -> Result<Row> {
    let first: DateTime<Utc> = FIRST_BOUNDARY.parse()?;
    let at = first + TimeDelta::minutes(number.into());
    let to = if number.is_multiple_of(2) { 3 } else { 1 };
    let watcher = Watcher::start(&plane.client().await?, shop.name(), to).await?;
    let wait =
        (at - clock.now()).to_std().context("the boundary has passed before the preparation was done")?;
    eprintln!("boundary {} in {} s …", number + 1, wait.as_secs());
    tokio::time::sleep(wait.saturating_sub(Duration::from_secs(1))).await;
    let before = Counters::read(plane).await?;
    let offset = clock.now() - easyscale_tests::clock::now();
    let seen = watcher.finish(rules, Duration::from_mins(1)).await?;
    let reported = (at - clock.now()).to_std().unwrap_or_default() + REPORTED;
    tokio::time::sleep(reported).await;
    let requests = Counters::read(plane).await?.since(&before);
    Ok(Row {
        what: format!("EasyScale, boundary {}", number + 1),
        delays: Spread::of(&seen, at - offset),
        requests,
    })
}

async fn at_rest(plane: &ControlPlane) -> Result<u64> {
    let before = Counters::read(plane).await?;
    // Between two boundaries: 25 s after the last one, 35 s before the next.
    tokio::time::sleep(Duration::from_secs(30)).await;
    Ok(Counters::read(plane).await?.since(&before).total())
}

fn name(number: usize) -> String {
    format!("web-{number:05}")
}
