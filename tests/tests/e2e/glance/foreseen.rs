//! One case of each thing that can be said, and the operator that then does it.

use easyscale_controller::glance::Glance;
use easyscale_controller::plan::{Hold, Reason, Step};
use easyscale_crd::{ScaleReason, ScalingRule, ScalingRuleStatus};
use easyscale_tests::{Operator, RuleBuilder, Sandbox, deployment, entry, rule};
use serde_json::json;

use super::{NOW, clock_at, cluster, is_done_as_said, look, look_at_stored};
use crate::conflicts::{create_autoscaler, two_rules};
use crate::stage::{SOON, condition, pod_alone, sentence, settled, shop, start};
use crate::usual::{RUSH_HOLDS, rush, version};

async fn operator_with(shop: &Sandbox, clock: easyscale_tests::ShiftedClock) -> Operator {
    start(shop, pod_alone(shop).await.with_clock(clock)).await
}

/// "5 from 16:00 to 18:00, otherwise 3" for a Deployment of the rule's name.
fn rush_of(name: &str) -> RuleBuilder {
    rule(name).entry(entry("Rush").from("16:00").to("18:00").replicas(5)).default(3)
}

#[tokio::test]
async fn the_operator_does_to_each_rule_what_a_glance_said_of_it() {
    let shop = shop().await;
    for (name, replicas) in [("low", 1), ("right", 5), ("off", 2), ("dry", 2), ("night", 7), ("typo", 2)] {
        shop.create_deployment(name, replicas).await.unwrap();
    }
    let night = rule("night").entry(entry("Night").from("22:00").to("23:00").replicas(1));
    let rules: [(RuleBuilder, bool, Reason, &str); 7] = [
        (
            rush_of("low"),
            true,
            Reason::AsScheduled,
            "Would scale deployment/low from 1 to 5 because \"Rush\" holds",
        ),
        (rush_of("right"), true, Reason::AsScheduled, "5 replicas because \"Rush\" holds until"),
        (rush_of("off").suspended(), true, Reason::Suspended, "Suspended: deployment/off is left as it is."),
        (rush_of("dry").dry_run(), true, Reason::DryRun, "Dry run: would scale deployment/dry from 2 to 5"),
        (night, true, Reason::NothingHolds, "No entry holds until Friday 2026-05-08 22:00 (UTC)"),
        (
            rush_of("typo").zone("Europe/Berln"),
            false,
            Reason::Invalid,
            "The rule has errors and is not used;",
        ),
        (
            rush_of("ghost"),
            false,
            Reason::TargetNotFound,
            "There is no deployment/ghost, or this rule may not",
        ),
    ];
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));
    let mut all = Vec::new();
    for (rule, ready, reason, beginning) in rules {
        let rule: ScalingRule = rule.into();
        let name = rule.metadata.name.clone().unwrap();
        let from_file = look(&cluster, &shop, rule.clone()).await;
        shop.create_rule(rule).await.unwrap();
        let said = look_at_stored(&cluster, &shop, clock, &name).await;
        assert!(from_file.differs, "{name}");
        assert_eq!((&from_file.step, &from_file.sentence), (&said.step, &said.sentence), "{name}");
        assert_eq!((said.ready, said.reason, &said.unseen[..]), (ready, reason, &[][..]), "{said:#?}");
        assert!(said.sentence.starts_with(beginning), "{name}: {}", said.sentence);
        all.push((name, said));
    }
    let _operator = operator_with(&shop, clock).await;
    for (name, said) in &all {
        is_done_as_said(&shop, name, said).await;
    }
    assert_eq!(shop.replicas(&deployment("low")).await.unwrap(), 5);
    assert_eq!(shop.replicas(&deployment("dry")).await.unwrap(), 2);
}

#[tokio::test]
async fn an_older_rule_and_an_autoscaler_stand_in_the_way_as_they_do_for_the_operator() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    two_rules(&shop).await;
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));
    let older = look_at_stored(&cluster, &shop, clock, "the-older").await;
    assert!(matches!(older.step, Step::Write(_)), "{older:#?}");
    let younger = look_at_stored(&cluster, &shop, clock, "a-younger").await;
    assert_eq!(younger.step, Step::Hold(Hold::OlderRule));
    let in_file =
        look(&cluster, &shop, rule("a-file").target(web.clone()).entry(entry("A").replicas(9))).await;
    assert_eq!(in_file.step, Step::Hold(Hold::OlderRule), "what is not there yet is the youngest");
    let said = format!("The rule {}/the-older is older, has the same target", shop.name());
    assert!(in_file.sentence.starts_with(&said), "{}", in_file.sentence);
    let operator = operator_with(&shop, clock).await;
    is_done_as_said(&shop, "the-older", &older).await;
    // What the older one did is seen by the younger one, sooner or later.
    let knows = |status: &ScalingRuleStatus| status.current_replicas == Some(4);
    shop.wait_for_status("a-younger", "knows of the four", SOON, knows).await;
    is_done_as_said(&shop, "a-younger", &Glance { current: Some(4), ..younger }).await;
    drop(operator);

    create_autoscaler(&shop).await;
    let held = look_at_stored(&cluster, &shop, clock, "the-older").await;
    assert_eq!(held.step, Step::Hold(Hold::Autoscaler));
    assert!(held.sentence.starts_with("HorizontalPodAutoscaler busy also sets"), "{}", held.sentence);
    let _operator = operator_with(&shop, clock).await;
    let conflict = |status: &_| condition(status, "Ready") == ("False", "AutoscalerPresent");
    let status = shop.wait_for_status("the-older", "tells of the autoscaler", SOON, conflict).await;
    assert_eq!(sentence(&status, "Ready"), held.sentence);
}

