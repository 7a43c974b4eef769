//! A rule that can be asked: the rule, its compiled schedule, the clock it is read on, and where it came from.

use chrono::{DateTime, NaiveDateTime, Utc};
use easyscale_controller::plan::{Standing, words};
use easyscale_crd::{DEFAULT_NAME, ScalingRule};
use easyscale_schedule::{Active, Schedule, Zone};

/// Where a rule came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file (`-` is standard input), and the line in it.
    File { name: String, line: usize },
    /// The cluster.
    Cluster,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) rule: ScalingRule,
    pub(crate) schedule: Schedule,
    /// The rule's own zone, in which times are told.
    pub(crate) zone: Zone,
    pub(crate) origin: Origin,
}

impl Subject {
    /// "web", or "shop/web" where a namespace is known.
    pub(crate) fn name(&self) -> String {
        full_name(&self.rule)
    }

    /// "deployment/web".
    pub(crate) fn target(&self) -> String {
        words::target(&self.rule)
    }

    /// What the schedule says for a moment.
    pub(crate) fn standing(&self, at: DateTime<Utc>) -> Standing {
        Standing::at(&self.rule.spec, &self.schedule, at)
    }

    /// The name of what is active: the entry's, "default", or none.
    pub(crate) fn name_of(&self, active: Active) -> Option<&str> {
        match active {
            Active::Entry(index) => self.schedule.entries().get(index).map(|entry| entry.name.as_str()),
            Active::Default => Some(DEFAULT_NAME),
            Active::Nothing => None,
        }
    }

    /// The names of the entries.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.schedule.entries().iter().map(|entry| entry.name.as_str())
    }

    /// What the rule's clock shows.
    pub(crate) fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.zone.local(at)
    }

    /// "Friday 2026-05-08 16:00 (Europe/Berlin)".
    pub(crate) fn moment(&self, at: DateTime<Utc>) -> String {
        words::moment(at, &self.zone)
    }
}

/// "web", or "shop/web" where a namespace is known.
pub(crate) fn full_name(rule: &ScalingRule) -> String {
    let name = rule.metadata.name.as_deref().unwrap_or("(without a name)");
    match &rule.metadata.namespace {
        Some(namespace) => format!("{namespace}/{name}"),
        None => name.to_owned(),
    }
}
