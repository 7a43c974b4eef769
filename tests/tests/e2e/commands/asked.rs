//! Before the operator has looked at a rule, and what it then does.

use easyscale_tests::{entry, rule};
use serde_json::Value;

use super::{NOW, administrator, enters, told};
use crate::stage::{operator_at, settled, shop};
use crate::usual::{RUSH_HOLDS, rush};

#[tokio::test]
async fn a_rule_is_told_of_before_and_after_the_operator_has_seen_it() {
    let shop = shop().await;
    let (person, folder) = administrator(shop.plane()).await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let file = folder.path().join("web.yaml");
    let text = serde_json::to_string(&rush().build()).unwrap();
    std::fs::write(&file, text).unwrap();

    let from_file = enters(&person, &shop, &["dry-run", "web.yaml"], 0).await;
    shop.create_rule(rush()).await.unwrap();
    let name = shop.name();
    let stored = enters(&person, &shop, &["dry-run", "web"], 0).await;
    let would = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = format!("Would scale deployment/web from 1 to 5 because {RUSH_HOLDS}.");
    assert!(would(&stored).to_lowercase().contains(&sentence.to_lowercase()), "{stored}");
    assert!(stored.starts_with(&format!("{name}/web → deployment/web, now 1 replica\n")), "{stored}");
    assert!(stored.ends_with("\n  Nothing was changed.\n"), "{stored}");
    assert!(from_file.contains("The rule is not in the cluster like this"), "{from_file}");
    assert!(would(&from_file).to_lowercase().contains(&sentence.to_lowercase()), "{from_file}");
    assert_eq!(shop.replicas(&web).await.unwrap(), 1, "nothing was changed");

    let unseen = enters(&person, &shop, &["explain", "web"], 0).await;
    assert!(
        unseen.contains("\nWhat the operator says\n  Nothing yet: it has not looked at this rule."),
        "{unseen}"
    );
    let waiting = enters(&person, &shop, &["status"], 1).await;
    assert!(waiting.contains("not yet"), "{waiting}");
    assert!(
        waiting.contains(&format!("\n{name}/web Waiting\n  The operator has not looked at this rule yet.")),
        "{waiting}"
    );

    let _operator = operator_at(&shop, NOW).await;
    settled(&shop, "web").await;
    shop.wait_for_replicas(&web, 5, crate::stage::SOON).await;
    let scaled = |status: &easyscale_crd::ScalingRuleStatus| status.last_scale.is_some();
    shop.wait_for_status("web", "tells of its write", crate::stage::SOON, scaled).await;

    let after = enters(&person, &shop, &["dry-run", "web"], 0).await;
    assert!(after.starts_with(&format!("{name}/web → deployment/web, now 5 replicas\n")), "{after}");
    assert!(!after.contains("ould scale"), "{after}");
    let explained = enters(&person, &shop, &["explain", "scalingrule/web"], 0).await;
    let said = explained.split_once("What the operator says\n").unwrap().1;
    assert!(said.starts_with("  Ready ("), "{said}");
    assert!(
        would(said).contains("Its last change: Friday 2026-05-08 16:1")
            && would(said).contains("from 1 to 5, because"),
        "{said}"
    );
    let ready = enters(&person, &shop, &["status"], 0).await;
    assert!(ready.ends_with("\n1 rule, as it should be.\n"), "{ready}");
    let json: Value =
        serde_json::from_str(&enters(&person, &shop, &["status", "-o", "json"], 0).await).unwrap();
    let row = &json["rules"][0];
    assert_eq!(
        (&row["currentReplicas"], &row["active"], &row["ready"]),
        (&5.into(), &"Rush".into(), &true.into())
    );
}

#[tokio::test]
async fn a_stored_rule_is_previewed_and_compared_with_a_file() {
    let shop = shop().await;
    let (person, folder) = administrator(shop.plane()).await;
    shop.create_rule(rush()).await.unwrap();
    let changed = rule("web").entry(entry("Rush").from("16:00").to("18:00").replicas(7)).default(3);
    std::fs::write(folder.path().join("new.yaml"), serde_json::to_string(&changed.build()).unwrap()).unwrap();
    let table = enters(&person, &shop, &["preview", "web", "--for", "1d"], 0).await;
    assert!(
        table.starts_with(&format!("{}/web → deployment/web\nFrom Friday 2026-05-08 16:1", shop.name())),
        "{table}"
    );
    assert!(table.contains("Fri 2026-05-08 18:00   5 → 3"), "{table}");
    let compared = enters(
        &person,
        &shop,
        &["preview", "new.yaml", "--diff", "web", "--from", "17:00", "--for", "1d"],
        0,
    )
    .await;
    assert!(
        compared.starts_with(&format!("{}/web in the cluster → web in new.yaml\n", shop.name())),
        "{compared}"
    );
    assert!(compared.contains("\n4 pod-hours more ("), "{compared}");
    // A calendar that is subscribed to keeps the identity of its events, whatever the rule is renamed to elsewhere.
    let calendar = enters(&person, &shop, &["preview", "web", "-o", "ics"], 0).await;
    let uid = shop.rule("web").await.unwrap().metadata.uid.unwrap();
    assert!(calendar.contains(&format!("UID:{uid}-")), "{calendar}");
}

#[tokio::test]
async fn a_rule_that_is_not_there_is_told_with_the_one_that_was_meant() {
    let shop = shop().await;
    let (person, _folder) = administrator(shop.plane()).await;
    shop.create_rule(rush()).await.unwrap();
    let name = shop.name();
    for command in ["explain", "preview", "dry-run"] {
        let seen = person.enters(&[command, "wbe", "-n", name]).await.unwrap();
        assert_eq!((seen.code, &*seen.out), (1, ""), "{command}");
        let expected = format!(
            "\"wbe\" is no file here, so it was looked for in the cluster: there is no ScalingRule wbe in namespace {name}. Did you mean web?"
        );
        assert_eq!(told(&seen), expected, "{command}");
    }
    let seen = person.enters(&["status", "wbe", "-n", name]).await.unwrap();
    let expected = format!(
        "there is no rule {name}/wbe (did you mean {name}/web?); \"easyscale status -A\" shows all there are"
    );
    assert_eq!((seen.code, told(&seen)), (1, &*expected));
    let seen = person.enters(&["explain", "other/web", "-n", name]).await.unwrap();
    let expected = format!("other/web names the namespace other, but --namespace says {name}: leave one out");
    assert_eq!((seen.code, told(&seen)), (2, &*expected));
}
