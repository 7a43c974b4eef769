//! Where a command gets its rules from: files, folders, standard input, or the cluster.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use easyscale_crd::{Problem, ScalingRule, compile};
use easyscale_manifest::{Content, Manifest};
use easyscale_schedule::{Schedule, Zone};

use crate::checked::Checked;
use crate::cluster::{self, ClusterArguments};
use crate::exit::Done;
use crate::session::Session;
use crate::subject::{Origin, Subject, full_name};
use crate::{files, output, usage};

/// The rules that a command is about.
#[derive(Clone, Debug, Args)]
pub(crate) struct Sources {
    /// Files, folders, - for standard input, or names of rules in the cluster (web, or shop/web).
    #[arg(value_name = "FILE|RULE", required = true, value_hint = ValueHint::AnyPath)]
    given: Vec<String>,

    #[command(flatten)]
    cluster: ClusterArguments,

    /// Read the time zones from this zoneinfo directory, as the operator does with the same flag. Default: the data that is
    /// built in.
    #[arg(long, env = "EASYSCALE_ZONEINFO", value_name = "DIRECTORY")]
    zoneinfo: Option<PathBuf>,
}

impl Sources {
    pub(crate) fn zoneinfo(&self) -> Option<&Path> {
        self.zoneinfo.as_deref()
    }

    pub(crate) fn cluster(&self) -> &ClusterArguments {
        &self.cluster
    }

    /// The same cluster and zones, another file or rule.
    pub(crate) fn other(&self, given: &str) -> Self {
        Self { given: vec![given.to_owned()], ..self.clone() }
    }
}

/// What became of looking for rules.
pub(crate) enum Found<T> {
    /// These, at least one. Those of files have no error.
    Rules(Vec<T>),
    /// Some files have errors; they were told.
    Wrong(Done),
}

impl<T> Found<T> {
    fn try_map<U>(self, change: impl FnMut(T) -> anyhow::Result<U>) -> anyhow::Result<Found<U>> {
        Ok(match self {
            Self::Rules(rules) => Found::Rules(rules.into_iter().map(change).collect::<anyhow::Result<_>>()?),
            Self::Wrong(done) => Found::Wrong(done),
        })
    }
}

/// A rule, and its schedule where it is known to have no errors.
struct Loaded {
    rule: ScalingRule,
    schedule: Option<Schedule>,
    origin: Origin,
}

/// Reads all rules, each with its schedule; a rule of the cluster that has errors is an error. What is wrong in files is
/// told on standard error, each mistake at its place.
pub(crate) fn load(sources: &Sources, session: &Session) -> anyhow::Result<Found<Subject>> {
    read(sources, session)?.try_map(|loaded| subject(loaded, session))
}

/// Reads all rules as they are; those of the cluster may have errors.
pub(crate) fn rules(sources: &Sources, session: &Session) -> anyhow::Result<Found<ScalingRule>> {
    read(sources, session)?.try_map(|loaded| Ok(loaded.rule))
}

fn read(sources: &Sources, session: &Session) -> anyhow::Result<Found<Loaded>> {
    let mut loaded = Vec::new();
    let mut wrong = false;
    let mut seen = HashSet::new();
    for given in sources.given.iter().filter(|given| seen.insert(*given)) {
        if files::is_meant(given) {
            wrong |= !from_files(given, session, &mut loaded)?;
        } else {
            let rule = cluster::rule(given, sources.cluster())?;
            loaded.push(Loaded { rule, schedule: None, origin: Origin::Cluster });
        }
    }
    if wrong {
        return Ok(Found::Wrong(Done::Wrong));
    }
    if loaded.is_empty() {
        let given = sources.given.iter().map(|given| files::told(given)).collect::<Vec<_>>().join(", ");
        return Err(usage::wrong(&anyhow::anyhow!("there is no ScalingRule in {given}")));
    }
    Ok(Found::Rules(loaded))
}

/// Adds the rules of files; tells whether all is well with them.
fn from_files(given: &str, session: &Session, loaded: &mut Vec<Loaded>) -> anyhow::Result<bool> {
    let files = files::read(given).map_err(|error| usage::wrong(&error))?;
    let checked = Checked::read(files, session);
    if checked.errors() > 0 {
        output::tell(&checked.errors_only());
        return Ok(false);
    }
    for (file, manifest) in checked.into_files() {
        loaded.extend(of_manifest(&file, manifest));
    }
    Ok(true)
}

fn of_manifest(file: &str, manifest: Manifest) -> impl Iterator<Item = Loaded> {
    manifest.documents.into_iter().filter_map(|document| match document.content {
        Content::Rule(rule) => {
            let origin = Origin::File { name: file.to_owned(), line: document.line };
            Some(Loaded { rule: rule.object, schedule: rule.schedule, origin })
        }
        _ => None,
    })
}

fn subject(loaded: Loaded, session: &Session) -> anyhow::Result<Subject> {
    let Loaded { rule, schedule, origin } = loaded;
    let schedule = match schedule {
        Some(schedule) => schedule,
        None => {
            compile(&rule.spec, session.zones(), session.now()).map_err(|errors| mistakes(&rule, &errors))?
        }
    };
    // Known, because the rule has no errors.
    let zone = session.zones().zone(&rule.spec.timezone).unwrap_or_else(|_| Zone::utc());
    Ok(Subject { rule, schedule, zone, origin })
}

/// All that is wrong with a rule of the cluster.
fn mistakes(rule: &ScalingRule, errors: &[Problem]) -> anyhow::Error {
    let errors: Vec<_> = errors.iter().map(|error| format!("\n  {error}")).collect();
    let name = full_name(rule);
    usage::wrong(&anyhow::anyhow!("the rule {name} has errors, so nothing holds:{}", errors.concat()))
}
