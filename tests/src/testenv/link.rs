//! What the linker writes into a program: its version, as its authors do it for a release.

use anyhow::{Context, Result};

use super::pins::Family;
use super::programs::Program;

impl Program {
    /// Without the version the server would call itself v0.0.0-master, helm v4.3, and promtool nothing.
    pub(crate) fn link_flags(self) -> Result<String> {
        let version = self.family().version()?;
        let set = match self.family() {
            Family::Etcd | Family::Kwok => Vec::new(),
            Family::Helm => vec![("helm.sh/helm/v4/internal/version.version", version)],
            Family::Helm3 => helm_3(version)?,
            Family::Prometheus => {
                vec![("github.com/prometheus/common/version.Version", self.told_version()?)]
            }
            Family::Kubernetes => kubernetes(&version),
        };
        let set = set.iter().map(|(variable, value)| format!(" -X {variable}={value}"));
        Ok(["-s -w".to_owned()].into_iter().chain(set).collect())
    }

    /// The version as the program tells it: that of its Go module, but Prometheus 3.16.0 is the module v0.316.0.
    pub(super) fn told_version(self) -> Result<String> {
        let version = self.family().version()?;
        Ok(match (self.family(), version.strip_prefix("v0.3")) {
            (Family::Prometheus, Some(rest)) => format!("3.{}", rest.trim_start_matches('0')),
            _ => version,
        })
    }
}

fn kubernetes(version: &str) -> Vec<(&'static str, String)> {
    let mut numbers = version.trim_start_matches('v').split('.').map(str::to_owned);
    let (major, minor) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    vec![
        ("k8s.io/component-base/version.gitVersion", version.to_owned()),
        ("k8s.io/component-base/version.gitMajor", major),
        ("k8s.io/component-base/version.gitMinor", minor),
        ("k8s.io/client-go/pkg/version.gitVersion", version.to_owned()),
    ]
}

/// Also the Kubernetes that it takes for the cluster's while it renders without one, which would be 1.20: that of its client.
fn helm_3(version: String) -> Result<Vec<(&'static str, String)>> {
    let client = Family::Helm3.version_of("k8s.io/client-go")?;
    let minor = client.strip_prefix("v0.").and_then(|rest| rest.split('.').next());
    let minor = minor.with_context(|| format!("k8s.io/client-go {client} is of no Kubernetes 1"))?.to_owned();
    Ok(vec![
        ("helm.sh/helm/v3/internal/version.version", version),
        ("helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor", "1".to_owned()),
        ("helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor", minor.clone()),
        ("helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor", "1".to_owned()),
        ("helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor", minor),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_told_its_version() {
        let flags = |program: Program| program.link_flags().expect("flags");
        assert_eq!(flags(Program::Etcd), "-s -w");
        for program in [Program::Kubectl, Program::Helm, Program::Helm3, Program::Promtool] {
            let version = program.told_version().expect("a version");
            assert!(flags(program).contains(&format!("ersion={version}")), "{}", flags(program));
        }
        assert!(flags(Program::Kubectl).contains("version.gitMajor=1 "));
        assert!(flags(Program::Helm3).contains("chartutil.k8sVersionMajor=1 "));
    }
}
