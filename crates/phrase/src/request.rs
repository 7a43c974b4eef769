//! What was understood.

use std::fmt;
use std::ops::Range;

use easyscale_schedule::Entry;

use crate::words;

/// Everything that was said about one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is to be scaled.
    pub target: Target,
    /// The entries, in the order in which they were said.
    pub wishes: Vec<Wish>,
    /// The number behind "otherwise".
    pub default: Option<u32>,
}

/// What is to be scaled. Displayed as `deployment/web`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its name, valid in Kubernetes.
    pub name: String,
}

/// The kinds that a sentence can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// A Deployment, also where no kind is named.
    Deployment,
    /// A `StatefulSet`.
    StatefulSet,
}

impl TargetKind {
    pub(crate) const ALL: [Self; 2] = [Self::Deployment, Self::StatefulSet];

    /// As Kubernetes spells it; displayed it is in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
        }
    }
}

impl fmt::Display for TargetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_str().to_ascii_lowercase())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

impl Target {
    /// As a person would write it: the bare name where that is enough.
    pub(crate) fn short(&self) -> String {
        let bare = self.kind == TargetKind::Deployment && !words::is_reserved(&self.name);
        if bare && !self.name.starts_with(|first: char| first.is_ascii_digit()) {
            self.name.clone()
        } else {
            self.to_string()
        }
    }
}

/// One entry and how it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The entry in normal form: all seven days are every day, dates are in order, an end at midnight is 24:00.
    /// Its name is empty if none was given.
    pub entry: Entry,
    /// "up" or "down", if it was said. It changes nothing; see [`crate::doubts`].
    pub direction: Option<Direction>,
    /// Whether the sentence names the zone; else it is the one that [`crate::parse`] was given.
    pub zone_is_named: bool,
    /// The bytes of the sentence in the text.
    pub place: Range<usize>,
}

/// Which way somebody expects the number to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// "up" or "out": more.
    Up,
    /// "down" or "in": fewer.
    Down,
}
