//! What is to be scaled: `deployment/web`, `statefulset/db`, or a bare name.

use crate::cursor::Word;
use crate::error::{PhraseError, Result, brief, quoted};
use crate::statement::Reader;
use crate::{Target, TargetKind, words};

/// The longest name Kubernetes takes.
const LONGEST_NAME: usize = 253;
/// What people write for the kinds.
const SHORT_KINDS: [(&str, TargetKind); 6] = [
    ("deploy", TargetKind::Deployment),
    ("deployments", TargetKind::Deployment),
    ("deployment.apps", TargetKind::Deployment),
    ("sts", TargetKind::StatefulSet),
    ("statefulsets", TargetKind::StatefulSet),
    ("statefulset.apps", TargetKind::StatefulSet),
];

impl Reader<'_> {
    /// The target and the "to" behind it; or neither, and the sentence is about the target named last.
    pub(crate) fn target_or_last(&mut self, scale: bool, last: Option<&Target>) -> Result<Target> {
        let word = self.cursor.chunk();
        if word.is("to") || !scale && is_number(&word) {
            self.target_behind(&word)?;
            let Some(last) = last else {
                let message = format!("what is to be scaled? Before {} stands its name", quoted(word.text));
                return Err(PhraseError::new(word.place, message).expects([TARGET]));
            };
            self.cursor.eat(&["to"]);
            return Ok(last.clone());
        }
        let target = self.target()?;
        self.expect_to(&target)?;
        Ok(target)
    }

    fn target(&mut self) -> Result<Target> {
        let chunk = self.cursor.chunk();
        if chunk.is_end() || matches!(chunk.text, "," | ";" | "." | "(" | ")" | "\"") || chunk.is_dash() {
            let message = "here stands what is to be scaled";
            return Err(PhraseError::new(chunk.place, message).expects([TARGET]));
        }
        let target = match chunk.text.split_once('/') {
            Some((kind, name)) => Target { kind: kind_of(kind, name, &chunk)?, name: name.to_owned() },
            None => self.bare(&chunk)?,
        };
        check(&target.name, &chunk)?;
        self.cursor.take(&chunk);
        if !chunk.text.contains('/') {
            self.cursor.eat(&["pod", "pods", "deployment"]);
            self.refuse_kind_behind(&target.name)?;
        }
        Ok(target)
    }

    fn bare(&self, chunk: &Word<'_>) -> Result<Target> {
        let shown = quoted(chunk.text);
        if chunk.is_any(&["deployment", "statefulset"]) {
            let behind = self.cursor.after(chunk).chunk();
            let valid = fault(behind.text).is_none() && !words::is_reserved(behind.text);
            let joined = format!("{}/{}", chunk.lower(), if valid { behind.text } else { "web" });
            let message = format!("the kind and the name are joined with a slash, as in {joined}");
            return Err(PhraseError::new(chunk.place.clone(), message).suggests(valid.then_some(joined)));
        }
        if is_number(chunk) {
            let message = format!(
                "after \"scale\" stands what is to be scaled, then \"to\" and the number; {shown} is a number"
            );
            return Err(PhraseError::new(chunk.place.clone(), message).expects([TARGET]));
        }
        if words::is_reserved(chunk.text) {
            let message = if self.cursor.after(chunk).word().is("to") {
                format!(
                    "{shown} is a word of the sentence; something called so is written deployment/{}",
                    chunk.lower()
                )
            } else if chunk.is("the") {
                "leave out \"the\" before the name".to_owned()
            } else {
                format!(
                    "a sentence begins with what is to be scaled, not with {shown}; days and times stand behind the number"
                )
            };
            return Err(PhraseError::new(chunk.place.clone(), message).expects([TARGET]));
        }
        Ok(Target { kind: TargetKind::Deployment, name: chunk.text.to_owned() })
    }

    fn refuse_kind_behind(&self, name: &str) -> Result<()> {
        let word = self.cursor.word();
        if !word.is("statefulset") {
            return Ok(());
        }
        let message = format!("a StatefulSet is named with a slash: statefulset/{name}");
        Err(PhraseError::new(word.place, message).suggests(Some(format!("statefulset/{name}"))))
    }

    fn expect_to(&mut self, target: &Target) -> Result<()> {
        if self.cursor.eat(&["to"]).is_some() {
            return Ok(());
        }
        let word = self.cursor.chunk();
        let name = &target.name;
        let message = if word.is("by") {
            "a rule says which number holds, not by how much it changes; write \"to\" and that number"
                .to_owned()
        } else if word.is("from") {
            format!(
                "leave out what the number was before and write \"{name} to 5\"; times stand behind the number"
            )
        } else if word.is_any(&[",", "and"]) {
            "a sentence is about one target; write a sentence of its own for each, with \";\" between them"
                .to_owned()
        } else if is_number(&word) {
            format!("\"to\" is missing before the number: \"{name} to {}\"", brief(word.text))
        } else if word.is_end() {
            format!("how many replicas of {name}? Behind the name stand \"to\" and a number")
        } else {
            format!("behind the target {} stand \"to\" and a number, not {}", quoted(name), quoted(word.text))
        };
        let suggestion = words::nearest_of(word.text, ["to"].into_iter());
        Err(PhraseError::new(word.place, message)
            .expects(["\"to\" and a number, such as \"to 5\""])
            .suggests(suggestion))
    }

    /// "2 pods of web" names the target too late.
    fn target_behind(&self, number: &Word<'_>) -> Result<()> {
        let mut ahead = self.cursor.after(number);
        ahead.eat(&words::UNITS);
        let of = ahead.word();
        if !of.is("of") {
            return Ok(());
        }
        let name = ahead.after(&of).chunk();
        let valid = fault(name.text).is_none() && !words::is_reserved(name.text);
        let example = if valid { name.text } else { "web" };
        let message = format!("the target stands before the number: \"{example} to {}\"", brief(number.text));
        let suggestion = Some(format!("{example} to {}", number.text));
        Err(PhraseError::new(number.place.start..name.place.end, message).suggests(suggestion))
    }

    /// The same behind "to 2": "to 2 pods of web".
    pub(crate) fn target_behind_number(&self, replicas: u32) -> Result<()> {
        let of = self.cursor.word();
        if !of.is("of") {
            return Ok(());
        }
        let name = self.cursor.after(&of).chunk();
        let message = format!("the target stands before the number, as in \"web to {replicas}\"");
        Err(PhraseError::new(of.place.start..name.place.end, message))
    }
}

