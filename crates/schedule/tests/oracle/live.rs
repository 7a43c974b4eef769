//! Asking the oracle: finds Python, fetches its zone data, hands it rules and reads its answers.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::rules::{Answer, Rule};

/// The release of the Python Package Index with the same IANA version as the bundled database.
const TZDATA: &str = "2026.6";

#[derive(Deserialize)]
struct Greeting {
    iana: String,
}

/// The IANA version of the oracle's data, and its answers.
pub(crate) fn ask(python: &str, rules: &[Rule]) -> Result<(String, Vec<Vec<Answer>>), String> {
    let data = zone_data(python)?;
    let mut oracle = Command::new(python)
        .arg(script("oracle.py"))
        .env("PYTHONPATH", data)
        // Empty: zoneinfo then reads the package only, never this machine's files.
        .env("PYTHONTZPATH", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| missing(python, &error.to_string()))?;
    let mut input = oracle.stdin.take().unwrap();
    let questions: String = rules.iter().map(|rule| serde_json::to_string(rule).unwrap() + "\n").collect();
    // Written beside the reading: neither pipe may fill up while the other side waits.
    let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()));
    let lines: Vec<String> =
        BufReader::new(oracle.stdout.take().unwrap()).lines().collect::<Result<_, _>>().unwrap();
    let status = oracle.wait().unwrap();
    if !status.success() || writer.join().unwrap().is_err() || lines.len() != rules.len() + 1 {
        return Err(format!("the oracle ended with {status} after {} lines; see above", lines.len()));
    }
    let greeting: Greeting = serde_json::from_str(&lines[0]).unwrap();
    Ok((greeting.iana, lines[1..].iter().map(|line| serde_json::from_str(line).unwrap()).collect()))
}

/// The directory with the zone data, fetched if it is not there yet.
fn zone_data(python: &str) -> Result<PathBuf, String> {
    let output = Command::new(python)
        .args([script("zone_data.py"), PathBuf::from(TZDATA)])
        .env("PIP_ROOT_USER_ACTION", "ignore")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| missing(python, &error.to_string()))?;
    if !output.status.success() {
        let problem = format!("fetching tzdata {TZDATA} with pip ended with {}", output.status);
        return Err(missing(python, &problem));
    }
    Ok(PathBuf::from(String::from_utf8(output.stdout).unwrap().trim()))
}

fn missing(python: &str, problem: &str) -> String {
    format!(
        "the live oracle needs {python} (3.9 or newer, with pip) and could not be asked: {problem}. Install it, or \
         set EASYSCALE_ORACLE=recorded to compare with the recorded answers only"
    )
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(name)
}