#[tokio::test]
async fn a_file_that_differs_is_an_edit_and_is_done_when_it_is_applied() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush().cooldown(3600)).await.unwrap();
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));
    let _operator = operator_with(&shop, clock).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let before = settled(&shop, "web").await;
    let untouched = version(&shop, &web).await.unwrap();

    let edited = rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(7)).cooldown(3600);
    let said = super::look_with(&cluster, clock, &super::in_file(&shop, edited.clone())).await;
    assert!(said.differs);
    assert_eq!(said.rule.metadata.generation, before.observed_generation.map(|generation| generation + 1));
    let Step::Write(write) = &said.step else { panic!("{said:#?}") };
    assert_eq!((write.to, write.reason), (7, ScaleReason::RuleChanged), "an edit is never delayed");
    assert_eq!(version(&shop, &web).await.unwrap(), untouched);
    let spec = serde_json::to_value(edited.spec()).unwrap();
    shop.edit_rule("web", json!({"schedule": spec["schedule"], "default": null})).await.unwrap();
    shop.wait_for_replicas(&web, 7, SOON).await;
    is_done_as_said(&shop, "web", &said).await;
}

#[tokio::test]
async fn a_cooldown_and_a_contest_are_told_in_the_words_of_the_status() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let slow = shop.create_deployment("slow", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    shop.create_rule(rush_of("slow").cooldown(3600)).await.unwrap();
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));
    let operator = operator_with(&shop, clock).await;
    for target in [&web, &slow] {
        shop.wait_for_replicas(target, 5, SOON).await;
    }
    for foreign in 11..14 {
        shop.scale_as("argocd", &web, foreign).await.unwrap();
        shop.wait_for_replicas(&web, 5, SOON).await;
    }
    let corrected = |status: &ScalingRuleStatus| status.history.len() == 4;
    shop.wait_for_status("web", "has been corrected three times", SOON, corrected).await;
    settled(&shop, "slow").await;
    drop(operator);

    shop.scale_as("argocd", &web, 14).await.unwrap();
    shop.scale_as("kubectl", &slow, 8).await.unwrap();
    let contested = look_at_stored(&cluster, &shop, clock, "web").await;
    assert!(matches!(contested.step, Step::Hold(Hold::Contested { .. })), "{contested:#?}");
    assert!(
        contested.sentence.starts_with("The field manager \"argocd\" keeps changing"),
        "{}",
        contested.sentence
    );
    let waiting = look_at_stored(&cluster, &shop, clock, "slow").await;
    assert!(matches!(waiting.step, Step::Hold(Hold::CoolingDown { .. })), "{waiting:#?}");

    let _operator = operator_with(&shop, clock).await;
    for (name, said, reason) in [("web", &contested, "Contested"), ("slow", &waiting, "CoolingDown")] {
        let told = |status: &_| condition(status, "Ready") == ("False", reason);
        let status = shop.wait_for_status(name, reason, SOON, told).await;
        assert_eq!(sentence(&status, "Ready"), said.sentence);
    }
}

#[tokio::test]
async fn a_number_that_somebody_changed_is_told_with_the_name_and_then_set_back() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let (cluster, clock) = (cluster(&shop).await, clock_at(NOW));
    let operator = operator_with(&shop, clock).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let known = |status: &ScalingRuleStatus| status.current_replicas == Some(5);
    shop.wait_for_status("web", "knows the five", SOON, known).await;
    drop(operator);
    shop.scale_as("kubectl", &web, 9).await.unwrap();
    let said = look_at_stored(&cluster, &shop, clock, "web").await;
    assert_eq!(
        said.sentence,
        format!(
            "Would scale deployment/web from 9 to 5 because {RUSH_HOLDS}. The field manager \"kubectl\" changed it to 9."
        )
    );
    let _operator = operator_with(&shop, clock).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let told = |status: &ScalingRuleStatus| status.history.len() == 2;
    shop.wait_for_status("web", "tells of the correction", SOON, told).await;
    is_done_as_said(&shop, "web", &said).await;
}
