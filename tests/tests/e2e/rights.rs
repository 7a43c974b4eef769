//! A right that the operator lacks: said with what to grant, and nothing else is needed once it is granted.

use easyscale_tests::{Operator, Sandbox};
use k8s_openapi::api::rbac::v1::PolicyRule;

use crate::accounts::{grant, weaker, without};
use crate::stage::{SOON, condition, sentence, shop, start};
use crate::usual::{notes, rush, told, version};

/// An operator that acts in the shop, in the rush, without some rights.
async fn operator_without(shop: &Sandbox, rights: &[(&str, &str)]) -> Operator {
    let take_away =
        |rule: &mut PolicyRule| rights.iter().for_each(|(verb, resource)| without(verb, resource)(rule));
    start(shop, weaker(shop, take_away).await.starting_at("2026-05-08T16:10:00Z")).await
}

/// Does what the status asks an administrator to do: puts the rule that the sentence has in it into the role.
async fn grant_as_told(shop: &Sandbox, sentence: &str) {
    let missing = &sentence[sentence.find('{').unwrap()..=sentence.find('}').unwrap()];
    let missing: PolicyRule = serde_saphyr::from_str(missing).unwrap();
    grant(shop, missing).await;
}

/// Says that the right to do that with the number is missing, and goes on when it is granted; other rights are missing, too.
async fn says_what_is_missing_and_recovers(verb: &str, others: &[(&str, &str)]) {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let untouched = version(&shop, &web).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let missing: Vec<_> = others.iter().copied().chain([(verb, "deployments/scale")]).collect();
    let _operator = operator_without(&shop, &missing).await;

    let stalled = |status: &_| condition(status, "Stalled") == ("True", "Forbidden");
    let status = shop.wait_for_status("web", "says that it is stalled", SOON, stalled).await;
    assert_eq!(condition(&status, "Ready"), ("False", "Forbidden"));
    let expected = format!(
        "EasyScale may not {verb} deployments/scale.apps in namespace {}; an administrator can grant it by adding \
         {{apiGroups: [\"apps\"], resources: [\"deployments/scale\"], verbs: [\"{verb}\"]}} to the operator's role; \
         EasyScale tries again by itself",
        shop.name()
    );
    let said = sentence(&status, "Stalled").to_owned();
    assert!(said.contains(&expected), "{said}");
    assert_eq!(told(&shop, "web", "Forbidden", "").await, said);
    assert_eq!(version(&shop, &web).await.unwrap(), untouched);

    grant_as_told(&shop, &said).await;
    shop.wait_for_replicas(&web, 5, SOON).await;
    let ready = |status: &_| condition(status, "Ready") == ("True", "AsScheduled");
    let status = shop.wait_for_status("web", "has recovered", SOON, ready).await;
    assert_eq!(condition(&status, "Stalled"), ("", ""));
    assert_eq!(
        notes(&shop, "web", "Forbidden").await.unwrap().len(),
        1,
        "told once, however often it was tried"
    );
}

#[tokio::test]
async fn an_operator_that_may_not_write_the_number_says_what_to_grant_and_recovers() {
    says_what_is_missing_and_recovers("patch", &[]).await;
}

#[tokio::test]
async fn an_operator_that_may_not_see_the_number_says_what_to_grant_and_recovers() {
    // What it may list and watch, it need not ask for.
    says_what_is_missing_and_recovers("get", &[("list", "deployments"), ("watch", "deployments")]).await;
}
