//! The examples of docs/errors.md are right: the wrong one gets its code and nothing else, the right one nothing.

use easyscale_crd::{Code, Text, examples};
use easyscale_manifest::across;

use crate::fixture::parse_bytes;

fn codes(text: Text) -> Vec<Code> {
    let manifest = parse_bytes(&text.file());
    let mut codes: Vec<_> = manifest.findings().map(|finding| finding.code).collect();
    codes.extend(across([("rule.yaml", &manifest)]).into_iter().map(|found| found.finding.code));
    codes
}

#[test]
fn the_wrong_example_gets_exactly_its_code_and_the_right_one_none() {
    for example in examples() {
        assert_eq!(codes(example.wrong), [example.code], "{example:?}");
        let right: Vec<_> = codes(example.right).into_iter().filter(|code| *code != Code::NoRule).collect();
        assert_eq!(right, [], "{example:?}");
    }
}
