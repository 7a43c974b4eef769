//! Reading files.

use easyscale_crd::ScalingRule;
use easyscale_manifest::{Content, Document, Finding, Manifest, across, read, read_bytes};
use easyscale_schedule::is_unprintable;

use crate::place::lies_in;
use crate::{ZONES, now};

/// Whatever the bytes are, they are read, and what is told of them is sound.
pub fn manifest(bytes: &[u8]) {
    let manifest = read_bytes(bytes, &ZONES, now());
    let text = readable(bytes);
    assert!(!manifest.documents.is_empty(), "a file has a document, and be it empty");
    let lines = text.matches('\n').count() + 1;
    for document in &manifest.documents {
        assert!((1..=lines).contains(&document.line), "line {} of {lines}", document.line);
        sound(text, document);
    }
    together(text, &manifest);
    for (_, rule) in manifest.rules() {
        read_back(&rule.object);
    }
}

/// The text, as far as it is one.
fn readable(bytes: &[u8]) -> &str {
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    std::str::from_utf8(&bytes[..good]).expect("it was read up to there")
}

fn sound(text: &str, document: &Document) {
    let findings = &document.findings;
    assert!(findings.len() <= 100, "{} findings", findings.len());
    assert!(findings.is_sorted_by_key(|finding| finding.place.bytes.start), "{findings:#?} are in no order");
    findings.iter().for_each(|finding| told_well(text, finding));
    match &document.content {
        Content::Rule(rule) => {
            assert_eq!(
                rule.schedule.is_none(),
                document.has_errors(),
                "a schedule is there if nothing is wrong"
            );
            lies_in(text, &rule.name_place);
            lies_in(text, &rule.target_place);
        }
        Content::Broken { .. } => assert!(document.has_errors(), "nobody tells why it is broken"),
        Content::Other { .. } | Content::Empty => {
            assert!(findings.is_empty(), "{findings:#?} of another kind")
        }
    }
}

fn told_well(text: &str, finding: &Finding) {
    assert!(finding.message.starts_with(finding.code.sentence()), "{finding:?}");
    // What steers a terminal must not reach a terminal.
    assert!(!finding.message.contains(is_unprintable), "{finding:?}");
    lies_in(text, &finding.place);
    if let Some((place, _)) = &finding.related {
        lies_in(text, place);
    }
}

fn together(text: &str, manifest: &Manifest) {
    for found in across([("rules.yaml", manifest)]) {
        told_well(text, &found.finding);
    }
}

/// What another program writes of a rule is read as the same rule.
fn read_back(rule: &ScalingRule) {
    // In quotes: as a block, serde-saphyr 0.0.29 writes a text of line breaks only so that YAML reads nothing.
    let quoted = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let text = serde_saphyr::to_string_with_options(rule, quoted).expect("a rule can be written");
    let manifest = read(&text, &ZONES, now());
    let again: Vec<_> = manifest.rules().map(|(_, rule)| &rule.object).collect();
    assert_eq!(again, [rule], "as read from\n{text}");
}
