//! What is told to somebody who asks before anything is done.

use serde_json::json;

use super::build::{World, missing, rule, rush, utc};
use crate::plan::{Extent, Looker, Missing, READY, Reason, Step, Target};

const RUSH: &str = "\"Rush\" holds until Friday 2026-05-08 18:00 (UTC); then 3 replicas (the default)";

#[test]
fn a_write_is_told_as_one_that_has_not_been_made_and_the_rest_as_the_operator_will_tell_it() {
    let mut world = World::new(rush(), 3);
    let (foreseen, outlook) = world.foresee("2026-05-08T16:10:00Z");
    assert_eq!(outlook.sentence, format!("Would scale deployment/web from 3 to 5 because {RUSH}."));
    let (done, report) = world.look("2026-05-08T16:10:00Z");
    assert_eq!(foreseen, done);
    assert_eq!(Some(("True", outlook.reason.as_str())), world.condition(READY));
    assert!(outlook.ready);
    assert_eq!((outlook.wake_at, report.wake_at), (Some(utc("2026-05-08T18:00:00Z")), report.wake_at));

    let (_, settled) = world.foresee("2026-05-08T16:20:00Z");
    assert_eq!(settled.sentence, world.message(READY));
}

#[test]
fn a_correction_names_who_changed_the_number() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T16:10:00Z");
    world.meddle("kubectl", 9);
    let (_, outlook) = world.foresee("2026-05-08T16:20:00Z");
    assert_eq!(
        outlook.sentence,
        format!(
            "Would scale deployment/web from 9 to 5 because {RUSH}. The field manager \"kubectl\" changed it to 9."
        )
    );
}

#[test]
fn only_a_rule_that_is_a_dry_run_is_told_as_one() {
    let world = World::new(rule(&json!({"dryRun": true})), 3);
    let (plan, outlook) = world.foresee("2026-05-08T16:10:00Z");
    assert!(matches!(plan.step, Step::WouldWrite(_)), "{plan:?}");
    assert_eq!((outlook.ready, outlook.reason), (true, Reason::DryRun));
    let expected = format!(
        "Dry run: would scale deployment/web from 3 to 5 because {RUSH}. Nothing is changed until dryRun is false."
    );
    assert_eq!(outlook.sentence, expected);
}

#[test]
fn a_person_is_told_which_right_is_missing_and_not_what_the_operator_should_be_granted() {
    let mut world = World::new(rush(), 3);
    for (resource, expected) in [
        ("deployments/scale.apps", "You may not get deployments/scale in namespace shop, so"),
        ("/apis/example.com/v1", "You may not get /apis/example.com/v1, so"),
    ] {
        let extent = Extent::Namespace("shop".to_owned());
        let missing = Missing { looker: Looker::Person, ..missing("get", resource, extent) };
        world.target = Target::Forbidden(missing);
        let (_, outlook) = world.foresee("2026-05-08T16:10:00Z");
        assert_eq!((outlook.ready, outlook.reason), (false, Reason::Forbidden));
        assert!(outlook.sentence.starts_with(expected), "{}", outlook.sentence);
        assert!(!outlook.sentence.contains("role"), "{}", outlook.sentence);
        assert!(outlook.sentence.ends_with(&format!("The schedule says: 5 replicas because {RUSH}.")));
    }
}
