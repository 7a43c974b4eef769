//! From nodes to the JSON that kubectl would send, and the fields that are given twice on the way.

use std::fmt;

use serde_json::{Map, Value};

use crate::scalar;
use crate::tree::{Id, Kind, Tree};

/// A field that is given twice.
pub(crate) struct Twice {
    pub(crate) path: String,
    pub(crate) name: String,
    /// The keys.
    pub(crate) first: Id,
    pub(crate) second: Id,
}

/// The value of a node. Recursion is bounded by the depth of the tree.
pub(crate) fn value(tree: &Tree<'_>, id: Id, twice: &mut Vec<Twice>) -> Value {
    convert(tree, id, Path::Root, twice)
}

#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, i) => write!(f, "{parent}[{i}]"),
        }
    }
}

fn convert(tree: &Tree<'_>, id: Id, path: Path<'_>, twice: &mut Vec<Twice>) -> Value {
    match &tree.node(id).kind {
        Kind::Scalar { text, plain: true } => scalar::plain(text),
        Kind::Scalar { text, plain: false } => Value::String(text.to_string()),
        Kind::List(_) => {
            let items = tree.items(id).iter().enumerate();
            items.map(|(i, item)| convert(tree, *item, Path::Item(&path, i), twice)).collect()
        }
        Kind::Map(_) => Value::Object(fields(tree, id, path, twice)),
    }
}

fn fields(tree: &Tree<'_>, id: Id, path: Path<'_>, twice: &mut Vec<Twice>) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, value) in tree.fields(id).filter(|(key, _)| !tree.is_merge(*key)) {
        let name = name(tree, key);
        let value = convert(tree, value, Path::Field(&path, &name), twice);
        // The last one stands, as with kubectl.
        if map.insert(name.clone(), value).is_some() {
            let path = Path::Field(&path, &name).to_string();
            twice.extend(first_of(tree, id, key).map(|first| Twice { path, name, first, second: key }));
        }
    }
    for (_, value) in tree.fields(id).filter(|(key, _)| tree.is_merge(*key)) {
        for merged in tree.merged(&value) {
            for (name, value) in fields(tree, *merged, path, &mut Vec::new()) {
                // What is said here stands before what is merged in.
                map.entry(name).or_insert(value);
            }
        }
    }
    map
}

/// A key as text: kubectl writes numbers and the like as they are.
fn name(tree: &Tree<'_>, key: Id) -> String {
    match &tree.node(key).kind {
        Kind::Scalar { text, .. } => text.to_string(),
        Kind::List(_) | Kind::Map(_) => "?".to_owned(),
    }
}

fn first_of(tree: &Tree<'_>, map: Id, second: Id) -> Option<Id> {
    let wanted = tree.text(second);
    tree.fields(map).map(|(key, _)| key).find(|key| tree.text(*key) == wanted && *key != second)
}
