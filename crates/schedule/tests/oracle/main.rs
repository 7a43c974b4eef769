//! The engine against an oracle that shares nothing with it: `oracle.py` reads zone data with Python's zoneinfo and goes
//! through time minute by minute.
//!
//! * Always: the recorded answers to the seeded rules (`recorded.jsonl`).
//! * Unless `EASYSCALE_ORACLE=recorded`: the live oracle, which also proves that the recording is current. It needs
//!   `python3` with pip; the zone data (`tzdata` of the Python Package Index, same IANA version as ours) is fetched once per user.
//!
//! `EASYSCALE_ORACLE_RULES` asks for another number of rules (600 covers every zone name), `EASYSCALE_ORACLE_SEED` for
//! other rules, `EASYSCALE_ORACLE=record` writes the recording anew.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

#[path = "../common/mod.rs"]
mod common;

mod live;
mod recording;
mod rules;

use std::env;
use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use common::ZONES;
use easyscale_schedule::{Active, Schedule};
use rules::{Answer, Rule};

/// The seed of the recorded rules.
const SEED: u64 = 20_260_508;
/// How many rules are recorded.
const RULES: usize = 60;

/// A number from the environment.
fn setting<T: std::str::FromStr>(name: &str, usual: T) -> T {
    match env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")),
        Err(_) => usual,
    }
}

/// What the engine says, in the oracle's words.
fn engine(rule: &Rule, schedule: &Schedule, range: Range<DateTime<Utc>>) -> Vec<Answer> {
    let segments = schedule.timeline(range);
    let words = segments.map(|segment| Answer {
        from: segment.from.timestamp(),
        active: match segment.active {
            Active::Entry(index) => Some(index),
            Active::Default | Active::Nothing => None,
        },
        replicas: segment.replicas,
    });
    let words: Vec<Answer> = words.collect();
    assert!(words.iter().all(|answer| answer.from % 60 == 0), "a boundary is not on a minute: {rule:?}");
    words
}

/// Compares both, as segments and at every single minute; returns the number of minutes.
fn compare(rule: &Rule, expected: &[Answer]) -> u32 {
    let start = DateTime::from_timestamp(rule.from, 0).unwrap();
    let end = start + TimeDelta::minutes(rule.minutes.into());
    let schedule = Schedule::compile(&rule.entries(), rule.default, start).unwrap();
    assert_eq!(engine(rule, &schedule, start..end), expected, "the oracle (right) disagrees about {rule:?}");
    let mut answers = expected.iter().peekable();
    let mut current = None;
    for minute in 0..rule.minutes {
        let now = start + TimeDelta::minutes(minute.into());
        current = answers.next_if(|answer| answer.from == now.timestamp()).or(current);
        let decided = schedule.active(now);
        assert_eq!(schedule.replicas(decided), current.unwrap().replicas, "at {now} in {rule:?}");
    }
    rule.minutes
}

#[test]
fn the_engine_agrees_with_the_recorded_oracle() {
    let recorded = recording::read();
    assert_eq!(recorded.iana, ZONES.version(), "the recording is of other zone data");
    assert_eq!(recorded.cases.len(), RULES);
    let minutes: u32 = recorded.cases.iter().map(|(rule, answers)| compare(rule, answers)).sum();
    assert!(minutes > 400_000, "{minutes} minutes compared");
}

#[test]
fn the_engine_agrees_with_the_live_oracle_and_the_recording_is_current() {
    let mode = env::var("EASYSCALE_ORACLE").unwrap_or_default();
    match mode.as_str() {
        "" | "record" => (),
        "recorded" => return eprintln!("EASYSCALE_ORACLE=recorded: the live oracle was not asked"),
        other => panic!("EASYSCALE_ORACLE={other} means nothing; use recorded, record, or leave it out"),
    }
    let (count, seed) = (setting("EASYSCALE_ORACLE_RULES", RULES), setting("EASYSCALE_ORACLE_SEED", SEED));
    let rules = rules::random(seed, count);
    let (iana, answers) = live::ask("python3", &rules).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(iana, ZONES.version(), "the oracle reads other zone data than the engine");
    let cases: Vec<(Rule, Vec<Answer>)> = rules.into_iter().zip(answers).collect();
    let minutes: u32 = cases.iter().map(|(rule, answers)| compare(rule, answers)).sum();
    let segments: usize = cases.iter().map(|(_, answers)| answers.len()).sum();
    println!("oracle: {count} rules, seed {seed}, {minutes} minutes, {segments} segments, all equal");
    if mode == "record" {
        recording::write(&iana, &rules::random(SEED, RULES), |rules| live::ask("python3", rules).unwrap().1);
    }
    if (count, seed) == (RULES, SEED) {
        assert_eq!(recording::read().cases, cases, "record anew with EASYSCALE_ORACLE=record");
    }
}

#[test]
fn without_python_the_live_oracle_fails_with_a_sentence_that_says_what_to_do() {
    let error = live::ask("no-such-python", &[]).unwrap_err();
    assert!(error.contains("no-such-python"), "{error}");
    assert!(error.contains("EASYSCALE_ORACLE=recorded"), "{error}");
}

#[test]
fn six_hundred_rules_name_every_zone() {
    let named: std::collections::HashSet<String> =
        rules::random(SEED, 600).iter().flat_map(Rule::zones).collect();
    let missing: Vec<String> = ZONES.names().filter(|name| !named.contains(name)).collect();
    assert_eq!(missing, Vec::<String>::new());
}
