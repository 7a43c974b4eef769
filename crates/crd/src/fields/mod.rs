//! docs/fields.md: every field of a rule, with what it takes, what holds without it, and for what it is refused.
//!
//! All of it is read from the definition, so the page knows what the API server knows and nothing else. What surprises
//! people, and examples, are in docs/configuration.md.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{
    CustomResourceDefinitionVersion, JSONSchemaProps, JSONSchemaPropsOrArray, ValidationRule,
};

use crate::{Code, crd};

mod refusal;
mod words;

const HEAD: &str = "\
# Every field of a rule

<!-- Made from the definition; do not edit. Make it anew with: make generate -->

For looking things up. An example, and what surprises people, are in [configuration.md](configuration.md). In your terminal
the same is told by `kubectl explain scalingrule.spec`, `kubectl explain scalingrule.spec.schedule`, …

A path such as `spec.schedule[].timeStart` leads to a field: `timeStart` of each entry in the list `schedule` under `spec`.
*Takes* is what may be written there. *Without it* is what holds when the field is left out. *Refused* is what you are told
when the value makes no sense, with a code that leads to an example. Three things can be wrong with every field of `spec`:
";

const BEFORE: &str = "
## The beginning

| field | |
|---|---|
";

/// How one speaks of what people write, and of what EasyScale writes.
struct Manner {
    /// Begins the list of fields.
    head: &'static str,
    /// What begins the line about a field that is left out.
    without: &'static str,
    /// The line about a field that may not be, and the same in the list.
    required: (&'static str, &'static str),
    in_list: &'static str,
}

const MANNERS: [Manner; 2] = [
    Manner {
        head: "\
You write it. What is *required* must be there whenever the field around it is; everything else may be left out.

| field | takes | without it |
|---|---|---|
",
        without: "Without it",
        required: ("Required", "yes"),
        in_list: "required",
    },
    Manner {
        head: "\
A field that is *never* missing is there whenever the field around it is. Another one is missing while there is nothing to
tell, or when the list says so. What the reasons of the conditions mean, and what to do, is in the
[README](../README.md#reasons-and-what-to-do).

| field | takes | missing |
|---|---|---|
",
        without: "Missing",
        required: ("Missing", "never"),
        in_list: "never",
    },
];

const COLUMNS: &str = "
## The columns of `kubectl get`

`kubectl get scalingrules` shows these, and those with *(wide)* if you add `-o wide`.

| column | field | |
|---|---|---|
";

/// A field, where it is, and what its parent says of it.
struct Field<'a> {
    /// Such as `spec.schedule[].timeStart`.
    path: String,
    schema: &'a JSONSchemaProps,
    required: bool,
    /// The rules about it: its own, those of its items, and those of its parent that point at it.
    rules: Vec<&'a ValidationRule>,
}

/// The text of docs/fields.md.
pub fn fields_markdown() -> String {
    let mut text = HEAD.to_owned();
    for code in [Code::WrongType, Code::Missing, Code::UnknownField] {
        text.extend([format!("\n* {}", refusal::told(code))]);
    }
    text.push('\n');
    text.push_str(BEFORE);
    for (field, code) in [
        ("apiVersion`, `kind", Code::NotThisKind),
        ("metadata.name", Code::RuleName),
        ("metadata.namespace", Code::RuleNamespace),
    ] {
        text.extend([format!("| `{field}` | {} |\n", refusal::told(code))]);
    }
    for version in crd().spec.versions {
        text.push_str(&of_version(&version));
    }
    text
}

fn of_version(version: &CustomResourceDefinitionVersion) -> String {
    let Some(schema) = version.schema.as_ref().and_then(|all| all.open_api_v3_schema.as_ref()) else {
        return String::new();
    };
    let groups = fields_of(schema, "").into_iter().zip(&MANNERS);
    let mut text: String = groups.map(|(group, manner)| of_group(&group, manner)).collect();
    text.push_str(COLUMNS);
    for column in version.additional_printer_columns.iter().flatten() {
        let wide = if column.priority.is_some_and(|priority| priority > 0) { " *(wide)*" } else { "" };
        let path = column.json_path.trim_start_matches('.');
        let meaning = column.description.as_deref().unwrap_or_default();
        text.extend([format!("| {}{wide} | `{path}` | {meaning} |\n", column.name.to_uppercase())]);
    }
    text
}

