//! Tags of YAML (`!!binary`, `!entry`): orders to the reader to make something else of a value. No field of a rule needs
//! one, and readers differ in what they do: kubectl leaves most of them out and decodes `!!binary`, others refuse them.

use std::ops::Range;

use easyscale_crd::Code;
use granit_parser::Tag;

use crate::document::{Context, MOST, Reading};
use crate::locate::span;
use crate::manifest::Finding;
use crate::scalar::plain;
use crate::tree::{Id, Tree};

/// A tag that a document has, if there may be something to tell about it.
pub(crate) struct Tagged {
    pub(crate) node: Id,
    /// As it is written.
    written: String,
    /// The name of the type, if it is one that YAML has always.
    core: Option<String>,
}

/// A tag to look at later. Those that say what is there anyway are none.
pub(crate) fn tagged(node: Id, tag: &Tag) -> Option<Tagged> {
    let core = tag.core_suffix();
    let written = tag.original();
    // `! 22:00` only says that it is a text; `!!merge <<` is the long form of `<<`.
    let nothing = matches!(core, Some("str" | "seq" | "map")) || written == "!" || is_merge(tag);
    (!nothing).then(|| Tagged { node, written, core: core.map(str::to_owned) })
}

/// Whether it is the tag of the key `<<`.
pub(crate) fn is_merge(tag: &Tag) -> bool {
    tag.suffix_in_namespace("tag:yaml.org,2002:").is_some_and(|name| name == "merge")
}

/// Looks at the tags of one rule.
pub(crate) fn findings(reading: &Reading<'_>) -> Vec<Finding> {
    if reading.tree.tags.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    walk(reading.tree, reading.root, "", &mut |node, path| {
        if found.len() < MOST {
            found.extend(reading.tree.tag(node).and_then(|tagged| finding(reading, tagged, path)));
        }
    });
    found
}

/// Visits keys and values with their paths. Recursion is bounded by the depth of the tree; what an alias repeats has its
/// place elsewhere.
fn walk(tree: &Tree<'_>, id: Id, path: &str, visit: &mut impl FnMut(Id, &str)) {
    visit(id, path);
    if tree.node(id).is_alias {
        return;
    }
    for (i, item) in tree.items(id).iter().enumerate() {
        walk(tree, *item, &format!("{path}[{i}]"), visit);
    }
    for (key, value) in tree.fields(id) {
        let name = tree.text(key).unwrap_or("?");
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        visit(key, &path);
        walk(tree, value, &path, visit);
    }
}

fn finding(reading: &Reading<'_>, tagged: &Tagged, path: &str) -> Option<Finding> {
    let Tagged { node, written, core } = tagged;
    let detail = match (core, reading.tree.text(*node)) {
        (Some(core), Some(text)) if fits(core, text) => return None,
        (Some(_), Some(text)) => format!("{written} says that {text:?} is what it is not: remove {written}"),
        _ => format!(
            "readers of YAML make different things of {written}: remove it, and write the value itself"
        ),
    };
    let place = reading.context.place(&before(reading, &span(reading.tree, *node), written));
    Some(Finding { place, ..reading.plain_finding(Code::WrongType, path, &detail) })
}

/// Whether the text is of the type that its tag names.
fn fits(core: &str, text: &str) -> bool {
    let is_whole = text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-' | b'_'));
    let value = plain(text);
    match core {
        "int" => value.is_number() && is_whole,
        "float" => value.is_number(),
        "bool" => value.is_boolean(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// Where the tag stands: in front of its value, mostly at once.
fn before(reading: &Reading<'_>, value: &Range<usize>, written: &str) -> Range<usize> {
    let Context { text, offset, .. } = reading.context;
    let front = text.slice(&(offset..value.start + offset));
    match front.rfind(written) {
        Some(at) => at..at + written.len(),
        None => value.clone(),
    }
}
