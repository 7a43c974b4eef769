//! The objects of a rendered chart, also as plain lines that are easy to compare.

use std::collections::BTreeSet;

use serde_json::Value;

/// What `helm template` gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    objects: Vec<Value>,
}

impl Rendered {
    /// Of any objects.
    pub fn of(objects: Vec<Value>) -> Self {
        Self { objects }
    }

    /// What is installed: all but what only `helm test` creates.
    pub fn installed(&self) -> impl Iterator<Item = &Value> {
        self.objects.iter().filter(|object| object["metadata"]["annotations"].get("helm.sh/hook").is_none())
    }

    /// What `helm test` creates.
    pub fn of_test(&self) -> impl Iterator<Item = &Value> {
        self.objects.iter().filter(|object| object["metadata"]["annotations"].get("helm.sh/hook").is_some())
    }

    /// All objects.
    pub fn objects(&self) -> &[Value] {
        &self.objects
    }

    /// The only installed object of that kind.
    ///
    /// # Panics
    /// When there is none, or more than one.
    pub fn only(&self, kind: &str) -> &Value {
        let mut found = self.installed().filter(|object| object["kind"] == kind);
        match (found.next(), found.next()) {
            (Some(object), None) => object,
            (first, _) => panic!("{} objects of kind {kind}", if first.is_some() { "several" } else { "no" }),
        }
    }

    /// One line for each fact, such as `Deployment/easyscale spec.replicas=2`.
    pub fn lines(&self) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for object in &self.objects {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            let kind = object["kind"].as_str().unwrap_or_default();
            flatten(&format!("{kind}/{name} "), "", object, &mut lines);
        }
        lines
    }
}

fn flatten(object: &str, path: &str, value: &Value, lines: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                // A name with dots in it is one name.
                let name = if name.contains(['.', '/']) { format!("[{name}]") } else { name.clone() };
                let dot = if path.is_empty() || name.starts_with('[') { "" } else { "." };
                flatten(object, &format!("{path}{dot}{name}"), value, lines);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (position, value) in items.iter().enumerate() {
                flatten(object, &format!("{path}[{position}]"), value, lines);
            }
        }
        value => _ = lines.insert(format!("{object}{path}={value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_fact_has_its_line() {
        let object =
            json!({"kind": "A", "metadata": {"name": "a", "labels": {"x.y/z": "1"}}, "spec": [{"b": 2}, {}]});
        let lines: Vec<_> = Rendered::of(vec![object]).lines().into_iter().collect();
        let expected = [
            r#"A/a kind="A""#,
            r#"A/a metadata.labels[x.y/z]="1""#,
            r#"A/a metadata.name="a""#,
            "A/a spec[0].b=2",
            "A/a spec[1]={}",
        ];
        assert_eq!(lines, expected);
    }
}