/// `spec` or `status`: a list of all that is in it, and then each.
fn of_group(group: &Field<'_>, manner: &Manner) -> String {
    let mut inside = Vec::new();
    collect(group.schema, &group.path, &mut inside);
    let mut text = format!("\n## `{}`\n\n{}\n\n{}", group.path, description(group.schema), manner.head);
    text.extend(inside.iter().map(|field| row(field, manner)));
    text.extend(inside.iter().map(|field| section(field, manner)));
    text
}

/// All fields in a schema, each before what is in it.
fn collect<'a>(schema: &'a JSONSchemaProps, path: &str, found: &mut Vec<Field<'a>>) {
    for field in fields_of(schema, path) {
        let (inner, path) = field.inside();
        found.push(field);
        collect(inner, &path, found);
    }
}

impl<'a> Field<'a> {
    /// Where the fields are that it has itself: those of its items, if it is a list.
    fn inside(&self) -> (&'a JSONSchemaProps, String) {
        match item(self.schema) {
            Some(item) => (item, format!("{}[]", self.path)),
            None => (self.schema, self.path.clone()),
        }
    }
}

/// The fields directly in a schema, the required ones first.
fn fields_of<'a>(schema: &'a JSONSchemaProps, path: &str) -> Vec<Field<'a>> {
    let dot = if path.is_empty() { "" } else { "." };
    let required = |name: &String| schema.required.iter().flatten().any(|required| required == name);
    let mut fields: Vec<_> = schema
        .properties
        .iter()
        .flatten()
        .map(|(name, inner)| Field {
            path: format!("{path}{dot}{name}"),
            schema: inner,
            required: required(name),
            rules: refusal::rules(name, inner, schema),
        })
        .collect();
    fields.sort_by_key(|field| !field.required);
    fields
}

/// What a list is made of.
fn item(schema: &JSONSchemaProps) -> Option<&JSONSchemaProps> {
    match &schema.items {
        Some(JSONSchemaPropsOrArray::Schema(item)) => Some(item),
        _ => None,
    }
}

fn description(schema: &JSONSchemaProps) -> &str {
    schema.description.as_deref().unwrap_or_default()
}

fn row(field: &Field<'_>, manner: &Manner) -> String {
    let without = if field.required { manner.in_list.to_owned() } else { words::without(field.schema) };
    format!("| {} | {} | {without} |\n", link(&field.path), words::takes(field.schema))
}

/// The path, as a link to its section.
fn link(path: &str) -> String {
    let anchor: String = path.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("[`{path}`](#{})", anchor.to_lowercase())
}

fn section(field: &Field<'_>, manner: &Manner) -> String {
    let mut text = format!("\n### `{}`\n\n{}\n\n", field.path, description(field.schema));
    let mut line = |head: &str, said: &str| text.extend(["* ", head, ": ", said, "\n"]);
    line("Takes", &words::takes(field.schema));
    let (inner, path) = field.inside();
    let has: Vec<_> = fields_of(inner, &path).iter().map(|field| link(&field.path)).collect();
    if !has.is_empty() {
        line("Has", &has.join(", "));
    }
    let without = words::without(field.schema);
    match (field.required, &*without) {
        (true, _) => line(manner.required.0, manner.required.1),
        (false, "") => {}
        (false, without) => line(manner.without, without),
    }
    for rule in &field.rules {
        line("Refused", &refusal::of_rule(rule));
        if let Some(pattern) = refusal::pattern(&rule.rule) {
            line("As a regular expression", &format!("`{pattern}`"));
        }
    }
    text
}
