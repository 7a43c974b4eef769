//! Somebody who may write rules in one namespace, and nothing else, cannot change a number anywhere else by any rule; and not
//! beyond what whoever runs EasyScale allows. Real people, real rights, on a real API server.

use easyscale_crd::{ScalingRule, ScalingRuleStatus, TargetRef};
use easyscale_tests::{FLEET_API_VERSION, Operator, RuleBuilder, Sandbox, custom, deployment, entry, rule};
use kube::api::{Patch, PatchParams, PostParams};
use kube::{Api, Client};
use serde_json::json;

use crate::custom_kinds::fleets;
use crate::glance::rights::allow;
use crate::stage::{SOON, condition, release, sentence, shop, start};
use crate::usual::allow_rules_from;

/// What each target has before, and what the rules ask for.
const FEW: i32 = 1;
const MANY: i32 = 5;
const CEILING: i32 = 20;

/// The stage: two people with rights in `mine` only, and namespaces that are none of their business.
struct Stage {
    mine: Sandbox,
    theirs: Sandbox,
    vault: Sandbox,
    /// Killed when the stage is dropped.
    #[expect(dead_code, reason = "it acts by itself")]
    operator: Operator,
}

impl Stage {
    async fn set() -> Self {
        let plane = shop().await.plane().clone();
        plane.install_fleets().await.unwrap();
        let mine = plane.namespace("mine").await.unwrap();
        let theirs = plane.namespace("theirs").await.unwrap();
        let vault = plane.namespace("vault").await.unwrap();
        let mut values = fleets();
        values["protectedNamespaces"] = json!(["kube-*", "vault-*"]);
        values["replicasCeiling"] = json!(CEILING);
        let release = release(&[&mine], &values).await;
        let operator = start(&mine, release.pod("easyscale-0").await.unwrap()).await;
        for person in ["ann", "bob"] {
            let rights =
                json!([{"apiGroups": ["easyscale.io"], "resources": ["scalingrules"], "verbs": ["*"]}]);
            allow(&mine, person, rights).await;
        }
        Self { mine, theirs, vault, operator }
    }

    async fn person(&self, name: &str) -> Client {
        self.mine.plane().client_of(&self.mine.plane().kubeconfig_of_user(name, &[]).unwrap()).await.unwrap()
    }

    async fn rules_of(&self, person: &str) -> Api<ScalingRule> {
        Api::namespaced(self.person(person).await, self.mine.name())
    }

    /// A Deployment or a Fleet with few replicas.
    async fn target(&self, kind: &str, place: &Sandbox, name: &str) -> TargetRef {
        let target = match kind {
            "Fleet" => place.create_fleet(name, FEW).await.unwrap(),
            _ => place.create_deployment(name, FEW).await.unwrap(),
        };
        TargetRef { namespace: Some(place.name().to_owned()), ..target }
    }
}

fn asks(name: &str, target: &TargetRef, replicas: i32) -> RuleBuilder {
    rule(name).target(target.clone()).entry(entry("Always").replicas(replicas))
}

fn is_forbidden<T>(result: kube::Result<T>) -> bool {
    matches!(result, Err(kube::Error::Api(status)) if status.code == 403)
}

