//! What holds for every rule: random sentences through the real program.

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_manifest::{Content, read_bytes};
use easyscale_schedule::{Active, Schedule, ZoneDatabase};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{Desk, NOW};

const ZONES: [&str; 5] =
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
const DAYS: [&str; 7] =
    ["", "on weekends", "on weekdays", "on Friday to Monday", "on Wednesday", "on 2026-05-12", "every day"];
const TIMES: [&str; 7] = [
    "",
    "from 22:00 to 06:00",
    "between 16:00 - 18:00",
    "from 9am until noon",
    "from 02:15 to 02:45",
    "all day",
    "from 18:30 to midnight",
];
/// Days around which clocks change in one of the zones, and an ordinary one.
const WEEKS: [&str; 4] = ["2026-05-08", "2026-03-27", "2026-10-23", "2026-04-01"];

fn entry() -> impl Strategy<Value = String> {
    let parts = (0_u32..130, 0..DAYS.len(), 0..TIMES.len(), 0..3_i32, prop::option::of(0..ZONES.len()));
    parts.prop_map(|(replicas, days, times, priority, zone)| {
        let zone = zone.map_or_else(String::new, |zone| format!("({})", ZONES[zone]));
        format!("web to {replicas} {} {} {zone} priority {priority}", DAYS[days], TIMES[times])
    })
}

fn sentence() -> impl Strategy<Value = String> {
    (prop::collection::vec(entry(), 1..5), prop::option::of(0_u32..20)).prop_map(|(entries, default)| {
        let default = default.map(|default| format!("otherwise {default}"));
        entries.into_iter().chain(default).collect::<Vec<_>>().join("; ")
    })
}

fn zone() -> impl Strategy<Value = &'static str> {
    (0..ZONES.len()).prop_map(|zone| ZONES[zone])
}

/// The sentences that stand above a generated rule.
fn repeated(yaml: &str) -> String {
    let said = yaml.lines().filter_map(|line| line.strip_prefix("#   "));
    said.collect::<Vec<_>>().join("; ")
}

/// The YAML of a sentence; what it warns about is of no interest here.
fn generated(desk: &mut Desk, sentence: &str, zone: &str) -> String {
    let ended = desk.run(&["generate", sentence, "--timezone", zone]);
    assert_eq!(ended.code, 0, "{sentence}: {ended:?}");
    ended.out
}

