//! The programs of the test control plane and where they are.
//!
//! A program that is already on the machine is used only if it has exactly the pinned version: a test that passes on one
//! API server and fails on another helps nobody.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::pins::{Family, cache_folder};

/// A program of the test control plane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    /// The store behind the API server.
    Etcd,
    /// The API server.
    ApiServer,
    /// Makes `ReplicaSets` and Pods of Deployments.
    ControllerManager,
    /// The command line tool.
    Kubectl,
    /// Says of Pods that they are ready.
    Kwok,
    /// Installs the chart.
    Helm,
    /// The same in the version before, which many still use.
    Helm3,
    /// Tries the alerts.
    Promtool,
}

impl Program {
    /// All of them, in the order in which they are built.
    pub const ALL: [Self; 8] = [
        Self::Etcd,
        Self::ApiServer,
        Self::ControllerManager,
        Self::Kubectl,
        Self::Kwok,
        Self::Helm,
        Self::Helm3,
        Self::Promtool,
    ];

    /// The file's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Etcd => "etcd",
            Self::ApiServer => "kube-apiserver",
            Self::ControllerManager => "kube-controller-manager",
            Self::Kubectl => "kubectl",
            Self::Kwok => "kwok",
            Self::Helm => "helm",
            Self::Helm3 => "helm3",
            Self::Promtool => "promtool",
        }
    }

    pub(crate) fn family(self) -> Family {
        match self {
            Self::Etcd => Family::Etcd,
            Self::ApiServer | Self::ControllerManager | Self::Kubectl => Family::Kubernetes,
            Self::Kwok => Family::Kwok,
            Self::Helm => Family::Helm,
            Self::Helm3 => Family::Helm3,
            Self::Promtool => Family::Prometheus,
        }
    }

    /// The Go package that is built.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Etcd => "go.etcd.io/etcd/server/v3",
            Self::ApiServer => "k8s.io/kubernetes/cmd/kube-apiserver",
            Self::ControllerManager => "k8s.io/kubernetes/cmd/kube-controller-manager",
            Self::Kubectl => "k8s.io/kubernetes/cmd/kubectl",
            Self::Kwok => "sigs.k8s.io/kwok/cmd/kwok",
            Self::Helm => "helm.sh/helm/v4/cmd/helm",
            Self::Helm3 => "helm.sh/helm/v3/cmd/helm",
            Self::Promtool => "github.com/prometheus/prometheus/cmd/promtool",
        }
    }

    /// Tags of the Go build. Without this one promtool would bring the clients of every cloud along, in which Prometheus
    /// looks for its targets: some hundred packages that no test asks for.
    pub(crate) fn tags(self) -> &'static str {
        if self == Self::Promtool { "remove_all_sd" } else { "" }
    }

    /// How long the first build takes on two cores, for the person who waits.
    pub(crate) fn first_build(self) -> &'static str {
        match self {
            Self::Etcd => "about half a minute",
            Self::ApiServer => "about 6 minutes",
            Self::ControllerManager | Self::Kubectl | Self::Kwok => "about a minute",
            Self::Helm => "about 2 minutes",
            Self::Helm3 => "seconds, after helm",
            Self::Promtool => "about 3 minutes",
        }
    }

    /// What makes the binary what it is: as long as this text is the same, the binary need not be built again.
    pub(crate) fn stamp(self) -> Result<String> {
        let package = [self.package(), self.tags()].join(" ");
        Ok(format!("{}\n{}\n{}", package.trim_end(), self.link_flags()?, self.family().go_mod()?))
    }

    fn version_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Kubectl => &["version", "--client"],
            Self::Helm | Self::Helm3 => &["version", "--template={{.Version}}"],
            _ => &["--version"],
        }
    }

    /// The file, wherever it is, if it is there in the pinned version.
    pub(crate) fn find(self, cache: &Path) -> Result<Option<PathBuf>> {
        let cached = cache.join(self.name());
        if cached.is_file() && fs::read_to_string(stamp_file(&cached)).ok() == Some(self.stamp()?) {
            return Ok(Some(cached));
        }
        let version = self.told_version()?;
        Ok(folders_of_the_machine()
            .into_iter()
            .map(|folder| folder.join(self.name()))
            .find(|path| path.is_file() && says_version(path, self.version_arguments(), &version)))
    }
}

/// The file beside a built binary that says what it was built from.
pub(crate) fn stamp_file(binary: &Path) -> PathBuf {
    binary.with_extension("stamp")
}

fn folders_of_the_machine() -> Vec<PathBuf> {
    let assets = std::env::var_os("KUBEBUILDER_ASSETS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    assets.into_iter().chain(std::env::split_paths(&path)).collect()
}

fn says_version(program: &Path, arguments: &[&str], version: &str) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| names_version(&String::from_utf8_lossy(&output.stdout), version))
}

fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word.trim_start_matches('v') == version.trim_start_matches('v'))
}

/// Where each program is. Made only when all of them are there.
#[derive(Clone, Debug)]
pub struct Programs {
    paths: Vec<(Program, PathBuf)>,
}

impl Programs {
    /// The programs, or `None` if one of them is missing in the pinned version.
    pub fn find() -> Result<Option<Self>> {
        let cache = cache_folder()?;
        let mut paths = Vec::with_capacity(Program::ALL.len());
        for program in Program::ALL {
            match program.find(&cache)? {
                Some(path) => paths.push((program, path)),
                None => return Ok(None),
            }
        }
        Ok(Some(Self { paths }))
    }

    /// The path of one of them.
    pub fn path(&self, program: Program) -> Result<&Path> {
        let found = self.paths.iter().find(|(each, _)| *each == program);
        found.map(|(_, path)| path.as_path()).with_context(|| format!("{} is missing", program.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pinned_version_counts() {
        assert!(names_version("Kubernetes v1.36.3\n", "v1.36.3"));
        assert!(names_version("etcd Version: 3.7.3\nGit SHA: x\n", "v3.7.3"));
        assert!(names_version("v4.3.1", "v4.3.1"));
        assert!(names_version("kwok version v0.8.0 go1.26.8 (linux/amd64)\n", "v0.8.0"));
        assert!(names_version("promtool, version 3.16.0 (branch: , revision: x)\n", "3.16.0"));
        assert!(!names_version("Kubernetes v1.36.30\n", "v1.36.3"));
        assert!(!names_version("Kubernetes v1.35.3\n", "v1.36.3"));
    }

    #[test]
    fn a_changed_go_mod_or_version_changes_the_stamp() {
        for program in Program::ALL {
            let stamp = program.stamp().expect("a stamp");
            assert!(stamp.contains(&program.family().version().expect("a version")), "{stamp}");
            assert!(stamp.contains("require ("), "the stamp holds the go.mod");
        }
    }
}
