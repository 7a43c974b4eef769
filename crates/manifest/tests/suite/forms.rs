//! The forms in which people keep rules: several in a file, lists, JSON, with anchors, beside other things.

use easyscale_manifest::Content;

use crate::fixture::{GOOD, contents, parse, told};

#[test]
fn a_good_rule_has_a_schedule_and_no_finding() {
    let manifest = parse(GOOD);
    assert_eq!(told(GOOD), [""; 0]);
    let Content::Rule(rule) = &manifest.documents[0].content else { panic!("{manifest:?}") };
    assert!(rule.schedule.is_some());
    assert_eq!((rule.name_place.line, rule.target_place.line), (4, 7));
    assert_eq!(&GOOD[rule.target_place.bytes.clone()], "web");
}

#[test]
fn documents_of_all_kinds_stand_in_one_file() {
    let text = format!(
        "# All of the shop\n---\n{GOOD}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\n---\n# nothing\n---\njust text\n---\n- 1\n"
    );
    let manifest = parse(&text);
    assert_eq!(contents(&manifest), ["rule web", "other Deployment", "empty", "other ", "other "]);
    let lines: Vec<_> = manifest.documents.iter().map(|document| document.line).collect();
    assert_eq!(lines[..2], [3, 18]);
    assert_eq!(told(&text), [""; 0]);
}

#[test]
fn nothing_and_only_comments_are_empty() {
    for text in ["", "\n\n", "# nothing\n", "---\n", "\u{feff}", "---\n---\n...\n"] {
        assert!(
            contents(&parse(text)).iter().all(|content| content == "empty"),
            "{text:?}: {:?}",
            parse(text)
        );
        assert_eq!(told(text), [""; 0]);
    }
}

#[test]
fn a_mistake_in_one_document_hides_nothing_in_the_others() {
    let bad = GOOD.replace("replicas: 2", "replicas: -2");
    let text = format!("{bad}---\nspec: [\n---\n{bad}---\n\tx: \"\n---\n{bad}");
    assert_eq!(contents(&parse(&text)), ["rule web", "broken ?", "rule web", "broken ?", "rule web"]);
    let codes: Vec<_> = told(&text).iter().map(|told| told[..6].to_owned()).collect();
    assert_eq!(codes, ["ES0013", "ES0028", "ES0013", "ES0028", "ES0013"]);
    let lines: Vec<_> = parse(&text).documents.iter().map(|document| document.line).collect();
    assert_eq!(lines, [1, 16, 18, 33, 35]);
}

#[test]
fn the_items_of_a_list_are_read_each() {
    let item = |name: &str| GOOD.replace("name: web\nspec", &format!("name: {name}\nspec"));
    let indented = |text: &str| format!("- {}", text.trim_end().replace('\n', "\n  ")) + "\n";
    for kind in ["apiVersion: v1\nkind: List", "apiVersion: easyscale.io/v1\nkind: ScalingRuleList"] {
        let pod = "apiVersion: v1\nkind: Pod\n";
        let bad = item("c").replace("replicas: 2", "replicas: -2");
        let items = [&item("a"), pod, &item("b"), &bad].map(indented).concat();
        let text = format!("{kind}\nitems:\n{items}");
        let manifest = parse(&text);
        assert_eq!(contents(&manifest), ["rule a", "other Pod", "rule b", "rule c"]);
        assert_eq!(manifest.documents[0].line, 4);
        assert_eq!(told(&text), ["ES0013 at 45:17 `-2`"]);
    }
    assert_eq!(contents(&parse("kind: List\napiVersion: v1\nitems: []\n")), ["other List"]);
}

#[test]
fn json_is_read_with_its_places() {
    let object =
        serde_json::to_string_pretty(&serde_saphyr::from_str::<serde_json::Value>(GOOD).unwrap()).unwrap();
    assert_eq!(told(&object), [""; 0]);
    let bad = object.replace("\"Europe/Berlin\"", "\"Europe/Berln\"");
    assert_eq!(told(&bad).len(), 1);
    assert!(told(&bad)[0].ends_with("`\"Europe/Berln\"`"), "{:?}", told(&bad));
    let line = bad.replace(['\n'], " ");
    assert!(told(&line)[0].starts_with("ES0017 at 1:"), "{:?}", told(&line));
}

#[test]
fn a_mark_at_the_beginning_and_windows_line_ends_change_no_place() {
    let bad = GOOD.replace("Europe/Berlin", "Europe/Berln");
    let expected = ["ES0017 at 8:13 `Europe/Berln`"];
    assert_eq!(told(&bad), expected);
    assert_eq!(told(&bad.replace('\n', "\r\n")), expected);
    assert_eq!(told(&format!("\u{feff}{bad}")), expected);
    assert_eq!(
        told(&format!("\u{feff}---\r\n{}", bad.replace('\n', "\r\n"))),
        ["ES0017 at 9:13 `Europe/Berln`"]
    );
}

