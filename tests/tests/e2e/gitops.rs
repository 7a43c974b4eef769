//! Programs that write what stands in a repository (Argo CD, Flux, Helm, kubectl apply), imitated by the writes that each of
//! them sends: what becomes of the number where `replicas` is in their manifest, and where it is not. docs/gitops.md tells
//! the same to the users.

use easyscale_crd::TargetRef;
use easyscale_tests::{Operator, Sandbox};
use k8s_openapi::api::apps::v1::Deployment;
use kube::Api;
use kube::api::{ApiResource, DynamicObject, Patch, PatchParams};
use serde_json::{Value, json};

use crate::stage::{SOON, condition, operator_at, sentence, settled, shop};
use crate::usual::{corrections, rush};

/// Inside the rush, in which five is right.
const NOW: &str = "2026-05-08T16:10:00Z";

/// The Deployment as it stands in the repository.
fn manifest(shop: &Sandbox, replicas: Option<i32>, image: &str) -> Value {
    let mut manifest = json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": shop.name()},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": [{"name": "app", "image": image}]},
            },
        },
    });
    if let Some(replicas) = replicas {
        manifest["spec"]["replicas"] = json!(replicas);
    }
    manifest
}

/// Server-side apply: what Flux sends always, Argo CD with ServerSideApply=true, Helm 4 and `kubectl apply --server-side`.
async fn applied(shop: &Sandbox, manager: &str, force: bool, manifest: &Value) -> kube::Result<()> {
    let deployments: Api<Deployment> = Api::namespaced(shop.client(), shop.name());
    let parameters = PatchParams { force, ..PatchParams::apply(manager) };
    deployments.patch("web", &parameters, &Patch::Apply(manifest)).await.map(drop)
}

/// What clients compute from the manifest before, the one now and the object: Helm 3 and Argo CD without server-side apply.
async fn merged(shop: &Sandbox, manager: &str, patch: &Value) {
    let resource = ApiResource::erase::<Deployment>(&());
    let deployments: Api<DynamicObject> = Api::namespaced_with(shop.client(), shop.name(), &resource);
    let parameters = PatchParams { field_manager: Some(manager.to_owned()), ..PatchParams::default() };
    deployments.patch("web", &parameters, &Patch::Strategic(patch)).await.unwrap();
}

/// The client-side `kubectl apply` of a person, a script or a pipeline.
async fn kubectl_apply(shop: &Sandbox, manifest: &Value) {
    kubectl(shop, &["apply"], manifest).await;
}

async fn kubectl(shop: &Sandbox, command: &[&str], manifest: &Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("web.json");
    std::fs::write(&file, manifest.to_string()).unwrap();
    let arguments: Vec<_> = command.iter().copied().chain(["--filename", file.to_str().unwrap()]).collect();
    shop.plane().kubectl(&arguments).await.unwrap();
}

fn web() -> TargetRef {
    easyscale_tests::deployment("web")
}

/// An operator that has set the number of the rush and told of it.
async fn at_work(shop: &Sandbox) -> Operator {
    shop.create_rule(rush()).await.unwrap();
    let operator = operator_at(shop, NOW).await;
    shop.wait_for_replicas(&web(), 5, SOON).await;
    settled(shop, "web").await;
    operator
}

/// Whether what a tool has written is on record as a correction so many times, and the number is right again.
async fn corrected(shop: &Sandbox, times: usize) {
    let what = format!("tells of {times} corrections");
    shop.wait_for_status("web", &what, SOON, |status| corrections(status).len() == times).await;
    shop.wait_for_replicas(&web(), 5, SOON).await;
}

/// Whether the tool's write has come and gone without a correction.
async fn undisturbed(shop: &Sandbox, image: &str) {
    let written = shop.read(&web()).await.unwrap();
    assert_eq!(written.data["spec"]["template"]["spec"]["containers"][0]["image"], image);
    assert_eq!(shop.replicas(&web()).await.unwrap(), 5);
    let status = settled(shop, "web").await;
    assert_eq!(corrections(&status).len(), 0, "{:#?}", status.history);
    assert_eq!(condition(&status, "Ready"), ("True", "AsScheduled"));
}

