//! What is wrong or doubtful about several documents together: a name twice, a target twice, no rule at all.

use std::collections::HashMap;

use easyscale_crd::{Code, ScalingRule};

use crate::manifest::{Content, Finding, Manifest, Place, Rule};

/// A finding that only several documents together have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Across<'a> {
    /// The file that the finding's place is in: that of the later document.
    pub file: &'a str,
    /// The finding; its `related` place is that of the earlier document.
    pub finding: Finding,
    /// The file that the finding's `related` place is in.
    pub first: Option<&'a str>,
}

/// The findings that several files, or several documents of one file, have together.
///
/// A rule without a namespace is put where the caller says when it is applied: it is compared with its like only.
pub fn across<'a>(manifests: impl IntoIterator<Item = (&'a str, &'a Manifest)>) -> Vec<Across<'a>> {
    let mut found = Vec::new();
    let mut seen = Seen::default();
    let (mut any, mut first_file) = (false, None);
    for (file, manifest) in manifests {
        first_file = first_file.or(Some(file));
        any |= manifest
            .documents
            .iter()
            .any(|document| matches!(document.content, Content::Rule(_) | Content::Broken { .. }));
        for (_, rule) in manifest.rules() {
            found.extend(seen.take(At { file, rule }));
        }
    }
    let nothing = first_file.filter(|_| !any).map(|file| Across {
        file,
        finding: finding(Code::NoRule, "", &Place { line: 1, column: 1, bytes: 0..0 }, None),
        first: None,
    });
    found.into_iter().chain(nothing).collect()
}

/// The first rule of each name and of each target.
#[derive(Default)]
struct Seen<'a> {
    names: HashMap<(&'a str, &'a str), At<'a>>,
    targets: HashMap<[&'a str; 4], At<'a>>,
}

impl<'a> Seen<'a> {
    fn take(&mut self, here: At<'a>) -> Option<Across<'a>> {
        let name = name(&here.rule.object);
        // One that replaces another is no second rule of its target.
        if let Some(first) = self.names.get(&name) {
            return Some(first.twice(here));
        }
        self.names.insert(name, here);
        let target = target(&here.rule.object);
        let first = self.targets.get(&target).map(|first| first.same_target(here));
        self.targets.entry(target).or_insert(here);
        first
    }
}

#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a str,
    rule: &'a Rule,
}

impl<'a> At<'a> {
    fn twice(self, later: At<'a>) -> Across<'a> {
        let shown = name(&later.rule.object).1;
        let detail = format!("{shown:?} is also on line {} of {}", self.rule.name_place.line, self.file);
        self.and(Code::RuleTwice, "metadata.name", &detail, later, |rule| &rule.name_place)
    }

    fn same_target(self, later: At<'a>) -> Across<'a> {
        let (first, line) = (name(&self.rule.object).1, self.rule.target_place.line);
        let detail = format!("{first:?} on line {line} of {} has it, too", self.file);
        self.and(Code::TargetTwice, "spec.target.name", &detail, later, |rule| &rule.target_place)
    }

    fn and(
        self,
        code: Code,
        path: &str,
        detail: &str,
        later: At<'a>,
        place: impl Fn(&'a Rule) -> &'a Place,
    ) -> Across<'a> {
        let mut finding = finding(code, path, place(later.rule), Some(detail));
        finding.related = Some((place(self.rule).clone(), "first given here".to_owned()));
        Across { file: later.file, finding, first: Some(self.file) }
    }
}

fn finding(code: Code, path: &str, place: &Place, detail: Option<&str>) -> Finding {
    let detail = detail.map(|detail| format!("; {detail}")).unwrap_or_default();
    Finding {
        code,
        severity: code.severity(),
        path: path.to_owned(),
        message: format!("{}{detail}", code.sentence()),
        place: place.clone(),
        help: None,
        related: None,
    }
}

/// What tells one rule from another.
fn name(rule: &ScalingRule) -> (&str, &str) {
    let metadata = &rule.metadata;
    (metadata.namespace.as_deref().unwrap_or_default(), metadata.name.as_deref().unwrap_or_default())
}

/// What tells one target from another. The version of its API does not: each of them shows the same object.
fn target(rule: &ScalingRule) -> [&str; 4] {
    let target = &rule.spec.target;
    let group = target.api_version.split_once('/').map_or("", |(group, _)| group);
    let namespace = target.namespace.as_deref().unwrap_or(name(rule).0);
    [namespace, group, &target.kind, &target.name]
}
