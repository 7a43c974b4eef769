//! A right that the operator lacks: said with what to grant, and nothing else is needed once it is granted.

use easyscale_tests::{ControlPlane, Operator, OperatorOptions, Sandbox};
use k8s_openapi::api::rbac::v1::{ClusterRole, PolicyRule};
use kube::Api;
use kube::api::PostParams;

use crate::accounts::{weaker, without};
use crate::stage::{SOON, condition, sentence, shop};
use crate::usual::{notes, rush, told, version};

/// An operator that acts in the shop, in the rush, without one right.
async fn operator_without(shop: &Sandbox, verb: &str, resource: &str) -> Operator {
    let account = weaker(shop, without(verb, resource)).await;
    let options = OperatorOptions::watching(shop).as_user(&account).starting_at("2026-05-08T16:10:00Z");
    Operator::start(ControlPlane::shared().await, options).await.unwrap()
}

/// Does what the status asks an administrator to do: puts the rule that the sentence has in it into the role.
async fn grant_as_told(shop: &Sandbox, sentence: &str) {
    let missing = &sentence[sentence.find('{').unwrap()..=sentence.find('}').unwrap()];
    let missing: PolicyRule = serde_saphyr::from_str(missing).unwrap();
    let roles: Api<ClusterRole> = Api::all(shop.client());
    let mut role = roles.get(shop.name()).await.unwrap();
    role.rules.get_or_insert_default().push(missing);
    roles.replace(shop.name(), &PostParams::default(), &role).await.unwrap();
}

async fn says_what_is_missing_and_recovers(verb: &str, resource: &str) {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let untouched = version(&shop, &web).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_without(&shop, verb, resource).await;

    let stalled = |status: &_| condition(status, "Stalled") == ("True", "Forbidden");
    let status = shop.wait_for_status("web", "says that it is stalled", SOON, stalled).await;
    assert_eq!(condition(&status, "Ready"), ("False", "Forbidden"));
    let expected = format!(
        "EasyScale may not {verb} deployments/scale.apps in namespace {}; an administrator can grant it by adding \
         {{apiGroups: [\"apps\"], resources: [\"deployments/scale\"], verbs: [\"{verb}\"]}} to the operator's \
         ClusterRole; EasyScale tries again by itself",
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
    drop(operator);
}

#[tokio::test]
async fn an_operator_that_may_not_write_the_number_says_what_to_grant_and_recovers() {
    says_what_is_missing_and_recovers("patch", "deployments/scale").await;
}
