//! `easyscale validate`: good and bad files, as text and for programs.

use crate::support::{Desk, NIGHT, WEB, small};

#[test]
fn files_without_mistakes_are_counted() {
    let mut desk = Desk::with_rule();
    desk.file("rules/b/two.yml", format!("{}---\n{}", small("one"), small("two")));
    desk.file("rules/a.json", r#"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}"#);
    desk.file("rules/notes.txt", "no manifest");
    desk.file("rules/.git/hidden.yaml", "no: manifest: either");
    let list =
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n- ";
    desk.file("list.yaml", format!("{list}{}", small("listed").replace('\n', "\n  ")));
    desk.file("crlf.yaml", small("crlf").replace('\n', "\r\n"));
    desk.file("bom.yaml", format!("\u{feff}{}", small("bom")));
    for given in ["web.yaml", "rules", "list.yaml", "crlf.yaml", "bom.yaml"] {
        assert_eq!(desk.run(&["validate", given]).code, 0, "{given}");
    }
    assert_eq!(desk.run(&["validate", "rules", "web.yaml", "rules/b/two.yml", "web.yaml"]).code, 0);
    assert_eq!(desk.run_with_input(&["validate", "-"], WEB).code, 0);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn every_mistake_is_shown_at_its_place() {
    let mut desk = Desk::new();
    let wrong = WEB
        .replace("timezone: Europe/Berlin", "timezone: Europe/Berln")
        .replace("\"16:00\"", "16:00")
        .replace("    priority", "    prio")
        .replace("[Saturday, Sunday]", "[Saturday, Sundy]")
        .replace("default: {replicas: 3}", "default: {replicas: -3}");
    desk.file("wrong.yaml", &wrong);
    desk.file("crlf.yaml", wrong.replace('\n', "\r\n"));
    desk.file("tabs.yaml", WEB.replace("  timezone", "\ttimezone"));
    desk.file("twice.yaml", WEB.replace("  default", "  timezone: UTC\n  default"));
    let anchored =
        WEB.replace("- name: Weekend", "- &a\n    name: Weekend").replace("  default", "  - *b\n  default");
    desk.file("anchor.yaml", anchored);
    desk.file("empty.yaml", "");
    desk.file("same.yaml", format!("{WEB}---\n{WEB}"));
    for given in ["wrong.yaml", "crlf.yaml", "tabs.yaml", "twice.yaml", "anchor.yaml", "same.yaml"] {
        assert_eq!(desk.run(&["validate", given]).code, 2, "{given}");
    }
    assert_eq!(desk.run(&["validate", "empty.yaml"]).code, 0);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn doubts_count_when_asked_to() {
    let mut desk = Desk::new();
    desk.file("night.yaml", NIGHT);
    assert_eq!(desk.run(&["validate", "night.yaml"]).code, 0);
    assert_eq!(desk.run(&["validate", "night.yaml", "--strict"]).code, 1);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn programs_get_the_same_as_json() {
    let mut desk = Desk::new();
    desk.file("night.yaml", NIGHT);
    desk.file("wrong.yaml", WEB.replace("replicas: 5", "replica: 5"));
    desk.file("same.yaml", format!("{}---\n{}", small("web"), small("web")));
    assert_eq!(desk.run(&["validate", "-o", "json", "night.yaml", "--strict"]).code, 1);
    assert_eq!(desk.run(&["validate", "-o", "json", "wrong.yaml", "same.yaml"]).code, 2);
    assert_eq!(desk.run_with_input(&["validate", "-o", "json", "-"], small("a")).well().json()["rules"], 1);
    insta::assert_snapshot!(desk.said());
}
