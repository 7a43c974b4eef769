//! The versions of the test control plane, read from the Go modules that pin them.
//!
//! `hack/testenv/*/go.mod` is the only place where a version is written down.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A Go module under `hack/testenv`: each has its own, because one shared go.mod would force one version of every
/// dependency on all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Etcd,
    Kubernetes,
    Kwok,
    Helm,
    Helm3,
    Prometheus,
}

impl Family {
    /// The folder of the Go module that builds this family.
    pub(crate) fn folder(self) -> PathBuf {
        let name = match self {
            Self::Etcd => "etcd",
            Self::Kubernetes => "kubernetes",
            Self::Kwok => "kwok",
            Self::Helm => "helm",
            Self::Helm3 => "helm3",
            Self::Prometheus => "prometheus",
        };
        crate::paths::repository().join("hack/testenv").join(name)
    }

    fn module(self) -> &'static str {
        match self {
            Self::Etcd => "go.etcd.io/etcd/server/v3",
            Self::Kubernetes => "k8s.io/kubernetes",
            Self::Kwok => "sigs.k8s.io/kwok",
            Self::Helm => "helm.sh/helm/v4",
            Self::Helm3 => "helm.sh/helm/v3",
            Self::Prometheus => "github.com/prometheus/prometheus",
        }
    }

    /// The text of the go.mod: a program that was built from another text is built again.
    pub(crate) fn go_mod(self) -> Result<String> {
        let path = self.folder().join("go.mod");
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// The pinned version, such as `v1.36.3`.
    pub(crate) fn version(self) -> Result<String> {
        self.version_of(self.module())
    }

    /// The version of a library that it is built with.
    pub(super) fn version_of(self, module: &str) -> Result<String> {
        required(&self.go_mod()?, module)
            .with_context(|| format!("{} does not require {module}", self.folder().join("go.mod").display()))
    }
}

/// The cache folder that belongs to the pinned Kubernetes version: `~/.cache/easyscale/testenv/v1.36.3`.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .context(
            "neither XDG_CACHE_HOME nor HOME is set: there is no place for the test control plane's programs",
        )?;
    Ok(folder_in(&base, &Family::Kubernetes.version()?))
}

fn folder_in(base: &Path, version: &str) -> PathBuf {
    base.join("easyscale/testenv").join(version)
}

fn required(go_mod: &str, module: &str) -> Option<String> {
    requirements(go_mod).find(|(required, _)| *required == module).map(|(_, version)| version.to_owned())
}

/// Each module that a go.mod requires, with its version.
fn requirements(go_mod: &str) -> impl Iterator<Item = (&str, &str)> {
    go_mod.lines().filter_map(|line| {
        let mut words = line.split_whitespace().skip_while(|word| *word == "require");
        words.next().zip(words.next().filter(|word| word.starts_with('v')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_one_that_go_mod_requires() {
        let go_mod = "tool (\n\tk8s.io/kubernetes/cmd/kubectl\n)\nrequire (\n\tk8s.io/kubernetes v1.36.3 // indirect\n)\n";
        assert_eq!(required(go_mod, "k8s.io/kubernetes").as_deref(), Some("v1.36.3"));
        assert_eq!(
            required("require k8s.io/kubernetes v1.2.3\n", "k8s.io/kubernetes").as_deref(),
            Some("v1.2.3")
        );
        assert_eq!(required("tool k8s.io/kubernetes\n", "k8s.io/kubernetes"), None);
    }

    #[test]
    fn every_family_has_a_pinned_version() {
        for family in
            [Family::Etcd, Family::Kubernetes, Family::Kwok, Family::Helm, Family::Helm3, Family::Prometheus]
        {
            let version = family.version().expect("a version");
            assert!(version.starts_with('v'), "{family:?} is pinned to {version}");
        }
    }

    /// What Go has compiled for the one it need not compile for the other: this saves most of the second build.
    #[test]
    fn both_helms_have_their_libraries_in_the_same_versions() {
        let [four, three] = [Family::Helm, Family::Helm3].map(|family| family.go_mod().expect("a go.mod"));
        let mut shared = 0;
        for (module, version) in requirements(&three) {
            if let Some(other) = required(&four, module) {
                assert_eq!(other, version, "{module}: go get {module}@{other} in hack/testenv/helm3");
                shared += 1;
            }
        }
        assert!(shared > 50, "{shared} libraries are in both");
    }
}
