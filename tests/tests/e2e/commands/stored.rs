//! `easyscale status` where a rule is stored that cannot be read: from before the definition checked rules.

use serde_json::{Value, json};

use super::{NOW, administrator, enters};
use crate::stage::SOON;
use crate::stored::{stalled, unchecked};
use crate::usual::{holds, operator_alone, rush};

#[tokio::test]
async fn a_rule_that_cannot_be_read_says_why_and_hides_no_other() {
    let plane = unchecked().await;
    let shop = plane.namespace("shop").await.unwrap();
    let (person, _folder) = administrator(&plane).await;
    shop.create_deployment("web", 5).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let odd = json!({"target": {"name": "odd"}, "schedule": [{"name": "Always", "replicas": "five"}]});
    shop.create_raw_rule("odd", odd).await.unwrap();
    let why = "spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found \"five\"";

    // Nobody has looked at it yet: the command sees it by itself.
    let told = one_line(&enters(&person, &shop, &["status"], 1).await);
    assert!(told.contains(&format!("{}/odd Waiting The rule cannot be read: {why}", shop.name())), "{told}");
    assert!(told.contains(&format!("{}/web Waiting The operator has not looked", shop.name())), "{told}");

    let _operator = operator_alone(&shop, NOW).await;
    stalled(&shop, "odd").await;
    shop.wait_for_status("web", "is used", SOON, holds("Rush")).await;
    let seen = enters(&person, &shop, &["status"], 1).await;
    let names: Vec<_> = seen.lines().skip(1).take(2).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["odd", "web"], "what needs somebody comes first: {seen}");
    let told = one_line(&seen);
    assert!(told.contains(&format!("{}/odd Unreadable ", shop.name())) && told.contains(why), "{told}");
    assert!(!told.contains(&format!("{}/web ", shop.name())), "what is well needs no sentence: {told}");
    enters(&person, &shop, &["status", "web"], 0).await;
    enters(&person, &shop, &["status", "odd"], 1).await;

    let json: Value =
        serde_json::from_str(&enters(&person, &shop, &["status", "-o", "json"], 1).await).unwrap();
    let (odd, web) = (&json["rules"][0], &json["rules"][1]);
    assert_eq!((&odd["ready"], &odd["reason"]), (&json!(false), &json!("Unreadable")), "{json}");
    assert!(odd["message"].as_str().unwrap().contains(why), "{json}");
    assert_eq!((&web["name"], &web["ready"]), (&json!("web"), &json!(true)), "{json}");
}

/// The text without its line breaks: where they are is for the width of a terminal.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
