//! What YAML can say to its readers beside values: tags and instructions. kubectl 1.36 was asked what it makes of each.

use easyscale_crd::Code;

use crate::fixture::{GOOD, only, parse, rule, short, told};

/// A rule with one entry of which one line is given.
fn entry(line: &str) -> String {
    rule(&format!(
        "target: {{name: web}}\ndefault: {{replicas: 1}}\nschedule:\n- days: [Monday]\n  {line}\n  {}",
        if line.starts_with("name") { "replicas: 3" } else { "name: Day" }
    ))
}

#[test]
fn a_tag_that_a_rule_has_no_use_for_is_an_error_at_the_tag() {
    for (line, tag) in [
        ("name: !!python/object:os.system Day", "11:11 `!!python/object:os.system`"),
        ("name: !mine Day", "11:11 `!mine`"),
        ("name: !mine &a \"Day\"", "11:11 `!mine`"),
        ("name: &a !mine \"Day\"", "11:14 `!mine`"),
        ("name: !mine # a !tag\n    Day", "11:11 `!mine`"),
        // To kubectl this is another name, "Day"; to others it is none.
        ("name: !!binary RGF5", "11:11 `!!binary`"),
        ("!mine name: Day\n  replicas: 3\n  priority: 1\n ", "11:5 `!mine`"),
        ("replicas: 3\n  dates: !!omap []\n ", "12:12 `!!omap`"),
    ] {
        let text = entry(line);
        let of_tags: Vec<_> = parse(&text)
            .findings()
            .filter(|finding| finding.message.contains("readers of YAML make different things of !"))
            .map(|finding| short(&text, finding))
            .collect();
        assert_eq!(of_tags, [format!("ES0024 at {tag}")], "{text}\n{:#?}", parse(&text));
    }
    let text = GOOD.replace("- name: Weekend", "- !entry\n    name: Weekend");
    assert_eq!(told(&text), ["ES0024 at 10:5 `!entry`"]);
    let text = GOOD.replace("apiVersion", "--- !rule\napiVersion");
    assert_eq!(told(&text), ["ES0024 at 1:5 `!rule`"]);
}

#[test]
fn a_tag_that_says_what_is_there_anyway_is_none_of_our_business() {
    for line in [
        "name: !!str Day",
        "name: !!str 5",
        "name: ! Day",
        "name: !<tag:yaml.org,2002:str> Day",
        "timeStart: !!str 22:00\n  replicas: 3",
        "timeStart: ! 22:00\n  replicas: 3",
        "timeStart: !!null ~\n  replicas: 3",
        "replicas: !!int 3",
        "replicas: !!int \"3\"",
        "replicas: !!float 3",
        "!!merge <<: {replicas: 3}",
    ] {
        assert_eq!(told(&entry(line)), [""; 0], "{line}");
    }
    let text = GOOD.replace("days: [", "days: !!seq [").replace("- name", "- !!map\n    name");
    assert_eq!(told(&text), [""; 0]);
    // Objects of other kinds are read by those who need their tags.
    assert_eq!(told("kind: Template\nvalue: !Ref Bucket\n"), [""; 0]);
}

#[test]
fn a_tag_that_does_not_fit_is_an_error() {
    for (line, told) in [
        ("replicas: !!int 3.0", "!!int says that \"3.0\" is what it is not: remove !!int"),
        ("replicas: !!int three", "!!int says that \"three\""),
        ("timeStart: !!null x\n  replicas: 3", "!!null says that \"x\""),
        ("replicas: 3\n  priority: !!float x", "!!float says that \"x\""),
    ] {
        let manifest = parse(&entry(line));
        let found = manifest.findings().any(|f| f.code == Code::WrongType && f.message.contains(told));
        assert!(found, "{line}: {manifest:#?}");
    }
}

#[test]
fn an_instruction_to_the_reader_is_an_error_as_kubectl_stops_there() {
    for line in ["%YAML 1.1", "%YAML 1.2", "%TAG ! tag:example.com,2026:", "%FOO bar"] {
        let text = format!("# All of the shop\n{line}\n---\n{GOOD}");
        assert_eq!(told(&text), [format!("ES0028 at 2:1 `{line}`")]);
        assert!(only(&text).message.contains("which kubectl does not take: remove it"));
        assert_eq!(parse(&text).rules().filter(|(_, rule)| rule.schedule.is_some()).count(), 0);
        // Only the document behind it has it.
        let other = GOOD.replace("name: web", "name: api");
        let text = format!("{GOOD}...\n{line}\n---\n{other}---\nkind: Other\n");
        assert_eq!(told(&text), [format!("ES0028 at 16:1 `{line}`")]);
        assert_eq!(told(&format!("{line}\n---\nkind: Other\n---\n{GOOD}")), [""; 0]);
    }
    // A text may begin with it.
    assert_eq!(told(&GOOD.replace("name: Weekend", "name: |-\n      %YAML 1.1")), [""; 0]);
}

#[test]
fn tags_without_end_are_told_a_hundred_times() {
    let dates = "!x 2099-01-01, ".repeat(20_000);
    let text = GOOD.replace("days: [Saturday, Sunday]", &format!("dates: [{dates}]"));
    assert_eq!(told(&text).len(), 100);
}
