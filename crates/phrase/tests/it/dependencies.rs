//! Reading sentences needs no Kubernetes, no async runtime and no clock.

use std::process::Command;

use crate::common::repository;

#[test]
fn reading_sentences_needs_only_the_engine() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "easyscale-phrase", "--locked", "--prefix", "none", "--target", "all"])
        .args(["--edges", "normal", "--depth", "1"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    assert_eq!(names, ["chrono", "easyscale-phrase", "easyscale-schedule", "strsim", "unicode-width"]);
}
