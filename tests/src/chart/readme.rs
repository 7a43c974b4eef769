//! The chart's README: what to type, and every value with its default and what its comment says.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{ValueLine, leaf, schema, value_lines, values};

const BEGINNING: &str = "\
# EasyScale

<!-- Made from values.yaml and values.schema.json; do not edit. Make it anew with `make generate`. -->

Replica counts by time of day: a ScalingRule says which number of replicas holds when, and EasyScale keeps to it.

```console
$ helm install easyscale charts/easyscale --namespace easyscale-system --create-namespace
$ helm test easyscale --namespace easyscale-system --logs
```

The chart is for Helm 3 and 4 and Kubernetes 1.33 and later. How to upgrade, to remove it without losing a rule, to give it the rights of single
namespaces only, and to install it without Helm: [docs/installation.md](../../docs/installation.md).

## Values

A value that the chart does not know, or one that cannot be meant, is refused by `helm install` and `helm upgrade`.
";

/// The text of `charts/easyscale/README.md`.
pub fn readme() -> Result<String> {
    let (values, schema) = (values()?, schema()?);
    let mut text = BEGINNING.to_owned();
    let mut section = None;
    for line in value_lines()?.iter().filter(|line| !line.comment.is_empty()) {
        if section != Some(&line.section) {
            section = Some(&line.section);
            let heading = if line.section.is_empty() { "Names" } else { &line.section };
            write!(text, "\n### {heading}\n\n| value | default | | meaning |\n|---|---|---|---|\n")?;
        }
        row(&mut text, line, &values, &schema)?;
    }
    Ok(text)
}

fn row(text: &mut String, line: &ValueLine, values: &Value, schema: &Value) -> Result<()> {
    let path = &line.path;
    let default = leaf(values, path).with_context(|| format!("values.yaml has no {path}"))?;
    let described = line.path.split('.').try_fold(schema, |schema, name| schema["properties"].get(name));
    let kind = kind(described.with_context(|| format!("the schema has no {path}"))?);
    let meaning = line.comment.replace('|', "\\|");
    writeln!(text, "| `{path}` | `{default}` | {kind} | {meaning} |")?;
    Ok(())
}

/// What may be written there, in a word or two.
fn kind(schema: &Value) -> String {
    let words = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    };
    if let Some(choices) = schema.get("enum") {
        return words(choices).iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    let types = match &schema["type"] {
        Value::String(one) => vec![one.clone()],
        several => words(several),
    };
    let plain = types.iter().map(|word| match word.as_str() {
        "boolean" => "true or false",
        "integer" | "number" => "number",
        "string" => "text",
        "array" => "list",
        "object" => "map",
        other => other,
    });
    plain.collect::<Vec<_>>().join(" or ")
}
