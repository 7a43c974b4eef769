//! From the path of a problem (`spec.schedule[2].timeEnd`) to what is to be underlined.

use std::ops::Range;

use crate::tree::{Id, Kind, Tree};

/// What a path leads to.
pub(crate) struct Spot {
    /// The bytes to underline: something short that tells where it is.
    pub(crate) bytes: Range<usize>,
    /// The value that the path names, if it is there.
    pub(crate) value: Option<Id>,
    /// Whether the underlined text is that whole value.
    pub(crate) is_value: bool,
    /// What brings it in, if it is written elsewhere: the alias, or the merge key.
    pub(crate) used: Option<Range<usize>>,
}

/// Finds what a path names; for what is not there, the nearest that is. `of_key`: the name of the field is meant.
pub(crate) fn locate(tree: &Tree<'_>, root: Id, path: &str, of_key: bool) -> Spot {
    let mut step = Step { value: root, key: None };
    let mut rest = path;
    let mut used = None;
    while !rest.is_empty() {
        match next(tree, step.value, rest) {
            Some((found, behind)) => {
                used = used.or_else(|| brought_in(tree, step.value, found));
                (step, rest) = (found, behind);
            }
            None => break,
        }
    }
    let there = rest.is_empty();
    let (bytes, is_value) = match step.key {
        Some(key) if of_key || !there => (span(tree, key), false),
        _ => underline(tree, step),
    };
    Spot { bytes, value: there.then_some(step.value), is_value: is_value && there, used }
}

#[derive(Clone, Copy)]
struct Step {
    value: Id,
    /// Its key, if it is the value of a field.
    key: Option<Id>,
}

/// One step along the path, and what is left of it.
fn next<'p>(tree: &Tree<'_>, from: Id, path: &'p str) -> Option<(Step, &'p str)> {
    if let Some(path) = path.strip_prefix('[') {
        let (index, rest) = path.split_once(']')?;
        let value = *tree.items(from).get(index.parse::<usize>().ok()?)?;
        return Some((Step { value, key: None }, rest));
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    // A name may have dots in it: the longest that the path begins with is meant.
    let begins = |name: &str| {
        let rest = path.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    };
    let named = |(key, value): (Id, Id)| Some((key, value, begins(tree.text(key)?)?));
    if let Some((key, value, rest)) = tree.fields(from).filter_map(named).min_by_key(|(.., rest)| rest.len())
    {
        return Some((Step { value, key: Some(key) }, rest));
    }
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (key, value) = tree.field(from, path.get(..end)?)?;
    Some((Step { value, key: Some(key) }, path.get(end..)?))
}

/// The alias or the merge key by which a step leads to what is written elsewhere.
fn brought_in(tree: &Tree<'_>, from: Id, step: Step) -> Option<Range<usize>> {
    if tree.node(step.value).is_alias {
        return Some(span(tree, step.value));
    }
    let key = step.key.filter(|key| tree.fields(from).all(|(own, _)| own != *key))?;
    let has = |map: &Id| tree.field(*map, tree.text(key).unwrap_or_default()).is_some();
    let merge = |(key, value): &(Id, Id)| tree.is_merge(*key) && tree.merged(value).iter().any(has);
    tree.fields(from).find(merge).map(|(key, _)| span(tree, key))
}

/// What to underline of a value: itself if it is written in one piece, else its key, else what an item begins with.
fn underline(tree: &Tree<'_>, step: Step) -> (Range<usize>, bool) {
    let bytes = span(tree, step.value);
    let node = tree.node(step.value);
    let whole = node.is_compact && !bytes.is_empty() && !matches!(node.kind, Kind::Map(_));
    match step.key {
        _ if whole => (bytes, true),
        Some(key) => (span(tree, key), false),
        None => (opening(tree, step.value), false),
    }
}

/// What an item of a list, or a document, is known by: the value of its name, else its first key.
fn opening(tree: &Tree<'_>, id: Id) -> Range<usize> {
    if tree.node(id).is_alias {
        return span(tree, id);
    }
    let name =
        tree.fields(id).find(|(key, value)| tree.text(*key) == Some("name") && tree.text(*value).is_some());
    match name.map(|(_, value)| value).or_else(|| tree.fields(id).map(|(key, _)| key).next()) {
        Some(shown) => span(tree, shown),
        None => span(tree, id),
    }
}

pub(crate) fn span(tree: &Tree<'_>, id: Id) -> Range<usize> {
    tree.node(id).span.clone()
}