const TARGET: &str = "a target such as web, deployment/web or statefulset/db";

/// Whether a word can only be meant as a number, right or wrong ("5", "five", "-1", "2.5", "50%").
fn is_number(word: &Word<'_>) -> bool {
    let digits = word.text.trim_start_matches(['-', '+']).trim_end_matches('%');
    words::number(word.text).is_some()
        || digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn kind_of(kind: &str, name: &str, chunk: &Word<'_>) -> Result<TargetKind> {
    if let Some(known) = TargetKind::ALL.into_iter().find(|known| kind.eq_ignore_ascii_case(known.as_str())) {
        return Ok(known);
    }
    let short = SHORT_KINDS.iter().find(|(short, _)| kind.eq_ignore_ascii_case(short)).map(|(_, kind)| *kind);
    let nearest = || {
        let near = |known: &TargetKind| words::nearest_of(kind, [known.as_str()].into_iter()).is_some();
        TargetKind::ALL.into_iter().find(near)
    };
    let message =
        format!("{} is not a kind that a sentence can name; deployment and statefulset are", quoted(kind));
    let place = chunk.place.start..chunk.place.start + kind.len();
    let suggestion = short.or_else(nearest).map(|kind| format!("{kind}/{name}"));
    Err(PhraseError::new(place, message).suggests(suggestion))
}

/// Fails for a name that Kubernetes would refuse.
fn check(name: &str, chunk: &Word<'_>) -> Result<()> {
    let Some(fault) = fault(name) else { return Ok(()) };
    if name.is_empty() {
        let message = format!("the name is missing behind {}", quoted(chunk.text));
        return Err(PhraseError::new(chunk.place.clone(), message).expects([TARGET]));
    }
    let place = chunk.place.end - name.len()..chunk.place.end;
    let message = format!("{} is not a name in Kubernetes: {fault}", quoted(name));
    Err(PhraseError::new(place, message).suggests(nearest_name(name)))
}

fn fault(name: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let sound = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-');
    if name.is_empty() {
        Some("it has no characters")
    } else if name.ends_with(':') {
        Some("it ends with a colon (the name of an entry stands in double quotes)")
    } else if !name.bytes().all(|byte| allowed(byte) || byte == b'.') {
        Some("only lower-case letters, digits, '-' and '.' are allowed")
    } else if !name.split('.').all(sound) {
        Some("each part of it must begin and end with a letter or a digit")
    } else if name.len() > LONGEST_NAME {
        Some("it is longer than 253 characters")
    } else {
        None
    }
}

/// The name with what is not allowed replaced; `None` if nothing valid is left.
fn nearest_name(name: &str) -> Option<String> {
    let lower = name.trim_end_matches(':').to_lowercase();
    let replaced: String =
        lower.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let parts = replaced.split('.').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty());
    let nearest = parts.collect::<Vec<_>>().join(".");
    fault(&nearest).is_none().then_some(nearest)
}
