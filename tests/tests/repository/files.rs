//! What is kept in the repository: sources, and nothing that is made from them.

use std::path::{Path, PathBuf};
use std::process::Command;

use easyscale_tests::repository;

/// More than any source needs, less than any program has.
const LARGEST: usize = 300_000;
/// Where build products land, and what only one person's machine needs.
const UNWANTED: [&str; 7] =
    ["target/", "__pycache__/", "node_modules/", ".idea/", ".vscode/", ".kube/", ".kubeconfig"];

/// The files that git keeps, relative to the root.
pub(crate) fn tracked() -> Vec<PathBuf> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    let files: Vec<_> = names.split_terminator('\0').map(PathBuf::from).collect();
    assert!(files.contains(&PathBuf::from("Cargo.lock")), "Cargo.lock is kept");
    // A file that was deleted and not committed yet is no longer ours to read.
    files.into_iter().filter(|file| repository().join(file).exists()).collect()
}

/// The tracked files with that extension, with their text.
pub(crate) fn texts(extension: &str) -> Vec<(PathBuf, String)> {
    let files = tracked().into_iter().filter(|file| file.extension().is_some_and(|found| found == extension));
    files.map(|file| (file.clone(), std::fs::read_to_string(repository().join(file)).unwrap())).collect()
}

fn complaint(file: &Path) -> Option<String> {
    let name = file.to_string_lossy();
    let content = std::fs::read(repository().join(file)).unwrap();
    if let Some(unwanted) = UNWANTED.iter().find(|each| name.contains(**each)) {
        return Some(format!("{name} is in {unwanted}"));
    }
    if content.len() > LARGEST {
        return Some(format!("{name} has {} bytes", content.len()));
    }
    String::from_utf8(content).is_err().then(|| format!("{name} is not text"))
}

#[test]
fn nothing_that_is_built_and_nothing_binary_is_kept() {
    let complaints: Vec<_> = tracked().iter().filter_map(|file| complaint(file)).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    let places = ["/home/", "/root/", "/Users/"];
    let mut found = Vec::new();
    for extension in ["rs", "toml", "md", "yaml", "sh"] {
        for (file, text) in
            texts(extension).into_iter().filter(|(file, _)| !file.ends_with("repository/files.rs"))
        {
            let lines = text.lines().enumerate();
            let bad = lines.filter(|(_, line)| places.iter().any(|place| line.contains(place)));
            found.extend(bad.map(|(number, line)| format!("{}:{}: {line}", file.display(), number + 1)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
