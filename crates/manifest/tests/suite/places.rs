//! What is told about a rule is underlined at its place: a table of bad texts.

use easyscale_schedule::is_unprintable;

use crate::fixture::{GOOD, only, parse, rule, short, told};

const ENTRY: &str = "target: {name: web}\nschedule:\n- name: Night\n  replicas: 2\n";

/// A rule with one more line in its only entry, which is line 11.
fn entry(line: &str) -> String {
    rule(&format!("{ENTRY}  {line}\n"))
}

/// A rule with one more line in its spec, which is line 11.
fn spec(line: &str) -> String {
    rule(&format!("{ENTRY}{line}\n"))
}

#[test]
fn each_problem_is_underlined() {
    for (text, expected) in [
        (entry("timeEnd: \"9:00\""), "ES0011 at 11:14 `\"9:00\"`"),
        (entry("timeStart: \"25:00\" # one"), "ES0010 at 11:16 `\"25:00\"`"),
        (entry("timeStart: 22:00"), "ES0106 at 11:16 `22:00`"),
        (entry("timeEnd: 24:00"), "ES0106 at 11:14 `24:00`"),
        (entry("timeStart: 1320"), "ES0010 at 11:16 `1320`"),
        (entry("start: \"22:00\""), "ES0026 at 11:5 `start`"),
        (entry("days: [Monday, Son]"), "ES0024 at 11:20 `Son`"),
        (entry("days: Monday"), "ES0007 at 11:11 `Monday`"),
        (entry("dates: [\"2199-01-01\", \"2199-02-30\"]"), "ES0009 at 11:27 `\"2199-02-30\"`"),
        (entry("dates: []"), "ES0008 at 11:12 `[]`"),
        (entry("replicas: 3"), "ES0027 at 11:5 `replicas`"),
        (entry("priority: high"), "ES0024 at 11:15 `high`"),
        (entry("timezone: Europe/Berln"), "ES0017 at 11:15 `Europe/Berln`"),
        (entry("days: [Monday, Monday]\n  timeEnd: \"24:00\""), "ES0105 at 11:11 `[Monday, Monday]`"),
        (spec("timezone: Berlin/Europe"), "ES0017 at 11:13 `Berlin/Europe`"),
        (spec("suspend: yes"), "ES0024 at 11:12 `yes`"),
        (spec("suspend: \"true\""), "ES0024 at 11:12 `\"true\"`"),
        (spec("suspend:"), "ES0024 at 11:3 `suspend`"),
        (spec("default: 3"), "ES0024 at 11:12 `3`"),
        (spec("limits: {minReplicas: 5, maxReplicas: 1}"), "ES0016 at 11:3 `limits`"),
        (spec("limits: {minReplicas: 5}"), "ES0014 at 10:15 `2`"),
        (spec("minReplicas: 1"), "ES0026 at 11:3 `minReplicas`"),
        (spec("timeZone: UTC"), "ES0026 at 11:3 `timeZone`"),
        (spec("cooldownSeconds: -5"), "ES0018 at 11:20 `-5`"),
        (rule("target: {name: web}\n"), "ES0025 at 6:1 `spec`"),
        (rule("schedule:\n- name: A\n  replicas: 1\n"), "ES0025 at 6:1 `spec`"),
        (rule("target: {name: web}\nschedule:\n- name: A\n"), "ES0025 at 9:11 `A`"),
        (rule("target: {name: web}\nschedule:\n- replicas: 1\n"), "ES0025 at 9:5 `replicas`"),
        (rule("target: {name: web}\nschedule: [{name: A, replicas: 1}, 7]\n"), "ES0024 at 8:38 `7`"),
        (GOOD.replace("name: web\nspec", "namespace: shop\nspec"), "ES0032 at 3:1 `metadata`"),
        (GOOD.replace("name: web\nspec", "name: Web\nspec"), "ES0032 at 4:9 `Web`"),
        (GOOD.replace("name: web\nspec", "name: on\nspec"), "ES0032 at 4:9 `on`"),
        (GOOD.replace("spec:\n", "  namespace: The Shop\nspec:\n"), "ES0033 at 5:14 `The Shop`"),
        (GOOD.replace("spec:\n", "  labels: {tier: 1}\nspec:\n"), "ES0024 at 5:18 `1`"),
        (GOOD.replace("  default:\n    replicas: 3\n", ""), "ES0104 at 5:1 `spec`"),
        (GOOD.replace("scale.io/v1", "scale.io/v1beta1"), "ES0031 at 1:13 `easyscale.io/v1beta1`"),
        (GOOD.replace("apiVersion: easyscale.io/v1\n", ""), "ES0031 at 1:1 `kind`"),
        (GOOD.replace("ScalingRule", "scalingrule"), "ES0031 at 2:7 `scalingrule`"),
        (GOOD.replace("  default:\n", "default:\n").replace("    replicas: 3", "  replicas: 3"), "ES0026"),
    ] {
        let findings = told(&text);
        // Without a default, a night that is no whole day has a gap; that is not what is looked at here.
        let found: Vec<_> = findings
            .iter()
            .filter(|told| expected.starts_with("ES0104") || !told.starts_with("ES0104"))
            .collect();
        assert!(
            matches!(found.as_slice(), [one] if one.starts_with(expected)),
            "{found:?}, not {expected} in\n{text}"
        );
    }
}

