//! Whether to write, what, and when to look again.

use easyscale_crd::ScaleReason::{Boundary, RuleChanged};
use serde_json::json;

use super::build::{World, missing, rule, rush, scale, utc, write};
use crate::plan::{Applied, Extent, Hold, Refusal, Step, Target};

const BEFORE: &str = "2026-05-08T15:00:00Z";
const START: &str = "2026-05-08T16:00:00Z";
const INSIDE: &str = "2026-05-08T17:00:00Z";
const END: &str = "2026-05-08T18:00:00Z";

#[test]
fn a_boundary_is_written_at_its_instant_and_the_next_one_is_slept_for() {
    let mut world = World::new(rush(), 3);
    let (plan, _) = world.look(BEFORE);
    assert_eq!((write(&plan), plan.wake_at), (None, Some(utc(START))));
    let (plan, _) = world.look(START);
    assert_eq!((write(&plan), plan.wake_at), (Some((3, 5, Boundary)), Some(utc(END))));
    let (plan, _) = world.look(END);
    assert_eq!(write(&plan), Some((5, 3, Boundary)));
}

#[test]
fn a_new_rule_is_right_at_once_in_the_middle_of_a_window() {
    let mut world = World::new(rush(), 1);
    let (plan, _) = world.look(INSIDE);
    assert_eq!(write(&plan), Some((1, 5, RuleChanged)));
}

#[test]
fn an_edit_is_written_at_once_and_as_an_edit() {
    let mut world = World::new(rush(), 3);
    world.look(INSIDE);
    world.rule = rule(
        &json!({"schedule": [{"name": "Rush", "timeStart": "16:00", "timeEnd": "17:30", "replicas": 6}]}),
    );
    world.rule.metadata.generation = Some(2);
    let (plan, _) = world.look("2026-05-08T17:10:00Z");
    assert_eq!((write(&plan), plan.wake_at), (Some((5, 6, RuleChanged)), Some(utc("2026-05-08T17:30:00Z"))));
}

#[test]
fn a_look_a_moment_early_is_harmless() {
    let mut world = World::new(rush(), 3);
    world.look(BEFORE);
    let (plan, _) = world.look("2026-05-08T15:59:59.999Z");
    assert_eq!((write(&plan), plan.wake_at), (None, Some(utc(START))));
}

#[test]
fn a_clock_that_is_a_little_behind_does_not_undo_what_a_better_one_did() {
    let mut world = World::new(rush(), 3);
    world.look(START);
    let (plan, _) = world.look("2026-05-08T15:59:58Z");
    assert_eq!(write(&plan), None);
}

#[test]
fn a_clock_that_was_a_year_ahead_is_not_waited_for() {
    let mut world = World::new(rush(), 3);
    world.look("2027-05-08T17:00:00Z");
    let (plan, _) = world.look(BEFORE);
    assert_eq!(write(&plan), Some((5, 3, Boundary)));
}

#[test]
fn without_a_default_the_number_is_left_alone_until_an_entry_holds() {
    let mut world = World::new(rule(&json!({"default": null})), 9);
    let (plan, _) = world.look(BEFORE);
    assert_eq!((plan.step, plan.wake_at), (Step::Hold(Hold::NothingHolds), Some(utc(START))));
    let (plan, _) = world.look(START);
    assert_eq!(write(&plan), Some((9, 5, Boundary)));
    let (plan, _) = world.look(END);
    assert_eq!(plan.step, Step::Hold(Hold::NothingHolds));
}

