//! What an operator under test is started with.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::Value;

use super::deployed::Deployed;
use crate::clock::ShiftedClock;
use crate::plane::ControlPlane;
use crate::sandbox::Sandbox;

/// What an operator is started with. [`OperatorOptions::watching`] is what most tests want.
#[derive(Clone, Debug, Default)]
pub struct OperatorOptions {
    namespace: Option<String>,
    clock: ShiftedClock,
    starts_at: Option<String>,
    lease_namespace: Option<String>,
    kubeconfig: Option<PathBuf>,
    arguments: Vec<String>,
    deployed: Option<Deployed>,
    pub(super) program: Option<PathBuf>,
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

    /// As the pod of that name of a Deployment would be: with the arguments and the environment that stand there, and as the
    /// account that the kubeconfig is for.
    pub fn deployed(deployment: &Value, pod: &str, kubeconfig: &Path) -> Result<Self> {
        let deployed = Some(Deployed::from(deployment, pod)?);
        Ok(Self { deployed, kubeconfig: Some(kubeconfig.to_owned()), ..Self::default() })
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

    /// Only while it holds the lease in that sandbox.
    #[must_use]
    pub fn with_lease(mut self, sandbox: &Sandbox) -> Self {
        self.lease_namespace = Some(sandbox.name().to_owned());
        self
    }

    /// As whoever the kubeconfig is for, instead of the operator's own service account.
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

    /// Another program than the one that is built like the test: for measurements.
    #[must_use]
    pub fn program(mut self, program: &Path) -> Self {
        self.program = Some(program.to_owned());
        self
    }

    /// The clock to start with, to be called at the moment of the start.
    pub(super) fn clock(&self) -> Result<ShiftedClock> {
        self.starts_at.as_deref().map_or(Ok(self.clock), ShiftedClock::showing)
    }

    /// Makes what it needs to exist, and returns the kubeconfig it runs with.
    pub(super) async fn prepare(&self, plane: &ControlPlane) -> Result<PathBuf> {
        // An account with rights of its own: nothing is missing.
        if let (Some(_), Some(kubeconfig)) = (&self.deployed, &self.kubeconfig) {
            return Ok(kubeconfig.clone());
        }
        let own = plane.kubeconfig_of_operator().await?;
        if let Some(namespace) = &self.lease_namespace {
            plane.allow_lease_in(namespace).await?;
        }
        Ok(self.kubeconfig.clone().unwrap_or_else(|| own.to_owned()))
    }

    /// The environment beside that of every operator.
    pub(super) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        let variables = self.deployed.iter().flat_map(|deployed| &deployed.variables);
        variables.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn arguments(&self, kubeconfig: &Path) -> Vec<String> {
        let mut arguments = vec![
            format!("--kubeconfig={}", kubeconfig.display()),
            "--listen=127.0.0.1:0".to_owned(),
            "--log-format=json".to_owned(),
        ];
        if let Some(deployed) = &self.deployed {
            arguments.extend(deployed.arguments.iter().chain(&self.arguments).cloned());
            return arguments;
        }
        arguments.extend(self.namespace.iter().map(|namespace| format!("--watch-namespace={namespace}")));
        arguments.push(match &self.lease_namespace {
            Some(namespace) => format!("--lease-namespace={namespace}"),
            None => "--leader-elect=false".to_owned(),
        });
        arguments.extend(self.arguments.iter().cloned());
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(options: &OperatorOptions) -> Vec<String> {
        options.arguments(Path::new("/account"))
    }

    #[test]
    fn without_a_lease_it_is_told_to_lead_at_once() {
        let arguments = arguments(&OperatorOptions::new());
        assert!(arguments.contains(&"--leader-elect=false".to_owned()), "{arguments:?}");
        assert!(arguments.contains(&"--kubeconfig=/account".to_owned()), "{arguments:?}");
    }

    #[test]
    fn more_arguments_come_last() {
        let arguments = arguments(&OperatorOptions::new().argument("--log-level=debug"));
        assert_eq!(arguments.last().map(String::as_str), Some("--log-level=debug"));
    }
}
