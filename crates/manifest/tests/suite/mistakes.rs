//! Every mistake of a rule, as crates/crd knows them, is found in the text and underlined at its place.

use easyscale_crd::Code;
use serde_json::Value;

use self::table::{Mistake, just_right, mistakes};
use crate::fixture::{object, parse, told};

#[allow(dead_code, reason = "who else refuses a mistake is of interest in crates/crd only")]
#[path = "../../../crd/tests/it/mistakes/table.rs"]
mod table;

fn yaml(spec: &Value) -> String {
    serde_saphyr::to_string(&object(spec)).unwrap()
}

#[test]
fn each_mistake_is_underlined_where_it_is_written() {
    for Mistake { spec, code, path, detail, .. } in mistakes() {
        let text = yaml(&spec);
        let manifest = parse(&text);
        // Not every writer of YAML puts times in quotes.
        let findings: Vec<_> =
            manifest.findings().filter(|finding| finding.code != Code::UnquotedTime).collect();
        let [finding] = findings.as_slice() else { panic!("{code:?}: {findings:#?} in\n{text}") };
        assert_eq!((finding.code, finding.path.as_str()), (code, path));
        assert!(finding.message.contains(detail), "{finding:?}");
        assert!(manifest.documents[0].has_errors(), "{text}");

        let line = text.lines().nth(finding.place.line - 1).unwrap();
        let underlined = &text[finding.place.bytes.clone()];
        let field = path.rsplit('.').next().unwrap();
        match field.split_once('[') {
            // An entry is known by its name; a date is underlined itself.
            Some(("schedule", _)) => assert_eq!(underlined, "Weekend", "{text}"),
            Some((_, index)) => {
                let index: usize = index.trim_end_matches(']').parse().unwrap();
                let date = spec["schedule"][0]["dates"][index].as_str().unwrap();
                assert_eq!(underlined.trim_matches(['"', '\'']), date, "{text}");
            }
            None => assert!(line.contains(&format!("{field}:")), "{path} is not on {line:?} of\n{text}"),
        }
        assert!(!underlined.is_empty(), "{text}");
    }
}

#[test]
fn what_is_just_right_has_no_error_in_a_file_either() {
    for spec in just_right() {
        let text = yaml(&spec);
        assert!(!parse(&text).documents[0].has_errors(), "{:?} in\n{text}", told(&text));
    }
}
