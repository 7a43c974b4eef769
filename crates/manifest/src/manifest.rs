//! The result: what was found in a text, as values.

use std::ops::Range;

use easyscale_crd::{Code, ScalingRule, Severity};
use easyscale_schedule::Schedule;

/// Everything that was found in one text.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The documents in their order; each item of a `List` counts as one.
    pub documents: Vec<Document>,
}

/// One document of a file, or one item of a `List` in it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// What it is.
    pub content: Content,
    /// Everything wrong or doubtful about it, in the order of the text; of more than a hundred the first.
    pub findings: Vec<Finding>,
}

/// What a document is.
#[derive(Clone, Debug)]
pub enum Content {
    /// A rule that could be read, perhaps with problems.
    Rule(Box<Rule>),
    /// Meant to be a rule, or not even YAML: it cannot be read, and the findings say why.
    Broken {
        /// The rule's name, where that much could be read.
        name: Option<String>,
    },
    /// An object of another kind, which is none of our business.
    Other {
        /// Its kind; empty where it has none.
        kind: String,
    },
    /// Nothing, or only comments.
    Empty,
}

/// A rule as it was read.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The rule.
    pub object: ScalingRule,
    /// Its compiled schedule: there if and only if no finding is an error.
    pub schedule: Option<Schedule>,
    /// Where its name is written.
    pub name_place: Place,
    /// Where the name of its target is written.
    pub target_place: Place,
}

/// One thing that is wrong or doubtful, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable name of this kind of problem, such as `ES0012`.
    pub code: Code,
    /// Whether the rule is refused (error) or merely doubtful (warning).
    pub severity: Severity,
    /// The field, such as `spec.schedule[2].timeEnd`; empty where the finding is about the whole document.
    pub path: String,
    /// What is wrong, the value, and the fix, without the code.
    pub message: String,
    /// Where it is in the text.
    pub place: Place,
    /// What to write at that place instead, if that can be known, such as `"22:00"` or `timeStart`.
    pub help: Option<String>,
    /// Another place that belongs to it, with what is there, such as "first given here".
    pub related: Option<(Place, String)>,
}

/// A stretch of the text, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The column of its first character, counted from 1, in characters.
    pub column: usize,
    /// The bytes of the text that it covers; perhaps none.
    pub bytes: Range<usize>,
}

impl Document {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

impl Manifest {
    /// The rules that could be read, with the document that each stands in.
    pub fn rules(&self) -> impl Iterator<Item = (&Document, &Rule)> {
        self.documents.iter().filter_map(|document| match &document.content {
            Content::Rule(rule) => Some((document, &**rule)),
            _ => None,
        })
    }

    /// All findings, in the order of the text.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.documents.iter().flat_map(|document| &document.findings)
    }
}
