//! `easyscale status`: everything at a glance, problems first, and again after every change.

use std::process::Stdio;

use easyscale_tests::{Person, rule};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use super::{NOW, administrator, enters};
use crate::stage::{SOON, operator_at, settled, shop};
use crate::usual::rush;

#[tokio::test]
async fn what_needs_somebody_comes_first_and_says_why() {
    let shop = shop().await;
    let (person, _folder) = administrator(shop.plane()).await;
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    shop.create_rule(rule("zebra").entry(easyscale_tests::entry("Always").replicas(2))).await.unwrap();
    let _operator = operator_at(&shop, NOW).await;
    for rule in ["web", "zebra"] {
        settled(&shop, rule).await;
    }
    let name = shop.name();
    let ready = |status: &easyscale_crd::ScalingRuleStatus| status.current_replicas == Some(5);
    shop.wait_for_status("web", "is as it should be", SOON, ready).await;

    let all = enters(&person, &shop, &["status"], 1).await;
    let names: Vec<_> = all.lines().skip(1).take(2).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["zebra", "web"], "{all}");
    assert!(all.starts_with("NAME"), "{all}");
    assert!(all.contains(&format!("\n{name}/zebra TargetNotFound\n  ")), "{all}");
    assert!(!all.contains(&format!("\n{name}/web ")), "what is well needs no sentence: {all}");
    assert!(all.lines().all(|line| line.chars().count() <= 120), "{all}");

    enters(&person, &shop, &["status", "web"], 0).await;
    let both = person.enters(&["status", &format!("{name}/web"), &format!("{name}/zebra")]).await.unwrap();
    assert_eq!(both.code, 1, "{both:?}");
    let json: Value =
        serde_json::from_str(&enters(&person, &shop, &["status", "-o", "json"], 1).await).unwrap();
    let reasons: Vec<_> = json["rules"].as_array().unwrap().iter().map(|row| &row["reason"]).collect();
    assert_eq!(reasons[0], "TargetNotFound", "{json}");

    let everywhere = person.enters(&["status", "-A"]).await.unwrap();
    assert!(everywhere.out.starts_with("NAMESPACE"), "{everywhere:?}");
    for rule in ["web", "zebra"] {
        let row = everywhere.out.lines().any(|line| line.starts_with(name) && line.contains(rule));
        assert!(row, "{rule}: {everywhere:?}");
    }
    let empty = shop.plane().namespace("empty").await.unwrap();
    let nothing = enters(&person, &empty, &["status"], 0).await;
    let expected =
        format!("There are no rules in namespace {}. All namespaces: easyscale status -A\n", empty.name());
    assert_eq!(nothing, expected);
}

#[tokio::test]
async fn an_edit_that_nobody_has_looked_at_yet_is_told_as_that() {
    let shop = shop().await;
    let (person, _folder) = administrator(shop.plane()).await;
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_at(&shop, NOW).await;
    settled(&shop, "web").await;
    drop(operator);
    shop.edit_rule("web", json!({"default": {"replicas": 4}})).await.unwrap();
    let told = enters(&person, &shop, &["status"], 1).await;
    assert!(told.contains("The operator has not looked at the last edit of this rule yet."), "{told}");
    let told = enters(&person, &shop, &["explain", "web"], 0).await;
    assert!(told.contains("It has not looked at the last edit of the rule yet"), "{told}");
}

#[tokio::test]
async fn somebody_who_may_look_into_one_namespace_only_sees_the_rules_of_it() {
    let shop = shop().await;
    let plane = shop.plane();
    let (person, folder) = administrator(shop.plane()).await;
    drop(person);
    shop.create_rule(rush()).await.unwrap();
    let who = format!("{}-reader", shop.name());
    let kubeconfig = plane.kubeconfig_of_user(&who, &[]).unwrap();
    let rights = json!([{"apiGroups": ["easyscale.io"], "resources": ["scalingrules"], "verbs": ["get", "list", "watch"]}]);
    crate::glance::rights::allow(&shop, &who, rights).await;
    let reader = Person::with(&kubeconfig, folder.path()).await.unwrap();
    let seen = reader.enters(&["status", &format!("{}/web", shop.name())]).await.unwrap();
    assert_eq!((seen.code, &*seen.err), (1, ""), "{seen:?}");
    assert!(seen.out.contains("web"), "{seen:?}");
    let seen = reader.enters(&["status", "-A"]).await.unwrap();
    assert_eq!((seen.code, &*seen.out), (1, ""), "{seen:?}");
    assert!(
        super::told(&seen).contains("you may not list scalingrules.easyscale.io in all namespaces"),
        "{seen:?}"
    );
}

#[tokio::test]
async fn watching_shows_every_change_until_it_is_interrupted() {
    let shop = shop().await;
    let (person, _folder) = administrator(shop.plane()).await;
    shop.create_rule(rush()).await.unwrap();
    let mut command = person.types(&["status", "--watch", "-o", "json", "-n", shop.name()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut names = async || -> Vec<String> {
        let line = tokio::time::timeout(SOON, lines.next_line()).await.unwrap().unwrap().unwrap();
        let seen: Value = serde_json::from_str(&line).unwrap();
        seen["rules"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names().await, ["web"]);
    shop.create_rule(rule("api").entry(easyscale_tests::entry("Always").replicas(2))).await.unwrap();
    assert_eq!(names().await, ["api", "web"]);
    shop.delete_rule("web").await.unwrap();
    assert_eq!(names().await, ["api"]);
    let interrupt =
        tokio::process::Command::new("kill").args(["-INT", &child.id().unwrap().to_string()]).status();
    assert!(interrupt.await.unwrap().success());
    let output = tokio::time::timeout(SOON, child.wait_with_output()).await.unwrap().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}
