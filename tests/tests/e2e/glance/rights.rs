//! What the caller may not see is no error: it is told, with what it could change.

use easyscale_controller::cluster::ClusterError;
use easyscale_controller::glance::{Because, Glance};
use easyscale_controller::plan::{Hold, Reason, Step};
use easyscale_crd::TargetRef;
use easyscale_tests::{Sandbox, rule};
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::Api;
use kube::api::{Patch, PatchParams, PostParams};
use serde_json::{Value, json};

use super::{cluster, cluster_of, look};
use crate::stage::shop;
use crate::usual::{RUSH_HOLDS, rush};

/// Lets a person do that in a namespace, and nothing else there.
pub(crate) async fn allow(namespace: &Sandbox, person: &str, rights: Value) {
    let roles: Api<Role> = Api::namespaced(namespace.client(), namespace.name());
    let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": person},
        "rules": rights});
    let params = PatchParams::apply("test").force();
    roles.patch(person, &params, &Patch::Apply(role)).await.unwrap();
    let binding = json!({
        "metadata": {"name": person},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": person},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": person}],
    });
    let bindings: Api<RoleBinding> = Api::namespaced(namespace.client(), namespace.name());
    let binding: RoleBinding = serde_json::from_value(binding).unwrap();
    match bindings.create(&PostParams::default(), &binding).await {
        Err(kube::Error::Api(status)) if status.is_already_exists() => {}
        created => drop(created.unwrap()),
    }
}

fn may(verbs: &[&str], group: &str, resources: &[&str]) -> Value {
    json!({"apiGroups": [group], "resources": resources, "verbs": verbs})
}

/// What is not seen, each as the right that is missing.
fn missing(said: &Glance) -> Vec<String> {
    assert!(said.unseen.iter().all(|unseen| unseen.because == Because::Forbidden), "{said:#?}");
    said.unseen.iter().map(|unseen| unseen.right.to_string()).collect()
}

#[tokio::test]
async fn somebody_without_any_right_is_told_what_holds_and_which_rights_are_missing() {
    let shop = shop().await;
    let plane = shop.plane();
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let nobody =
        cluster_of(&plane.kubeconfig_of_user(&format!("{}-nobody", shop.name()), &[]).unwrap()).await;
    let said = look(&nobody, &shop, rush()).await;
    assert_eq!(
        (&said.step, said.reason, said.ready),
        (&Step::Hold(Hold::NoTarget), Reason::Forbidden, false)
    );
    let name = shop.name();
    assert_eq!(
        said.sentence,
        format!(
            "You may not get deployments/scale in namespace {name}, so nobody can tell you what would be done; ask an \
             administrator of the cluster for that right. The schedule says: 5 replicas because {RUSH_HOLDS}."
        )
    );
    assert_eq!(
        missing(&said),
        [
            format!("list scalingrules.easyscale.io in namespace {name}"),
            "list scalingrules.easyscale.io in all namespaces".to_owned(),
            format!("list horizontalpodautoscalers.autoscaling in namespace {name}"),
            format!("get scalingrules.easyscale.io in namespace {name}"),
        ]
    );
    let suspended = look(&nobody, &shop, rush().suspended()).await;
    assert_eq!(suspended.reason, Reason::Suspended);
    let own = [format!("get scalingrules.easyscale.io in namespace {name}")];
    assert_eq!(missing(&suspended), own, "what is on the target changes nothing about a suspended rule");

    for error in [nobody.stored(name, "web").await.map(drop), nobody.list(Some(name)).await.map(drop)] {
        let error = error.unwrap_err();
        assert!(matches!(error, ClusterError::Forbidden { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn somebody_with_rights_in_one_namespace_gets_the_whole_answer_there() {
    let shop = shop().await;
    let plane = shop.plane();
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let person = format!("{}-owner", shop.name());
    let owner = cluster_of(&plane.kubeconfig_of_user(&person, &[]).unwrap()).await;
    let mut rights = vec![
        may(&["get", "list"], "easyscale.io", &["scalingrules"]),
        may(&["get"], "apps", &["deployments", "deployments/scale"]),
        may(&["list"], "autoscaling", &["horizontalpodautoscalers"]),
    ];
    allow(&shop, &person, json!(rights)).await;
    let of_all = look(&cluster(&shop).await, &shop, rush()).await;
    let said = look(&owner, &shop, rush()).await;
    assert_eq!((&said.step, &said.sentence), (&of_all.step, &of_all.sentence));
    assert!(!said.differs, "the stored one was seen: {said:#?}");
    assert_eq!(missing(&said), ["list scalingrules.easyscale.io in all namespaces"]);

    // Who may see that the namespace lets nobody else in knows that no other rule matters.
    rights.push(may(&["get"], "", &["namespaces"]));
    allow(&shop, &person, json!(rights)).await;
    assert_eq!(missing(&look(&owner, &shop, rush()).await), [""; 0]);

    let error = owner.list(None).await.unwrap_err().to_string();
    assert!(error.contains("you may not list scalingrules.easyscale.io in all namespaces;"), "{error}");
    assert_eq!(owner.list(Some(shop.name())).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_namespace_whose_permission_may_not_be_read_counts_as_one_that_gives_none() {
    let shop = shop().await;
    let plane = shop.plane();
    let infra = plane.namespace("infra").await.unwrap();
    let cache = infra.create_deployment("cache", 1).await.unwrap();
    let person = format!("{}-owner", shop.name());
    let owner = cluster_of(&plane.kubeconfig_of_user(&person, &[]).unwrap()).await;
    allow(&shop, &person, json!([may(&["get", "list"], "easyscale.io", &["scalingrules"])])).await;
    allow(&infra, &person, json!([may(&["list"], "autoscaling", &["horizontalpodautoscalers"])])).await;
    let target = TargetRef { namespace: Some(infra.name().to_owned()), ..cache };
    let always = rule("cache").target(target).entry(easyscale_tests::entry("Always").replicas(5));
    let said = look(&owner, &shop, always).await;
    assert_eq!(said.reason, Reason::TargetNotFound);
    let infra = infra.name();
    assert_eq!(
        missing(&said),
        [
            format!("list scalingrules.easyscale.io in namespace {infra}"),
            "list scalingrules.easyscale.io in all namespaces".to_owned(),
            format!("get namespaces in namespace {infra}"),
        ]
    );
    let grant = &said.unseen[2].sentence;
    assert!(grant.contains("here it is taken as not allowed"), "{grant}");
}

#[tokio::test]
async fn who_changed_the_number_is_left_out_where_it_may_not_be_read() {
    let shop = shop().await;
    let plane = shop.plane();
    shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rush()).await.unwrap();
    let status = json!({"status": {"currentReplicas": 5}});
    let rules = shop.rules();
    let stored = rules.patch_status("web", &PatchParams::default(), &Patch::Merge(status)).await.unwrap();
    assert_eq!(stored.status.and_then(|status| status.current_replicas), Some(5));
    let person = format!("{}-reader", shop.name());
    let reader = cluster_of(&plane.kubeconfig_of_user(&person, &[]).unwrap()).await;
    let rights = json!([
        may(&["get", "list"], "easyscale.io", &["scalingrules"]),
        may(&["get"], "apps", &["deployments/scale"]),
        may(&["get"], "", &["namespaces"]),
        may(&["list"], "autoscaling", &["horizontalpodautoscalers"]),
    ]);
    allow(&shop, &person, rights).await;
    let said = look(&reader, &shop, rush()).await;
    assert!(matches!(said.step, Step::Write(_)), "{said:#?}");
    assert_eq!(missing(&said), [format!("get deployments.apps in namespace {}", shop.name())]);
}
