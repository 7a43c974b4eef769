//! The warnings: rules that work, but probably not as meant.

use easyscale_crd::{Code, Problem, check};
use serde_json::{Value, json};

use crate::fixture::{ZONES, checked, entry, now, parse, spec, utc};

/// The warnings about a rule that has no error.
fn warnings(spec: &Value) -> Vec<Problem> {
    let checked = checked(spec);
    assert_eq!(checked.errors().next(), None);
    assert!(checked.schedule.is_some(), "a doubtful rule works");
    checked.warnings().cloned().collect()
}

fn only_warning(spec: &Value) -> Problem {
    let mut warnings = warnings(spec);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    warnings.remove(0)
}

fn two(first: &Value, second: &Value) -> Value {
    spec(json!({"schedule": [first, second]}))
}

#[test]
fn a_tie_that_changes_the_number_names_both_entries_and_the_first_time() {
    let tie = two(
        &json!({"name": "Lunch", "timeStart": "12:00", "timeEnd": "14:00", "replicas": 9}),
        &json!({"name": "Office", "timeStart": "09:00", "timeEnd": "18:00", "replicas": 6}),
    );
    // Asked at 14:00 in Berlin, just when the overlap of that day is over.
    let warning = only_warning(&tie);
    assert_eq!((warning.code, warning.path.as_str()), (Code::Overlap, "spec.schedule[1]"));
    assert!(
        warning.message.ends_with(
            "; \"Lunch\" (9 replicas) and \"Office\" (6 replicas), both of priority 0, overlap on \
             Wednesday 2026-05-06 12:00 (Europe/Berlin)"
        ),
        "{warning}"
    );
}

#[test]
fn a_tie_is_told_in_the_zone_of_the_rule_though_the_entries_have_others() {
    let mut tie = two(
        &json!({"name": "A", "timeStart": "12:00", "timeEnd": "14:00", "timezone": "UTC", "replicas": 9}),
        &json!({"name": "B", "timeStart": "12:00", "timeEnd": "14:00", "timezone": "UTC", "replicas": 6}),
    );
    tie["timezone"] = json!("Asia/Kathmandu");
    let warnings = warnings(&tie);
    assert!(
        warnings[0].message.ends_with("overlap on Tuesday 2026-05-05 17:45 (Asia/Kathmandu)"),
        "{warnings:?}"
    );
}

#[test]
fn no_tie_is_told_where_priorities_differ_or_the_numbers_are_equal_or_the_times_are_apart() {
    let a = |priority: i32, replicas: i32, end: &str| json!({"name": "A", "timeStart": "09:00", "timeEnd": end, "priority": priority, "replicas": replicas});
    let b = json!({"name": "B", "timeStart": "12:00", "timeEnd": "18:00", "replicas": 6});
    for first in [a(1, 9, "14:00"), a(0, 6, "14:00"), a(0, 9, "12:00")] {
        assert_eq!(warnings(&two(&first, &b)), [], "{first}");
    }
}

#[test]
fn an_entry_that_others_always_cover_is_told_with_its_days_and_times() {
    let covered = two(
        &json!({"name": "Always", "priority": 1, "replicas": 9}),
        &json!({"name": "Lunch", "timeStart": "12:00", "timeEnd": "14:00", "replicas": 6}),
    );
    let warning = only_warning(&covered);
    assert_eq!((warning.code, warning.path.as_str()), (Code::NeverHolds, "spec.schedule[1]"));
    assert!(
        warning.message.ends_with("; \"Lunch\" is written every day from 12:00 to 14:00 (Europe/Berlin)"),
        "{warning}"
    );
}

#[test]
fn dates_that_are_all_past_are_told_and_those_of_today_are_not() {
    let dates = |dates: &[&str]| entry(json!({"days": null, "dates": dates}));
    let warning = only_warning(&dates(&["2025-12-24", "2026-05-04"]));
    assert_eq!((warning.code, warning.path.as_str()), (Code::AllPast, "spec.schedule[0].dates"));
    assert!(warning.message.contains("\"Weekend\" is written on "), "{warning}");
    assert_eq!(warnings(&dates(&["2025-12-24", "2026-05-05"])), []);
}

#[test]
fn a_missing_default_is_told_with_the_first_time_at_which_nothing_holds() {
    let warning = only_warning(&spec(json!({"default": null})));
    assert_eq!((warning.code, warning.path.as_str()), (Code::NoDefault, "spec.default"));
    assert!(
        warning.message.ends_with("; the first such time begins on Tuesday 2026-05-05 14:00 (Europe/Berlin)"),
        "{warning}"
    );
    let on_saturday = check(&parse(&spec(json!({"default": null}))), &ZONES, utc("2026-05-09T08:00:00Z"));
    let said = on_saturday.problems[0].message.clone();
    assert!(said.ends_with("begins on Monday 2026-05-11 00:00 (Europe/Berlin)"), "{said}");
}

#[test]
fn a_default_is_not_missed_where_some_entry_always_holds() {
    let day_and_night = json!({"default": null, "schedule": [
        {"name": "Day", "timeStart": "06:00", "timeEnd": "22:00", "replicas": 5},
        {"name": "Night", "timeStart": "22:00", "timeEnd": "06:00", "replicas": 1},
    ]});
    assert_eq!(warnings(&spec(day_and_night)), []);
}

#[test]
fn a_day_or_date_that_is_listed_twice_is_told() {
    let twice = only_warning(&entry(json!({"days": ["Saturday", "Sunday", "Saturday"]})));
    assert_eq!((twice.code, twice.path.as_str()), (Code::ListedTwice, "spec.schedule[0].days"));
    assert!(twice.message.ends_with("; Saturday"), "{twice}");
    let twice = only_warning(&entry(json!({"days": null, "dates": ["2026-12-25", "2026-12-25"]})));
    assert_eq!((twice.code, twice.path.as_str()), (Code::ListedTwice, "spec.schedule[0].dates"));
    assert!(twice.message.ends_with("; 2026-12-25"), "{twice}");
}

#[test]
fn doubts_that_need_no_schedule_are_told_together_with_errors() {
    let both = checked(&entry(json!({"days": ["Sunday", "Sunday"], "replicas": -1})));
    assert_eq!(both.errors().map(|problem| problem.code).collect::<Vec<_>>(), [Code::Replicas]);
    assert_eq!(both.warnings().map(|problem| problem.code).collect::<Vec<_>>(), [Code::ListedTwice]);
}

#[test]
fn every_code_of_a_warning_is_tried_here() {
    let source = include_str!("doubts.rs");
    // From ES0106 on they are about files, and tried in crates/manifest.
    let about_a_rule = |code: &&Code| (Code::Overlap..Code::UnquotedTime).contains(*code);
    for code in Code::ALL.iter().filter(about_a_rule) {
        assert!(source.contains(&format!("Code::{code:?}")), "{code:?}");
    }
    assert_eq!(now(), utc("2026-05-05T12:00:00Z"), "the times above are told from a Tuesday at noon");
}
