//! `easyscale validate`: everything that is wrong or doubtful in files, at once, each at its place.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use easyscale_manifest::Place;
use serde_json::{Value, json};

use crate::checked::{Checked, Counts};
use crate::exit::Done;
use crate::files::{self, File};
use crate::output::{self, Form};
use crate::paint::{BAD, DOUBT, GOOD, Paint as _};
use crate::progress::Progress;
use crate::report::{Located, render};
use crate::session::Session;
use crate::usage;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Files, folders, or - for standard input. Of a folder, all files that end in .yaml, .yml or .json are read.
    #[arg(value_name = "FILE|DIR", required = true, value_hint = ValueHint::AnyPath)]
    given: Vec<String>,

    /// End with exit code 1 where there are warnings.
    #[arg(long)]
    strict: bool,

    /// Read the time zones from this zoneinfo directory. Default: the data that is built in.
    #[arg(long, env = "EASYSCALE_ZONEINFO", value_name = "DIRECTORY")]
    zoneinfo: Option<PathBuf>,

    /// The form of the output.
    #[arg(long, short, value_enum, value_name = "FORM", default_value = "text")]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  easyscale validate rule.yaml
  easyscale validate rules/ --strict           a folder; doubts count, too
  helm template . | easyscale validate -       what another program prints
  easyscale validate rules/ -o json            for continuous integration

Exit codes: 0 all is well, 1 there are warnings (with --strict), 2 there are errors.
Every code, with an example: docs/errors.md";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(arguments.zoneinfo.as_deref())?;
    let progress = Progress::begin("reading the files");
    let mut read = Vec::new();
    for given in &arguments.given {
        read.extend(files::read(given).map_err(|error| usage::wrong(&error))?);
    }
    let checked = Checked::read(without_repetition(read), &session);
    drop(progress);
    let counts = checked.counts();
    output::print(&match arguments.output {
        Form::Text => text(&checked, &counts),
        Form::Json => json(&checked, &counts)?,
    })?;
    Ok(match counts {
        Counts { errors: 1.., .. } => Done::Wrong,
        Counts { warnings: 1.., .. } if arguments.strict => Done::Doubtful,
        _ => Done::Well,
    })
}

/// A file that was named twice (`rules/ rules/web.yaml`) is read once.
fn without_repetition(files: Vec<File>) -> Vec<File> {
    let mut seen = std::collections::HashSet::new();
    files.into_iter().filter(|file| seen.insert(file.name.clone())).collect()
}

fn text(checked: &Checked, counts: &Counts) -> String {
    let mut text = String::new();
    for located in checked.findings() {
        text.push_str(&render(&located));
        text.push('\n');
    }
    let style = match counts {
        Counts { errors: 1.., .. } => BAD,
        Counts { warnings: 1.., .. } => DOUBT,
        _ => GOOD,
    };
    text + &counts.sentence().paint(style).to_string() + "\n"
}

fn json(checked: &Checked, counts: &Counts) -> anyhow::Result<String> {
    let findings: Vec<Value> = checked.findings().map(|located| finding(&located)).collect();
    let value = json!({
        "files": counts.files,
        "rules": counts.rules,
        "skipped": counts.others,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "findings": findings,
    });
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

fn finding(located: &Located<'_>) -> Value {
    let Located { file, text, finding, related } = located;
    let related = finding.related.as_ref().map(
        |(at, what)| json!({ "file": related.0, "line": at.line, "column": at.column, "message": what }),
    );
    json!({
        "code": finding.code.to_string(),
        "severity": finding.severity.to_string(),
        "file": file,
        "line": finding.place.line,
        "column": finding.place.column,
        "length": length(text, &finding.place),
        "path": finding.path,
        "message": finding.message,
        "help": finding.help,
        "related": related,
    })
}

/// How many characters a place covers.
fn length(text: &str, place: &Place) -> usize {
    text.get(place.bytes.clone()).map_or(0, |covered| covered.chars().count())
}
