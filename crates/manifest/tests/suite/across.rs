//! Findings that several documents and files have together.

use easyscale_crd::Code;
use easyscale_manifest::{Across, Manifest, across};

use crate::fixture::{GOOD, parse};

fn rule(name: &str, target: &str) -> String {
    GOOD.replace("name: web\nspec", &format!("name: {name}\nspec"))
        .replace("    name: web", &format!("    name: {target}"))
}

fn short(found: &[Across<'_>]) -> Vec<String> {
    let line = |at: &Across<'_>| at.finding.related.as_ref().map_or(0, |(place, _)| place.line);
    found
        .iter()
        .map(|at| {
            format!(
                "{} {}:{} first {}:{}",
                at.finding.code,
                at.file,
                at.finding.place.line,
                at.first.unwrap_or("-"),
                line(at)
            )
        })
        .collect()
}

#[test]
fn one_name_twice_is_told_at_the_later_one_with_the_place_of_the_first() {
    let (a, b) =
        (parse(&rule("web", "web")), parse(&format!("{}---\n{}", rule("api", "api"), rule("web", "other"))));
    let found = across([("a.yaml", &a), ("b.yaml", &b)]);
    assert_eq!(short(&found), ["ES0034 b.yaml:19 first a.yaml:4"]);
    assert!(found[0].finding.message.ends_with("\"web\" is also on line 4 of a.yaml"), "{found:?}");
}

#[test]
fn one_target_twice_is_a_doubt() {
    let text = format!("{}---\n{}", rule("one", "web"), rule("two", "web"));
    let manifest = parse(&text);
    let found = across([("a.yaml", &manifest)]);
    assert_eq!(short(&found), ["ES0107 a.yaml:22 first a.yaml:7"]);
    assert_eq!(found[0].finding.code, Code::TargetTwice);
    let text = text.replace("name: two", "name: two\n  namespace: shop");
    assert_eq!(short(&across([("a.yaml", &parse(&text))])), [""; 0]);
}

#[test]
fn another_version_of_the_api_is_the_same_target_and_another_group_is_not() {
    for (api_version, wanted) in [("apps/v1beta2", 1), ("extensions/v1", 0)] {
        let other =
            rule("two", "web").replace("  target:\n", &format!("  target:\n    apiVersion: {api_version}\n"));
        let (a, b) = (parse(&rule("one", "web")), parse(&other));
        assert_eq!(across([("a", &a), ("b", &b)]).len(), wanted, "{api_version}");
    }
}

#[test]
fn no_rule_at_all_is_a_doubt_about_the_first_file() {
    let (empty, other) = (parse(""), parse("kind: Pod\napiVersion: v1\n"));
    assert_eq!(short(&across([("a", &empty), ("b", &other)])), ["ES0108 a:1 first -:0"]);
    for text in [GOOD, "spec: [\n"] {
        assert_eq!(short(&across([("a", &empty), ("b", &parse(text))])), [""; 0]);
    }
    assert_eq!(short(&across(std::iter::empty::<(&str, &Manifest)>())), [""; 0]);
}
