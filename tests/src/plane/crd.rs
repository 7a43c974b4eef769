//! Installs the definition of `ScalingRules`, or one that checks nothing.

use std::time::Duration;

use anyhow::{Context, Result};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    CustomResourceDefinition, JSONSchemaProps,
};
use kube::Api;
use kube::api::PostParams;

use super::Crd;
use crate::eventually;

/// Creates the definition and waits until the server serves it.
pub(super) async fn install(client: &kube::Client, which: Crd) -> Result<()> {
    match which {
        Crd::Missing => Ok(()),
        Crd::Installed => establish(client, easyscale_crd::crd()).await,
        Crd::Unchecked => establish(client, unchecked(easyscale_crd::crd())?).await,
    }
}

/// Creates any definition and waits until the server serves it.
pub(crate) async fn establish(client: &kube::Client, definition: CustomResourceDefinition) -> Result<()> {
    let definitions: Api<CustomResourceDefinition> = Api::all(client.clone());
    let name = definition.metadata.name.clone().context("a definition without a name")?;
    definitions.create(&PostParams::default(), &definition).await?;
    eventually(&format!("{name} being served"), Duration::from_secs(30), || async {
        Ok(is_established(&definitions.get(&name).await?).then_some(()))
    })
    .await;
    Ok(())
}

fn is_established(definition: &CustomResourceDefinition) -> bool {
    let conditions = definition.status.as_ref().and_then(|status| status.conditions.as_ref());
    conditions.is_some_and(|all| all.iter().any(|each| each.type_ == "Established" && each.status == "True"))
}

/// The same definition with a spec that may be anything.
fn unchecked(mut definition: CustomResourceDefinition) -> Result<CustomResourceDefinition> {
    for version in &mut definition.spec.versions {
        let schema = version.schema.as_mut().and_then(|schema| schema.open_api_v3_schema.as_mut());
        let schema = schema.context("the definition has no schema")?;
        schema.x_kubernetes_validations = None;
        let properties = schema.properties.as_mut().context("the schema has no properties")?;
        properties.insert("spec".to_owned(), anything());
    }
    Ok(definition)
}

fn anything() -> JSONSchemaProps {
    JSONSchemaProps {
        type_: Some("object".to_owned()),
        x_kubernetes_preserve_unknown_fields: Some(true),
        ..JSONSchemaProps::default()
    }
}
