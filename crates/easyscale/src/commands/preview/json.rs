//! The coming changes for programs.

use std::io::Write as _;

use chrono::{DateTime, Utc};
use easyscale_schedule::Zone;
use serde::{Serialize, Serializer};

use super::View;
use crate::outlook::changes::{self, ZoneChange, clock_changes};
use crate::outlook::why::why;
use crate::output::Pieces;
use crate::told::utc;

/// Written rule by rule, without a detour over values: there may be many. The fields stand in the order of their names, as
/// in all other JSON of the commands.
#[derive(Serialize)]
struct Rules<'a> {
    rules: Each<'a>,
}

/// The rules, and whether all changes are told.
struct Each<'a>(&'a [View<'a>], bool);

impl Serialize for Each<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|view| rule(view, self.1)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    changes: Vec<Change<'a>>,
    clock_changes: Vec<Jump>,
    from: Moment,
    name: Option<&'a str>,
    namespace: Option<&'a str>,
    /// What holds at `from`.
    start: Held<'a>,
    target: String,
    timezone: &'a str,
    until: Moment,
}

/// An instant as the rule's own clock shows it, and in UTC.
#[derive(Serialize)]
struct Moment {
    local: String,
    time: String,
}

#[derive(Serialize)]
struct Held<'a> {
    /// The name of the entry, or "default".
    entry: Option<&'a str>,
    /// `null`: nothing holds, the number is left alone.
    replicas: Option<u32>,
}

#[derive(Serialize)]
struct Change<'a> {
    from: Held<'a>,
    local: String,
    time: String,
    to: Held<'a>,
    why: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Jump {
    local_after: String,
    local_before: String,
    time: String,
    timezone: String,
}

pub(super) fn write(out: &mut Pieces, views: &[View<'_>], all: bool) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Rules { rules: Each(views, all) })?;
    writeln!(out)
}

fn rule<'a>(View { subject, range }: &View<'a>, all: bool) -> Rule<'a> {
    let moment = |at| moment(at, &subject.zone);
    let subject = *subject;
    let held = |held: changes::Held| Held { entry: subject.name_of(held.active), replicas: held.replicas };
    let decision = subject.schedule.decide(range.start);
    let told = |change: changes::Change| Change {
        from: held(change.before),
        local: local(change.at, &subject.zone),
        time: utc(change.at),
        to: held(change.after),
        why: why(subject, &change),
    };
    let wanted = changes::changes(subject, range.clone()).filter(|change| all || change.is_of_number());
    let meta = &subject.rule.metadata;
    Rule {
        changes: wanted.map(told).collect(),
        clock_changes: clock_changes(subject, range).iter().map(jump).collect(),
        from: moment(range.start),
        name: meta.name.as_deref(),
        namespace: meta.namespace.as_deref(),
        start: Held { entry: subject.name_of(decision.active), replicas: decision.replicas },
        target: subject.target(),
        timezone: subject.zone.name(),
        until: moment(range.end),
    }
}

fn jump(jump: &ZoneChange) -> Jump {
    Jump {
        local_after: jump.change.local_after().to_string(),
        local_before: jump.change.local_before().to_string(),
        time: utc(jump.change.at),
        timezone: jump.zone.name().to_owned(),
    }
}

fn moment(at: DateTime<Utc>, zone: &Zone) -> Moment {
    Moment { local: local(at, zone), time: utc(at) }
}

/// "2026-05-08T16:00:00", without the detour of a format that is read anew each time.
fn local(at: DateTime<Utc>, zone: &Zone) -> String {
    format!("{:?}", zone.local(at))
}
