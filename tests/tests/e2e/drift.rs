//! Somebody else changes the number inside a window: put back and told, and where they insist, contested.

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_crd::time::to_chrono;
use easyscale_crd::{ScalingRuleStatus, TargetRef};
use easyscale_tests::Sandbox;

use crate::stage::{SOON, condition, operator_at, sentence, settled, shop};
use crate::usual::{RUSH_HOLDS, corrections, count, looked, rush, told, version};

/// Scales as a person does: with the real kubectl.
async fn a_person_scales(shop: &Sandbox, replicas: i32) {
    let replicas = format!("--replicas={replicas}");
    let arguments = ["scale", "deployment/web", &replicas, "--namespace", shop.name()];
    shop.plane().kubectl(&arguments).await.unwrap();
}

/// Waits until that many corrections are on record and the last one stands.
async fn corrected(shop: &Sandbox, web: &TargetRef, times: usize) -> ScalingRuleStatus {
    let what = format!("tells of {times} corrections");
    let status = shop.wait_for_status("web", &what, SOON, |status| corrections(status).len() == times).await;
    shop.wait_for_replicas(web, 5, SOON).await;
    status
}

/// Waits until a change that is not corrected is known.
async fn left_alone(shop: &Sandbox, replicas: i32) -> ScalingRuleStatus {
    let good = |status: &ScalingRuleStatus| {
        status.current_replicas == Some(replicas) && condition(status, "Ready") == ("False", "Contested")
    };
    shop.wait_for_status("web", &format!("gives in to {replicas}"), SOON, good).await
}

fn last_correction(status: &ScalingRuleStatus) -> DateTime<Utc> {
    to_chrono(&corrections(status).first().unwrap().time)
}

/// A person undoes the rush four times; at the end the number is theirs.
async fn contest(shop: &Sandbox, web: &TargetRef) -> ScalingRuleStatus {
    let mut operator = operator_at(shop, "2026-05-08T16:10:00Z").await;
    settled(shop, "web").await;
    for times in 1..=3 {
        a_person_scales(shop, 9).await;
        let status = corrected(shop, web, times).await;
        assert_eq!(condition(&status, "Contested"), ("", ""), "after {times}");
    }
    a_person_scales(shop, 9).await;
    let status = left_alone(shop, 9).await;
    assert_eq!(count(&operator, "easyscale_rules_total{state=\"contested\"}").await, 1);
    operator.terminate().await.unwrap();
    status
}

#[tokio::test]
async fn a_person_who_scales_inside_a_window_is_corrected_and_told() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 5).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    settled(&shop, "web").await;
    a_person_scales(&shop, 9).await;

    let note = told(&shop, "web", "DriftCorrected", "").await;
    let expected = format!(
        "The field manager \"kubectl\" changed deployment/web to 9; set back to 5 because {RUSH_HOLDS}."
    );
    assert_eq!(note, expected);
    let status = corrected(&shop, &web, 1).await;
    let records: Vec<_> = status.history.iter().map(|record| (record.from, record.to)).collect();
    assert_eq!(records, [(9, 5)], "the number was right before");
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
    assert_eq!(condition(&status, "Contested"), ("", ""));
    assert_eq!(shop.owners_of_replicas(&web).await.unwrap(), ["easyscale"]);
    let events = shop.events("web").await.unwrap();
    let kinds: Vec<_> = events.iter().filter_map(|event| event.type_.as_deref()).collect();
    assert_eq!(kinds, ["Warning"]);
}

#[tokio::test]
async fn the_fourth_change_in_ten_minutes_is_contested_by_name() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 5).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let status = contest(&shop, &web).await;

    assert_eq!(shop.replicas(&web).await.unwrap(), 9);
    assert_eq!(corrections(&status).len(), 3);
    assert_eq!(condition(&status, "Contested"), ("True", "Contested"));
    let expected = "The field manager \"kubectl\" keeps changing the number of replicas of deployment/web; EasyScale has \
                    set it back 3 times in ten minutes. Let one of the two decide: take replicas out of what kubectl \
                    writes, or suspend this rule.";
    assert_eq!(sentence(&status, "Contested"), expected);
    let next = last_correction(&status) + TimeDelta::minutes(5);
    let expected = format!(
        "{expected} EasyScale tries again at {} (UTC) and then every five minutes. The schedule says: 5 replicas because \
         {RUSH_HOLDS}.",
        next.format("%A %Y-%m-%d %H:%M")
    );
    assert_eq!(sentence(&status, "Ready"), expected);
    assert_eq!(told(&shop, "web", "Contested", "").await, expected);
}

#[tokio::test]
async fn a_contested_number_is_tried_once_every_five_minutes() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 5).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let status = contest(&shop, &web).await;
    let theirs = version(&shop, &web).await.unwrap();
    let (last, seconds) = (last_correction(&status), TimeDelta::seconds);

    let mut too_early = operator_at(&shop, &(last + seconds(4 * 60)).to_rfc3339()).await;
    looked(&too_early, "held").await;
    assert_eq!(version(&shop, &web).await.unwrap(), theirs, "one minute before its time");
    too_early.terminate().await.unwrap();

    let mut on_time = operator_at(&shop, &(last + seconds(5 * 60 - 5)).to_rfc3339()).await;
    let tried = corrected(&shop, &web, 4).await;
    assert!(last_correction(&tried) >= last + seconds(5 * 60), "{:?}", tried.history);
    assert_eq!(condition(&tried, "Contested"), ("True", "Contested"), "one try is no peace");
    a_person_scales(&shop, 8).await;
    let undone = left_alone(&shop, 8).await;
    assert_eq!(corrections(&undone).len(), 4);
    assert_eq!(shop.replicas(&web).await.unwrap(), 8);
    on_time.terminate().await.unwrap();
}

#[tokio::test]
async fn a_contest_is_over_when_the_number_has_stayed_for_ten_minutes() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 5).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let status = contest(&shop, &web).await;
    let mut again =
        operator_at(&shop, &(last_correction(&status) + TimeDelta::minutes(5)).to_rfc3339()).await;
    let tried = corrected(&shop, &web, 4).await;
    again.terminate().await.unwrap();

    let peace = last_correction(&tried) + TimeDelta::minutes(10) - TimeDelta::seconds(5);
    let _later = operator_at(&shop, &peace.to_rfc3339()).await;
    let over = |status: &ScalingRuleStatus| condition(status, "Contested") == ("", "");
    let status = shop.wait_for_status("web", "is contested no more", SOON, over).await;
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    a_person_scales(&shop, 7).await;
    corrected(&shop, &web, 5).await;
}
