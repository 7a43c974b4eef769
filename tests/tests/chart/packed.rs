//! The chart as a release has it: helm's own package, packed once more so that the same files give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use easyscale_tests::chart::{Helm, NAMESPACE, RELEASE, file, folder, values};
use easyscale_tests::repository;
use serde_json::Value;

/// What a program printed.
fn run(command: &mut Command) -> String {
    let output = command.current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Packs the chart as `make package` does.
fn pack(helm: Helm, to: &Path) -> PathBuf {
    let mut command = Command::new("hack/package-chart.sh");
    let packed = run(command.arg(helm.path().unwrap()).arg(to).env("SOURCE_DATE_EPOCH", "1767225600"));
    PathBuf::from(packed.trim_end())
}

/// Packs a chart with helm alone.
fn pack_with_helm(helm: Helm, chart: &Path, to: &Path) -> PathBuf {
    let (chart, destination) = (chart.display().to_string(), to.display().to_string());
    helm.run(&["package", &chart, "--destination", &destination]).unwrap();
    to.join(format!("easyscale-{}.tgz", env!("CARGO_PKG_VERSION")))
}

/// The files of an archive by their path in it.
fn files(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let to = tempfile::tempdir().unwrap();
    run(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(to.path()));
    let listed = run(Command::new("tar").arg("-tzf").arg(archive));
    let names = listed.lines().filter(|name| !name.ends_with('/'));
    names.map(|name| (name.to_owned(), fs::read(to.path().join(name)).unwrap())).collect()
}

#[test]
fn a_release_has_the_files_that_helm_packs_and_these_are_what_git_keeps() {
    let to = tempfile::tempdir().unwrap();
    let ours = files(&pack(Helm::Four, to.path()));
    for helm in Helm::BOTH {
        let to = tempfile::tempdir().unwrap();
        assert_eq!(ours, files(&pack_with_helm(helm, &folder(), to.path())), "{helm:?}");
    }
    // What somebody adds and has not committed yet is part of the chart all the same.
    let kept = ["ls-files", "--cached", "--others", "--exclude-standard", "charts/easyscale"];
    let kept = run(Command::new("git").args(kept));
    let mut kept: Vec<_> = kept.lines().map(|name| name.trim_start_matches("charts/")).collect();
    kept.sort_unstable();
    assert_eq!(ours.keys().collect::<Vec<_>>(), kept);
    assert!(kept.contains(&"easyscale/LICENSE"), "{kept:?}");
}

#[test]
fn a_release_has_the_same_bytes_whoever_packs_it_and_when() {
    let bytes = |helm: Helm| {
        let to = tempfile::tempdir().unwrap();
        let packed = pack(helm, to.path());
        let name = packed.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(packed).unwrap())
    };
    let first = bytes(Helm::Four);
    assert_eq!(first.0, concat!("easyscale-", env!("CARGO_PKG_VERSION"), ".tgz"));
    // Helm alone would not do it: it writes the time into its archive. A second is what that time is told in.
    std::thread::sleep(std::time::Duration::from_secs(1));
    for helm in [Helm::Four, Helm::Three] {
        assert!(bytes(helm) == first, "{helm:?} gives other bytes");
    }
}

#[test]
fn what_lies_about_is_not_packed() {
    let (copy, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(Command::new("cp").arg("-r").arg(folder()).arg(copy.path()));
    let chart = copy.path().join("easyscale");
    let stray = ["values.yaml.orig", "values.yaml.bak", "values.yaml~", ".values.yaml.swp", ".DS_Store"];
    for name in stray.into_iter().chain(["easyscale-0.0.1.tgz", "templates/deployment.yaml~"]) {
        fs::write(chart.join(name), "stray: true\n").unwrap();
    }
    let packed = files(&pack_with_helm(Helm::Four, &chart, to.path()));
    let clean = files(&pack(Helm::Four, copy.path()));
    assert_eq!(packed.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
}

#[test]
fn both_helms_take_what_is_packed() {
    let to = tempfile::tempdir().unwrap();
    let packed = pack(Helm::Four, to.path()).display().to_string();
    let chart = folder().display().to_string();
    for helm in Helm::BOTH {
        let linted = helm.run(&["lint", "--strict", &packed]).unwrap();
        assert!(linted.contains("1 chart(s) linted, 0 chart(s) failed"), "{linted}");
        let shown = helm.run(&["show", "values", &packed]).unwrap();
        assert_eq!(serde_saphyr::from_str::<Value>(&shown).unwrap(), values().unwrap());
        let template =
            |chart: &str| helm.run(&["template", RELEASE, chart, "--namespace", NAMESPACE]).unwrap();
        assert_eq!(template(&packed), template(&chart));
    }
}

#[test]
fn the_chart_carries_the_licence_of_the_repository() {
    assert_eq!(file("LICENSE").unwrap(), fs::read_to_string(repository().join("LICENSE")).unwrap());
}
