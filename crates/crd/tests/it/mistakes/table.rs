//! The table of mistakes, by subject. Also used by the tests of crates/manifest.

use chrono::NaiveDate;
use easyscale_crd::Code;
use serde::Serialize;
use serde_json::{Value, json};

use crate::good::{entry, spec};

/// Who refuses a mistake before it is stored.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Server {
    /// A rule of the definition, with our sentence.
    Rule,
    /// The schema's limits, with the server's words, and a rule.
    SchemaAndRule,
    /// The schema's limits alone: the server runs no rule on what is too long.
    Schema,
    /// Nobody: only `check` can know.
    Nobody,
}

pub(super) struct Mistake {
    pub(super) spec: Value,
    pub(super) code: Code,
    pub(super) path: &'static str,
    /// What the message adds to the sentence of the code.
    pub(super) detail: &'static str,
    pub(super) server: Server,
}

fn mistake(spec: Value, code: Code, path: &'static str, detail: &'static str, server: Server) -> Mistake {
    Mistake { spec, code, path, detail, server }
}

fn entries(count: usize) -> Value {
    let entry = |i| json!({"name": format!("Entry {i}"), "days": ["Monday"], "replicas": 1});
    spec(json!({"schedule": (0..count).map(entry).collect::<Vec<_>>()}))
}

fn dates(dates: &[impl Serialize]) -> Value {
    entry(json!({"days": null, "dates": dates}))
}

fn consecutive(count: usize) -> Vec<String> {
    let first = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    first.iter_days().take(count).map(|date| date.to_string()).collect()
}

pub(super) fn mistakes() -> Vec<Mistake> {
    [times(), days(), names(), numbers(), zones(), targets()].into_iter().flatten().collect()
}

fn times() -> Vec<Mistake> {
    let start = |text: &str| entry(json!({"timeStart": text}));
    let end = |text: &str| entry(json!({"timeEnd": text}));
    let both = |text: &str| entry(json!({"timeStart": text, "timeEnd": text}));
    let (at_start, at_end) = ("spec.schedule[0].timeStart", "spec.schedule[0].timeEnd");
    vec![
        mistake(
            start("25:00"),
            Code::TimeStart,
            at_start,
            "\"25:00\" is not a time: hours go from 00 to 23",
            Server::Rule,
        ),
        mistake(start("24:00"), Code::TimeStart, at_start, "\"24:00\" is the end of a day", Server::Rule),
        mistake(
            start("4pm"),
            Code::TimeStart,
            at_start,
            "\"4pm\" is not a time; write it as HH:MM",
            Server::Rule,
        ),
        mistake(start("9:00"), Code::TimeStart, at_start, "\"9:00\" is not a time", Server::Rule),
        mistake(start(""), Code::TimeStart, at_start, "\"\" is not a time", Server::Rule),
        mistake(start(&"1".repeat(2000)), Code::TimeStart, at_start, "is not a time", Server::Schema),
        mistake(end("24:01"), Code::TimeEnd, at_end, "\"24:01\" is not a time", Server::Rule),
        mistake(end("18:60"), Code::TimeEnd, at_end, "minutes go from 00 to 59", Server::Rule),
        mistake(both("22:00"), Code::TimesEqual, at_end, "both are \"22:00\"", Server::Rule),
        mistake(both("00:00"), Code::TimesEqual, at_end, "both are \"00:00\"", Server::Rule),
        mistake(end("00:00"), Code::TimesEqual, at_end, "both are \"00:00\"", Server::Rule),
    ]
}

