//! Bad input, tried with the real kubectl on a server with the real definition: it is refused with the field and the fix,
//! or it is stored and its status explains it. Other rules go on.

use easyscale_tests::{Sandbox, deployment};
use futures::StreamExt;

use crate::mistakes::{Mistake, mistakes, yaml};
use crate::stage::{
    SOON, condition, crossed, operator_at, operator_before, sentence, settled, settled_before, shop,
};
use crate::usual::{rush, told, version};

/// So many kubectls run at once.
const AT_ONCE: usize = 4;

/// Applies a rule as a person does; what kubectl printed, whether that is good or bad news.
async fn apply(shop: &Sandbox, rule: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rule.yaml");
    std::fs::write(&file, rule).unwrap();
    let arguments = ["apply", "--namespace", shop.name(), "--filename", file.to_str().unwrap()];
    shop.plane().kubectl(&arguments).await.map_err(|error| error.to_string())
}

/// Tries a mistake. What went otherwise than the table says, if anything.
async fn try_it(shop: &Sandbox, mistake: Mistake) -> Option<String> {
    let Mistake { name, refused, .. } = mistake;
    match apply(shop, &mistake.yaml()).await {
        Ok(_) if refused.is_empty() => None,
        Ok(_) => Some(format!("{name}: stored, but wanted: {refused}")),
        Err(said) if !refused.is_empty() && said.contains(refused) => None,
        Err(said) => Some(format!("{name}: {said}\nwanted: {refused}")),
    }
}

#[tokio::test]
async fn a_mistake_is_refused_with_its_field_and_its_fix_or_stored_and_explained_while_other_rules_go_on() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 3).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let stored: Vec<_> = mistakes().into_iter().filter(|mistake| mistake.refused.is_empty()).collect();
    let mut untouched = Vec::new();
    for mistake in &stored {
        let target = shop.create_deployment(mistake.name, 7).await.unwrap();
        untouched.push(version(&shop, &target).await.unwrap());
    }

    let tried = futures::stream::iter(mistakes()).map(|mistake| try_it(&shop, mistake));
    let wrong: Vec<_> = tried.buffer_unordered(AT_ONCE).filter_map(std::future::ready).collect().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));

    let operator = operator_before(&shop, "2026-05-08T16:00:00Z").await;
    settled_before(&operator, &shop, "web", "2026-05-08T16:00:00Z").await;
    for mistake in &stored {
        let status = settled(&shop, mistake.name).await;
        let (reason, explained) = mistake.explained;
        assert_eq!(condition(&status, "Stalled"), ("True", reason), "{}", mistake.name);
        assert!(sentence(&status, "Stalled").contains(explained), "{}", sentence(&status, "Stalled"));
        told(&shop, mistake.name, reason, explained).await;
    }
    crossed(&operator, &shop, "web", "2026-05-08T16:00:00Z", (3, 5)).await;
    assert_eq!(shop.replicas(&web).await.unwrap(), 5);
    for (mistake, untouched) in stored.iter().zip(untouched) {
        assert_eq!(version(&shop, &deployment(mistake.name)).await.unwrap(), untouched, "{}", mistake.name);
    }
}

#[tokio::test]
async fn names_that_are_too_long_are_refused() {
    let shop = shop().await;
    let long = "n".repeat(2000);
    let schedule = "schedule: [{name: A, replicas: 2}]";
    for (name, target, expected) in [
        (&*long, "web", "must be no more than 253 characters"),
        ("rule", &long, "spec.target.name: Too long: may not be more than 253 bytes"),
    ] {
        let refused = apply(&shop, &yaml(name, &format!("target: {{name: {target}}}, {schedule}"))).await;
        assert!(refused.as_ref().is_err_and(|said| said.contains(expected)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_misspelt_field_is_refused_by_its_name() {
    let shop = shop().await;
    for (spec, field) in [
        ("schedule: [{name: A, replicas: 2, starttime: \"16:00\"}]", "spec.schedule[0].starttime"),
        ("timeZone: Europe/Berlin, schedule: [{name: A, replicas: 2}]", "spec.timeZone"),
    ] {
        let refused = apply(&shop, &yaml("web", &format!("target: {{name: web}}, {spec}"))).await;
        let expected = format!("unknown field \"{field}\"");
        assert!(refused.as_ref().is_err_and(|said| said.contains(&expected)), "{refused:?}");
    }
}

#[tokio::test]
async fn the_longest_names_are_taken_and_told() {
    let shop = shop().await;
    let (name, entry) = ("n".repeat(253), "E".repeat(63));
    let web = shop.create_deployment("web", 1).await.unwrap();
    let spec = format!("target: {{name: web}}, schedule: [{{name: {entry}, replicas: 2}}]");
    apply(&shop, &yaml(&name, &spec)).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T16:10:00Z").await;
    shop.wait_for_replicas(&web, 2, SOON).await;
    told(&shop, &name, "Scaled", &format!("from 1 to 2 because \"{entry}\" always holds from now on")).await;
    assert_eq!(condition(&settled(&shop, &name).await, "Ready"), ("True", "AsScheduled"));
}

#[tokio::test]
async fn a_time_without_quotes_means_what_a_person_means_by_it() {
    let shop = shop().await;
    let web = shop.create_deployment("web", 1).await.unwrap();
    let spec =
        "target: {name: web}, schedule: [{name: Night, timeStart: 22:00, timeEnd: 06:00, replicas: 2}]";
    apply(&shop, &yaml("web", spec)).await.unwrap();
    let _operator = operator_at(&shop, "2026-05-08T23:10:00Z").await;
    shop.wait_for_replicas(&web, 2, SOON).await;
    let status = settled(&shop, "web").await;
    let expected = "2 replicas because \"Night\" holds until Saturday 2026-05-09 06:00 (UTC); then nothing holds and \
                    the number is left alone.";
    assert_eq!(sentence(&status, "Ready"), expected);
}
