//! Files that were read and checked together: what the commands that take files have in common.

use std::collections::HashMap;

use easyscale_crd::Severity;
use easyscale_manifest::{Content, Finding, Manifest, across, read_bytes};

use crate::files::File;
use crate::report::{Located, render};
use crate::session::Session;
use crate::told;

/// See the module.
pub(crate) struct Checked {
    files: Vec<One>,
}

struct One {
    name: String,
    /// Empty where it is no text.
    text: String,
    manifest: Manifest,
    /// What it has only together with other documents, and the number of the file that the other one is in.
    together: Vec<(Finding, usize)>,
}

/// What there was in the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) files: usize,
    pub(crate) rules: usize,
    pub(crate) others: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

impl Checked {
    /// Reads and checks everything.
    pub(crate) fn read(files: Vec<File>, session: &Session) -> Self {
        let (zones, at) = (session.zones(), session.now());
        let one = |file: File| One {
            manifest: read_bytes(&file.bytes, zones, at),
            text: String::from_utf8(file.bytes).unwrap_or_default(),
            name: file.name,
            together: Vec::new(),
        };
        let mut files: Vec<One> = files.into_iter().map(one).collect();
        for (file, finding, first) in together(&files) {
            files[file].together.push((finding, first));
        }
        Self { files }
    }

    /// Every finding, in the order of the files and of the text.
    pub(crate) fn findings(&self) -> impl Iterator<Item = Located<'_>> {
        self.files.iter().flat_map(|file| {
            let own = file.manifest.findings().map(|finding| (finding, file));
            let together = file.together.iter().map(|(finding, first)| (finding, &self.files[*first]));
            let mut all: Vec<_> = own.chain(together).collect();
            all.sort_by_key(|(finding, _)| finding.place.bytes.start);
            all.into_iter().map(move |(finding, first)| Located {
                file: &file.name,
                text: &file.text,
                finding,
                related: (&first.name, &first.text),
            })
        })
    }

    /// How many findings are errors.
    pub(crate) fn errors(&self) -> usize {
        self.findings().filter(|located| located.finding.severity == Severity::Error).count()
    }

    /// All errors, as they are shown.
    pub(crate) fn errors_only(&self) -> String {
        let errors = self.findings().filter(|located| located.finding.severity == Severity::Error);
        errors.map(|located| render(&located)).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn counts(&self) -> Counts {
        let documents = || self.files.iter().flat_map(|file| &file.manifest.documents);
        let rules =
            documents().filter(|one| matches!(one.content, Content::Rule(_) | Content::Broken { .. }));
        let others = documents().filter(|one| matches!(one.content, Content::Other { .. }));
        let errors = self.errors();
        Counts {
            files: self.files.len(),
            rules: rules.count(),
            others: others.count(),
            errors,
            warnings: self.findings().count() - errors,
        }
    }

    /// The files by name, with what is in them.
    pub(crate) fn into_files(self) -> impl Iterator<Item = (String, Manifest)> {
        self.files.into_iter().map(|file| (file.name, file.manifest))
    }
}

/// The findings of several documents together: the number of the file, the finding, the number of the other file.
fn together(files: &[One]) -> Vec<(usize, Finding, usize)> {
    let numbers: HashMap<&str, usize> = files.iter().enumerate().map(|(i, file)| (&*file.name, i)).collect();
    let number = |name: &str| numbers.get(name).copied().unwrap_or_default();
    across(files.iter().map(|file| (&*file.name, &file.manifest)))
        .into_iter()
        .map(|found| (number(found.file), found.finding, number(found.first.unwrap_or(found.file))))
        .collect()
}

impl Counts {
    /// "3 rules in 2 files, 4 other objects skipped: 1 error, 2 warnings."
    pub(crate) fn sentence(&self) -> String {
        let Self { files, rules, others, errors, warnings } = *self;
        let skipped = match others {
            0 => String::new(),
            1 => ", 1 other object skipped".to_owned(),
            _ => format!(", {others} other objects skipped"),
        };
        let found = match (errors, warnings) {
            (0, 0) => "no errors, no warnings".to_owned(),
            (0, _) => told::count(warnings, "warning"),
            (_, 0) => told::count(errors, "error"),
            _ => format!("{}, {}", told::count(errors, "error"), told::count(warnings, "warning")),
        };
        format!("{} in {}{skipped}: {found}.", told::count(rules, "rule"), told::count(files, "file"))
    }
}
