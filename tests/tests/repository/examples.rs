//! What a reader copies works: every ScalingRule in the documents and samples is taken by a real API server and by the
//! checks that run without one, and `config/` can be applied as it is.

use easyscale_crd::ScalingRule;
use easyscale_schedule::ZoneDatabase;
use easyscale_tests::clock::now;
use easyscale_tests::{ControlPlane, Crd, PlaneOptions, Sandbox};
use kube::Api;
use kube::api::{ApiResource, DynamicObject, Patch, PatchParams};
use serde_json::Value;

use crate::documents::blocks;
use crate::files::texts;

/// The `ScalingRules` in a text of one or more YAML documents, as they are written.
fn rules(place: &str, yaml: &str) -> Vec<(String, Value)> {
    let documents: Vec<Value> =
        serde_saphyr::from_multiple(yaml).unwrap_or_else(|error| panic!("{place} is not YAML: {error}"));
    let rules = documents.into_iter().filter(|document| document["kind"] == "ScalingRule");
    rules.map(|rule| (place.to_owned(), rule)).collect()
}

/// Asks the server to take it, unknown fields refused, without storing it.
async fn ask_server(sandbox: &Sandbox, mut rule: Value) -> Result<(), String> {
    // Its namespace need not exist here; what is in it does not depend on that.
    rule["metadata"]["namespace"] = sandbox.name().into();
    let name = rule["metadata"]["name"].as_str().ok_or("it has no name")?.to_owned();
    let resource = ApiResource::erase::<ScalingRule>(&());
    let api: Api<DynamicObject> = Api::namespaced_with(sandbox.client(), sandbox.name(), &resource);
    let parameters = PatchParams::apply("reader").dry_run().validation_strict();
    api.patch(&name, &parameters, &Patch::Apply(&rule)).await.map(drop).map_err(|error| error.to_string())
}

fn ask_checks(rule: Value) -> Result<(), String> {
    let rule: ScalingRule = serde_json::from_value(rule).map_err(|error| error.to_string())?;
    let checked = easyscale_crd::check(&rule.spec, &ZoneDatabase::bundled(), now());
    let errors: Vec<_> = checked.errors().map(ToString::to_string).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

#[tokio::test]
async fn every_rule_in_the_documents_and_samples_is_valid() {
    let sandbox = ControlPlane::shared().await.namespace("reader").await.unwrap();
    let yaml_blocks = blocks().into_iter().filter(|block| block.language == "yaml");
    let mut found: Vec<_> = yaml_blocks.flat_map(|block| rules(&block.place, &block.text)).collect();
    for (file, text) in texts("yaml").into_iter().filter(|(file, _)| !file.starts_with("charts")) {
        found.extend(rules(&file.display().to_string(), &text));
    }
    assert!(found.len() >= 6, "only {} rules were found", found.len());
    let mut complaints = Vec::new();
    for (place, rule) in found {
        complaints.extend(ask_checks(rule.clone()).err().map(|error| format!("{place}: {error}")));
        complaints.extend(ask_server(&sandbox, rule).await.err().map(|error| format!("{place}: {error}")));
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[tokio::test]
async fn config_can_be_applied_to_an_empty_cluster_and_once_more() {
    let options = PlaneOptions { crd: Crd::Missing, ..PlaneOptions::default() };
    let plane = ControlPlane::start(options).await.unwrap();
    let first = plane.kubectl(&["apply", "--kustomize=config"]).await.unwrap();
    assert!(
        first.contains("customresourcedefinition.apiextensions.k8s.io/scalingrules.easyscale.io created"),
        "{first}"
    );
    assert!(first.contains("deployment.apps/easyscale created"), "{first}");
    let budget = ["get", "poddisruptionbudget/easyscale", "--namespace=easyscale-system", "--output=json"];
    let before = plane.kubectl(&budget).await.unwrap();
    let second = plane.kubectl(&["apply", "--kustomize=config"]).await.unwrap();
    // kubectl sends the selector of a budget every time and then calls it configured, also where nothing changes.
    let mut others = second.lines().filter(|line| !line.starts_with("poddisruptionbudget.policy/"));
    assert!(others.all(|line| line.ends_with(" unchanged")), "{second}");
    assert_eq!(plane.kubectl(&budget).await.unwrap(), before);
}
