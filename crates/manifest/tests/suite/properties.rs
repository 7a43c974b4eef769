//! Laws that hold for every text.

use easyscale_crd::ScalingRule;
use easyscale_manifest::{Manifest, Place};
use proptest::prelude::*;

use crate::fixture::{GOOD, object, parse, parse_bytes};
use crate::random;

fn is_in(text: &str, place: &Place) -> bool {
    let Some(before) = text.get(..place.bytes.start) else { return false };
    let Some(covered) = text.get(place.bytes.clone()) else { return false };
    let line = before.rsplit('\n').next().unwrap_or_default();
    !covered.contains('\n')
        && place.line == before.matches('\n').count() + 1
        && place.column == line.chars().count() + 1
}

fn all_in(text: &str, manifest: &Manifest) -> bool {
    let related = manifest.findings().filter_map(|finding| finding.related.as_ref());
    manifest
        .findings()
        .map(|finding| &finding.place)
        .chain(related.map(|(place, _)| place))
        .all(|place| is_in(text, place))
}

/// Bits of YAML, good and bad, in any order.
fn yamlish() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        3 => prop::sample::select(vec![
            "\n", "\n  ", "\n- ", ": ", " ", "---\n", "...\n", "[", "]", "{", "}", ", ", "\"", "'", "#", "&a ", "*a", "<<: ", "!!str ",
            "|\n", ">-\n", "? ", "%YAML 1.2\n", "\t", "\r\n", "kind", "ScalingRule", "apiVersion", "easyscale.io/v1", "spec",
            "schedule", "replicas", "timeStart", "22:00", "\u{feff}", "\u{2028}", "\\", "@", "items", "List",
        ]).prop_map(str::to_owned),
        1 => ".{0,4}",
    ];
    prop::collection::vec(bit, 0..60).prop_map(|bits| bits.concat())
}

/// The good rule with pieces cut out, doubled, or replaced.
fn spoilt() -> impl Strategy<Value = String> {
    let cut =
        (any::<prop::sample::Index>(), 0..12_usize, prop_oneof![yamlish(), Just(String::new()), ".{0,3}"]);
    prop::collection::vec(cut, 1..4).prop_map(|cuts| {
        let mut text: Vec<char> = format!("{GOOD}---\n{GOOD}").chars().collect();
        for (at, length, new) in cuts {
            let start = at.index(text.len().max(1));
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_all_places_lie_in_it(text in prop_oneof![yamlish(), spoilt(), ".{0,80}"]) {
        prop_assert!(all_in(&text, &parse(&text)), "{:#?}", parse(&text));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(!parse_bytes(&bytes).documents.is_empty());
    }

    #[test]
    fn a_rule_that_is_written_as_yaml_or_json_is_read_back_as_it_was(spec in random::spec()) {
        let written = object(&spec);
        let expected: ScalingRule = serde_json::from_value(written.clone()).unwrap();
        // In quotes: as a block, serde-saphyr 0.0.29 writes a text of line breaks only so that YAML reads nothing.
        let quoted = serde_saphyr::ser_options! { prefer_block_scalars: false };
        let yaml = serde_saphyr::to_string_with_options(&written, quoted).unwrap();
        for text in [yaml, serde_json::to_string(&written).unwrap()] {
            let manifest = parse(&text);
            let (document, rule) = manifest.rules().next().expect(&text);
            prop_assert_eq!(&rule.object, &expected, "{}", text);
            prop_assert_eq!(rule.schedule.is_none(), document.has_errors());
            prop_assert!(all_in(&text, &manifest));
        }
    }
}
