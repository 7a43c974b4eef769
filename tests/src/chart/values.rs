//! `values.yaml` and its schema as data: every value with its comment and its default.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::file;

/// One value of `values.yaml`, or the name of a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueLine {
    /// Where it is, such as `crds.keep`.
    pub path: String,
    /// What its comment says; empty for most groups.
    pub comment: String,
    /// The heading that it stands under; empty at the beginning.
    pub section: String,
}

/// The defaults.
pub fn values() -> Result<Value> {
    serde_saphyr::from_str(&file("values.yaml")?).context("values.yaml")
}

/// The schema.
pub fn schema() -> Result<Value> {
    serde_json::from_str(&file("values.schema.json")?).context("values.schema.json")
}

/// Every line of `values.yaml` that names a value or a group, in its order.
pub fn value_lines() -> Result<Vec<ValueLine>> {
    parse(&file("values.yaml")?)
}

/// What stands at a path such as `crds.keep`.
pub fn leaf<'a>(values: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(values, |value, name| value.get(name))
}

/// The file has two levels and a few defaults that are lists or maps: these have no comments of their own, and are not
/// values but what a value is.
fn parse(text: &str) -> Result<Vec<ValueLine>> {
    let mut lines = Vec::new();
    let (mut comment, mut section, mut group) = (Vec::new(), String::new(), String::new());
    for line in text.lines() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        if let Some(heading) = bare.strip_prefix("# --- ") {
            heading.trim_end_matches('-').trim().clone_into(&mut section);
        } else if let Some(said) = bare.strip_prefix("# ") {
            comment.push(said);
            continue;
        } else if let Some((name, _)) = bare.split_once(':').filter(|_| indent <= 2 && !bare.starts_with('-'))
        {
            let said = comment.join(" ");
            if indent == 0 {
                name.clone_into(&mut group);
            } else if said.is_empty() {
                continue;
            }
            let path = if indent == 0 { name.to_owned() } else { format!("{group}.{name}") };
            lines.push(ValueLine { path, comment: said, section: section.clone() });
        } else if !bare.is_empty() && !bare.starts_with('-') && indent < 4 {
            bail!("values.yaml has a line that is not understood: {line:?}");
        }
        comment.clear();
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_with_their_comment_and_section() {
        let text = "# All of\n# it.\na: 1\n\n# --- Part ---\n\ng:\n  # Of g.\n  b:\n    c: 2\n# A map.\nm:\n  plain: x\n";
        let found = parse(text).expect("lines");
        let found: Vec<_> = found.iter().map(|line| (&*line.path, &*line.comment, &*line.section)).collect();
        let expected =
            [("a", "All of it.", ""), ("g", "", "Part"), ("g.b", "Of g.", "Part"), ("m", "A map.", "Part")];
        assert_eq!(found, expected);
    }
}
