//! The log of an operator: both its outputs, line by line, kept for the test to look at.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

/// How much of it is shown when a test fails.
const LINES_SHOWN: usize = 40;
const PACE: Duration = Duration::from_millis(5);

pub(crate) struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    readers: Vec<JoinHandle<()>>,
}

impl Log {
    /// Reads until the process closes its outputs. Threads, because a test's runtime may end before the operator.
    pub(crate) fn follow(
        output: Option<impl Read + Send + 'static>,
        errors: Option<impl Read + Send + 'static>,
    ) -> Self {
        let lines = Arc::default();
        let readers = [output.map(|each| read(each, &lines)), errors.map(|each| read(each, &lines))];
        Self { lines, readers: readers.into_iter().flatten().collect() }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn end(&self) -> String {
        let lines = self.lines();
        lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n")
    }

    /// The first line that is the wanted one, as soon as it is there.
    pub(super) async fn find(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut seen = 0;
        loop {
            let lines = self.lines();
            for line in &lines[seen..] {
                if let Some(line) = serde_json::from_str(line).ok().filter(&wanted) {
                    return line;
                }
            }
            seen = lines.len();
            tokio::time::sleep(PACE).await;
        }
    }

    /// Where it serves, when it has said so.
    pub(super) fn address(&self) -> Option<String> {
        self.lines().iter().filter_map(|line| serde_json::from_str(line).ok()).find_map(|line| {
            let serving = field(&line, "message").as_str() == Some("serving metrics and health");
            serving.then(|| field(&line, "address").as_str().map(str::to_owned))?
        })
    }

    /// Waits until everything that an ended process wrote has been read.
    pub(super) async fn settle(&self) {
        while !self.readers.iter().all(JoinHandle::is_finished) {
            tokio::time::sleep(PACE).await;
        }
    }
}

fn read(from: impl Read + Send + 'static, into: &Arc<Mutex<Vec<String>>>) -> JoinHandle<()> {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            into.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    })
}

/// A field of a line of the log, whether the line has it beside its level or under `fields`; `null` if it has it not.
pub fn field<'a>(line: &'a Value, name: &str) -> &'a Value {
    line.get(name).unwrap_or(&line["fields"][name])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn log(text: &'static str) -> Log {
        Log::follow(Some(text.as_bytes()), Some(std::io::empty()))
    }

    #[tokio::test]
    async fn the_address_is_the_one_of_the_line_that_announces_it() {
        let log = log(concat!(
            "a line that is not JSON\n",
            r#"{"level":"INFO","fields":{"message":"other","address":"127.0.0.1:1"}}"#,
            "\n",
            r#"{"level":"INFO","fields":{"message":"serving metrics and health","address":"127.0.0.1:2"}}"#,
            "\n",
        ));
        log.settle().await;
        assert_eq!(log.address().as_deref(), Some("127.0.0.1:2"));
        assert_eq!(log.lines().len(), 3);
    }

    #[tokio::test]
    async fn a_wanted_line_is_found_among_the_earlier_ones() {
        let log = log("{\"n\": 1}\n{\"n\": 2}\n");
        assert_eq!(log.find(|line| line["n"] == 2).await, json!({ "n": 2 }));
    }

    #[test]
    fn fields_are_found_at_both_places() {
        assert_eq!(field(&json!({"message": "a"}), "message"), "a");
        assert_eq!(field(&json!({"fields": {"message": "a"}}), "message"), "a");
        assert_eq!(field(&json!({}), "message"), &Value::Null);
    }
}