fn days() -> Vec<Mistake> {
    let (at_days, at_dates) = ("spec.schedule[0].days", "spec.schedule[0].dates");
    let both = entry(json!({"dates": ["2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28"]}));
    let instead = "here {name: \"Weekend\", days: [Saturday, Sunday]} and {name: \"Weekend (dates)\", \
                   dates: [\"2026-12-25\", \"2026-12-26\", \"2026-12-27\", …]}";
    let eight = entry(json!({"days": vec!["Monday"; 8]}));
    vec![
        mistake(both, Code::DaysAndDates, "spec.schedule[0]", instead, Server::Rule),
        mistake(entry(json!({"days": []})), Code::DaysCount, at_days, "found 0", Server::SchemaAndRule),
        mistake(eight, Code::DaysCount, at_days, "found 8", Server::Schema),
        mistake(dates(&[""; 0]), Code::DatesCount, at_dates, "found 0", Server::SchemaAndRule),
        mistake(dates(&consecutive(367)), Code::DatesCount, at_dates, "found 367", Server::Schema),
        mistake(
            dates(&["2026-12-25", "2026-02-30"]),
            Code::Date,
            "spec.schedule[0].dates[1]",
            "\"2026-02-30\" does not exist",
            Server::Rule,
        ),
        mistake(
            dates(&["2100-02-29"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "does not exist",
            Server::Rule,
        ),
        mistake(
            dates(&["2026-13-01"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "does not exist",
            Server::Rule,
        ),
        mistake(
            dates(&["25.12.2026"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "is not written like that",
            Server::Rule,
        ),
        mistake(
            dates(&["2026-1-5"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "is not written like that",
            Server::Rule,
        ),
        mistake(
            dates(&["1999-12-31"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "outside of these years",
            Server::Rule,
        ),
        mistake(
            dates(&["2200-01-01"]),
            Code::Date,
            "spec.schedule[0].dates[0]",
            "outside of these years",
            Server::Rule,
        ),
    ]
}

fn names() -> Vec<Mistake> {
    let name = |text: &str| entry(json!({"name": text}));
    let twice = spec(json!({"schedule": [
        {"name": "Weekend", "days": ["Saturday"], "replicas": 2},
        {"name": "Monday", "days": ["Monday"], "replicas": 2},
        {"name": "Weekend", "days": ["Sunday"], "replicas": 2},
    ]}));
    let (at, also) = ("spec.schedule[0].name", "\"Weekend\" is also the name of spec.schedule[0]");
    vec![
        mistake(
            spec(json!({"schedule": []})),
            Code::ScheduleEmpty,
            "spec.schedule",
            "",
            Server::SchemaAndRule,
        ),
        mistake(entries(65), Code::ScheduleTooLong, "spec.schedule", "this one has 65", Server::Schema),
        mistake(name(&"n".repeat(2000)), Code::EntryName, at, "this one has 2000", Server::Schema),
        mistake(name(""), Code::EntryName, at, "found \"\"", Server::SchemaAndRule),
        mistake(name(" Weekend"), Code::EntryName, at, "found \" Weekend\"", Server::Rule),
        mistake(name("Week\nend"), Code::EntryName, at, "found \"Week\\nend\"; remove", Server::Rule),
        mistake(name("Week\u{202e}dne"), Code::EntryName, at, "character U+202E from it", Server::Rule),
        mistake(name("Weekend\u{200f}"), Code::EntryName, at, "found \"Weekend\\u{200f}\"", Server::Rule),
        mistake(name("Week\u{2028}end"), Code::EntryName, at, "character U+2028 from it", Server::Rule),
        mistake(name("default"), Code::EntryNameReserved, at, "", Server::Rule),
        mistake(name("Default"), Code::EntryNameReserved, at, "", Server::Rule),
        mistake(twice, Code::EntryNameTwice, "spec.schedule[2].name", also, Server::Rule),
    ]
}

fn numbers() -> Vec<Mistake> {
    let limits = |min: i32, max: i32| spec(json!({"limits": {"minReplicas": min, "maxReplicas": max}}));
    let (at_entry, at_default) = ("spec.schedule[0].replicas", "spec.default.replicas");
    let outside = Code::ReplicasOutsideLimits;
    vec![
        mistake(entry(json!({"replicas": -1})), Code::Replicas, at_entry, "found -1", Server::SchemaAndRule),
        mistake(
            spec(json!({"default": {"replicas": -1}})),
            Code::Replicas,
            at_default,
            "found -1",
            Server::SchemaAndRule,
        ),
        mistake(limits(3, 9), outside, at_entry, "2 is not within 3 to 9", Server::Rule),
        mistake(limits(0, 2), outside, at_default, "3 is not within 0 to 2", Server::Rule),
        mistake(
            spec(json!({"limits": {"minReplicas": 3}})),
            outside,
            at_entry,
            "2 is not within 3 and more",
            Server::Rule,
        ),
        mistake(limits(10, 1), Code::LimitsReversed, "spec.limits", "found 10 and 1", Server::Rule),
        mistake(limits(-1, 9), Code::Limit, "spec.limits.minReplicas", "found -1", Server::SchemaAndRule),
        mistake(
            spec(json!({"cooldownSeconds": -5})),
            Code::Cooldown,
            "spec.cooldownSeconds",
            "found -5",
            Server::SchemaAndRule,
        ),
        mistake(
            spec(json!({"cooldownSeconds": 86_401})),
            Code::Cooldown,
            "spec.cooldownSeconds",
            "found 86401",
            Server::SchemaAndRule,
        ),
    ]
}

fn zones() -> Vec<Mistake> {
    let of_rule = |name: &str| spec(json!({"timezone": name}));
    let of_entry = |name: &str| entry(json!({"timezone": name}));
    let (at_rule, at_entry) = ("spec.timezone", "spec.schedule[0].timezone");
    vec![
        mistake(
            of_rule("Europe/Berln"),
            Code::Timezone,
            at_rule,
            "did you mean \"Europe/Berlin\"?",
            Server::Nobody,
        ),
        mistake(
            of_entry("America/NewYork"),
            Code::Timezone,
            at_entry,
            "did you mean \"America/New_York\"?",
            Server::Nobody,
        ),
        mistake(of_rule("New York"), Code::Timezone, at_rule, "unknown time zone \"New York\"", Server::Rule),
        mistake(of_rule("../../etc/passwd"), Code::Timezone, at_rule, "unknown time zone", Server::Rule),
        mistake(of_rule(""), Code::Timezone, at_rule, "unknown time zone \"\"", Server::Rule),
        mistake(of_rule(&"Z".repeat(65)), Code::Timezone, at_rule, "unknown time zone", Server::Schema),
    ]
}

fn targets() -> Vec<Mistake> {
    let target = |field: &str, text: &str| spec(json!({"target": {field: text}}));
    vec![
        mistake(target("name", "Web"), Code::TargetName, "spec.target.name", "found \"Web\"", Server::Rule),
        mistake(target("name", "a..b"), Code::TargetName, "spec.target.name", "found \"a..b\"", Server::Rule),
        mistake(
            target("name", ""),
            Code::TargetName,
            "spec.target.name",
            "found \"\"",
            Server::SchemaAndRule,
        ),
        mistake(
            target("name", &"w".repeat(2000)),
            Code::TargetName,
            "spec.target.name",
            "found",
            Server::Schema,
        ),
        mistake(
            target("kind", "deployment"),
            Code::TargetKind,
            "spec.target.kind",
            "found \"deployment\"",
            Server::Rule,
        ),
        mistake(
            target("apiVersion", "Apps/v1"),
            Code::TargetApiVersion,
            "spec.target.apiVersion",
            "found",
            Server::Rule,
        ),
        mistake(
            target("apiVersion", "apps/v1/x"),
            Code::TargetApiVersion,
            "spec.target.apiVersion",
            "found",
            Server::Rule,
        ),
        mistake(
            target("namespace", "Shop"),
            Code::TargetNamespace,
            "spec.target.namespace",
            "found \"Shop\"",
            Server::Rule,
        ),
        mistake(
            target("namespace", "a.b"),
            Code::TargetNamespace,
            "spec.target.namespace",
            "found \"a.b\"",
            Server::Rule,
        ),
    ]
}

/// The last values before a mistake.
pub(super) fn just_right() -> Vec<Value> {
    let target = |field: &str, text: &str| spec(json!({"target": {field: text}}));
    vec![
        entry(json!({"timeStart": "00:00", "timeEnd": "24:00"})),
        entry(json!({"timeStart": "23:59", "timeEnd": "00:00"})),
        entry(
            json!({"days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]}),
        ),
        dates(&["2000-01-01", "2000-02-29", "2028-02-29", "2196-02-29", "2199-12-31"]),
        dates(&consecutive(366)),
        entry(json!({"name": "ä".repeat(63)})),
        entry(json!({"name": "Night – 🌙 \"deep\""})),
        entry(json!({"name": "Defaults"})),
        entries(1),
        entries(64),
        entry(json!({"replicas": 0})),
        entry(json!({"replicas": i32::MAX})),
        entry(json!({"priority": i32::MIN})),
        spec(json!({"limits": {"minReplicas": 2, "maxReplicas": 3}})),
        spec(json!({"limits": {}})),
        spec(json!({"cooldownSeconds": 0})),
        spec(json!({"cooldownSeconds": 86_400})),
        spec(json!({"timezone": "America/Argentina/ComodRivadavia"})),
        spec(json!({"timezone": "Etc/GMT+12"})),
        target("name", "a"),
        target("name", &["w"; 127].join(".")),
        target("kind", "MyKind2"),
        target("apiVersion", "v1"),
        target("apiVersion", "stable.example.com/v1beta1"),
        target("namespace", &"n".repeat(63)),
    ]
}
