//! Each alert tells a person what is wrong and leads to a section that says what to do.

use std::collections::BTreeSet;

use easyscale_tests::monitoring::{ALERTS, alerts, promtool};
use easyscale_tests::repository;

const RUNBOOKS: &str = "https://github.com/easyscale/easyscale/blob/main/docs/runbooks.md#";
/// What each section answers.
const QUESTIONS: [&str; 4] =
    ["**What it means.**", "**What users notice.**", "**How to look closer.**", "**How to mend it.**"];

/// The sections of the runbooks: heading and text.
fn sections() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(repository().join("docs/runbooks.md")).unwrap();
    let sections = text.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
    sections.map(|(heading, text)| (heading.to_owned(), text.to_owned())).collect()
}

#[test]
fn promtool_takes_the_file() {
    let told = promtool(&["check", "rules", "--lint=all", "--lint-fatal", ALERTS]).unwrap();
    let wanted = format!("{} rules found", alerts().unwrap().len());
    assert!(told.contains(&wanted), "{told}");
}

#[test]
fn every_alert_says_what_is_wrong_and_how_bad_it_is() {
    for alert in alerts().unwrap() {
        let severity = alert.labels.get("severity").map_or("", String::as_str);
        assert!(["critical", "warning", "info"].contains(&severity), "{}: {severity:?}", alert.name);
        for (annotation, shortest) in [("summary", 20), ("description", 60)] {
            let text = alert.annotations.get(annotation).map_or("", String::as_str);
            assert!(text.len() >= shortest && text.ends_with('.'), "{}: {annotation}: {text:?}", alert.name);
        }
        let link = alert.annotations.get("runbook_url").map_or("", String::as_str);
        assert_eq!(link, format!("{RUNBOOKS}{}", alert.name.to_lowercase()), "{}", alert.name);
    }
}

#[test]
fn every_alert_has_its_section_and_every_section_its_alert() {
    let names: BTreeSet<_> = alerts().unwrap().into_iter().map(|alert| alert.name).collect();
    let sections = sections();
    let headings: BTreeSet<_> = sections.iter().map(|(heading, _)| heading.clone()).collect();
    assert_eq!(headings, names);
    for (heading, text) in &sections {
        for question in QUESTIONS {
            assert!(text.contains(question), "{heading}: {question} is not answered");
        }
    }
}
