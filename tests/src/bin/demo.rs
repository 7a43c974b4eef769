//! `make demo`: a person sees a Deployment go 3 → 5 → 2 by the clock, on a real API server, in about a minute and a half.
//!
//! The operator is the real one and the API server is the real one; only the Pods exist on paper and the operator's clock
//! is shifted, so that nobody has to wait for four o'clock. Everything is stopped at the end, also by Ctrl-C.

use std::fmt::Display;
use std::process::{ExitCode, exit};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use easyscale_schedule::{Zone, ZoneDatabase};
use easyscale_tests::clock::monotonic;
use easyscale_tests::{ControlPlane, Operator, OperatorOptions, PlaneOptions, Sandbox, deployment};

/// A Friday, 12 seconds to four in Berlin.
const START: &str = "2026-05-08T13:59:48Z";
const ZONE: &str = "Europe/Berlin";
const RULE: &str = include_str!("demo.yaml");
/// From one boundary to the next it is a minute.
const PATIENCE: Duration = Duration::from_secs(90);

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = tokio::select! {
        outcome = demo() => outcome,
        signal = tokio::signal::ctrl_c() => {
            // What runs was dropped with `demo()`, and with that stopped. A build may still be waited for; do not.
            println!("\nStopped{}.", signal.map_or_else(|error| format!(": {error}"), |()| String::new()));
            exit(130);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe demo failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn demo() -> Result<()> {
    println!(
        "EasyScale: a Deployment goes 3 → 5 → 2 by the clock. About a minute and a half; Ctrl-C stops everything.\n"
    );
    let stage = Stage::build().await?;
    let operator = stage.start_operator().await?;
    stage.show_rule("before").await?;
    let mut seen = None;
    stage.watch_until(&operator, 5, &mut seen).await?;
    stage.say("From 16:00 the entry \"Rush\" holds. In a minute, at 16:01, it ends.");
    stage.watch_until(&operator, 2, &mut seen).await?;
    stage.show_rule("after").await?;
    stage.show_events().await?;
    stage.show_reason().await?;
    stage.say("That was it. Stopping everything …");
    drop(operator);
    drop(stage);
    println!("\nStopped; nothing is left running. Your own rule next: see README.md.");
    Ok(())
}

/// Replicas asked for, Pods there, Pods ready.
type Numbers = (i64, i64, i64);

/// The control plane with one shop in it, and the time since the beginning.
struct Stage {
    plane: ControlPlane,
    shop: Sandbox,
    zone: Zone,
    begun: Instant,
}

impl Stage {
    async fn build() -> Result<Self> {
        let begun = monotonic();
        tell(begun, "Starting a Kubernetes API server on this machine; nothing outside of it is touched …");
        let plane =
            ControlPlane::start(PlaneOptions { controllers: true, ..PlaneOptions::default() }).await?;
        let shop = plane.namespace("shop").await?;
        let zone = ZoneDatabase::bundled().zone(ZONE).context("no such zone")?;
        let stage = Self { plane, shop, zone, begun };
        stage.say(format!("It runs: {}. It knows ScalingRules now.", stage.plane.about().server));
        stage.shop.create_deployment("web", 3).await?;
        stage.say("A Deployment \"web\" is there, with 3 replicas. This rule is for it:");
        print!("\n{}", indented(RULE));
        stage.apply_rule().await?;
        Ok(stage)
    }

    async fn apply_rule(&self) -> Result<()> {
        let file = self.plane.about().folder.join("rule.yaml");
        std::fs::write(&file, RULE)?;
        let file = file.to_str().context("the name of the temporary folder is not UTF-8")?;
        self.kubectl(&["apply", "--filename", file], "kubectl apply -f rule.yaml").await
    }

    async fn start_operator(&self) -> Result<Operator> {
        let options = OperatorOptions::watching(&self.shop).starting_at(START);
        let operator = Operator::start(&self.plane, options).await?;
        self.say(format!(
            "The operator runs. Its clock is shifted: for it, it is {} in Berlin.",
            self.zone.local(operator.now()).format("%A %-d %B %Y, %H:%M:%S")
        ));
        let patience = Duration::from_secs(20);
        self.shop
            .wait_for_status("web", "the operator has looked at it", patience, |status| status.next.is_some())
            .await;
        Ok(operator)
    }

    /// Prints every change of the Deployment until it has that many replicas and all its Pods are ready.
    async fn watch_until(
        &self,
        operator: &Operator,
        replicas: i64,
        seen: &mut Option<Numbers>,
    ) -> Result<()> {
        let begun = monotonic();
        loop {
            let web = self.shop.read(&deployment("web")).await?;
            let count = |of: &str, name: &str| web.data[of][name].as_i64().unwrap_or_default();
            let (asked, pods) = (count("spec", "replicas"), count("status", "replicas"));
            let ready = count("status", "readyReplicas");
            if *seen != Some((asked, pods, ready)) {
                let clock = self.local_time(operator.now());
                self.say(format!(
                    "{clock} in Berlin: web asks for {asked}, has {pods} Pods, {ready} of them ready"
                ));
                *seen = Some((asked, pods, ready));
            }
            if (asked, pods, ready) == (replicas, replicas, replicas) {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "web still asks for {asked} replicas, not for {replicas}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn show_rule(&self, when: &str) -> Result<()> {
        self.say(format!("The rule {when}:"));
        self.kubectl(&["get", "scalingrules"], "kubectl get scalingrules").await
    }

    async fn show_events(&self) -> Result<()> {
        self.say("What it did, as Events of the rule:");
        let columns = "custom-columns=TYPE:.type,REASON:.reason,OBJECT:.involvedObject.name,MESSAGE:.message";
        let about = "--field-selector=involvedObject.kind=ScalingRule";
        let arguments = ["get", "events", about, "--sort-by=.eventTime", "--output", columns];
        self.kubectl(&arguments, &format!("kubectl {}", arguments.join(" "))).await
    }

    async fn show_reason(&self) -> Result<()> {
        self.say("And why it is as it is, in the rule's condition Ready:");
        let (_, sentence) = self.shop.condition("web", "Ready").await?;
        println!("\n    {sentence}\n");
        Ok(())
    }

    /// Runs kubectl in the shop and shows what a person would have typed and what came.
    async fn kubectl(&self, arguments: &[&str], typed: &str) -> Result<()> {
        let namespace = format!("--namespace={}", self.shop.name());
        let arguments: Vec<_> = arguments.iter().copied().chain([namespace.as_str()]).collect();
        let output = self.plane.kubectl(&arguments).await?;
        println!("\n    $ {typed}\n{}", indented(&output));
        Ok(())
    }

    fn local_time(&self, at: DateTime<Utc>) -> impl Display {
        self.zone.local(at).format("%H:%M:%S%.3f").to_string()
    }

    fn say(&self, text: impl Display) {
        tell(self.begun, text);
    }
}

fn tell(begun: Instant, text: impl Display) {
    println!("[{:>3} s] {text}", begun.elapsed().as_secs());
}

fn indented(text: &str) -> String {
    format!("    {}\n", text.trim_end().replace('\n', "\n    "))
}
