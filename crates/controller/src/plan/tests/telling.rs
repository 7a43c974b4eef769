//! The status: every word of it.

use serde_json::json;

use super::build::{World, missing, rule, rush, utc};
use crate::plan::{
    ACCEPTED, Applied, CONFLICT, Extent, READY, Refusal, SCALED, STALLED, SUSPENDED, TARGET_RESOLVED, Target,
    unreadable,
};

const INSIDE: &str = "2026-05-08T17:00:00Z";

#[test]
fn the_status_says_what_holds_why_until_when_and_what_comes_next() {
    let mut world = World::new(rule(&json!({"timezone": "Europe/Berlin"})), 3);
    world.look("2026-05-08T15:00:00Z");
    let status = serde_json::to_value(&world.status).unwrap();
    assert_eq!(status["desiredReplicas"], 5);
    assert_eq!(status["currentReplicas"], 5);
    assert_eq!(status["next"], "2026-05-08 18:00 → 3");
    assert_eq!(
        status["active"],
        json!({"name": "Rush", "since": "2026-05-08T14:00:00Z", "until": "2026-05-08T16:00:00Z"})
    );
    assert_eq!(
        status["nextTransition"],
        json!({"time": "2026-05-08T16:00:00Z", "replicas": 3, "name": "default"})
    );
    assert_eq!(
        world.message(READY),
        "5 replicas because \"Rush\" holds until Friday 2026-05-08 18:00 (Europe/Berlin); then 3 replicas (the default)."
    );
    for kind in [READY, ACCEPTED, TARGET_RESOLVED, SCALED] {
        assert_eq!(world.condition(kind).map(|(status, _)| status), Some("True"), "{kind}");
    }
    assert_eq!(world.status.conditions.len(), 4, "problems are listed only while they exist");
}

#[test]
fn nothing_but_the_time_passing_changes_nothing() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T16:00:00Z");
    world.look("2026-05-08T16:00:01Z");
    let before = world.status.clone();
    let (_, report) = world.look("2026-05-08T17:59:59Z");
    assert_eq!(report.status, before);
}

#[test]
fn each_obstacle_has_its_condition_and_names_the_way_out() {
    type Change = fn(&mut World);
    let forbidden = || {
        let extent = Extent::Namespace("shop".to_owned());
        Target::Forbidden(missing("get", "crontabs/scale.example.com", extent))
    };
    let cases: [(Change, &str, &str, &str); 7] = [
        (
            |w| w.autoscaler = Some("HorizontalPodAutoscaler hpa"),
            CONFLICT,
            "AutoscalerPresent",
            "Delete one of the two",
        ),
        (|w| w.older_rule = Some("shop/a"), CONFLICT, "OlderRuleActs", "The rule shop/a is older"),
        (|w| w.rule.spec.suspend = true, SUSPENDED, "Suspended", "Set suspend to false"),
        (|w| w.target = Target::NoScale, STALLED, "NoScaleSubresource", "Name the Deployment or StatefulSet"),
        (|w| w.target = Target::NotFound, READY, "TargetNotFound", "There is no deployment/web"),
        (|w| w.target = Target::UnknownKind, READY, "KindNotFound", "knows no kind Deployment in apps/v1"),
        (|w| w.rule.spec.timezone = "Europe/Berln".into(), STALLED, "Invalid", "Europe/Berlin"),
    ];
    for (change, condition, reason, part) in cases {
        let mut world = World::new(rush(), 3);
        change(&mut world);
        world.look(INSIDE);
        assert_eq!(world.condition(condition).map(|(_, reason)| reason), Some(reason));
        assert!(world.message(condition).contains(part), "{}", world.message(condition));
    }
    let mut world = World::new(rush(), 3);
    world.target = forbidden();
    world.look(INSIDE);
    assert_eq!(world.condition(STALLED), Some(("True", "Forbidden")));
    let grant = "{apiGroups: [\"example.com\"], resources: [\"crontabs/scale\"], verbs: [\"get\"]}";
    assert!(world.message(READY).contains(grant), "{}", world.message(READY));
}