#[test]
fn anchors_aliases_and_merged_fields_are_written_out() {
    let text = "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata: {name: &name web}
spec:
  target: {name: *name}
  schedule:
  - &night {name: Night, timeStart: \"22:00\", timeEnd: \"06:00\", replicas: 2}
  - <<: *night
    name: Dawn
    timeStart: \"06:00\"
    timeEnd: \"08:00\"
  - <<: [{replicas: 7}, *night]
    name: Noon
    timeStart: \"12:00\"
    timeEnd: \"13:00\"
  default: {replicas: 3}
";
    assert_eq!(told(text), [""; 0]);
    let manifest = parse(text);
    let (_, rule) = manifest.rules().next().unwrap();
    assert_eq!(rule.object.spec.target.name, "web");
    let replicas: Vec<_> = rule.object.spec.schedule.iter().map(|entry| entry.replicas).collect();
    assert_eq!(replicas, [2, 2, 7]);
    // A mistake that is repeated is told once, where it is written.
    let bad = text.replace("replicas: 2", "replicas: -2");
    assert_eq!(told(&bad), ["ES0013 at 7:74 `-2`"]);
}

/// A list of two rules; the second one ends with this item of its schedule.
fn with_item(item: &str) -> String {
    let rule = |name: &str, entry: &str| {
        format!(
            "- apiVersion: easyscale.io/v1\n  kind: ScalingRule\n  metadata: {{name: {name}}}\n  spec:\n    \
             target: {{name: {name}}}\n    default: {{replicas: 1}}\n    schedule:\n    - {entry}\n"
        )
    };
    let day = "&day\n      name: Day\n      timeEnd: \"18:00\"\n      replicas: 3";
    let list = "apiVersion: v1\nkind: List\nitems:\n";
    format!("{list}{}{}    - {item}\n", rule("web", day), rule("api", "{name: All, replicas: 2}"))
}

#[test]
fn what_does_not_go_together_is_told_where_aliases_bring_it_together() {
    // The entry that can never hold is the second one of the second rule, not the one that it repeats.
    assert_eq!(told(&with_item("*day")), ["ES0101 at 23:7 `*day`", "ES0102 at 23:7 `*day`"]);
    assert_eq!(told(&with_item("<<: *day")), ["ES0101 at 23:7 `<<`", "ES0102 at 23:7 `<<`"]);
    let mixed = with_item("{<<: *day, timeStart: \"18:00\"}");
    assert_eq!(told(&mixed), ["ES0012 at 23:8 `<<`"]);
    assert_eq!(related(&mixed), [(13, "written here".to_owned())]);
    let twice = with_item("*day\n    - <<: *day\n      timeEnd: \"17:00\"");
    let names: Vec<_> = told(&twice).into_iter().filter(|told| told.starts_with("ES0005")).collect();
    assert_eq!(names, ["ES0005 at 24:7 `<<`"]);
    assert_eq!(related(&twice), [(12, "written here".to_owned())]);
}

/// The second places of the findings: the line, and what is said there.
fn related(text: &str) -> Vec<(usize, String)> {
    let manifest = parse(text);
    manifest
        .findings()
        .filter_map(|finding| finding.related.clone())
        .map(|(at, said)| (at.line, said))
        .collect()
}

#[test]
fn what_only_looks_like_a_rule_is_none_of_our_business() {
    for (kind, api_version) in
        [("ScaledObject", "keda.sh/v1alpha1"), ("ScalingRule", "other.example.com/v1"), ("Rule", "v1")]
    {
        let text =
            format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{x: 1}}\n");
        assert_eq!(contents(&parse(&text)), [format!("other {kind}")]);
    }
    assert_eq!(contents(&parse("schedule: x\n")), ["other "]);
}

#[test]
fn what_is_clearly_meant_to_be_a_rule_is_checked_as_one() {
    for (wrong, right) in [
        ("kind: ScalingRule\n", "kind: ScalingRules\n"),
        ("kind: ScalingRule\n", "kind: Scaler\n"),
        ("kind: ScalingRule\n", ""),
        ("apiVersion: easyscale.io/v1\n", "apiVersion: easyscale.io/v2\n"),
        ("apiVersion: easyscale.io/v1\n", "apiVersion: easyscale/v1\n"),
        ("apiVersion: easyscale.io/v1\n", "apiVersion: v1\n"),
        ("apiVersion: easyscale.io/v1\n", ""),
    ] {
        let text = GOOD.replace(wrong, right).replace("Europe/Berlin", "Europe/Berln");
        let codes: Vec<_> = told(&text).iter().map(|told| told[..6].to_owned()).collect();
        assert_eq!(codes, ["ES0031", "ES0017"], "{text}");
        assert!(parse(&text).rules().all(|(_, rule)| rule.schedule.is_none()), "{text}");
    }
    let both = GOOD.replace("ScalingRule", "Scalingrule").replace("scale.io/v1", "scale.io/v0");
    assert_eq!(told(&both), ["ES0031 at 1:13 `easyscale.io/v0`", "ES0031 at 2:7 `Scalingrule`"]);
}

#[test]
fn a_status_in_a_file_is_not_looked_at() {
    assert_eq!(told(&format!("{GOOD}status: {{conditions: 7}}\n")), [""; 0]);
}
