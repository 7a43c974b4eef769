//! Every value of values.yaml does what its comment says: the table in [`crate::table`] has a row for each.

use std::collections::{BTreeMap, BTreeSet};

use easyscale_tests::chart::{Rendered, render, render_text, value_lines};
use serde_json::{Value, json};

use crate::table::{Row, rows};

/// Rows with the same values around the one in question share what they are compared with.
#[derive(Default)]
struct Renders(BTreeMap<String, BTreeSet<String>>);

impl Renders {
    fn lines(&mut self, values: &Value) -> &BTreeSet<String> {
        let lines = || render(values).unwrap_or_else(|error| panic!("{values}: {error:#}")).lines();
        self.0.entry(values.to_string()).or_insert_with(lines)
    }
}

/// Whether there is a fact such as "Deployment/easyscale spec.replicas=2"; its beginning up to a space is the object, the
/// rest is how it ends. "Service/easyscale" alone asks for the object.
fn has(lines: &BTreeSet<String>, fact: &str) -> bool {
    let (object, end) = fact.split_once(' ').unwrap_or((fact, ""));
    lines.iter().any(|line| line.starts_with(&format!("{object} ")) && line.ends_with(end))
}

/// What of a row is not so.
fn complaints(row: &Row, renders: &mut Renders) -> Vec<String> {
    let mut without = row.set.clone();
    without.as_object_mut().unwrap().remove(row.value).unwrap();
    let before = renders.lines(&without).clone();
    let after = renders.lines(&row.set);
    let mut complaints = Vec::new();
    for fact in row.facts {
        let (fact, wanted) = fact.strip_prefix('!').map_or((*fact, true), |gone| (gone, false));
        if has(after, fact) != wanted {
            let object = fact.split(' ').next().unwrap();
            let about: Vec<_> = after.iter().filter(|line| line.starts_with(object)).collect();
            complaints.push(format!(
                "{}: {fact} is {}there; {about:#?}",
                row.value,
                if wanted { "not " } else { "" }
            ));
        }
        if has(&before, fact) == wanted {
            complaints.push(format!("{}: {fact} does not come from this value", row.value));
        }
    }
    complaints
}

#[test]
fn every_value_does_what_the_table_says() {
    let mut renders = Renders::default();
    let complaints: Vec<_> = rows().iter().flat_map(|row| complaints(row, &mut renders)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_value_has_a_row_in_the_table() {
    let rows = rows();
    assert!(rows.iter().all(|row| !row.facts.is_empty()));
    let tried: BTreeSet<_> = rows.iter().map(|row| row.value).collect();
    let lines = value_lines().unwrap();
    let values: BTreeSet<_> = lines
        .iter()
        .filter(|line| !lines.iter().any(|other| other.path.starts_with(&format!("{}.", line.path))))
        .map(|line| &*line.path)
        .collect();
    assert_eq!(values, tried, "left: values.yaml, right: the table");
}

#[test]
fn with_the_defaults_the_operator_has_no_argument_but_its_command() {
    let defaults = render(&json!({})).unwrap();
    let container = &defaults.only("Deployment")["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["args"], json!(["run"]));
}

#[test]
fn two_renders_are_equal() {
    let everything = crate::table::everything();
    assert_eq!(render_text(&everything).unwrap(), render_text(&everything).unwrap());
}

/// The kinds that are not in any namespace.
fn of_cluster(rendered: &Rendered) -> BTreeSet<&str> {
    let objects = rendered.installed().filter(|object| object["metadata"].get("namespace").is_none());
    objects.filter_map(|object| object["kind"].as_str()).collect()
}

#[test]
fn single_namespaces_need_nothing_in_the_whole_cluster() {
    let values = json!({"watchNamespaces": ["shop"], "crds.enabled": false, "rbac.userRoles": false});
    assert_eq!(of_cluster(&render(&values).unwrap()), BTreeSet::new());
    let with_the_rest = render(&json!({"watchNamespaces": ["shop"]})).unwrap();
    let kinds = of_cluster(&with_the_rest);
    assert_eq!(
        kinds,
        BTreeSet::from(["ClusterRole", "CustomResourceDefinition"]),
        "for people, not for the operator"
    );
    assert!(!kinds.contains("ClusterRoleBinding"));
}
