//! One rule in a line: what the operator says about it, and what is wrong if anything is.

use easyscale_controller::cluster::Stored;
use easyscale_controller::plan::{READY, words};
use easyscale_crd::time::to_chrono;
use easyscale_schedule::{Zone, ZoneDatabase};
use serde::Serialize;

use crate::session::Session;

/// See the module.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) target: Option<String>,
    pub(super) current_replicas: Option<i32>,
    pub(super) desired_replicas: Option<i32>,
    /// The entry that holds, or "default".
    pub(super) active: Option<String>,
    /// The next change, on the rule's own clock.
    pub(super) next: Option<String>,
    pub(super) timezone: Option<String>,
    /// The last change that was made, on the rule's own clock.
    pub(super) last_change: Option<String>,
    /// `null`: nobody has looked at the rule yet.
    pub(super) ready: Option<bool>,
    pub(super) reason: Option<String>,
    /// Why it is as it is, and what to do.
    pub(super) message: String,
}

impl Row {
    pub(super) fn of(stored: &Stored, session: &Session) -> Self {
        let status = stored.status();
        let meta = &stored.metadata;
        let rule = stored.rule.as_ref().ok();
        let zone = rule.map_or_else(Zone::utc, |rule| zone(&rule.spec.timezone, session.zones()));
        let ready = status.conditions.iter().find(|condition| condition.type_ == READY);
        let looked_at = status.observed_generation.is_some() && status.observed_generation == meta.generation;
        let message = match (&stored.rule, ready) {
            (_, Some(ready)) if looked_at => ready.message.clone(),
            (Err(unreadable), _) => format!("The rule cannot be read: {}.", unreadable.misfits.join(". ")),
            (Ok(_), Some(_)) => "The operator has not looked at the last edit of this rule yet.".to_owned(),
            (Ok(_), None) => "The operator has not looked at this rule yet. Does it run?".to_owned(),
        };
        Self {
            namespace: meta.namespace.clone().unwrap_or_default(),
            name: meta.name.clone().unwrap_or_default(),
            target: rule.map(words::target),
            current_replicas: status.current_replicas,
            desired_replicas: status.desired_replicas,
            active: status.active.map(|active| active.name),
            next: status.next,
            timezone: rule.map(|rule| rule.spec.timezone.clone()),
            last_change: status.last_scale.map(|last| {
                format!("{}: {} → {}", words::day_and_time(to_chrono(&last.time), &zone), last.from, last.to)
            }),
            ready: ready.filter(|_| looked_at).map(|ready| ready.status == "True"),
            reason: ready.filter(|_| looked_at).map(|ready| ready.reason.clone()),
            message,
        }
    }

    /// Whether nobody needs to look at it.
    pub(super) fn is_well(&self) -> bool {
        self.ready == Some(true)
    }

    pub(super) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }
}

fn zone(name: &str, zones: &ZoneDatabase) -> Zone {
    zones.zone(name).unwrap_or_else(|_| Zone::utc())
}