#[tokio::test]
async fn flux_that_writes_replicas_is_corrected_and_at_the_fourth_time_contested_by_name() {
    let shop = shop().await;
    let flux = "kustomize-controller";
    applied(&shop, flux, true, &manifest(&shop, Some(3), "web:1")).await.unwrap();
    let _operator = at_work(&shop).await;
    for times in 1..=3 {
        // Each interval it applies the whole manifest anew, by force.
        applied(&shop, flux, true, &manifest(&shop, Some(3), "web:1")).await.unwrap();
        corrected(&shop, times).await;
    }
    applied(&shop, flux, true, &manifest(&shop, Some(3), "web:1")).await.unwrap();
    let contested = |status: &_| condition(status, "Contested") == ("True", "Contested");
    let status = shop.wait_for_status("web", "contested", SOON, contested).await;
    let said = sentence(&status, "Contested");
    assert!(said.contains("\"kustomize-controller\"") && said.contains("take replicas out"), "{said}");
}

#[tokio::test]
async fn flux_and_argo_cd_without_replicas_in_the_manifest_leave_the_number_alone() {
    for manager in ["kustomize-controller", "argocd-controller"] {
        let shop = shop().await;
        applied(&shop, manager, true, &manifest(&shop, None, "web:1")).await.unwrap();
        let _operator = at_work(&shop).await;
        applied(&shop, manager, true, &manifest(&shop, None, "web:2")).await.unwrap();
        undisturbed(&shop, "web:2").await;
    }
}

#[tokio::test]
async fn taking_replicas_out_of_a_manifest_that_is_applied_by_the_server_keeps_the_number() {
    let shop = shop().await;
    applied(&shop, "kustomize-controller", true, &manifest(&shop, Some(3), "web:1")).await.unwrap();
    let _operator = at_work(&shop).await;
    applied(&shop, "kustomize-controller", true, &manifest(&shop, None, "web:2")).await.unwrap();
    undisturbed(&shop, "web:2").await;
    assert_eq!(shop.owners_of_replicas(&web()).await.unwrap(), ["easyscale"]);
}

#[tokio::test]
async fn helm_4_is_refused_by_name_where_its_chart_sets_replicas_and_goes_on_where_it_does_not() {
    let shop = shop().await;
    applied(&shop, "helm", false, &manifest(&shop, Some(3), "web:1")).await.unwrap();
    let _operator = at_work(&shop).await;
    // Without --force-conflicts.
    let refused =
        applied(&shop, "helm", false, &manifest(&shop, Some(3), "web:2")).await.unwrap_err().to_string();
    assert!(
        refused.contains("conflict with \"easyscale\"") && refused.contains(".spec.replicas"),
        "{refused}"
    );
    applied(&shop, "helm", false, &manifest(&shop, None, "web:2")).await.unwrap();
    undisturbed(&shop, "web:2").await;
}

#[tokio::test]
async fn helm_3_and_argo_cd_put_a_number_in_the_manifest_back_and_are_corrected() {
    for manager in ["helm", "argocd-controller"] {
        let shop = shop().await;
        kubectl_apply(&shop, &manifest(&shop, Some(3), "web:1")).await;
        let _operator = at_work(&shop).await;
        // A three-way merge holds whatever differs between the object and the manifest.
        merged(&shop, manager, &json!({"spec": {"replicas": 3}})).await;
        corrected(&shop, 1).await;
        // Without replicas in the manifest, nothing of it is in the patch.
        let image = json!([{"name": "app", "image": "web:2"}]);
        merged(&shop, manager, &json!({"spec": {"template": {"spec": {"containers": image}}}})).await;
        assert_eq!(shop.replicas(&web()).await.unwrap(), 5);
    }
}

#[tokio::test]
async fn taking_replicas_out_of_what_kubectl_applies_makes_it_one_for_a_moment() {
    let shop = shop().await;
    kubectl_apply(&shop, &manifest(&shop, Some(3), "web:1")).await;
    let _operator = at_work(&shop).await;
    // It remembers that it once set the number, deletes it, and the API server puts in its default, 1.
    kubectl_apply(&shop, &manifest(&shop, None, "web:2")).await;
    corrected(&shop, 1).await;
    let status = settled(&shop, "web").await;
    let record = corrections(&status)[0];
    assert_eq!((record.from, record.to), (1, 5), "{record:?}");
    // From then on it does not touch it any more.
    kubectl_apply(&shop, &manifest(&shop, None, "web:3")).await;
    assert_eq!(shop.replicas(&web()).await.unwrap(), 5);
}

#[tokio::test]
async fn kubectl_that_has_forgotten_the_number_lets_go_of_it_without_a_moment_of_one() {
    let shop = shop().await;
    kubectl_apply(&shop, &manifest(&shop, Some(3), "web:1")).await;
    let _operator = at_work(&shop).await;
    let without = manifest(&shop, None, "web:2");
    kubectl(&shop, &["apply", "set-last-applied"], &without).await;
    kubectl_apply(&shop, &without).await;
    undisturbed(&shop, "web:2").await;
}