#[test]
fn several_mistakes_are_told_in_a_sentence_each() {
    let mistakes = json!({"timezone": "Europe/Berln", "default": {"replicas": -1}, "cooldownSeconds": -5});
    let mut world = World::new(rule(&mistakes), 3);
    world.look(INSIDE);
    let ends = [
        "did you mean \"Europe/Berlin\"? [ES0017] spec.default.replicas: ",
        "; found -1 [ES0013]. spec.cooldownSeconds: ",
        "; found -5 [ES0018].",
    ];
    let said = world.message(STALLED);
    assert!(ends.iter().all(|end| said.contains(end)) && said.ends_with("-5 [ES0018]."), "{said}");
}

#[test]
fn a_refused_write_says_so_and_keeps_the_number_it_saw() {
    let mut world = World::new(rush(), 3);
    let refused = Applied::Refused(Refusal::Other("quota exceeded".into()));
    world.look_and(INSIDE, &refused);
    assert_eq!(world.condition(READY), Some(("False", "WriteFailed")));
    assert!(world.message(READY).contains("quota exceeded"));
    assert_eq!((world.status.current_replicas, world.status.desired_replicas), (Some(3), Some(5)));
    assert_eq!(world.status.last_scale, None);
    assert!(world.status.history.is_empty());
}

#[test]
fn the_history_keeps_the_last_ten_newest_first() {
    let mut world = World::new(rush(), 3);
    for day in 8..15 {
        world.look(&format!("2026-05-{day:02}T16:00:00Z"));
        world.look(&format!("2026-05-{day:02}T18:00:00Z"));
    }
    assert_eq!(world.status.history.len(), 10);
    assert_eq!(world.status.history.first(), world.status.last_scale.as_ref());
    assert!(world.status.history.windows(2).all(|pair| pair[0].time.0 > pair[1].time.0));
}

#[test]
fn the_transition_time_moves_only_with_the_status_of_a_condition() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T15:00:00Z");
    world.look("2026-05-08T16:00:00Z");
    let since = |world: &World, kind: &str| {
        world.status.conditions.iter().find(|c| c.type_ == kind).unwrap().last_transition_time.clone()
    };
    assert_eq!(easyscale_crd::time::to_chrono(&since(&world, READY)), utc("2026-05-08T15:00:00Z"));
    world.target = Target::NotFound;
    world.look("2026-05-08T16:30:00Z");
    assert_eq!(easyscale_crd::time::to_chrono(&since(&world, READY)), utc("2026-05-08T16:30:00Z"));
}

#[test]
fn without_a_default_the_status_says_that_the_number_is_left_alone() {
    let mut world = World::new(rule(&json!({"default": null})), 9);
    world.look("2026-05-08T17:00:00Z");
    assert_eq!(world.status.next.as_deref(), Some("2026-05-08 18:00 → left alone"));
    world.look("2026-05-08T19:00:00Z");
    assert_eq!(world.condition(READY), Some(("True", "NothingHolds")));
    assert_eq!((world.status.desired_replicas, &world.status.active), (None, &None));
    assert_eq!(
        world.condition(ACCEPTED),
        Some(("True", "ValidWithWarnings")),
        "no default is worth a warning"
    );
    assert!(
        world.message(READY).starts_with("No entry holds until Saturday 2026-05-09 16:00 (UTC)"),
        "{}",
        world.message(READY)
    );
}

#[test]
fn a_rule_that_cannot_be_read_is_explained_and_keeps_its_history() {
    let mut world = World::new(rush(), 3);
    world.look(INSIDE);
    let status = unreadable(&world.status, Some(2), "invalid type: string \"five\"", utc(INSIDE));
    assert_eq!(status.history, world.status.history);
    let ready = status.conditions.iter().find(|condition| condition.type_ == READY).unwrap();
    assert_eq!((ready.status.as_str(), ready.reason.as_str()), ("False", "Unreadable"));
    assert!(ready.message.contains("\"five\""));
    let again = unreadable(&status, Some(2), "invalid type: string \"five\"", utc("2026-05-08T19:00:00Z"));
    assert_eq!(again, status, "saying it again changes nothing");
}
