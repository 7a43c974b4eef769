//! What whoever runs EasyScale forbids, and what EasyScale itself may not do.

use serde_json::json;

use super::build::{World, missing, rule, rush, write};
use crate::plan::{
    DEGRADED, Extent, Hold, Lack, READY, SCALED, STALLED, SUSPENDED, Step, TARGET_RESOLVED, Target,
};

const INSIDE: &str = "2026-05-08T16:10:00Z";
const AFTER: &str = "2026-05-08T18:00:00Z";

#[test]
fn a_rule_that_asks_for_more_than_the_ceiling_is_held_until_it_asks_for_less() {
    let mut world = World::new(rush(), 3);
    world.ceiling = Some(4);
    let (plan, report) = world.look(INSIDE);
    assert_eq!(plan.step, Step::Hold(Hold::AboveCeiling));
    for kind in [READY, SCALED] {
        assert_eq!(world.condition(kind), Some(("False", "AboveCeiling")), "{kind}");
    }
    assert_eq!(world.condition(STALLED), Some(("True", "AboveCeiling")));
    assert_eq!(
        world.message(READY),
        "The schedule asks for 5 replicas of deployment/web, more than 4: that is the most that whoever runs EasyScale \
         in this cluster lets any rule ask for (--replicas-ceiling). Deployment/web is left as it is. Ask for 4 or fewer, \
         or ask them to raise it. The schedule says: 5 replicas because \"Rush\" holds until Friday 2026-05-08 18:00 (UTC); \
         then 3 replicas (the default)."
    );
    assert_eq!((world.status.desired_replicas, world.status.current_replicas), (Some(5), Some(3)));
    assert_eq!((world.status.last_scale.as_ref(), world.status.history.len()), (None, 0));
    assert_eq!(report.announcements.len(), 1, "{:?}", report.announcements);
    assert!(report.announcements[0].warning);
    assert!(world.look("2026-05-08T16:20:00Z").1.announcements.is_empty(), "told once");

    world.look(AFTER);
    assert_eq!((world.condition(READY), world.condition(STALLED)), (Some(("True", "AsScheduled")), None));
}

#[test]
fn the_ceiling_counts_whatever_the_target_has() {
    for (replicas, ceiling, held) in
        [(5, 4, true), (100, 4, true), (0, 4, true), (3, 5, false), (100, 5, false)]
    {
        let mut world = World::new(rush(), replicas);
        world.ceiling = Some(ceiling);
        let (plan, _) = world.look(INSIDE);
        assert_eq!(plan.step == Step::Hold(Hold::AboveCeiling), held, "{replicas} under {ceiling}");
        assert_eq!(write(&plan).map(|write| write.1), (!held).then_some(5));
    }
}

#[test]
fn a_raised_ceiling_lets_the_number_through_as_that_of_its_boundary() {
    let mut world = World::new(rush(), 3);
    world.look("2026-05-08T15:00:00Z");
    world.ceiling = Some(4);
    world.look(INSIDE);
    world.ceiling = Some(5);
    let (plan, _) = world.look("2026-05-08T16:30:00Z");
    assert_eq!(write(&plan), Some((3, 5, easyscale_crd::ScaleReason::Boundary)));
}

#[test]
fn neither_a_dry_run_nor_wide_limits_reach_above_the_ceiling_and_a_suspended_rule_says_that_it_is() {
    for spec in [json!({"dryRun": true}), json!({"limits": {"minReplicas": 1, "maxReplicas": 1000}})] {
        let mut world = World::new(rule(&spec), 3);
        world.ceiling = Some(4);
        assert_eq!(world.look(INSIDE).0.step, Step::Hold(Hold::AboveCeiling), "{spec}");
    }
    let mut world = World::new(rule(&json!({"suspend": true})), 3);
    world.ceiling = Some(4);
    assert_eq!(world.look(INSIDE).0.step, Step::Hold(Hold::Suspended));
    assert_eq!(world.condition(SUSPENDED), Some(("True", "Suspended")));
}

#[test]
fn what_has_to_be_seen_and_may_not_be_holds_the_rule_and_names_the_line_to_add() {
    let mut world = World::new(rush(), 3);
    world.hidden = Some(missing("watch", "horizontalpodautoscalers.autoscaling", Extent::EveryNamespace));
    let (plan, _) = world.look(INSIDE);
    assert_eq!(plan.step, Step::Hold(Hold::Hidden));
    assert_eq!(world.condition(READY), Some(("False", "Forbidden")));
    assert_eq!(world.condition(STALLED), Some(("True", "Forbidden")));
    let expected = "EasyScale may not watch horizontalpodautoscalers.autoscaling in all namespaces; an administrator can \
                    grant it by adding {apiGroups: [\"autoscaling\"], resources: [\"horizontalpodautoscalers\"], verbs: \
                    [\"watch\"]} to the operator's role; EasyScale tries again by itself. The schedule says: 5 replicas";
    assert!(world.message(READY).starts_with(expected), "{}", world.message(READY));
    world.hidden = None;
    assert_eq!(write(&world.look(INSIDE).0).map(|write| write.1), Some(5));
    assert_eq!(world.condition(STALLED), None);
}

#[test]
fn what_can_be_done_without_is_told_beside_the_work_and_only_while_it_is_missing() {
    let mut world = World::new(rush(), 3);
    let cluster = missing("list", "customresourcedefinitions.apiextensions.k8s.io", Extent::Cluster);
    world.lacking = vec![
        Lack {
            missing: missing("create", "events.events.k8s.io", Extent::Namespace("shop".to_owned())),
            so: "so nothing is told by Events",
        },
        Lack { missing: cluster, so: "so new kinds are noticed late" },
    ];
    let (plan, _) = world.look(INSIDE);
    assert_eq!(write(&plan).map(|write| write.1), Some(5));
    assert_eq!(world.condition(READY), Some(("True", "AsScheduled")));
    assert_eq!(world.condition(DEGRADED), Some(("True", "Forbidden")));
    assert_eq!(
        world.message(DEGRADED),
        "EasyScale may not create events.events.k8s.io in namespace shop, so nothing is told by Events; an administrator \
         can grant it by adding {apiGroups: [\"events.k8s.io\"], resources: [\"events\"], verbs: [\"create\"]} to the \
         operator's role; EasyScale tries again by itself. EasyScale may not list \
         customresourcedefinitions.apiextensions.k8s.io, so new kinds are noticed late; an administrator can grant it by \
         adding {apiGroups: [\"apiextensions.k8s.io\"], resources: [\"customresourcedefinitions\"], verbs: [\"list\"]} to \
         the operator's role; EasyScale tries again by itself."
    );
    world.lacking.clear();
    world.look("2026-05-08T16:20:00Z");
    assert_eq!(world.condition(DEGRADED), None);
}

#[test]
fn a_hidden_target_is_not_looked_at() {
    let mut world = World::new(rush(), 3);
    world.hidden = Some(missing("list", "scalingrules.easyscale.io", Extent::EveryNamespace));
    world.target = Target::NotFound;
    assert_eq!(world.look(INSIDE).0.step, Step::Hold(Hold::Hidden));
    assert_eq!(world.condition(TARGET_RESOLVED), Some(("False", "TargetNotFound")));
}
