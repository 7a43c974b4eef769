//! No command of a document is left out without being named here.

use easyscale_tests::document::{What, page};
use easyscale_tests::repository;

use crate::typed::TYPED;

/// What is not run: it takes too long, runs the tests themselves, or needs what a machine may not have. What
/// docs/installation.md tells is what the tests of the chart do.
const NOT_RUN: [&str; 31] = [
    "CONTRIBUTING.md: cargo run --locked --package easyscale-tests --bin testenv -- up --with-controllers",
    "README.md: make demo     # watch a Deployment go 3 → 5 → 2 on a real API server; a minute and a half once it is built",
    "README.md: make test     # format, lints, documentation and all tests, on a real API server",
    "README.md: helm install easyscale charts/easyscale --namespace easyscale-system --create-namespace",
    "docs/getting-started.md: cargo install --locked --path crates/easyscale",
    "docs/installation.md: helm install easyscale charts/easyscale --namespace easyscale-system --create-namespace",
    "docs/installation.md: helm test easyscale --namespace easyscale-system --logs",
    "docs/installation.md: kubectl label namespace easyscale-system pod-security.kubernetes.io/enforce=restricted",
    "docs/installation.md: kubectl apply -k config/",
    "docs/installation.md: kubectl delete deployment easyscale --namespace easyscale-system",
    "docs/installation.md: helm install easyscale charts/easyscale --namespace easyscale-system --take-ownership --force-conflicts",
    "docs/installation.md: helm install easyscale easyscale-0.1.0.tgz --namespace easyscale-system --create-namespace",
    "docs/installation.md: tar -xzf easyscale-0.1.0-linux-x86_64.tar.gz && cd easyscale-0.1.0-linux-x86_64",
    "docs/installation.md: sudo install easyscale completions/kubectl_complete-easyscale /usr/local/bin",
    "docs/installation.md: sudo ln -sf easyscale /usr/local/bin/kubectl-easyscale",
    "docs/installation.md: sudo install -D -m 644 -t /usr/local/share/man/man1 man/man1/*",
    "docs/installation.md: sudo install -D -m 644 completions/easyscale.bash /usr/share/bash-completion/completions/easyscale",
    "docs/installation.md: helm upgrade easyscale charts/easyscale --namespace easyscale-system",
    "docs/installation.md: helm uninstall easyscale --namespace easyscale-system",
    "docs/installation.md: kubectl delete crd scalingrules.easyscale.io",
    "docs/installation.md: helm upgrade easyscale charts/easyscale --namespace easyscale-system --reuse-values --set crds.keep=true",
    "docs/installation.md: helm uninstall easyscale --namespace easyscale-system",
    "docs/installation.md: helm install clock charts/easyscale --namespace time --create-namespace --take-ownership",
    "docs/installation.md: kubectl annotate crd scalingrules.easyscale.io --overwrite meta.helm.sh/release-name=clock meta.helm.sh/release-namespace=time",
    "docs/installation.md: helm install clock charts/easyscale --namespace time --create-namespace",
    "docs/recipes.md: kubectl patch scalingrule web --type merge --patch '{\"spec\": {\"suspend\": true}}'",
    "docs/recipes.md: kubectl patch scalingrule web --type merge --patch '{\"spec\": {\"suspend\": false}}'",
    "docs/security.md: sha256sum --check SHA256SUMS",
    "docs/security.md: tar -xzf easyscale-0.1.0-linux-x86_64.tar.gz && cd easyscale-0.1.0-linux-x86_64",
    "docs/security.md: ./easyscale version",
    "docs/time.md: easyscale run --zoneinfo /usr/share/zoneinfo",
];

/// What to look at when something is wrong: there is nothing to see on a cluster on which all is well.
const FOR_TROUBLE: &str = "docs/runbooks.md";

/// Whether a test runs it.
fn is_run(file: &str, typed: &str) -> bool {
    TYPED.contains(&file) || (file == "docs/recipes.md" && typed.starts_with("easyscale generate "))
}

/// All Markdown files of a folder.
fn documents(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(repository().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let documents = entries.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut names: Vec<_> =
        documents.map(|path| format!("{folder}{}", path.file_name().unwrap().to_string_lossy())).collect();
    names.sort();
    names
}

#[test]
fn every_command_of_every_document_is_run_or_named() {
    let mut not_run = Vec::new();
    for file in ["", "docs/"].into_iter().flat_map(documents).filter(|file| file != FOR_TROUBLE) {
        for step in page(&file).unwrap().steps() {
            match &step.what {
                What::Command { typed, .. } if !is_run(&file, typed) => {
                    not_run.push(format!("{file}: {typed}"));
                }
                What::NotRun { typed, .. } => not_run.push(format!("{file}: {typed}")),
                _ => {}
            }
        }
    }
    assert_eq!(not_run, NOT_RUN);
}
