//! Events: each thing is told once, and telling it again is harmless.

use std::collections::HashSet;

use serde_json::json;

use super::build::{World, rule, rush};
use crate::plan::{Applied, Reason, Refusal, Target};

#[test]
fn a_scaling_is_told_with_numbers_and_why() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T15:00:00Z");
    let (_, report) = world.look("2026-05-08T16:00:00Z");
    let [told] = &*report.announcements else { panic!("{:?}", report.announcements) };
    assert_eq!((told.reason, told.warning), (Reason::Scaled, false));
    assert_eq!(
        told.note,
        "Scaled deployment/web from 3 to 5 because \"Rush\" holds until Friday 2026-05-08 18:00 (UTC); then 3 replicas (the default)."
    );
}

#[test]
fn two_leaders_tell_of_one_boundary_with_one_name() {
    let tell = |at: &str| {
        let mut world = World::new(rush(), 3);
        world.look("2026-05-08T15:00:00Z");
        world.look(at).1.announcements[0].key.clone()
    };
    assert_eq!(tell("2026-05-08T16:00:00Z"), tell("2026-05-08T16:00:17Z"));
}

#[test]
fn every_boundary_has_a_name_of_its_own() {
    let mut world = World::new(rush(), 3);
    let mut keys = HashSet::new();
    for day in 8..12 {
        for hour in [16, 18] {
            let (_, report) = world.look(&format!("2026-05-{day:02}T{hour}:00:00Z"));
            keys.extend(report.announcements.into_iter().map(|told| told.key));
        }
    }
    assert_eq!(keys.len(), 8);
}

#[test]
fn a_correction_names_who_changed_the_number() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T16:00:00Z");
    world.meddle("kubectl", 7);
    let (_, report) = world.look("2026-05-08T16:10:00Z");
    let [told] = &*report.announcements else { panic!("{:?}", report.announcements) };
    assert_eq!((told.reason, told.warning), (Reason::DriftCorrected, true));
    assert!(
        told.note.starts_with("The field manager \"kubectl\" changed deployment/web to 7; set back to 5"),
        "{}",
        told.note
    );
}

#[test]
fn a_problem_is_told_once_while_it_lasts_and_again_when_it_returns() {
    let mut world = World::new(rush(), 3);
    world.target = Target::NotFound;
    let (_, report) = world.look("2026-05-08T15:00:00Z");
    assert_eq!(report.announcements[0].reason, Reason::TargetNotFound);
    let first = report.announcements[0].key.clone();
    let (_, report) = world.look("2026-05-08T15:00:01Z");
    assert!(report.announcements.is_empty());
    world.target = Target::Found(super::build::scale(3));
    world.look("2026-05-08T15:01:00Z");
    world.target = Target::NotFound;
    let (_, report) = world.look("2026-05-08T15:02:00Z");
    assert_eq!(report.announcements[0].reason, Reason::TargetNotFound);
    assert_ne!(report.announcements[0].key, first);
}

#[test]
fn a_refusal_is_told() {
    let mut world = World::new(rush(), 3);
    let refused = Applied::Refused(Refusal::Other("quota exceeded".into()));
    let (_, report) = world.look_and("2026-05-08T17:00:00Z", &refused);
    assert_eq!(
        (report.announcements[0].reason, report.announcements[0].warning),
        (Reason::WriteFailed, true)
    );
}

#[test]
fn a_dry_run_tells_once_for_each_boundary() {
    let mut world = World::new(rule(&json!({"dryRun": true})), 2);
    let mut told = Vec::new();
    for at in ["15:00:00", "15:30:00", "16:00:00", "16:30:00", "18:00:00", "18:00:01"] {
        let (_, report) = world.look(&format!("2026-05-08T{at}Z"));
        told.extend(report.announcements.into_iter().map(|told| (at, told.reason)));
    }
    let dry = Reason::WouldScale;
    assert_eq!(told, [("15:00:00", dry), ("16:00:00", dry), ("18:00:00", dry)]);
}
