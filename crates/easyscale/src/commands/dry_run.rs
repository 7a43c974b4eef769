//! `easyscale dry-run`: what the operator would do right now to the real target, and why. Nothing is done.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use clap::Args;
use easyscale_controller::cluster::Cluster;
use easyscale_controller::glance::{Glance, glance};
use easyscale_controller::plan::{Hold, Step};
use easyscale_controller::settings::Settings;
use easyscale_crd::ScalingRule;
use serde_json::{Value, json};

use crate::cluster::block_on;
use crate::exit::Done;
use crate::output::{self, Form};
use crate::paint::{DOUBT, FAINT, GOOD, Paint as _, STRONG};
use crate::plain::plain;
use crate::progress::Progress;
use crate::reach::ReachArguments;
use crate::session::Session;
use crate::source::{self, Sources};
use crate::subject::full_name;
use crate::told;
use crate::usage;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    sources: Sources,

    /// What the operator was told; without these, its defaults.
    #[command(flatten)]
    reach: ReachArguments,

    /// The form of the output.
    #[arg(long, short, value_enum, value_name = "FORM", default_value = "text")]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  easyscale dry-run web           a rule in the cluster
  easyscale dry-run rule.yaml     a rule before it is applied, on the real target

It asks the cluster with your own rights and changes nothing.";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(arguments.sources.zoneinfo())?;
    let rules = match source::rules(&arguments.sources, &session)? {
        source::Found::Rules(rules) => rules,
        source::Found::Wrong(done) => return Ok(done),
    };
    let glances = block_on(look(arguments, &session, rules))?;
    let wrong = glances.iter().any(|glance| glance.step == Step::Hold(Hold::Invalid));
    output::print(&match arguments.output {
        Form::Text => glances.iter().map(text).collect::<Vec<_>>().join("\n"),
        Form::Json => json(&glances)?,
    })?;
    Ok(if wrong { Done::Wrong } else { Done::Well })
}

async fn look(
    arguments: &Arguments,
    session: &Session,
    rules: Vec<ScalingRule>,
) -> anyhow::Result<Vec<Glance>> {
    let cluster: Cluster = arguments.sources.cluster().connect().await?;
    let _progress = Progress::begin(&format!("asking {}", cluster.server()));
    let settings =
        Settings { reach: arguments.reach.clone().into(), ..arguments.sources.cluster().settings() };
    settings.validate().map_err(|error| usage::wrong(&error.into()))?;
    let mut glances = Vec::new();
    for mut rule in rules {
        let own = arguments.sources.cluster().namespace();
        rule.metadata.namespace = rule.metadata.namespace.or_else(|| own.map(str::to_owned));
        let look = glance(&cluster, &settings, session.zones().clone(), session.clock(), rule);
        glances.push(Box::pin(look).await?);
    }
    Ok(glances)
}

fn text(glance: &Glance) -> String {
    let mut text = String::new();
    let now = glance.current.map_or_else(String::new, |current| {
        format!(", now {}", told::count(usize::try_from(current).unwrap_or_default(), "replica"))
    });
    let target = easyscale_controller::plan::words::target(&glance.rule);
    let _ = writeln!(text, "{}", format_args!("{} → {target}{now}", full_name(&glance.rule)).paint(STRONG));
    let style = match (&glance.step, glance.ready) {
        (_, false) => DOUBT,
        (Step::Write(_) | Step::WouldWrite(_), _) => STRONG,
        _ => GOOD,
    };
    let _ = writeln!(text, "{}", told::lines(&plain(&glance.sentence), 2, 2).paint(style));
    if glance.differs {
        text.push_str(
            "  The rule is not in the cluster like this yet: this is what would be done once you apply it.\n",
        );
    }
    for doubt in glance.problems.iter().filter(|_| glance.step != Step::Hold(Hold::Invalid)) {
        let _ = writeln!(text, "{}", told::lines(&plain(&format!("Warning: {doubt}")), 2, 2).paint(DOUBT));
    }
    for unseen in &glance.unseen {
        let _ = writeln!(text, "{}", told::lines(&plain(&unseen.sentence), 2, 2).paint(DOUBT));
    }
    let _ = writeln!(text, "  {}", "Nothing was changed.".paint(FAINT));
    text
}

fn json(glances: &[Glance]) -> anyhow::Result<String> {
    let rules: Vec<Value> = glances.iter().map(value).collect();
    Ok(serde_json::to_string_pretty(&json!({ "rules": rules }))? + "\n")
}

fn value(glance: &Glance) -> Value {
    let (step, to) = match &glance.step {
        Step::Write(write) => ("Scale", Some(write.to)),
        Step::WouldWrite(write) => ("WouldScale", Some(write.to)),
        Step::Settled { .. } => ("Nothing", None),
        Step::Hold(_) => ("Hold", None),
    };
    json!({
        "name": glance.rule.metadata.name,
        "namespace": glance.rule.metadata.namespace,
        "target": easyscale_controller::plan::words::target(&glance.rule),
        "step": step,
        "currentReplicas": glance.current,
        "replicas": to,
        "reason": glance.reason.as_str(),
        "ready": glance.ready,
        "sentence": glance.sentence,
        "stored": !glance.differs,
        "at": told::utc(glance.at),
        "wakeAt": glance.wake_at.map(told::utc as fn(DateTime<Utc>) -> String),
        "problems": glance.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "notKnown": glance.unseen.iter().map(|unseen| &unseen.sentence).collect::<Vec<_>>(),
    })
}
