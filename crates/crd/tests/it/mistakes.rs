//! Every mistake of design.md and of the accepted list of bad input: which code it gets, where, with which words, and
//! who refuses it.

use easyscale_crd::Code;
use serde_json::json;

use self::table::{Mistake, Server, just_right, mistakes};
use crate::fixture::{checked, entry, good, refused_by_rules};
use crate::structure::refused_by_schema;

mod table;

#[test]
fn a_good_rule_has_no_problem_and_nobody_refuses_it() {
    assert_eq!(checked(&good()).problems, []);
    assert_eq!(refused_by_rules(&good()), []);
    assert_eq!(refused_by_schema(&good()), [""; 0]);
}

#[test]
fn what_is_just_right_is_accepted_by_all() {
    for spec in just_right() {
        assert_eq!(checked(&spec).errors().next(), None, "{spec}");
        assert_eq!(refused_by_rules(&spec), [], "{spec}");
        assert_eq!(refused_by_schema(&spec), [""; 0], "{spec}");
    }
}

#[test]
fn each_mistake_is_told_with_its_code_its_field_the_value_and_the_fix() {
    for Mistake { spec, code, path, detail, .. } in mistakes() {
        let checked = checked(&spec);
        let [problem] = checked.problems.as_slice() else { panic!("{code:?}: {:?}", checked.problems) };
        assert_eq!((problem.code, problem.path.as_str()), (code, path), "{problem}");
        assert!(problem.message.contains(detail), "{problem:?} does not say {detail:?}");
        assert!(checked.schedule.is_none(), "{problem}");
    }
}

#[test]
fn the_api_server_says_the_same_sentence_at_the_same_field() {
    for Mistake { spec, code, path, server, .. } in mistakes() {
        let told = checked(&spec).problems.remove(0);
        match (server, refused_by_rules(&spec).as_slice()) {
            (Server::Rule | Server::SchemaAndRule, [(said, field)]) => {
                assert_eq!(*said, code, "{told}");
                assert!(told.message.starts_with(said.sentence()), "{told}");
                assert!(path.starts_with(field.as_str()), "{field} for {told}");
            }
            // No rule is run on these there; here, where they are run, they say nothing else.
            (Server::Schema, said) => {
                assert!(said.iter().all(|(said, _)| *said == code), "{said:?} for {told}");
            }
            (Server::Nobody, []) => {}
            (_, said) => panic!("the server says {said:?} for {told}"),
        }
    }
}

#[test]
fn the_schema_alone_refuses_what_is_too_long_too_many_or_out_of_bounds() {
    for Mistake { spec, code, path, server, .. } in mistakes() {
        let refused = refused_by_schema(&spec);
        let expected = matches!(server, Server::Schema | Server::SchemaAndRule);
        assert_eq!(refused.contains(&path.to_owned()), expected, "{code:?} at {path}: {refused:?}");
    }
}

#[test]
fn every_code_of_an_error_has_a_mistake_in_this_table() {
    let tried: Vec<_> = mistakes().iter().map(|mistake| mistake.code).collect();
    // From ES0024 on they are about files, and what does not fit in them. The engine refuses nothing that is not refused
    // before; ES0023 is there should that change.
    for code in Code::ALL.iter().filter(|code| **code < Code::Schedule) {
        assert!(tried.contains(code), "{code:?} is not tried");
    }
}

#[test]
fn all_mistakes_of_a_rule_are_told_at_once_in_the_order_of_its_fields() {
    let worst = json!({
        "target": {"name": "Web", "kind": "deployment"},
        "timezone": "Nowhere",
        "schedule": [
            {"name": "default", "timeStart": "25:00", "timeEnd": "26:00", "replicas": -1},
            {"name": "b", "days": ["Monday"], "dates": ["2026-02-30"], "timezone": "Nope", "replicas": 1},
        ],
        "default": {"replicas": -3},
        "limits": {"minReplicas": 5, "maxReplicas": 1},
        "cooldownSeconds": -1,
    });
    let codes: Vec<_> = checked(&worst).problems.iter().map(|problem| problem.code).collect();
    let expected = [
        Code::TargetKind,
        Code::TargetName,
        Code::Timezone,
        Code::EntryNameReserved,
        Code::TimeStart,
        Code::TimeEnd,
        Code::Replicas,
        Code::Date,
        Code::DaysAndDates,
        Code::Timezone,
        Code::Replicas,
        Code::LimitsReversed,
        Code::Cooldown,
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_problem_is_printed_with_its_field_first() {
    let problem = checked(&entry(json!({"replicas": -1}))).problems.remove(0);
    assert_eq!(
        problem.to_string(),
        "spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found -1 [ES0013]"
    );
}
