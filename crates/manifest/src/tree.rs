//! One YAML document as nodes that know their place.
//!
//! It is built without recursion, from the parser's events, and an alias points at its node instead of copying it: what a
//! hostile text can cost is bounded by its length. How large it would be when written out is known before it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use crate::tag::{self, Tagged, tagged};

/// Deeper than any object of Kubernetes, and shallow enough for recursion.
const MAX_DEPTH: u32 = 128;
/// So many nodes may aliases add to a document, above those that are written in it.
const MAX_REPEATED: u64 = 100_000;

const NESTED: &str = "it is nested more than 128 levels deep";

/// The index of a node in its tree.
pub(crate) type Id = u32;

/// One document.
#[derive(Default)]
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// The children of all nodes, each node's side by side.
    children: Vec<Id>,
    /// The outermost node, if there is any.
    pub(crate) root: Option<Id>,
    /// The tags that may need a word, in the order of their nodes.
    pub(crate) tags: Vec<Tagged>,
    /// The first line in front of it that gives orders to the reader: `%YAML 1.2`.
    pub(crate) directive: Option<Range<usize>>,
}

/// A value with its place.
pub(crate) struct Node<'a> {
    pub(crate) kind: Kind<'a>,
    /// The bytes it covers in the text that was parsed; of a list or a mapping in block style only its start.
    pub(crate) span: Range<usize>,
    /// Whether it is written in one piece: in brackets, or as a text that is not in lines of its own.
    pub(crate) is_compact: bool,
    /// Whether it stands for a list or a mapping that is written elsewhere; its place is that of the alias.
    pub(crate) is_alias: bool,
    /// The number of nodes, and the depth, when all aliases are written out.
    size: u64,
    depth: u32,
}

pub(crate) enum Kind<'a> {
    /// A word or a text; `plain`: what it stands for is to be found out, as it is written without quotes.
    Scalar {
        text: Cow<'a, str>,
        plain: bool,
    },
    List(Range<usize>),
    /// Keys and values in turn.
    Map(Range<usize>),
}

/// Why a document could not be read.
pub(crate) enum Failure {
    /// Not YAML, in the parser's words.
    Syntax { at: usize, said: String },
    /// Nested too deeply, or grown too large by aliases.
    TooLarge { at: usize, why: &'static str },
}

/// Calls `take` with each document of a text, until one cannot be read.
pub(crate) fn each_document<'a>(text: &'a str, mut take: impl FnMut(&Tree<'a>)) -> Result<(), Failure> {
    let mut parser = Parser::new_from_str(text);
    let mut builder = Builder::default();
    let mut directive = directive(text);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| syntax(&error, text))?;
        match event {
            Event::DocumentStart(..) => {
                builder = Builder::default();
                builder.tree.directive = directive.take();
            }
            Event::DocumentEnd => take(&builder.tree),
            Event::StreamEnd => break,
            event => builder.add(event, &span)?,
        }
    }
    Ok(())
}

/// The first such line in front of the first document.
fn directive(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match line.trim_start().bytes().next() {
            Some(b'%') if line.starts_with('%') => return Some(at..at + line.trim_end().len()),
            None | Some(b'#') => at += line.len(),
            Some(_) => return None,
        }
    }
    None
}

fn syntax(error: &ScanError, text: &str) -> Failure {
    let at = error.marker().byte_offset().unwrap_or(text.len());
    if error.info().contains("recursion limit") {
        return Failure::TooLarge { at, why: NESTED };
    }
    Failure::Syntax { at, said: error.info().to_owned() }
}

#[derive(Default)]
struct Builder<'a> {
    tree: Tree<'a>,
    /// The lists and mappings that are not closed yet.
    open: Vec<Open>,
    /// The children of the open ones, those of the innermost last.
    waiting: Vec<Id>,
    anchors: HashMap<usize, Id>,
    /// The nodes that are written, and all of them with aliases written out.
    written: u64,
    total: u64,
}

struct Open {
    id: Id,
    is_map: bool,
    first: usize,
    anchor: usize,
}

