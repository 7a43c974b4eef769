//! Random rules: texts and numbers of which about half are right, in every combination.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// A spec of the form that the schema demands; what is in it is right or wrong.
pub(crate) fn spec() -> impl Strategy<Value = Value> {
    let schedule = prop_oneof![15 => vec(entry(), 1..5), 1 => vec(entry(), 1..=64)];
    let limits = of((of(number()), of(number())).prop_map(|(min, max)| {
        object([("minReplicas", min.map(Value::from)), ("maxReplicas", max.map(Value::from))])
    }));
    let default = of(number().prop_map(|replicas| json!({"replicas": replicas})));
    let rest = (of(any::<bool>()), of(any::<bool>()), of(0..=86_400_i32));
    (target(), of(zone()), schedule, default, limits, rest).prop_map(
        |(target, timezone, schedule, default, limits, (suspend, dry_run, cooldown))| {
            object([
                ("target", Some(target)),
                ("timezone", timezone.map(Value::from)),
                ("schedule", Some(schedule.into())),
                ("default", default),
                ("limits", limits),
                ("suspend", suspend.map(Value::from)),
                ("dryRun", dry_run.map(Value::from)),
                ("cooldownSeconds", cooldown.map(Value::from)),
            ])
        },
    )
}

/// An object of the fields that are there.
fn object<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

fn entry() -> impl Strategy<Value = Value> {
    let days = prop_oneof![3 => of(vec(day(), 1..=7)), 1 => Just(None)];
    let dates = prop_oneof![1 => of(vec(date(), 1..5)), 2 => Just(None)];
    let priority = prop_oneof![-2..3_i32, any::<i32>()];
    let times = (of(time()), of(time()));
    (name(), days, dates, times, number(), of(priority), of(zone())).prop_map(
        |(name, days, dates, (start, end), replicas, priority, timezone)| {
            object([
                ("name", Some(name.into())),
                ("days", days.map(Value::from)),
                ("dates", dates.map(Value::from)),
                ("timeStart", start.map(Value::from)),
                ("timeEnd", end.map(Value::from)),
                ("replicas", Some(replicas.into())),
                ("priority", priority.map(Value::from)),
                ("timezone", timezone.map(Value::from)),
            ])
        },
    )
}

fn day() -> impl Strategy<Value = &'static str> {
    select(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][..])
}

fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
        2 => "2[01][0-9]{2}-(0[0-9]|1[0-3])-(0[0-9]|[12][0-9]|3[0-2])",
        1 => "2[0-2]00-02-29",
        1 => "[0-9]{1,5}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}",
        1 => ".{0,16}",
    ]
}

fn time() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "([01][0-9]|2[0-3]):[0-5][0-9]",
        1 => select(&["00:00", "24:00"][..]).prop_map(str::to_owned),
        1 => "[0-9]{1,2}:[0-9]{1,2}",
        1 => ".{0,32}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-Z][a-z]{2,9}( [a-z0-9]{1,9})?",
        2 => "[a-c]",
        1 => "[ a\\x00-\\x1f\\x7f-\\u{a1}äß🌙]{1,6}",
        // Around those that turn the order of letters.
        2 => "[aשع]{0,2}[\\u{61b}-\\u{61d}\\u{200b}-\\u{2010}\\u{2027}-\\u{2030}\\u{2065}-\\u{2070}\\u{feff}][a ]{0,2}",
        1 => "[Dd]efault|DEFAULT",
        1 => ".{1,63}",
    ]
}

fn zone() -> impl Strategy<Value = String> {
    let known =
        ["Europe/Berlin", "UTC", "Asia/Kathmandu", "America/New_York", "Etc/GMT+12", "Australia/Lord_Howe"];
    prop_oneof![
        8 => select(known.to_vec()).prop_map(str::to_owned),
        1 => "[A-Z][a-z]{1,8}/[A-Z][a-z_]{1,12}",
        1 => ".{0,64}",
    ]
}

fn number() -> impl Strategy<Value = i32> {
    prop_oneof![4 => 0..12_i32, 1 => 0..=i32::MAX]
}

fn target() -> impl Strategy<Value = Value> {
    let name = prop_oneof![4 => "[a-z]([a-z0-9-]{0,6}[a-z0-9])?([.][a-z0-9]{1,4})?", 1 => "[a-z.-]{1,9}", 1 => ".{1,40}"];
    let kind = of(prop_oneof![3 => "[A-Z][A-Za-z]{0,12}", 1 => "[A-Za-z0-9-]{0,6}", 1 => ".{0,40}"]);
    let api_version =
        of(prop_oneof![3 => "([a-z]{1,5}([.][a-z]{2})?/)?v[1-9]", 1 => "[a-z0-9./-]{0,9}", 1 => ".{0,40}"]);
    let namespace = of(prop_oneof![3 => "[a-z][a-z0-9]{0,8}", 1 => "[a-zA-Z0-9.-]{0,6}", 1 => ".{0,40}"]);
    (name, kind, api_version, namespace).prop_map(|(name, kind, api_version, namespace)| {
        object([
            ("name", Some(name.into())),
            ("kind", kind.map(Value::from)),
            ("apiVersion", api_version.map(Value::from)),
            ("namespace", namespace.map(Value::from)),
        ])
    })
}
