//! One object: what it is, and if it is a rule, everything wrong or doubtful about it, at its place.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use easyscale_crd::{Checked, Code, Problem, ScalingRule, check, errors_of_the_rest, object_misfits};
use easyscale_schedule::{ZoneDatabase, is_unprintable};
use serde_json::Value;

use crate::json::{self, Twice};
use crate::kind::{API_VERSION, Is, KIND, Wrong, judge};
use crate::locate::{Spot, locate, span};
use crate::manifest::{Content, Document, Finding, Place, Rule};
use crate::tag;
use crate::text::Text;
use crate::tree::{Id, Kind, Tree};
use crate::unquoted;

/// So many findings are told of one document.
pub(crate) const MOST: usize = 100;

/// What reading needs from outside.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) zones: &'a ZoneDatabase,
    pub(crate) at: DateTime<Utc>,
    pub(crate) text: &'a Text<'a>,
    /// Where the piece that was parsed begins in the text.
    pub(crate) offset: usize,
}

impl Context<'_> {
    pub(crate) fn place(&self, bytes: &std::ops::Range<usize>) -> Place {
        self.text.place(bytes.start + self.offset..bytes.end + self.offset)
    }
}

/// The documents that a tree holds: one, or each item of a list.
pub(crate) fn documents(context: Context<'_>, tree: &Tree<'_>, into: &mut Vec<Document>) {
    if let Some(root) = tree.root {
        object(context, tree, root, into);
    }
}

fn object(context: Context<'_>, tree: &Tree<'_>, id: Id, into: &mut Vec<Document>) {
    let line = context.text.line(span(tree, id).start + context.offset);
    let mut add = |content, findings| into.push(Document { line, content, findings });
    match judge(tree, id) {
        // Nothing is written there.
        Is::Other(_) if tree.text(id).is_some() && span(tree, id).is_empty() => {
            add(Content::Empty, Vec::new());
        }
        Is::Other(kind) => add(Content::Other { kind }, Vec::new()),
        Is::List(items) if items.is_empty() => add(Content::Other { kind: "List".to_owned() }, Vec::new()),
        Is::List(items) => items.into_iter().for_each(|item| object(context, tree, item, into)),
        Is::Rule(wrong) => {
            let reading = Reading { context, tree, root: id };
            let (what, findings) = reading.rule(&wrong);
            add(what, findings);
        }
    }
}

/// The reading of one rule.
pub(crate) struct Reading<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) root: Id,
}

