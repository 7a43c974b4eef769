//! In docs/recipes.md a sentence and the rule below it say the same.

use std::collections::VecDeque;

use easyscale_crd::ScalingRule;
use easyscale_tests::document::{Desk, What, page};
use serde_json::Value;

/// The `ScalingRules` in a text, as the API server understands them, with the times that an entry may leave out.
fn rules(yaml: &str) -> Vec<ScalingRule> {
    let documents: Vec<Value> =
        serde_saphyr::from_multiple(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    let rules = documents.into_iter().filter(|document| document["kind"] == "ScalingRule");
    let mut rules: Vec<ScalingRule> = rules.map(|rule| serde_json::from_value(rule).unwrap()).collect();
    for entry in rules.iter_mut().flat_map(|rule| &mut rule.spec.schedule) {
        entry.time_start.get_or_insert_with(|| "00:00".to_owned());
        entry.time_end.get_or_insert_with(|| "24:00".to_owned());
    }
    rules
}

#[test]
fn each_sentence_is_the_rule_below_it() {
    let desk = Desk::without_cluster().unwrap();
    let mut said: VecDeque<(String, ScalingRule)> = VecDeque::new();
    let mut compared = 0;
    for step in page("docs/recipes.md").unwrap().steps() {
        match &step.what {
            What::Command { typed, .. } if typed.starts_with("easyscale generate ") => {
                let ended = desk.run(typed).unwrap();
                assert_eq!(ended.code, 0, "line {}: {}", step.line, ended.text);
                let rules = rules(&ended.text);
                assert_eq!(rules.len(), 1, "line {}: {}", step.line, ended.text);
                said.extend(rules.into_iter().map(|rule| (typed.clone(), rule)));
            }
            What::Shown(yaml) if !said.is_empty() => {
                for written in rules(yaml) {
                    let Some((typed, rule)) = said.pop_front() else {
                        panic!("line {}: no sentence", step.line)
                    };
                    assert_eq!(rule.metadata.name, written.metadata.name, "{typed}");
                    assert_eq!(rule.spec, written.spec, "{typed}");
                    compared += 1;
                }
                assert!(said.is_empty(), "line {}: not all that was said is shown: {said:?}", step.line);
            }
            _ => {}
        }
    }
    assert!(said.is_empty(), "without a rule below it: {said:?}");
    assert!(compared >= 13, "only {compared} sentences were found");
}
