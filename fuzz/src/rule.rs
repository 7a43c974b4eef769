//! Rules of every shape: what is checked, compiled and answered fits together.

mod made_up;

use arbitrary::Unstructured;
use chrono::{DateTime, TimeDelta, Utc};
use easyscale_crd::{ScalingRuleSpec, Severity, check, compile};
use easyscale_schedule::{Active, Finding, Next, Schedule, Segment};

use crate::{ZONES, now};

/// Makes up a rule from the bytes; it is refused with reasons, or its answers agree with each other.
pub fn rule(bytes: &[u8]) {
    let mut source = Unstructured::new(bytes);
    let Ok(spec) = made_up::spec(&mut source) else { return };
    let from =
        now() + TimeDelta::seconds(source.int_in_range(-400 * 86_400..=4_000 * 86_400).unwrap_or_default());
    if let Some(schedule) = checked(&spec, from) {
        answers(&schedule, from);
        findings(&schedule, from);
    }
}

/// The schedule, if there is nothing wrong.
fn checked(spec: &ScalingRuleSpec, at: DateTime<Utc>) -> Option<Schedule> {
    let checked = check(spec, &ZONES, at);
    let wrong = checked.problems.iter().any(|problem| problem.severity == Severity::Error);
    assert_eq!(checked.schedule.is_none(), wrong, "{:#?}", checked.problems);
    let compiled = compile(spec, &ZONES, at);
    assert_eq!(compiled.is_err(), wrong);
    for problem in &checked.problems {
        assert!(problem.path.starts_with("spec"), "{problem:?}");
        assert!(problem.message.starts_with(problem.code.sentence()), "{problem:?}");
    }
    if let Err(errors) = compiled {
        assert!(errors.iter().all(|error| error.severity == Severity::Error));
    }
    checked.schedule
}

fn answers(schedule: &Schedule, from: DateTime<Utc>) {
    let covers = schedule.covers();
    let to = (from + TimeDelta::days(10)).min(covers.end);
    let from = from.max(covers.start);
    let segments: Vec<Segment> = schedule.timeline(from..to).collect();
    let Some((first, last)) = segments.first().zip(segments.last()) else { return };
    assert_eq!((first.from, last.to), (from, to));
    for pair in segments.windows(2) {
        assert_eq!(pair[0].to, pair[1].from, "a gap");
        assert_ne!(pair[0].active, pair[1].active, "no change at {}", pair[0].to);
    }
    for segment in &segments {
        assert!(segment.from < segment.to);
        let last = segment.to - TimeDelta::seconds(1);
        let middle = segment.from + (segment.to - segment.from) / 2;
        for at in [segment.from, middle, last] {
            decided(schedule, segment, at.max(segment.from), to);
        }
    }
}

/// The answer for an instant of a segment.
fn decided(schedule: &Schedule, segment: &Segment, at: DateTime<Utc>, to: DateTime<Utc>) {
    let decision = schedule.decide(at);
    assert_eq!((decision.active, decision.replicas), (segment.active, segment.replicas), "at {at}");
    match decision.next {
        Next::Change(change) => {
            assert!(
                change.at == segment.to || segment.to == to && change.at > to,
                "{change:?} in {segment:?}"
            );
            assert_eq!(schedule.active(change.at), change.active);
        }
        Next::Checkpoint(until) => assert!(until > at, "no progress at {at}"),
        Next::Never => assert_eq!(segment.to, to),
    }
    if let Some(since) = schedule.since(at) {
        assert!(since <= at && schedule.active(since) == decision.active, "since {since} at {at}");
    }
    strongest(schedule, decision.active, at);
}

/// Who decides is on, and nobody who is on is stronger.
fn strongest(schedule: &Schedule, active: Active, at: DateTime<Utc>) {
    let entries = schedule.entries();
    let on = (0..entries.len()).filter(|&entry| schedule.is_on(entry, at));
    let winner = on.min_by_key(|&entry| (std::cmp::Reverse(entries[entry].priority), entry));
    match active {
        Active::Entry(entry) => {
            assert_eq!(winner, Some(entry), "at {at}");
            let open = schedule.open_window(entry, at).expect("its window is open");
            assert!(
                open.start.is_none_or(|start| start <= at) && open.end.is_none_or(|end| at < end),
                "{open:?}"
            );
        }
        Active::Default | Active::Nothing => assert_eq!(winner, None, "at {at}"),
    }
}

fn findings(schedule: &Schedule, at: DateTime<Utc>) {
    let entries = schedule.entries();
    for finding in schedule.findings(at) {
        match finding {
            Finding::Overlap { winner, loser, at: first } => {
                assert!(first >= at && winner < loser);
                assert_eq!(schedule.active(first), Active::Entry(winner));
                assert!(schedule.is_on(loser, first));
                assert_eq!(entries[winner].priority, entries[loser].priority);
                assert_ne!(entries[winner].replicas, entries[loser].replicas);
            }
            Finding::NeverHolds { entry } | Finding::AllPast { entry } => {
                assert_ne!(schedule.active(at), Active::Entry(entry));
            }
            _ => {}
        }
    }
}
