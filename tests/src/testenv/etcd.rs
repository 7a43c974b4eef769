//! etcd on a loopback port that it chooses itself: it is asked to listen on port 0 and says in its log what it got,
//! so two control planes can never meet in one store.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::Value;

use super::process::Process;
use super::programs::{Program, Programs};
use crate::clock::monotonic;

const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct Etcd {
    pub(crate) process: Process,
    pub(crate) url: String,
}

impl Etcd {
    pub(crate) async fn start(programs: &Programs, folder: &Path) -> Result<Self> {
        let any = "http://127.0.0.1:0";
        let arguments = [
            format!("--data-dir={}", folder.join("etcd").display()),
            // A test's data need not survive the machine.
            "--unsafe-no-fsync".to_owned(),
            format!("--listen-client-urls={any}"),
            format!("--advertise-client-urls={any}"),
            format!("--listen-peer-urls={any}"),
            format!("--initial-advertise-peer-urls={any}"),
            format!("--initial-cluster=default={any}"),
        ];
        let mut process = Process::start(programs.path(Program::Etcd)?, &arguments, folder)?;
        let started = monotonic();
        loop {
            if let Some(address) = client_address(&process.output()) {
                return Ok(Self { process, url: format!("http://{address}") });
            }
            process.must_run()?;
            if started.elapsed() > DEADLINE {
                bail!("etcd did not serve within {DEADLINE:?}:\n{}", process.end_of_output());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn client_address(log: &str) -> Option<String> {
    log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|line| {
        let serving = line["msg"].as_str()?.starts_with("serving client traffic");
        serving.then(|| line["address"].as_str().map(str::to_owned))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_address_is_told_from_the_peers_address() {
        let log = concat!(
            r#"{"level":"info","msg":"serving peer traffic","address":"127.0.0.1:1"}"#,
            "\nnot json\n",
            r#"{"level":"info","msg":"serving client traffic insecurely; this is strongly discouraged!","address":"127.0.0.1:2"}"#,
        );
        assert_eq!(client_address(log).as_deref(), Some("127.0.0.1:2"));
        assert_eq!(client_address(""), None);
    }
}
