//! The coming changes as a calendar (iCalendar, RFC 5545): an event for each stretch of time in which an entry holds.
//!
//! Times are in UTC, so every calendar shows them right on its reader's own clock. The identity of an event is made of the
//! rule and its start: whoever imports the file again, or subscribes to it, gets no event twice.

use std::collections::HashSet;
use std::fmt::Write as _;

use chrono::{DateTime, Duration, Utc};
use easyscale_schedule::{Active, Segment};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};

use super::View;
use crate::subject::Subject;
use crate::told;

/// How often a program that subscribes may ask again.
const FRESH_FOR: Duration = Duration::hours(6);

pub(super) fn render(views: &[View<'_>], now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::empty();
    // What RFC 5545 demands: the version of the format, and who wrote it.
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//EasyScale//easyscale preview//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(&name(views)).ttl(&FRESH_FOR);
    let mut used = HashSet::new();
    for View { subject, range } in views {
        let held = subject.schedule.timeline(range.clone());
        for segment in held.filter(|segment| matches!(segment.active, Active::Entry(_))) {
            let segment = whole(subject, segment);
            calendar.push(event(subject, &segment, now).uid(&identity(subject, &segment, &mut used)).done());
        }
    }
    calendar.to_string()
}

fn name(views: &[View<'_>]) -> String {
    match views {
        [only] => format!("EasyScale: {}", only.subject.name()),
        _ => format!("EasyScale: {}", told::count(views.len(), "rule")),
    }
}

/// A segment with its real ends: where somebody begins or ends to look is no beginning and no end of what holds, and the
/// identity of an event must not depend on it.
fn whole(subject: &Subject, segment: Segment) -> Segment {
    let standing = subject.standing(segment.from);
    Segment {
        from: standing.since.unwrap_or(segment.from),
        to: standing.until.unwrap_or(segment.to),
        ..segment
    }
}

fn event(subject: &Subject, segment: &Segment, now: DateTime<Utc>) -> Event {
    let entry = subject.name_of(segment.active).unwrap_or_default();
    let number = segment.replicas.unwrap_or_default();
    let mut about = format!("{} has {} because \"{entry}\" holds.", subject.target(), replicas(number));
    if let Active::Entry(index) = segment.active {
        let _ = write!(about, " {}", subject.schedule.entries()[index].sentence(&subject.target()));
    }
    Event::new()
        .timestamp(now)
        .summary(&format!("{}: {} ({entry})", subject.name(), replicas(number)))
        .description(&about)
        .starts(segment.from)
        .ends(segment.to)
        // It takes nobody's time.
        .add_property("TRANSP", "TRANSPARENT")
        .done()
}

/// The same for the same rule and start, whenever it is asked for. Two versions of a rule may be shown at once: the second
/// one's events are others.
fn identity(subject: &Subject, segment: &Segment, used: &mut HashSet<String>) -> String {
    let stored = subject.rule.metadata.uid.clone();
    // No name of Kubernetes has such a line in it.
    let rule = stored.unwrap_or_else(|| subject.name().replace('/', "_"));
    let plain = format!("{rule}-{}", segment.from.timestamp());
    let mut identity = plain.clone();
    let mut number = 1;
    while !used.insert(identity.clone()) {
        number += 1;
        identity = format!("{plain}-{number}");
    }
    identity + "@easyscale.io"
}

fn replicas(number: u32) -> String {
    told::count(usize::try_from(number).unwrap_or(usize::MAX), "replica")
}