/// What comes of an attempt.
enum Comes {
    /// The number changes.
    Through,
    /// It does not, and the rule has this reason.
    ToNothing(&'static str),
}

#[tokio::test]
async fn by_no_rule_of_one_namespace_is_anything_changed_that_its_author_has_no_business_with() {
    let stage = Stage::set().await;
    let Stage { mine, theirs, vault, .. } = &stage;
    allow_rules_from(vault.client(), vault.name(), Some("*")).await.unwrap();
    // Her own namespace may say what it likes: it is the target's that counts.
    allow_rules_from(mine.client(), mine.name(), Some("*")).await.unwrap();
    let ann = stage.rules_of("ann").await;
    let nobody = TargetRef { namespace: Some(theirs.name().to_owned()), ..deployment("nobody") };
    let lost = TargetRef { namespace: Some("nowhere".to_owned()), ..deployment("lost") };
    let kube_system = TargetRef { namespace: Some("kube-system".to_owned()), ..deployment("dns") };
    let gone_fleet =
        TargetRef { namespace: Some(theirs.name().to_owned()), ..custom(FLEET_API_VERSION, "Fleet", "gone") };
    let missing = Comes::ToNothing("TargetNotFound");
    let attempts = [
        ("own", stage.target("Deployment", mine, "own").await, MANY, Comes::Through),
        ("own-fleet", stage.target("Fleet", mine, "own-fleet").await, MANY, Comes::Through),
        ("own-ceiling", stage.target("Deployment", mine, "own-ceiling").await, CEILING, Comes::Through),
        (
            "above-ceiling",
            stage.target("Deployment", mine, "above-ceiling").await,
            CEILING + 1,
            Comes::ToNothing("AboveCeiling"),
        ),
        (
            "other",
            stage.target("Deployment", theirs, "other").await,
            MANY,
            Comes::ToNothing("TargetNotFound"),
        ),
        (
            "other-fleet",
            stage.target("Fleet", theirs, "other-fleet").await,
            MANY,
            Comes::ToNothing("TargetNotFound"),
        ),
        (
            "protected",
            stage.target("Deployment", vault, "protected").await,
            MANY,
            Comes::ToNothing("TargetNotFound"),
        ),
        ("protected-fleet", stage.target("Fleet", vault, "protected-fleet").await, MANY, missing),
        ("nobody", nobody, MANY, Comes::ToNothing("TargetNotFound")),
        ("lost", lost, MANY, Comes::ToNothing("TargetNotFound")),
        ("dns", kube_system, MANY, Comes::ToNothing("TargetNotFound")),
        ("gone", gone_fleet, MANY, Comes::ToNothing("TargetNotFound")),
    ];
    for (name, target, replicas, _) in &attempts {
        ann.create(&PostParams::default(), &asks(name, target, *replicas).into()).await.unwrap();
    }
    let mut said = Vec::new();
    for (name, target, replicas, comes) in &attempts {
        let reason = match comes {
            Comes::Through => "AsScheduled",
            Comes::ToNothing(reason) => reason,
        };
        let is_told = |status: &ScalingRuleStatus| condition(status, "Ready").1 == reason;
        let status = mine.wait_for_status(name, reason, SOON, is_told).await;
        let place =
            [mine, theirs, vault].into_iter().find(|place| target.namespace.as_deref() == Some(place.name()));
        let expected = if matches!(comes, Comes::Through) { *replicas } else { FEW };
        if let Some(place) = place
            && !matches!(*name, "nobody" | "gone")
        {
            assert_eq!(place.replicas(target).await.unwrap(), expected, "{name}");
        }
        if reason == "TargetNotFound" {
            assert_eq!((status.current_replicas, &status.last_scale), (None, &None), "{name}");
            let place = format!(" in namespace {}", target.namespace.as_deref().unwrap());
            let kind = target.kind.to_lowercase();
            said.push(
                sentence(&status, "TargetResolved")
                    .replace(&place, "")
                    .replace(&format!("{kind}/{name}"), "it"),
            );
        }
    }
    said.dedup();
    assert_eq!(said.len(), 1, "by the words nobody learns what is there: {said:#?}");
}

#[tokio::test]
async fn only_who_has_the_targets_namespace_can_let_somebody_in_and_take_that_back() {
    let stage = Stage::set().await;
    let Stage { mine, theirs, vault, .. } = &stage;
    let ann = stage.rules_of("ann").await;
    let cache = stage.target("Deployment", theirs, "cache").await;
    ann.create(&PostParams::default(), &asks("cache", &cache, MANY).into()).await.unwrap();
    let missing = |status: &ScalingRuleStatus| condition(status, "Ready").1 == "TargetNotFound";
    mine.wait_for_status("cache", "is refused", SOON, missing).await;

    let person = stage.person("ann").await;
    assert!(is_forbidden(allow_rules_from(person.clone(), theirs.name(), Some(mine.name())).await));
    let there: Api<ScalingRule> = Api::namespaced(person, theirs.name());
    assert!(is_forbidden(there.create(&PostParams::default(), &asks("in", &cache, MANY).into()).await));
    assert_eq!(theirs.replicas(&cache).await.unwrap(), FEW);

    allow_rules_from(theirs.client(), theirs.name(), Some("team-*, mine-*")).await.unwrap();
    theirs.wait_for_replicas(&cache, MANY, SOON).await;

    // Another one of the same namespace may turn a rule to where it may scale, and to nowhere else.
    let bob = stage.rules_of("bob").await;
    let secret = stage.target("Deployment", vault, "secret").await;
    let turn = |target: &TargetRef, replicas: i32| {
        Patch::Merge(
            json!({"spec": {"target": target, "schedule": [{"name": "Always", "replicas": replicas}]}}),
        )
    };
    bob.patch("cache", &PatchParams::default(), &turn(&secret, 7)).await.unwrap();
    mine.wait_for_status("cache", "is refused in the vault", SOON, missing).await;
    assert_eq!(vault.replicas(&secret).await.unwrap(), FEW);
    bob.patch("cache", &PatchParams::default(), &turn(&cache, CEILING + 1)).await.unwrap();
    let above = |status: &ScalingRuleStatus| condition(status, "Ready").1 == "AboveCeiling";
    mine.wait_for_status("cache", "is above the ceiling", SOON, above).await;
    assert_eq!(theirs.replicas(&cache).await.unwrap(), MANY);

    // Taken back, it ends at once, also for what is changed by somebody else later.
    allow_rules_from(theirs.client(), theirs.name(), None).await.unwrap();
    mine.wait_for_status("cache", "is refused again", SOON, missing).await;
    bob.patch("cache", &PatchParams::default(), &turn(&cache, 8)).await.unwrap();
    let looked_at = |status: &ScalingRuleStatus| missing(status) && status.desired_replicas == Some(8);
    mine.wait_for_status("cache", "was looked at again", SOON, looked_at).await;
    assert_eq!(theirs.replicas(&cache).await.unwrap(), MANY);
    let own = stage.target("Deployment", mine, "own").await;
    bob.patch("cache", &PatchParams::default(), &turn(&own, 8)).await.unwrap();
    mine.wait_for_replicas(&own, 8, SOON).await;

    // Whoever has rights elsewhere only cannot touch the rules here.
    let cara = stage.rules_of("cara").await;
    assert!(is_forbidden(cara.patch("cache", &PatchParams::default(), &turn(&own, 1)).await));
}