#[test]
fn what_forbids_a_write_forbids_it_and_its_end_allows_it() {
    type Change = fn(&mut World);
    let cases: [(&str, Change, Change, Hold); 7] = [
        ("suspend", |w| w.rule.spec.suspend = true, |w| w.rule.spec.suspend = false, Hold::Suspended),
        ("autoscaler", |w| w.autoscaler = Some("hpa"), |w| w.autoscaler = None, Hold::Autoscaler),
        ("older rule", |w| w.older_rule = Some("shop/a"), |w| w.older_rule = None, Hold::OlderRule),
        (
            "no target",
            |w| w.target = Target::NotFound,
            |w| w.target = Target::Found(scale(3)),
            Hold::NoTarget,
        ),
        (
            "no kind",
            |w| w.target = Target::UnknownKind,
            |w| w.target = Target::Found(scale(3)),
            Hold::NoTarget,
        ),
        ("no scale", |w| w.target = Target::NoScale, |w| w.target = Target::Found(scale(3)), Hold::NoTarget),
        (
            "no right",
            |w| {
                let extent = Extent::Namespace("shop".to_owned());
                w.target = Target::Forbidden(missing("get", "deployments/scale.apps", extent));
            },
            |w| w.target = Target::Found(scale(3)),
            Hold::NoTarget,
        ),
    ];
    for (name, begin, end, hold) in cases {
        let mut world = World::new(rush(), 3);
        begin(&mut world);
        let (plan, _) = world.look(INSIDE);
        assert_eq!(plan.step, Step::Hold(hold), "{name}");
        end(&mut world);
        let (plan, _) = world.look("2026-05-08T17:00:05Z");
        assert_eq!(write(&plan).map(|write| (write.0, write.1)), Some((3, 5)), "{name}");
    }
}

#[test]
fn a_rule_with_errors_changes_nothing_and_waits_for_its_correction() {
    let mut world = World::new(rule(&json!({"timezone": "Europe/Berln"})), 3);
    let (plan, _) = world.look(INSIDE);
    assert_eq!((plan.step, plan.wake_at), (Step::Hold(Hold::Invalid), None));
}

#[test]
fn a_dry_run_says_what_it_would_write() {
    let mut world = World::new(rule(&json!({"dryRun": true})), 3);
    let (plan, _) = world.look(INSIDE);
    let Step::WouldWrite(write) = plan.step else { panic!("{:?}", plan.step) };
    assert_eq!((write.scale.replicas, write.to), (3, 5));
}

#[test]
fn a_cooldown_delays_a_boundary_but_not_an_edit() {
    let mut world = World::new(rule(&json!({"cooldownSeconds": 3600})), 3);
    world.look("2026-05-08T17:30:00Z");
    let (plan, _) = world.look(END);
    let until = utc("2026-05-08T18:30:00Z");
    assert_eq!((plan.step, plan.wake_at), (Step::Hold(Hold::CoolingDown { until }), Some(until)));
    world.rule.metadata.generation = Some(2);
    let (plan, _) = world.look("2026-05-08T18:10:00Z");
    assert_eq!(write(&plan), Some((5, 3, RuleChanged)));
}

#[test]
fn a_write_that_failed_does_not_wait_for_the_cooldown_again() {
    let mut world = World::new(rule(&json!({"cooldownSeconds": 3600})), 3);
    world.look("2026-05-08T17:30:00Z");
    world.rule = rule(&json!({"cooldownSeconds": 3600, "default": {"replicas": 2}, "schedule": [
        {"name": "Rush", "timeStart": "16:00", "timeEnd": "17:00", "replicas": 5}]}));
    world.rule.metadata.generation = Some(2);
    let refused = Applied::Refused(Refusal::Other("the webhook said no".into()));
    world.look_and("2026-05-08T17:31:00Z", &refused);
    let (plan, _) = world.look("2026-05-08T17:31:01Z");
    assert_eq!(write(&plan).map(|write| write.1), Some(2));
}

#[test]
fn the_limits_are_the_last_word() {
    // Validation refuses such a rule; should it ever miss one, the number still stays inside.
    let mut world = World::new(rush(), 3);
    let zones = easyscale_schedule::ZoneDatabase::bundled();
    let schedule = easyscale_crd::compile(&world.rule.spec, &zones, utc(INSIDE)).unwrap();
    world.rule = rule(&json!({"limits": {"minReplicas": 1, "maxReplicas": 4}}));
    let standing = crate::plan::Standing::at(&world.rule.spec, &schedule, utc(INSIDE));
    assert_eq!(standing.desired, Some(4));
}