impl<'a> Builder<'a> {
    fn add(&mut self, event: Event<'a>, span: &Span) -> Result<(), Failure> {
        let bytes = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = is_plain(style, tag.as_deref());
                let id = self.push(Kind::Scalar { text, plain }, bytes);
                let in_lines = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                self.tree.nodes[id as usize].is_compact = !in_lines;
                self.tag(id, tag.as_deref());
                self.define(anchor, id);
                self.waiting.push(id);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let id = self.open(false, style, anchor, bytes)?;
                self.tag(id, tag.as_deref());
            }
            Event::MappingStart(style, anchor, tag) => {
                let id = self.open(true, style, anchor, bytes)?;
                self.tag(id, tag.as_deref());
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes.end),
            Event::Alias(anchor) => self.repeat(anchor, bytes)?,
            _ => {}
        }
        if self.open.is_empty() && self.tree.root.is_none() {
            self.tree.root = self.waiting.pop();
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind<'a>, span: Range<usize>) -> Id {
        self.written += 1;
        self.total += 1;
        self.tree.nodes.push(Node { kind, span, is_compact: false, is_alias: false, size: 1, depth: 1 });
        self.last()
    }

    fn last(&self) -> Id {
        // Each node is at least a byte of text; one of 4 GiB is not read into memory before.
        Id::try_from(self.tree.nodes.len() - 1).unwrap_or(Id::MAX)
    }

    fn tag(&mut self, id: Id, tag: Option<&Tag>) {
        self.tree.tags.extend(tag.and_then(|tag| tagged(id, tag)));
    }

    fn define(&mut self, anchor: usize, id: Id) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn open(
        &mut self,
        is_map: bool,
        style: StructureStyle,
        anchor: usize,
        bytes: Range<usize>,
    ) -> Result<Id, Failure> {
        if self.open.len() >= MAX_DEPTH as usize {
            return Err(Failure::TooLarge { at: bytes.start, why: NESTED });
        }
        let id = self.push(Kind::List(0..0), bytes);
        self.tree.nodes[id as usize].is_compact = style == StructureStyle::Flow;
        self.open.push(Open { id, is_map, first: self.waiting.len(), anchor });
        Ok(id)
    }

    fn close(&mut self, end: usize) {
        let Some(Open { id, is_map, first, anchor }) = self.open.pop() else { return };
        let start = self.tree.children.len();
        let (mut size, mut depth) = (1_u64, 0);
        for child in self.waiting.drain(first..) {
            let node = &self.tree.nodes[child as usize];
            size = size.saturating_add(node.size);
            depth = depth.max(node.depth);
            self.tree.children.push(child);
        }
        let children = start..self.tree.children.len();
        let node = &mut self.tree.nodes[id as usize];
        node.kind = if is_map { Kind::Map(children) } else { Kind::List(children) };
        node.span.end = node.span.end.max(end);
        (node.size, node.depth) = (size, depth + 1);
        self.define(anchor, id);
        self.waiting.push(id);
    }

    fn repeat(&mut self, anchor: usize, bytes: Range<usize>) -> Result<(), Failure> {
        let at = bytes.start;
        let Some(&id) = self.anchors.get(&anchor) else {
            return Err(Failure::TooLarge { at, why: "an alias stands inside of what it repeats" });
        };
        let node = &self.tree.nodes[id as usize];
        self.total = self.total.saturating_add(node.size);
        if self.total - self.written.min(self.total) > MAX_REPEATED {
            return Err(Failure::TooLarge { at, why: "its aliases repeat more than 100000 values" });
        }
        if self.open.len() + node.depth as usize > MAX_DEPTH as usize {
            return Err(Failure::TooLarge { at, why: "its aliases nest more than 128 levels deep" });
        }
        let (size, depth) = (node.size, node.depth);
        // The children are not copied. A text is not worth a node: what it says is to be read where it is written.
        let kind = match &node.kind {
            Kind::Scalar { .. } => None,
            Kind::List(children) => Some(Kind::List(children.clone())),
            Kind::Map(children) => Some(Kind::Map(children.clone())),
        };
        let shown = kind.map_or(id, |kind| {
            self.tree.nodes.push(Node { kind, span: bytes, is_compact: false, is_alias: true, size, depth });
            self.last()
        });
        self.waiting.push(shown);
        Ok(())
    }
}

/// Whether what a scalar stands for is to be found out. A tag other than those of numbers and the like makes it a text.
fn is_plain(style: ScalarStyle, tag: Option<&Tag>) -> bool {
    match tag {
        None => style == ScalarStyle::Plain,
        Some(tag) => {
            matches!(tag.core_suffix(), Some("int" | "float" | "bool" | "null")) || tag::is_merge(tag)
        }
    }
}

impl<'a> Tree<'a> {
    pub(crate) fn node(&self, id: Id) -> &Node<'a> {
        &self.nodes[id as usize]
    }

    pub(crate) fn tag(&self, id: Id) -> Option<&Tagged> {
        self.tags.get(self.tags.binary_search_by_key(&id, |tagged| tagged.node).ok()?)
    }

    /// The text of a scalar.
    pub(crate) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id).kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub(crate) fn items(&self, id: Id) -> &[Id] {
        match &self.node(id).kind {
            Kind::List(children) => self.children.get(children.clone()).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Keys and values of a mapping; none of anything else.
    pub(crate) fn fields(&self, id: Id) -> impl DoubleEndedIterator<Item = (Id, Id)> + '_ {
        let children = match &self.node(id).kind {
            Kind::Map(children) => self.children.get(children.clone()).unwrap_or_default(),
            _ => &[],
        };
        children.chunks_exact(2).map(|pair| (pair[0], pair[1]))
    }

    pub(crate) fn is_map(&self, id: Id) -> bool {
        matches!(self.node(id).kind, Kind::Map(_))
    }

    /// Whether a key asks for the fields of its value to be merged in.
    pub(crate) fn is_merge(&self, key: Id) -> bool {
        matches!(&self.node(key).kind, Kind::Scalar { text, plain: true } if text == "<<")
    }

    /// The mappings that a merge key's value names.
    pub(crate) fn merged<'t>(&'t self, value: &'t Id) -> &'t [Id] {
        if self.is_map(*value) { std::slice::from_ref(value) } else { self.items(*value) }
    }

    /// The value of a field: the last one of that name, else the first that is merged in.
    pub(crate) fn field(&self, map: Id, name: &str) -> Option<(Id, Id)> {
        let own = self.fields(map).rev().find(|(key, _)| self.text(*key) == Some(name));
        own.or_else(|| {
            let merges: Vec<_> = self.fields(map).filter(|(key, _)| self.is_merge(*key)).collect();
            merges
                .iter()
                .find_map(|(_, value)| self.merged(value).iter().find_map(|map| self.field(*map, name)))
        })
    }
}
