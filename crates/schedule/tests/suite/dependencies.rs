//! What the engine may not depend on: Kubernetes, an async runtime, a clock.

use std::process::Command;

fn cargo_tree(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "easyscale-schedule", "--locked", "--prefix", "none", "--target", "all"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_engine_compiles_without_kubernetes_and_without_a_runtime() {
    let tree = cargo_tree(&["--edges", "normal"]);
    let crates: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(crates.contains(&"chrono") && crates.contains(&"jiff"), "{tree}");
    for name in crates {
        let unwanted = name.starts_with("kube")
            || name.starts_with("k8s")
            || name.starts_with("tokio")
            || name.starts_with("async-std")
            || name.starts_with("hyper")
            || name.starts_with("serde");
        assert!(!unwanted, "{name} in\n{tree}");
    }
}

#[test]
fn the_engine_cannot_read_a_clock_through_chrono() {
    let tree = cargo_tree(&["--edges", "normal,features"]);
    assert!(tree.lines().any(|line| line.starts_with("chrono feature \"std\"")), "{tree}");
    for feature in ["clock", "now", "default", "iana-time-zone", "winapi"] {
        let line = format!("chrono feature \"{feature}\"");
        assert!(!tree.contains(&line), "{line} in\n{tree}");
    }
    assert!(!tree.contains("iana-time-zone"), "{tree}");
}

#[test]
fn the_engine_cannot_fall_back_to_the_systems_zone_files() {
    let tree = cargo_tree(&["--edges", "normal,features"]);
    assert!(tree.contains("jiff feature \"tzdb-bundle-always\""), "{tree}");
    for feature in ["tzdb-zoneinfo", "tzdb-concatenated", "tz-system", "default"] {
        let line = format!("jiff feature \"{feature}\"");
        assert!(!tree.contains(&line), "{line} in\n{tree}");
    }
}