#[test]
fn columns_are_counted_in_characters() {
    let text = rule("target: {name: web}\nschedule: [{name: \"Nächte 🌙\", replicas: -1}]\n");
    assert_eq!(short(&text, &only(&text)), "ES0013 at 8:43 `-1`");
}

#[test]
fn what_to_write_instead_is_for_what_is_underlined() {
    for (text, help) in [
        (entry("timeStart: 22:00\n  timeEnd: \"21:00\""), "\"22:00\""),
        (entry("timeStart: 1320"), "\"22:00\""),
        (entry("tz: UTC"), "timezone"),
        (entry("days: Monday"), "[Monday]"),
        (spec("suspend: no"), "false"),
        (spec("timezone: Europe/Berln"), "Europe/Berlin"),
        (GOOD.replace("name: web\nspec", "name: on\nspec"), "\"on\""),
        (GOOD.replace("ScalingRule", "ScalingRules"), "ScalingRule"),
    ] {
        let findings: Vec<_> =
            crate::fixture::parse(&text).findings().filter(|f| f.help.is_some()).cloned().collect();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].help.as_deref(), Some(help));
        // Written there, it is right.
        let mut corrected = text.clone();
        corrected.replace_range(findings[0].place.bytes.clone(), help);
        assert!(
            told(&corrected).iter().all(|told| told.starts_with("ES0104")),
            "{:?}\n{corrected}",
            told(&corrected)
        );
    }
}

#[test]
fn both_places_of_a_field_that_is_given_twice_are_told() {
    let text = entry("replicas: 3");
    let finding = only(&text.replace("  schedule", "  default: {replicas: 1}\n  schedule"));
    let (first, words) = finding.related.unwrap();
    assert_eq!((first.line, first.column, words.as_str()), (11, 5, "first given here"));
    assert_eq!(finding.path, "spec.schedule[0].replicas");
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_text() {
    let text = rule(
        "target: {name: Web}\ntimezone: Europe/Berln\nschedule:\n- name: A\n  replicas: five\n  timeEnd: \"6:00\"\n  colour: red\n- name: A\n  days: [Sun]\n",
    );
    assert_eq!(
        told(&text),
        [
            "ES0021 at 7:18 `Web`",
            "ES0017 at 8:13 `Europe/Berln`",
            "ES0013 at 11:15 `five`",
            "ES0011 at 12:14 `\"6:00\"`",
            "ES0026 at 13:5 `colour`",
            "ES0025 at 14:11 `A`",
            "ES0005 at 14:11 `A`",
            "ES0024 at 15:12 `Sun`",
        ]
    );
}

#[test]
fn characters_of_the_file_that_are_not_shown_are_told_and_not_repeated() {
    for (text, told) in [
        (GOOD.replace("easyscale.io/v1", "easyscale.io/\u{1b}[31mv1"), "easyscale.io/\\u{1b}[31mv1"),
        (GOOD.replace("  timezone:", "  \"time\\e[2Jzone\":"), "time\\u001b[2Jzone"),
        (format!("{GOOD}  \"a\\u009bb\": 1\n  \"a\\u009bb\": 2\n"), "a\\u{9b}b"),
        (GOOD.replace("easyscale.io/v1", "easyscale.io/\u{202e}1v"), "easyscale.io/\\u{202e}1v"),
        (format!("{GOOD}  \"a\u{61c}b\": 1\n  \"a\u{61c}b\": 2\n"), "a\\u{61c}b"),
    ] {
        let manifest = parse(&text);
        assert!(manifest.findings().any(|finding| finding.message.contains(told)), "{manifest:#?}");
        for finding in manifest.findings() {
            assert!(!finding.message.contains(is_unprintable), "{finding:?}");
        }
    }
}