impl Reading<'_> {
    fn rule(&self, wrong: &[Wrong]) -> (Content, Vec<Finding>) {
        let mut twice = Vec::new();
        let mut object = json::value(self.tree, self.root, &mut twice);
        let mut findings: Vec<_> = wrong.iter().map(|wrong| self.not_this_kind(wrong)).collect();
        findings.extend(self.directive());
        findings.extend(tag::findings(self));
        findings.extend(twice.iter().take(MOST).map(|twice| self.twice(twice)));
        let misfits = object_misfits(&object);
        findings.extend(misfits.iter().take(MOST).map(|problem| self.finding(problem)));
        findings.extend(unquoted::findings(self));
        let name = object["metadata"]["name"].as_str().map(str::to_owned);
        let content = match typed(&mut object) {
            Ok(rule) => Content::Rule(Box::new(self.checked(rule, &mut findings))),
            Err(said) => {
                if findings.is_empty() {
                    findings.push(self.unreadable(&said));
                }
                findings.extend(self.rest(&misfits));
                Content::Broken { name }
            }
        };
        findings.sort_by_key(|finding| finding.place.bytes.start);
        once(&mut findings);
        findings.truncate(MOST);
        findings.iter_mut().for_each(printable);
        (content, findings)
    }

    fn checked(&self, object: ScalingRule, findings: &mut Vec<Finding>) -> Rule {
        let Checked { problems, schedule } = check(&object.spec, self.context.zones, self.context.at);
        findings.extend(problems.iter().take(MOST).map(|problem| self.finding(problem)));
        let refused = findings.iter().any(|finding| finding.severity == easyscale_crd::Severity::Error);
        Rule {
            object,
            schedule: schedule.filter(|_| !refused),
            name_place: self.at("metadata.name"),
            target_place: self.at("spec.target.name"),
        }
    }

    /// The errors of what can be read of a rule that cannot be read as a whole.
    fn rest(&self, misfits: &[Problem]) -> Vec<Finding> {
        let object = json::value(self.tree, self.root, &mut Vec::new());
        let errors = errors_of_the_rest(&object["spec"], misfits, self.context.zones, self.context.at);
        errors.iter().take(MOST).map(|problem| self.finding(problem)).collect()
    }

    pub(crate) fn at(&self, path: &str) -> Place {
        self.context.place(&locate(self.tree, self.root, path, false).bytes)
    }

    fn finding(&self, problem: &Problem) -> Finding {
        let of_key = problem.code == Code::UnknownField;
        let spot = locate(self.tree, self.root, &problem.path, of_key);
        let mut message = problem.message.clone();
        // What to write instead is of use only for what is underlined.
        let mut help = problem.help.clone().filter(|_| of_key || spot.is_value);
        if help.is_none()
            && let Some(quoted) = self.text_without_quotes(&problem.path, &spot)
        {
            message.push_str(&quoted.0);
            help = Some(quoted.1);
        }
        let mut place = self.context.place(&spot.bytes);
        let mut related = None;
        // What does not go together is told where it comes together; each for itself it may be right.
        if matches!(problem.code, Code::EntryNameTwice | Code::TimesEqual)
            && let Some(used) = &spot.used
        {
            related = Some((place, "written here".to_owned()));
            (place, help) = (self.context.place(used), None);
        }
        Finding {
            code: problem.code,
            severity: problem.severity,
            path: problem.path.clone(),
            message,
            place,
            help,
            related,
        }
    }

    /// `name: on`: where a text belongs, and kubectl reads none for want of quotes.
    fn text_without_quotes(&self, path: &str, spot: &Spot) -> Option<(String, String)> {
        let Kind::Scalar { text, plain: true } = &self.tree.node(spot.value?).kind else { return None };
        let value = crate::scalar::plain(text);
        if value.is_string() || value.is_null() || !is_text(path) {
            return None;
        }
        let quoted = format!("\"{text}\"");
        Some((format!("; without quotes {text} is not a text: write {quoted}"), quoted))
    }

    /// `%YAML 1.1`: kubectl stops there.
    fn directive(&self) -> Option<Finding> {
        let place = self.context.place(self.tree.directive.as_ref()?);
        let detail = "a line that begins with % is an instruction to the reader, which kubectl does not take: remove it";
        Some(Finding { place, ..self.plain_finding(Code::NotYaml, "", detail) })
    }

    fn not_this_kind(&self, wrong: &Wrong) -> Finding {
        let Wrong { field, found, right } = wrong;
        let detail = match found {
            Some(found) => format!("found \"{field}: {found}\"; did you mean {right}?"),
            None => format!("{field} is missing"),
        };
        let help = found.as_ref().map(|_| (*right).to_owned());
        Finding { help, ..self.plain_finding(Code::NotThisKind, field, &detail) }
    }

    fn twice(&self, twice: &Twice) -> Finding {
        let place = self.context.place(&span(self.tree, twice.second));
        let first = self.context.place(&span(self.tree, twice.first));
        let detail = format!("{} is first given on line {}", twice.name, first.line);
        let related = Some((first, "first given here".to_owned()));
        Finding { place, related, ..self.plain_finding(Code::FieldTwice, &twice.path, &detail) }
    }

    fn unreadable(&self, said: &str) -> Finding {
        self.plain_finding(Code::WrongType, "", said)
    }

    pub(crate) fn plain_finding(&self, code: Code, path: &str, detail: &str) -> Finding {
        Finding {
            code,
            severity: code.severity(),
            path: path.to_owned(),
            message: format!("{}; {detail}", code.sentence()),
            place: self.at(path),
            help: None,
            related: None,
        }
    }
}

/// A mistake in what aliases repeat is told once.
fn once(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    findings.retain(|finding| {
        let field = finding.path.rsplit('.').next().unwrap_or_default().to_owned();
        seen.insert((finding.code, finding.place.bytes.start, field, finding.message.clone()))
    });
}

/// Messages repeat what is written in the file, and are printed on terminals, which some characters would steer.
fn printable(finding: &mut Finding) {
    for text in std::iter::once(&mut finding.message).chain(&mut finding.help) {
        if text.contains(is_unprintable) {
            let visible =
                |c: char| if is_unprintable(c) { c.escape_default().to_string() } else { c.to_string() };
            *text = text.chars().map(visible).collect();
        }
    }
}

/// The object as a rule. Its status is not looked at: kubectl does not send it.
fn typed(object: &mut Value) -> Result<ScalingRule, String> {
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
        fields.insert("apiVersion".to_owned(), API_VERSION.into());
        fields.insert("kind".to_owned(), KIND.into());
    }
    serde_json::from_value(object.take()).map_err(|error| error.to_string())
}

/// Whether a text belongs at a path.
fn is_text(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    let named =
        matches!(last, "name" | "namespace" | "kind" | "apiVersion" | "timezone" | "timeStart" | "timeEnd");
    let listed = last.starts_with("dates[") || last.starts_with("days[");
    named || listed || path.starts_with("metadata.labels.") || path.starts_with("metadata.annotations.")
}
