//! The reading of a whole text: piece by piece, so that a mistake in one document hides nothing in the others.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{DateTime, Utc};
use easyscale_crd::Code;
use easyscale_schedule::ZoneDatabase;

use crate::chunk::chunks;
use crate::document::{Context, documents};
use crate::manifest::{Content, Document, Finding, Manifest};
use crate::syntax;
use crate::text::Text;
use crate::tree::{Failure, each_document};

/// The mark that some editors put at the beginning of a file.
const BOM: char = '\u{feff}';
/// The parser gives up at more than 32 comments in a row. They are taken out for it, row by row, as long as no more than
/// so many bytes are read again for that, or a few times anyway.
const WORK: usize = 50_000_000;
const MIN_TRIES: usize = 3;

/// Reads a text. It never fails: what cannot be read is told in the findings.
///
/// `at` is the instant from which doubts are looked for, as in [`easyscale_crd::check`].
pub fn read(text: &str, zones: &ZoneDatabase, at: DateTime<Utc>) -> Manifest {
    let lines = Text::new(text);
    if let Some(at) = text.find('\0') {
        return not_text(&lines, at, "it has a zero byte");
    }
    let begin = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut manifest = Manifest::default();
    for chunk in chunks(text.get(begin..).unwrap_or_default()) {
        let chunk = chunk.start + begin..chunk.end + begin;
        let context = Context { zones, at, text: &lines, offset: chunk.start };
        piece(context, &chunk, &mut manifest.documents);
    }
    if manifest.documents.is_empty() {
        manifest.documents.push(Document { line: 1, content: Content::Empty, findings: Vec::new() });
    }
    manifest
}

/// Reads the bytes of a file, which may turn out not to be a text at all.
pub fn read_bytes(bytes: &[u8], zones: &ZoneDatabase, at: DateTime<Utc>) -> Manifest {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text, zones, at),
        Err(error) => {
            let good = error.valid_up_to();
            let byte = bytes.get(good).copied().unwrap_or_default();
            let text = std::str::from_utf8(bytes.get(..good).unwrap_or_default()).unwrap_or_default();
            let why = match bytes {
                [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it is a text in UTF-16".to_owned(),
                _ => format!("it has the byte 0x{byte:02X}, which cannot stand there"),
            };
            not_text(&Text::new(text), good, &why)
        }
    }
}

fn not_text(lines: &Text<'_>, at: usize, why: &str) -> Manifest {
    let finding = finding(Code::NotText, lines, at..at, why);
    Manifest { documents: vec![broken(lines.line(at), finding)] }
}

fn finding(code: Code, text: &Text<'_>, bytes: Range<usize>, detail: &str) -> Finding {
    Finding {
        code,
        severity: code.severity(),
        path: String::new(),
        message: format!("{}; {detail}", code.sentence()),
        place: text.place(bytes),
        help: None,
        related: None,
    }
}

fn broken(line: usize, finding: Finding) -> Document {
    Document { line, content: Content::Broken { name: None }, findings: vec![finding] }
}

/// Reads one piece of the text; usually it is one document.
fn piece(context: Context<'_>, chunk: &Range<usize>, into: &mut Vec<Document>) {
    let mut text = Cow::Borrowed(context.text.slice(chunk));
    let mut tries = (WORK / text.len().max(1)).max(MIN_TRIES);
    loop {
        let mut found = Vec::new();
        let failure = match each_document(&text, |tree| documents(context, tree, &mut found)) {
            Ok(()) => return into.extend(found),
            Err(failure) => failure,
        };
        if let Failure::Syntax { at, said } = &failure
            && said.contains("too many consecutive comments")
            && tries > 0
            && let Some(shorter) = without_comments(&text, *at)
        {
            tries -= 1;
            text = Cow::Owned(shorter);
            continue;
        }
        into.extend(found);
        return into.push(failed(context, chunk, &failure));
    }
}

fn failed(context: Context<'_>, chunk: &Range<usize>, failure: &Failure) -> Document {
    let text = context.text;
    let finding = match failure {
        Failure::TooLarge { at, why } => {
            let at = at + context.offset;
            finding(Code::TooLarge, text, at..at + 1, why)
        }
        Failure::Syntax { at, said } => {
            let at = at + context.offset;
            let (indent, line) = text.line_around(at);
            let detail = syntax::explain(said, text.slice(&line), indent);
            // From where the parser gave up; at the end of a line that says nothing, so all of it is shown.
            let shown = if line.contains(&at) { at..line.end } else { line };
            finding(Code::NotYaml, text, shown, &detail)
        }
    };
    broken(text.line(begin(text.slice(chunk)) + chunk.start), finding)
}

/// Where the first line begins that says something.
fn begin(text: &str) -> usize {
    let says_nothing = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line == "---" || line.starts_with(['#', '%'])
    };
    text.split_inclusive('\n').take_while(says_nothing).map(str::len).sum()
}

/// The text with spaces instead of the comments in the lines around an offset, all else at its place.
fn without_comments(text: &str, at: usize) -> Option<String> {
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let mut out = String::with_capacity(text.len());
    let (mut row, mut begin) = (Vec::new(), 0);
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let mut hit = None;
    for (i, line) in lines.iter().enumerate() {
        if begin <= at && at <= begin + line.len() && is_comment(line) {
            hit = Some(i);
        }
        begin += line.len();
        row.push(is_comment(line) || line.trim().is_empty());
    }
    let hit = hit?;
    let first = (0..hit).rev().take_while(|i| row[*i]).last().unwrap_or(hit);
    let last = (hit..lines.len()).take_while(|i| row[*i]).last().unwrap_or(hit);
    for (i, line) in lines.iter().enumerate() {
        if (first..=last).contains(&i) {
            out.extend(
                line.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }),
            );
        } else {
            out.push_str(line);
        }
    }
    Some(out)
}
