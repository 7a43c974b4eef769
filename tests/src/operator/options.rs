//! What an operator under test is started with.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::clock::ShiftedClock;
use crate::sandbox::Sandbox;

/// What an operator is started with. [`OperatorOptions::watching`] is what most tests want.
#[derive(Clone, Debug, Default)]
pub struct OperatorOptions {
    namespace: Option<String>,
    clock: ShiftedClock,
    starts_at: Option<String>,
    lease: Option<(String, String)>,
    kubeconfig: Option<PathBuf>,
    arguments: Vec<String>,
}

impl OperatorOptions {
    /// An operator for the whole control plane, with the real time, without a lease.
    pub fn new() -> Self {
        Self::default()
    }

    /// An operator that sees only the rules of a sandbox, with the real time, without a lease.
    pub fn watching(sandbox: &Sandbox) -> Self {
        Self { namespace: Some(sandbox.name().to_owned()), ..Self::default() }
    }

    /// As if it were that instant (RFC 3339, such as `2026-05-08T15:59:50Z`) when it starts.
    #[must_use]
    pub fn starting_at(mut self, instant: &str) -> Self {
        self.starts_at = Some(instant.to_owned());
        self
    }

    /// With the clock of another operator, or of the test.
    #[must_use]
    pub fn with_clock(mut self, clock: ShiftedClock) -> Self {
        self.clock = clock;
        self.starts_at = None;
        self
    }

    /// Only while it holds the lease of that name in the sandbox; all operators of one test name the same.
    #[must_use]
    pub fn with_lease(mut self, sandbox: &Sandbox, name: &str) -> Self {
        self.lease = Some((sandbox.name().to_owned(), name.to_owned()));
        self
    }

    /// As whoever the kubeconfig is for, instead of the administrator.
    #[must_use]
    pub fn as_user(mut self, kubeconfig: &Path) -> Self {
        self.kubeconfig = Some(kubeconfig.to_owned());
        self
    }

    /// With one more argument, such as `--log-level=debug`.
    #[must_use]
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// The clock to start with, to be called at the moment of the start.
    pub(super) fn clock(&self) -> Result<ShiftedClock> {
        self.starts_at.as_deref().map_or(Ok(self.clock), ShiftedClock::showing)
    }

    pub(super) fn arguments(&self, admin: &Path) -> Vec<String> {
        let kubeconfig = self.kubeconfig.as_deref().unwrap_or(admin);
        let mut arguments = vec![
            format!("--kubeconfig={}", kubeconfig.display()),
            "--listen=127.0.0.1:0".to_owned(),
            "--log-format=json".to_owned(),
        ];
        arguments.extend(self.namespace.iter().map(|namespace| format!("--watch-namespace={namespace}")));
        match &self.lease {
            Some((namespace, name)) => {
                arguments.extend([format!("--lease-namespace={namespace}"), format!("--lease-name={name}")]);
            }
            None => arguments.push("--leader-elect=false".to_owned()),
        }
        arguments.extend(self.arguments.iter().cloned());
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_lease_it_is_told_to_lead_at_once() {
        let arguments = OperatorOptions::new().arguments(Path::new("/admin"));
        assert!(arguments.contains(&"--leader-elect=false".to_owned()), "{arguments:?}");
        assert!(arguments.contains(&"--kubeconfig=/admin".to_owned()), "{arguments:?}");
    }

    #[test]
    fn another_user_and_more_arguments_are_handed_on() {
        let options = OperatorOptions::new().as_user(Path::new("/other")).argument("--log-level=debug");
        let arguments = options.arguments(Path::new("/admin"));
        assert!(arguments.contains(&"--kubeconfig=/other".to_owned()), "{arguments:?}");
        assert_eq!(arguments.last().map(String::as_str), Some("--log-level=debug"));
    }
}
