//! docs/errors.md: every code with its sentence, who tells it, a wrong example and the right one.
//!
//! The examples are data, so that tests can prove them: the wrong one gets exactly its code, the right one none.

use std::borrow::Cow;

use crate::{Code, Severity};

mod doubts;
mod files;
mod numbers;
mod schedule;

/// A code, who tells it, and the two examples.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The code that the wrong example gets.
    pub code: Code,
    /// Who tells it and when.
    pub told: Told,
    /// A text with that one problem.
    pub wrong: Text,
    /// The same, corrected.
    pub right: Text,
}

/// Who tells a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The API server, with this sentence, and status.
    Server,
    /// The API server, in its own words where something is too long or too many, and status.
    ServerOrItsWords,
    /// The API server in its own words, and status with this sentence.
    ServersWords,
    /// The API server if it cannot be a name, and status.
    ServerInPart,
    /// Status only.
    Status,
    /// The commands that look at files, and the API server in its own words.
    FilesAndServer,
    /// The commands that look at files, and status in the words of its condition `OlderRuleActs`.
    FilesAndConflict,
    /// The commands that look at files only.
    Files,
}

/// An example.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    /// Some fields of a `spec`; the rest of the rule goes without saying.
    Spec(&'static str),
    /// Some fields of a `spec`, made.
    Made(fn() -> String),
    /// A whole file.
    File(&'static str),
    /// A whole file that is no text.
    Bytes(&'static [u8]),
}

/// The examples, in the order of the codes. Each code has one but [`Code::Schedule`], which no known rule gets.
pub fn examples() -> Vec<Example> {
    let mut all = [schedule::EXAMPLES, numbers::EXAMPLES, files::EXAMPLES, doubts::EXAMPLES].concat();
    all.sort_by_key(|example| example.code);
    all
}

impl Text {
    /// The whole file that the example stands for.
    pub fn file(self) -> Cow<'static, [u8]> {
        let fields = match self {
            Self::Spec(fields) => fields.to_owned(),
            Self::Made(make) => make(),
            Self::File(file) => return Cow::Borrowed(file.as_bytes()),
            Self::Bytes(file) => return Cow::Borrowed(file),
        };
        let has = |field: &str| fields.lines().any(|line| line.starts_with(field));
        let mut file =
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n".to_owned();
        for (field, usual) in [
            ("target:", "target: {name: web}"),
            ("schedule:", "schedule: [{name: Night, timeStart: \"22:00\", timeEnd: \"06:00\", replicas: 2}]"),
            ("default:", "default: {replicas: 3}"),
        ] {
            if !has(field) {
                file.extend(["  ", usual, "\n"]);
            }
        }
        file.extend(fields.lines().flat_map(|line| ["  ", line, "\n"]));
        Cow::Owned(file.into_bytes())
    }

    /// What of it is shown.
    fn shown(self) -> String {
        match self {
            Self::Spec(text) | Self::File(text) => text.to_owned(),
            Self::Made(make) => cut(&make()),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}

/// The first lines of a long text.
fn cut(text: &str) -> String {
    const SHOWN: usize = 4;
    let lines: Vec<_> = text.lines().collect();
    let mut shown = lines[..lines.len().min(SHOWN)].join("\n");
    shown.push('\n');
    if lines.len() > SHOWN {
        shown.extend([format!("# … and {} more like these\n", lines.len() - SHOWN)]);
    }
    shown
}

const HEAD: &str = "\
# Errors and warnings

<!-- Made from the code; do not edit. Make it anew with: make generate -->

Everything that can be wrong (error) or doubtful (warning) about a rule. Each has a code that never changes. The sentence
is the same wherever you meet it: when `kubectl apply` refuses a rule, in the status of a rule, and from the commands that
look at files. The code stands behind it in brackets: `[ES0012]`.

A rule with an error changes nothing and harms no other rule. Warnings do not stop a rule.

The examples are parts of a `spec`, unless they begin with `apiVersion`.
";

/// The text of docs/errors.md.
pub fn errors_markdown() -> String {
    let examples = examples();
    let mut text = HEAD.to_owned();
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings")] {
        text.extend([format!("\n## {title}\n\n| code | sentence |\n|---|---|\n")]);
        let codes = || Code::ALL.iter().filter(|code| code.severity() == severity);
        for code in codes() {
            text.extend([format!("| [{code}](#{}) | {} |\n", anchor(*code), code.sentence())]);
        }
        for code in codes() {
            let example = examples.iter().find(|example| example.code == *code);
            text.push_str(&section(*code, example));
        }
    }
    text
}

fn anchor(code: Code) -> String {
    code.to_string().to_lowercase()
}

fn section(code: Code, example: Option<&Example>) -> String {
    let told = example.map_or(Told::Status, |example| example.told).words();
    let severity = match code.severity() {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let head = format!("\n### {code}\n\n{severity}: {}.\n\nTold by: {told}.\n", code.sentence());
    match example {
        Some(example) => format!(
            "{head}\nWrong:\n\n```yaml wrong\n{}```\n\nRight:\n\n```yaml\n{}```\n",
            example.wrong.shown(),
            example.right.shown()
        ),
        None => format!("{head}\nNo rule is known that gets it.\n"),
    }
}

impl Told {
    fn words(self) -> &'static str {
        match self {
            Self::Server => "the API server when you apply the rule; status; commands for files",
            Self::ServerOrItsWords => {
                "the API server when you apply the rule (too long or too many: in its own words); status; commands for files"
            }
            Self::ServersWords => {
                "the API server in its own words when you apply the rule; status; commands for files"
            }
            Self::ServerInPart => {
                "the API server when you apply the rule, if it cannot be a name at all; status, with the nearest name; \
                 commands for files"
            }
            Self::Status => "status; commands for files",
            Self::FilesAndServer => "commands for files; the API server or kubectl in their own words",
            Self::FilesAndConflict => "commands for files; status, as the reason `OlderRuleActs`",
            Self::Files => "commands for files",
        }
    }
}
