//! What `make package` says of the libraries in the program (SBOM, licences), without building the program; and that it
//! ends at once where something is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::symlink;
use std::process::Command;

use easyscale_tests::repository;
use serde_json::Value;

const TARGET: &str = "x86_64-unknown-linux-musl";

/// Name and version.
type Package = (String, String);

fn run(program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(repository()).env("SOURCE_DATE_EPOCH", "1767225600");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text of the SBOM, and its components.
fn sbom() -> (String, BTreeMap<Package, Value>) {
    let text = run("hack/sbom.py", &[TARGET]);
    let sbom: Value = serde_json::from_str(&text).unwrap();
    let word = |component: &Value, field: &str| component[field].as_str().unwrap().to_owned();
    let components = sbom["components"].as_array().unwrap().iter();
    let components =
        components.map(|each| ((word(each, "name"), word(each, "version")), each.clone())).collect();
    (text, components)
}

/// What cargo takes for the program, but for the program itself.
fn tree(edges: &str) -> BTreeSet<Package> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let (target, edges) = (format!("--target={TARGET}"), format!("--edges={edges}"));
    let tree = ["tree", "--locked", "--package=easyscale", &target, &edges, "--prefix=none", "--format={p}"];
    let printed = run(&cargo, &tree);
    let packages = printed.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned()))
    });
    packages.filter(|(name, _)| name != "easyscale").collect()
}

fn is(component: &Value, scope: &str) -> bool {
    component["scope"] == scope
}

#[test]
fn the_sbom_lists_what_cargo_links_into_the_program_and_nothing_else() {
    let (_, components) = sbom();
    let required = components.iter().filter(|(_, each)| is(each, "required")).map(|(package, _)| package);
    let mut required: BTreeSet<_> = required.cloned().collect();
    for beside_cargo in ["rust-std", "musl"] {
        let before = required.len();
        required.retain(|(name, _)| name != beside_cargo);
        assert_eq!(required.len(), before - 1, "{beside_cargo}");
    }
    assert_eq!(required, tree("normal,no-proc-macro"));
    // Macros, and what they are made of.
    let taken = tree("normal");
    for (package, _) in components.iter().filter(|(_, each)| is(each, "excluded")) {
        assert!(taken.contains(package), "{package:?}");
    }
    assert!(components.keys().any(|(name, _)| name == "serde_derive"), "macros are listed");
    assert!(components.keys().all(|(name, _)| name != "tempfile"), "only the tests take tempfile");
}

#[test]
fn the_sbom_names_each_library_so_that_it_can_be_checked() {
    let (text, components) = sbom();
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    for ((name, version), component) in &components {
        assert!(component["licenses"][0]["expression"].is_string(), "{component}");
        if name.starts_with("easyscale-") || ["rust-std", "musl"].contains(&&**name) {
            continue;
        }
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let checksum = component["hashes"][0]["content"].as_str().unwrap();
        let locked = &lock[lock.find(&entry).unwrap()..];
        let locked = &locked[..locked.find("\n\n").unwrap_or(locked.len())];
        assert!(locked.contains(&format!("checksum = \"{checksum}\"")), "{component}");
        let purl = format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"));
        assert_eq!(component["purl"], *purl);
    }
    assert!(!text.contains(&*repository().to_string_lossy()), "no folder of this machine");
}

#[test]
fn the_sbom_says_who_needs_whom_and_has_the_same_bytes_each_time() {
    let (text, components) = sbom();
    let sbom: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&sbom["bomFormat"], &sbom["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
    assert_eq!(sbom["metadata"]["timestamp"], "2026-01-01T00:00:00Z");
    assert_eq!(sbom["metadata"]["component"]["version"], env!("CARGO_PKG_VERSION"));
    let mut references: BTreeSet<_> =
        components.values().map(|each| each["bom-ref"].clone().to_string()).collect();
    references.insert(sbom["metadata"]["component"]["bom-ref"].to_string());
    assert_eq!(references.len(), components.len() + 1, "each has its own");
    let graph = sbom["dependencies"].as_array().unwrap();
    let described: BTreeSet<_> = graph.iter().map(|each| each["ref"].to_string()).collect();
    assert_eq!(described, references);
    let needed = graph.iter().flat_map(|each| each["dependsOn"].as_array().unwrap());
    let needed: BTreeSet<_> = needed.map(ToString::to_string).collect();
    let nobody: Vec<_> = references.difference(&needed).collect();
    assert_eq!(nobody, [&sbom["metadata"]["component"]["bom-ref"].to_string()], "all but the program");
    assert_eq!(run("hack/sbom.py", &[TARGET]), text);
}

#[test]
fn the_licences_are_those_of_the_libraries_in_the_sbom() {
    let (_, components) = sbom();
    let licences = run("hack/licences.py", &[TARGET]);
    let (list, texts) = licences.split_once("\n====").unwrap();
    let named: BTreeSet<_> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once("  "))
        .filter_map(|(package, _)| package.split_once(' '))
        .filter(|(_, version)| version.starts_with(|first: char| first.is_ascii_digit()))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect();
    let theirs = components.iter().filter(|(_, each)| each["purl"].is_string());
    let theirs: BTreeSet<_> = theirs.map(|(package, _)| package.clone()).collect();
    assert_eq!(named, theirs);
    for (name, version) in &named {
        assert!(texts.contains(&format!("{name} {version}")), "there is no text for {name} {version}");
    }
    for beside_cargo in ["Rust's standard library", "Copyright © 2005-2020 Rich Felker"] {
        assert!(texts.contains(beside_cargo), "{beside_cargo}");
    }
}

#[test]
fn a_release_without_a_tool_ends_at_once_and_names_it() {
    let needed = ["cargo", "git", "python3", "gzip", "sha256sum"];
    let other = ["bash", "env", "dirname", "uname", "tar", "grep"];
    for missing in needed {
        let tools = tempfile::tempdir().unwrap();
        for tool in needed.into_iter().chain(other).filter(|tool| *tool != missing) {
            let place = run("which", &[tool]);
            symlink(place.trim_end(), tools.path().join(tool)).unwrap();
        }
        let mut package = Command::new(repository().join("hack/package.sh"));
        let output = package.env("PATH", tools.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{missing}: {said}");
        assert_eq!(said, format!("make package: {missing} is missing\n"));
    }
}
