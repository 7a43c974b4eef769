//! Drift: somebody else changes the number inside a window.

use std::collections::HashSet;

use easyscale_crd::ScaleReason::{Boundary, Drift};

use super::build::{World, rush, scale, utc, write};
use crate::plan::{CONTESTED, Hold, READY, Scale, Step, Target};

fn settled() -> World {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T16:00:00Z");
    world.look("2026-05-08T16:00:01Z");
    world
}

#[test]
fn a_changed_number_is_put_back_three_times_and_then_contested() {
    let mut world = settled();
    for at in ["16:01:00", "16:02:00", "16:03:00"] {
        world.meddle("kubectl", 7);
        let (plan, _) = world.look(&format!("2026-05-08T{at}Z"));
        assert_eq!(write(&plan), Some((7, 5, Drift)), "{at}");
        assert_eq!(world.condition(CONTESTED), None);
    }
    world.meddle("kubectl", 7);
    let (plan, _) = world.look("2026-05-08T16:04:00Z");
    let until = utc("2026-05-08T16:08:00Z");
    assert_eq!((plan.step, plan.wake_at), (Step::Hold(Hold::Contested { until }), Some(until)));
    assert_eq!(world.condition(CONTESTED), Some(("True", "Contested")));
    assert!(world.message(CONTESTED).contains("\"kubectl\""), "{}", world.message(CONTESTED));
    assert_eq!(world.condition(READY), Some(("False", "Contested")));
}

#[test]
fn a_contest_is_tried_every_five_minutes_and_ends_when_the_number_stays() {
    let mut world = settled();
    for at in ["16:01:00", "16:02:00", "16:03:00", "16:04:00"] {
        world.meddle("kubectl", 7);
        world.look(&format!("2026-05-08T{at}Z"));
    }
    let (plan, _) = world.look("2026-05-08T16:08:00Z");
    assert_eq!(write(&plan), Some((7, 5, Drift)));
    assert_eq!(world.condition(CONTESTED), Some(("True", "Contested")), "one try is no peace");
    world.meddle("kubectl", 7);
    let (plan, _) = world.look("2026-05-08T16:12:59Z");
    assert_eq!(plan.step, Step::Hold(Hold::Contested { until: utc("2026-05-08T16:13:00Z") }));
    world.look("2026-05-08T16:13:00Z");
    let (_, report) = world.look("2026-05-08T16:14:00Z");
    assert_eq!(report.wake_at, Some(utc("2026-05-08T16:23:00Z")), "to say that it is over");
    assert_eq!(world.condition(CONTESTED), Some(("True", "Contested")));
    world.look("2026-05-08T16:23:00Z");
    assert_eq!(world.condition(CONTESTED), None);
    assert_eq!(world.condition(READY), Some(("True", "AsScheduled")));
}

#[test]
fn a_target_that_is_made_anew_again_and_again_is_no_contest() {
    let mut world = settled();
    let mut keys = HashSet::new();
    for minute in 1..6 {
        world.target = Target::NotFound;
        world.look(&format!("2026-05-08T16:0{minute}:00Z"));
        let made_anew = Scale { uid: format!("uid-{minute}"), ..scale(2) };
        world.target = Target::Found(made_anew);
        let (plan, report) = world.look(&format!("2026-05-08T16:0{minute}:30Z"));
        assert_eq!(write(&plan), Some((2, 5, Boundary)), "nobody has changed it back");
        assert_eq!(world.condition(CONTESTED), None);
        keys.extend(report.announcements.into_iter().map(|told| told.key));
    }
    assert_eq!(keys.len(), 5, "each is told of");
}

#[test]
fn corrections_far_apart_are_no_contest() {
    let mut world = settled();
    for at in ["16:01:00", "16:07:00", "16:13:00", "16:19:00", "16:25:00"] {
        world.meddle("kubectl", 7);
        let (plan, _) = world.look(&format!("2026-05-08T{at}Z"));
        assert_eq!(write(&plan), Some((7, 5, Drift)), "{at}");
    }
}

#[test]
fn a_contest_does_not_hold_up_a_boundary() {
    let mut world = settled();
    for at in ["17:55:00", "17:56:00", "17:57:00", "17:58:00"] {
        world.meddle("kubectl", 7);
        world.look(&format!("2026-05-08T{at}Z"));
    }
    let (plan, _) = world.look("2026-05-08T18:00:00Z");
    assert_eq!(write(&plan), Some((7, 3, Boundary)));
}

#[test]
fn the_write_of_a_leader_that_died_is_put_on_record_once() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T15:59:00Z");
    world.meddle("easyscale", 5);
    let (_, report) = world.look("2026-05-08T16:00:09Z");
    let record = report.status.last_scale.clone().unwrap();
    assert_eq!((record.from, record.to, record.reason), (3, 5, Boundary));
    assert_eq!(report.announcements.len(), 1);
    let (_, report) = world.look("2026-05-08T16:00:10Z");
    assert_eq!((report.status.history.len(), report.announcements.len()), (1, 0));
}

#[test]
fn somebody_who_sets_the_right_number_is_not_recorded_as_us() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T15:59:00Z");
    world.meddle("kubectl", 5);
    let (_, report) = world.look("2026-05-08T16:00:09Z");
    assert_eq!(report.status.last_scale, None);
}