fn schedule(yaml: &str) -> Schedule {
    let mut read = read_bytes(yaml.as_bytes(), &ZoneDatabase::bundled(), NOW.parse().unwrap());
    match read.documents.remove(0).content {
        Content::Rule(rule) => rule.schedule.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// "1 h 30 min" in minutes.
fn minutes(told: &str) -> i64 {
    let words: Vec<_> = told.split(' ').collect();
    words.chunks(2).map(|part| part[0].parse::<i64>().unwrap() * if part[1] == "h" { 60 } else { 1 }).sum()
}

/// How long something holds in a week that is drawn, in minutes.
fn shares(picture: &str) -> i64 {
    let legend = picture.split("\n\n").nth(2).unwrap();
    legend.lines().map(|line| minutes(line.rsplit_once(", ").unwrap().1)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_understood_means_the_same_rule_and_passes_validation(sentence in sentence(), zone in zone()) {
        let mut desk = Desk::new();
        let yaml = generated(&mut desk, &sentence, zone);
        prop_assert_eq!(&generated(&mut desk, &repeated(&yaml), zone), &yaml);
        desk.file("rule.yaml", &yaml);
        let ended = desk.run(&["validate", "rule.yaml"]);
        prop_assert_eq!(ended.code, 0, "{} {:?}", yaml, ended);
    }

    #[test]
    fn the_changes_are_those_of_the_engine(sentence in sentence(), zone in zone(), week in 0..WEEKS.len()) {
        let mut desk = Desk::new();
        let yaml = generated(&mut desk, &sentence, zone);
        desk.file("rule.yaml", &yaml);
        let told = desk.run(&["preview", "rule.yaml", "--all", "-o", "json", "--from", WEEKS[week], "--for", "9d"]).well();
        let rule = &told.json()["rules"][0];
        let range = instant(&rule["from"]["time"])..instant(&rule["until"]["time"]);
        let schedule = schedule(&yaml);
        let name = |active| match active {
            Active::Entry(index) => Value::from(schedule.entries()[index].name.clone()),
            Active::Default => Value::from("default"),
            Active::Nothing => Value::Null,
        };
        let mut segments = schedule.timeline(range).map(|segment| (segment.from, segment.replicas, name(segment.active)));
        let first = segments.next().unwrap();
        prop_assert_eq!((&rule["start"]["replicas"], &rule["start"]["entry"]), (&Value::from(first.1), &first.2));
        let changes = rule["changes"].as_array().unwrap().iter();
        let changes: Vec<_> =
            changes.map(|change| (instant(&change["time"]), change["to"]["replicas"].as_u64().map(|n| u32::try_from(n).unwrap()), change["to"]["entry"].clone())).collect();
        prop_assert_eq!(changes, segments.collect::<Vec<_>>());
    }

    #[test]
    fn a_comparison_the_other_way_round_is_the_negative(one in sentence(), other in sentence(), week in 0..WEEKS.len()) {
        let mut desk = Desk::new();
        for (file, sentence) in [("one.yaml", &one), ("other.yaml", &other)] {
            let yaml = generated(&mut desk, sentence, "Europe/Berlin");
            desk.file(file, yaml);
        }
        let mut compare = |after: &str, before: &str| {
            let from = format!("{}T00:00:00Z", WEEKS[week]);
            let arguments = ["preview", after, "--diff", before, "--from", &from, "--for", "168h", "-o", "json"];
            desk.run(&arguments).well().json()["differences"][0].clone()
        };
        let (there, back) = (compare("one.yaml", "other.yaml"), compare("other.yaml", "one.yaml"));
        prop_assert_eq!(&there["podHoursBefore"], &back["podHoursAfter"]);
        prop_assert_eq!(&there["podHoursAfter"], &back["podHoursBefore"]);
        prop_assert_eq!(&there["hoursNotCounted"], &back["hoursNotCounted"]);
        let stretches = |value: &Value| value["stretches"].as_array().unwrap().clone();
        prop_assert_eq!(stretches(&there).len(), stretches(&back).len());
        let mut sum = 0.0;
        for (one, other) in stretches(&there).iter().zip(stretches(&back)) {
            prop_assert_eq!((&one["from"], &one["until"]), (&other["from"], &other["until"]));
            prop_assert_eq!((&one["before"], &one["after"]), (&other["after"], &other["before"]));
            let (one, other) = (one["podHours"].as_f64(), other["podHours"].as_f64());
            prop_assert_eq!(one, other.map(|hours| -hours));
            sum += one.unwrap_or_default();
        }
        let difference = there["podHoursAfter"].as_f64().unwrap() - there["podHoursBefore"].as_f64().unwrap();
        prop_assert!((difference - sum).abs() < 1e-6, "{} {}", difference, sum);
    }

    #[test]
    fn the_shares_of_a_week_are_the_whole_week(sentence in sentence(), zone in zone(), week in 0..WEEKS.len()) {
        let mut desk = Desk::new();
        let yaml = generated(&mut desk, &sentence, zone);
        desk.file("rule.yaml", &yaml);
        let picture = desk.run(&["preview", "rule.yaml", "--week", "--from", WEEKS[week]]).well().out;
        // The rule's own zone: where every entry names the same one, that is it.
        let zone = yaml.lines().find_map(|line| line.strip_prefix("  timezone: ")).unwrap();
        let zone = ZoneDatabase::bundled().zone(zone).unwrap();
        let first: chrono::NaiveDate = WEEKS[week].parse().unwrap();
        let midnight = |days| zone.first_instant((first + TimeDelta::days(days)).and_time(chrono::NaiveTime::MIN));
        prop_assert_eq!(shares(&picture), (midnight(7) - midnight(0)).num_minutes(), "{}", picture);
    }
}
