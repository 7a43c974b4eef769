//! Whatever can be set from outside is told in the documents: variables of the environment, annotations and labels.

use std::collections::BTreeSet;

use easyscale_tests::repository;
use regex::Regex;

use crate::files::texts;

/// The sources that become the program, without their tests.
fn sources() -> Vec<(String, String)> {
    let all = texts("rs").into_iter().map(|(file, text)| (file.display().to_string(), text));
    let shipped = all.filter(|(file, _)| {
        file.starts_with("crates/")
            && file.contains("/src/")
            && !file.contains("/tests/")
            && !file.ends_with("/tests.rs")
    });
    let untested =
        |text: String| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    shipped.map(|(file, text)| (file, untested(text))).collect()
}

fn found<'a>(pattern: &str, text: &'a str) -> Vec<&'a str> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

/// The variables that a source reads by itself, flags aside, or what is wrong with the way it reads them.
fn read_by(text: &str) -> Result<BTreeSet<String>, String> {
    if text.contains("use std::env") {
        return Err("write `std::env::var` in full, so that a search finds it".to_owned());
    }
    let mut variables = BTreeSet::new();
    for (place, _) in text.match_indices("env::") {
        let called = &text[place + "env::".len()..];
        let called =
            &called[..called.find(|c: char| c != '_' && !c.is_ascii_lowercase()).unwrap_or(called.len())];
        match called {
            "var" | "var_os" => variables.extend(named(text, place)?),
            "home_dir" => drop(variables.insert("HOME".to_owned())),
            "args" | "args_os" | "split_paths" | "" => {}
            other => return Err(format!("env::{other}: say here which variables it reads")),
        }
    }
    Ok(variables)
}

/// The names in the statement that has this place in it.
fn named(text: &str, place: usize) -> Result<Vec<String>, String> {
    let begin = text[..place].rfind([';', '{', '}']).map_or(0, |end| end + 1);
    let end = text[place..].find(';').map_or(text.len(), |end| place + end);
    let statement = &text[begin..end];
    let mut names: Vec<_> =
        found(r#""([A-Z][A-Z0-9_]+)""#, statement).into_iter().map(ToOwned::to_owned).collect();
    for constant in found(r"\b([A-Z][A-Z0-9_]{2,})\b", statement) {
        let value = format!(r#"const {constant}: &str = "([A-Z0-9_]+)""#);
        names.extend(found(&value, text).into_iter().map(ToOwned::to_owned));
    }
    // A flag's variable is known to the command line and stands in what it says of itself.
    if names.is_empty() && !statement.contains("get_env()") {
        return Err(format!("no name of a variable is to be seen in {statement:?}"));
    }
    Ok(names)
}

/// The text below a heading of the second rank.
fn section(document: &str, heading: &str) -> String {
    let text = std::fs::read_to_string(repository().join(document)).unwrap();
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    section.split("\n## ").next().unwrap().to_owned()
}

#[test]
fn variables_are_found_however_they_are_read() {
    let read = |text: &str| read_by(text).map(|names| names.into_iter().collect::<Vec<_>>());
    for (text, names) in [
        (r#"let a = std::env::var("TZ").ok();"#, &["TZ"][..]),
        (r#"{ ["A_B", "C_D"].into_iter().find_map(|name| std::env::var(name).ok()) }"#, &["A_B", "C_D"]),
        ("const OFF: &str = \"MY_OFF\";\nfn a() { match std::env::var_os(OFF) { _ => {} } }", &["MY_OFF"]),
        ("std::env::home_dir(); std::env::args_os();", &["HOME"]),
        ("flag.get_env().and_then(std::env::var_os);", &[]),
        (r#"env!("CARGO_PKG_VERSION")"#, &[]),
    ] {
        assert_eq!(read(text).unwrap(), names, "{text}");
    }
    for hidden in ["use std::env;", "std::env::var(name);", "std::env::vars();", "std::env::temp_dir();"] {
        assert!(read(hidden).is_err(), "{hidden}");
    }
}

#[test]
fn every_variable_that_is_read_is_told_and_nothing_else() {
    let mut read = BTreeSet::new();
    for (file, text) in sources() {
        read.extend(read_by(&text).unwrap_or_else(|wrong| panic!("{file}: {wrong}")));
    }
    let section = section("docs/configuration.md", "Environment variables");
    let (own, _) = section.split_once("\nThe libraries ").unwrap();
    let told: BTreeSet<_> =
        found(r"(?m)^\| `([A-Z_]+)` \|", own).into_iter().map(ToOwned::to_owned).collect();
    assert_eq!(told, read, "docs/configuration.md and the variables that the sources read");
}

#[test]
fn every_variable_of_a_flag_is_told_with_its_flag() {
    let told = section("docs/commands.md", "Environment variables");
    let mut count = 0;
    for (file, text) in sources() {
        for variable in found(r#"\benv = "([A-Z0-9_]+)""#, &text) {
            let flag = variable.trim_start_matches("EASYSCALE_").replace('_', "-").to_lowercase();
            assert!(told.contains(&format!("\n| `{variable}` | `--{flag}` |")), "{file}: {variable}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn every_annotation_and_label_of_ours_is_told() {
    let told = section("docs/configuration.md", "Annotations and labels");
    let others = ["yaml", "tpl"].into_iter().flat_map(texts);
    let others = others.map(|(file, text)| (file.display().to_string(), text));
    let mut names = BTreeSet::new();
    for (file, text) in sources().into_iter().chain(others.filter(|(file, _)| !file.starts_with("tests/"))) {
        for name in found(r"\beasyscale\.io/([a-z-]+)\b", &text) {
            // The group of the resource, the name under which Events are told, and where the image and the code are.
            if !matches!(name, "v" | "easyscale") {
                assert!(told.contains(&format!(" `easyscale.io/{name}")), "{file}: easyscale.io/{name}");
                names.insert(name.to_owned());
            }
        }
    }
    assert_eq!(names.len(), 3, "{names:?}");
}
