//! The recorded answers of the oracle: one line that says of which zone data, then one line per rule.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::rules::{Answer, Rule};

#[derive(Serialize, Deserialize)]
struct Head {
    iana: String,
}

pub(crate) struct Recording {
    pub(crate) iana: String,
    pub(crate) cases: Vec<(Rule, Vec<Answer>)>,
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/recorded.jsonl")
}

pub(crate) fn read() -> Recording {
    let text = fs::read_to_string(path()).unwrap();
    let mut lines = text.lines();
    let head: Head = serde_json::from_str(lines.next().unwrap()).unwrap();
    Recording { iana: head.iana, cases: lines.map(|line| serde_json::from_str(line).unwrap()).collect() }
}

/// Writes the oracle's answers to these rules; they must not be the engine's.
pub(crate) fn write(iana: &str, rules: &[Rule], ask: impl Fn(&[Rule]) -> Vec<Vec<Answer>>) {
    let mut text = serde_json::to_string(&Head { iana: iana.to_owned() }).unwrap() + "\n";
    for case in rules.iter().zip(ask(rules)) {
        text.push_str(&serde_json::to_string(&case).unwrap());
        text.push('\n');
    }
    fs::write(path(), text).unwrap();
}
