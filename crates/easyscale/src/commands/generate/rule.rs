//! From what was asked for to a rule.

use easyscale_crd::{Day, DefaultReplicas, ScalingRule, ScalingRuleSpec, ScheduleEntry, TargetRef};
use easyscale_phrase::Request;
use easyscale_schedule::{Days, Entry, TimeOfDay, Zone};
use kube::core::ObjectMeta;

use super::naming::Names;

/// The rule of a request. `clock` is the zone of entries that name none; where all entries name the same one, the rule has
/// that.
pub(super) fn of(
    request: &Request,
    name: Option<&str>,
    namespace: Option<&str>,
    clock: &Zone,
) -> ScalingRule {
    let zone = common_zone(request).unwrap_or(clock);
    let mut names = Names::of(request.wishes.iter().map(|wish| &wish.entry));
    let entries = request.wishes.iter().map(|wish| entry(&wish.entry, names.next(&wish.entry), zone));
    let spec = ScalingRuleSpec {
        target: TargetRef {
            api_version: "apps/v1".to_owned(),
            kind: request.target.kind.as_str().to_owned(),
            name: request.target.name.clone(),
            namespace: None,
        },
        timezone: zone.name().to_owned(),
        schedule: entries.collect(),
        default: request.default.map(|replicas| DefaultReplicas { replicas: signed(replicas) }),
        limits: None,
        suspend: false,
        dry_run: false,
        cooldown_seconds: 0,
    };
    let mut rule = ScalingRule::new(name.unwrap_or(&request.target.name), spec);
    rule.metadata = ObjectMeta { namespace: namespace.map(str::to_owned), ..rule.metadata };
    rule
}

fn common_zone(request: &Request) -> Option<&Zone> {
    let first = request.wishes.first()?;
    request.wishes.iter().all(|wish| wish.entry.zone == first.entry.zone).then_some(&first.entry.zone)
}

fn entry(entry: &Entry, name: String, zone: &Zone) -> ScheduleEntry {
    let (days, dates) = match &entry.days {
        Days::Every => (None, None),
        Days::Weekdays(days) => (Some(days.iter().map(Day::from).collect()), None),
        Days::Dates(dates) => (None, Some(dates.iter().map(ToString::to_string).collect())),
    };
    // Both or none: one alone makes its reader look up the other.
    let end = if entry.end == TimeOfDay::MIDNIGHT { TimeOfDay::END_OF_DAY } else { entry.end };
    let times =
        Some((entry.start, end)).filter(|&times| times != (TimeOfDay::MIDNIGHT, TimeOfDay::END_OF_DAY));
    ScheduleEntry {
        name,
        days,
        dates,
        time_start: times.map(|(start, _)| start.to_string()),
        time_end: times.map(|(_, end)| end.to_string()),
        replicas: signed(entry.replicas),
        priority: entry.priority,
        timezone: (entry.zone != *zone).then(|| entry.zone.name().to_owned()),
    }
}

/// The sentences know no greater number.
fn signed(replicas: u32) -> i32 {
    i32::try_from(replicas).unwrap_or(i32::MAX)
}
