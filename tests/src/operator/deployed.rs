//! What a Deployment says about how the operator is started.

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// What the tests set themselves: a port that is free, and a log that they can read.
const OURS: [&str; 2] = ["--listen", "--log-format"];

/// The arguments after `run`, and the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deployed {
    pub(super) arguments: Vec<String>,
    pub(super) variables: Vec<(String, String)>,
}

impl Deployed {
    /// Reads them from the only container; `pod` is what the pod would be called.
    pub(super) fn from(deployment: &Value, pod: &str) -> Result<Self> {
        let container = &deployment["spec"]["template"]["spec"]["containers"][0];
        let words: Vec<String> = serde_json::from_value(container["args"].clone()).context("no arguments")?;
        let Some(("run", arguments)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) else {
            bail!("the arguments do not begin with the command run: {words:?}");
        };
        let arguments =
            arguments.iter().filter(|argument| !OURS.iter().any(|ours| argument.starts_with(ours)));
        let namespace = deployment["metadata"]["namespace"].as_str().context("no namespace")?;
        let variables = container["env"].as_array().into_iter().flatten();
        Ok(Self {
            arguments: arguments.cloned().collect(),
            variables: variables.map(|entry| variable(entry, pod, namespace)).collect::<Result<_>>()?,
        })
    }
}

fn variable(entry: &Value, pod: &str, namespace: &str) -> Result<(String, String)> {
    let name = entry["name"].as_str().context("a variable without a name")?;
    let value = match entry["valueFrom"]["fieldRef"]["fieldPath"].as_str() {
        None => entry["value"].as_str().unwrap_or_default(),
        Some("metadata.name") => pod,
        Some("metadata.namespace") => namespace,
        Some(other) => bail!("{name} is the field {other} of the pod, which these tests do not know"),
    };
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn deployment(arguments: &[&str], variables: &Value) -> Value {
        let container = json!({"args": arguments, "env": variables});
        let spec = json!({"template": {"spec": {"containers": [container]}}});
        json!({"metadata": {"namespace": "system"}, "spec": spec})
    }

    #[test]
    fn arguments_and_environment_are_those_of_the_pod() {
        let variables = json!([
            {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "POD_NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
            {"name": "A", "value": "b"},
        ]);
        let deployment = deployment(&["run", "--lease-name=x", "--listen=[::]:80"], &variables);
        let read = Deployed::from(&deployment, "pod-0").expect("a deployment");
        assert_eq!(read.arguments, ["--lease-name=x"]);
        let expected = [("POD_NAME", "pod-0"), ("POD_NAMESPACE", "system"), ("A", "b")];
        assert_eq!(read.variables, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn another_command_is_refused() {
        assert!(Deployed::from(&deployment(&["crd"], &json!([])), "pod").is_err());
        assert!(Deployed::from(&deployment(&[], &json!([])), "pod").is_err());
    }
}
