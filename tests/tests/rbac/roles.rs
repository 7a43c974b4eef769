//! Operators of some namespaces, which have roles in these and no right in the cluster: they need none.

use easyscale_crd::{ScalingRuleStatus, TargetRef};
use easyscale_tests::{
    ControlPlane, Operator, OperatorOptions, PlaneOptions, Sandbox, deployment, entry, rule, until,
};
use k8s_openapi::api::rbac::v1::{PolicyRule, Role, RoleBinding};
use kube::Api;
use kube::api::{Patch, PatchParams};
use serde_json::json;

use crate::SOON;
use crate::right::{Right, of_the_cluster_role, of_the_lease_role, rights};
use crate::scene::{START, condition};

const NAME: &str = "operator";

/// The rules of the cluster role but those that count in the cluster only, and without one right.
fn rules_without(right: Option<&Right>) -> Vec<PolicyRule> {
    let mut rules = of_the_cluster_role();
    rules.retain(|rule| !rights(std::slice::from_ref(rule)).iter().any(Right::is_of_the_cluster));
    if let Some(right) = right {
        right.take_from(&mut rules);
    }
    rules.retain(|rule| !rule.verbs.is_empty());
    rules
}

/// Gives the account of one namespace rights in another, or the same.
async fn allow(place: &Sandbox, home: &Sandbox, rules: &[PolicyRule]) {
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": NAME}, "rules": rules,
    });
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": NAME},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": NAME},
        "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": home.name()}],
    });
    let params = PatchParams::apply("test").force();
    let api: Api<Role> = Api::namespaced(place.client(), place.name());
    api.patch(NAME, &params, &Patch::Apply(role)).await.unwrap();
    let bindings: Api<RoleBinding> = Api::namespaced(place.client(), place.name());
    bindings.patch(NAME, &params, &Patch::Apply(binding)).await.unwrap();
}

/// A Deployment with a rule that always asks for five.
async fn set(place: &Sandbox) -> TargetRef {
    let web = place.create_deployment("web", 1).await.unwrap();
    place.create_rule(rule("web").entry(entry("Always").replicas(5))).await.unwrap();
    web
}

fn is_well(status: &ScalingRuleStatus) -> bool {
    condition(status, "Ready") == ("True", "AsScheduled") && condition(status, "Degraded").0.is_empty()
}

#[tokio::test]
async fn an_operator_of_two_namespaces_needs_roles_there_only_and_what_one_lacks_does_not_stop_the_other() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let (shop, infra) = (plane.namespace("shop").await.unwrap(), plane.namespace("infra").await.unwrap());
    let other = plane.namespace("other").await.unwrap();
    let (web, its, others) = (set(&shop).await, set(&infra).await, set(&other).await);
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let far = TargetRef { namespace: Some(infra.name().to_owned()), ..cache.clone() };
    shop.create_rule(rule("cache").target(far).entry(entry("Always").replicas(5))).await.unwrap();
    let outside = TargetRef { namespace: Some(other.name().to_owned()), ..deployment("web") };
    shop.create_rule(rule("outside").target(outside).entry(entry("Always").replicas(7))).await.unwrap();

    let kubeconfig = plane.kubeconfig_of_service_account(shop.name(), NAME).await.unwrap();
    let autoscalers = Right {
        verb: "list".to_owned(),
        group: "autoscaling".to_owned(),
        resource: "horizontalpodautoscalers".to_owned(),
    };
    let with_lease = [rules_without(None), of_the_lease_role()].concat();
    allow(&shop, &shop, &with_lease).await;
    allow(&infra, &shop, &rules_without(Some(&autoscalers))).await;
    let options = OperatorOptions::new()
        .with_lease(&shop)
        .as_user(&kubeconfig)
        .starting_at(START)
        .argument("--cross-namespace=Allow")
        .argument(&format!("--watch-namespace={},{}", shop.name(), infra.name()));
    let operator = Operator::start(&plane, options).await.unwrap();

    shop.wait_for_replicas(&web, 5, SOON).await;
    shop.wait_for_status("web", "all is well", SOON, is_well).await;
    let is_stalled = |status: &ScalingRuleStatus| condition(status, "Stalled") == ("True", "Forbidden");
    for (place, name) in [(&infra, "web"), (&shop, "cache")] {
        let status = place.wait_for_status(name, "says what is missing", SOON, is_stalled).await;
        let said = &status.conditions.iter().find(|each| each.type_ == "Stalled").unwrap().message;
        let expected =
            format!("may not list horizontalpodautoscalers.autoscaling in namespace {};", infra.name());
        assert!(said.contains(&expected), "{said}");
    }
    assert_eq!(operator.get("/readyz").await.unwrap().0, 503, "it does not see all that it has to");
    assert_eq!((infra.replicas(&its).await.unwrap(), infra.replicas(&cache).await.unwrap()), (1, 1));

    allow(&infra, &shop, &rules_without(None)).await;
    for target in [&its, &cache] {
        infra.wait_for_replicas(target, 5, SOON).await;
    }
    infra.wait_for_status("web", "all is well", SOON, is_well).await;
    shop.wait_for_status("cache", "all is well: allowed, and both are watched", SOON, is_well).await;
    until("it to be ready", SOON, || operator.get("/readyz"), |answer| answer.0 == 200).await;

    let is_missing = |status: &ScalingRuleStatus| condition(status, "Ready").1 == "TargetNotFound";
    shop.wait_for_status("outside", "is refused", SOON, is_missing).await;
    assert_eq!(other.replicas(&others).await.unwrap(), 1);
    assert_eq!(other.status("web").await.unwrap(), ScalingRuleStatus::default(), "nobody looks there");
    let lines = operator.logs();
    let missed = lines.iter().filter(|line| line.contains("a right is missing"));
    let missed: Vec<_> = missed.filter(|line| !line.contains("horizontalpodautoscalers")).collect();
    assert_eq!(missed, [""; 0], "nothing was missed in the cluster");

    // A number that somebody changes in either is put back at once: both are watched.
    for (place, target) in [(&shop, &web), (&infra, &its)] {
        place.scale_as("somebody", target, 9).await.unwrap();
        place.wait_for_replicas(target, 5, SOON).await;
    }
    infra.delete_rule("web").await.unwrap();
    infra.scale_as("somebody", &its, 9).await.unwrap();
    shop.edit_rule("web", json!({"schedule": [{"name": "Always", "replicas": 6}]})).await.unwrap();
    shop.wait_for_replicas(&web, 6, SOON).await;
    assert_eq!(infra.replicas(&its).await.unwrap(), 9, "its rule is gone");
}
