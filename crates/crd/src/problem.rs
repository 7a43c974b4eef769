//! What is wrong or doubtful about a rule, as a value: where, how bad, under which stable code, and in which words.
//!
//! Nothing is decided here; `check` makes these values.

use easyscale_schedule::Schedule;

use crate::code::{Code, Severity};

/// One thing that is wrong or doubtful about a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message} [{code}]")]
pub struct Problem {
    /// The stable name of this kind of problem, such as `ES0012`.
    pub code: Code,
    /// Whether the rule is refused (error) or merely doubtful (warning).
    pub severity: Severity,
    /// Where it is, such as `spec.schedule[2].timeEnd`.
    pub path: String,
    /// What is wrong, the value, and the fix, in one or two sentences, without the code.
    pub message: String,
    /// What to write there instead, if that can be known: the right name of a field, or a value as YAML.
    pub help: Option<String>,
}

impl Problem {
    /// A problem whose message is the sentence of its code, which is also what the API server says.
    pub(crate) fn new(code: Code, path: impl Into<String>) -> Self {
        let message = code.sentence().to_owned();
        Self { code, severity: code.severity(), path: path.into(), message, help: None }
    }

    /// Adds what only this rule can tell (the value found, the nearest name, …) after the sentence of the code.
    pub(crate) fn because(mut self, detail: impl AsRef<str>) -> Self {
        self.message.push_str("; ");
        self.message.push_str(detail.as_ref());
        self
    }

    /// Adds what to write there instead.
    pub(crate) fn instead(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }
}

/// Everything that [`check`](crate::check) found, and the schedule if the rule may be acted on.
#[derive(Clone, Debug)]
pub struct Checked {
    /// All errors and warnings, in the order of the fields of the rule.
    pub problems: Vec<Problem>,
    /// The compiled schedule: there if and only if no problem is an error.
    pub schedule: Option<Schedule>,
}

impl Checked {
    /// The problems for which the rule is refused.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|p| p.severity == Severity::Error)
    }

    /// The problems that a person should look at, though the rule works.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|p| p.severity == Severity::Warning)
    }
}
