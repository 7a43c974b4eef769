//! Programs that are already on the machine are used, but only in the pinned versions.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use easyscale_tests::testenv::Program;

/// The paths that `testenv build` prints.
fn build(variables: &[(&str, OsString)]) -> Vec<PathBuf> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_testenv"));
    let output = command.arg("build").envs(variables.iter().cloned()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(PathBuf::from).collect()
}

/// A folder with links to programs that are in the pinned versions.
fn folder_of(programs: &[PathBuf]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for program in programs {
        std::os::unix::fs::symlink(program, folder.path().join(program.file_name().unwrap())).unwrap();
    }
    folder
}

fn all_in(folder: &Path, programs: &[PathBuf]) -> bool {
    programs.len() == Program::ALL.len() && programs.iter().all(|program| program.starts_with(folder))
}

#[test]
fn programs_in_kubebuilder_assets_are_used_and_nothing_is_built() {
    let folder = folder_of(&build(&[]));
    let cache = tempfile::tempdir().unwrap();
    let found =
        build(&[("XDG_CACHE_HOME", cache.path().into()), ("KUBEBUILDER_ASSETS", folder.path().into())]);
    assert!(all_in(folder.path(), &found), "{found:?}");
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 0, "the cache stays empty");
}

#[test]
fn programs_of_another_version_are_passed_over() {
    let right = folder_of(&build(&[]));
    let wrong = tempfile::tempdir().unwrap();
    for program in fs::read_dir(right.path()).unwrap() {
        let fake = wrong.path().join(program.unwrap().file_name());
        fs::write(&fake, "#!/bin/sh\necho Kubernetes v1.2.3\n").unwrap();
        fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let cache = tempfile::tempdir().unwrap();
    let others = std::env::var_os("PATH").unwrap();
    let path =
        std::env::join_paths([right.path().to_owned()].into_iter().chain(std::env::split_paths(&others)));
    let found = build(&[
        ("XDG_CACHE_HOME", cache.path().into()),
        ("KUBEBUILDER_ASSETS", wrong.path().into()),
        ("PATH", path.unwrap()),
    ]);
    assert!(all_in(right.path(), &found), "{found:?}");
}
