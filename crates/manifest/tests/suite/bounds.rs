//! Hostile and huge texts cost no more than their length, and never a crash.

use easyscale_crd::Code;

use crate::fixture::{GOOD, contents, only, parse, told};

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).flat_map(|i| [line(i), "\n".to_owned()]).collect()
}

#[test]
fn nesting_beyond_all_bounds_is_an_error() {
    const DEEP: usize = 100_000;
    for text in [
        "[".repeat(DEEP),
        format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        "{a: ".repeat(DEEP),
        "- ".repeat(DEEP),
        "? ".repeat(DEEP),
        lines(1000, |i| format!("{}a:", " ".repeat(i))),
        format!("a: {}1{}", "[".repeat(129), "]".repeat(129)),
    ] {
        assert_eq!(only(&text).code, Code::TooLarge, "{}", &text[..20]);
    }
    let deep = format!("kind: A\na: {}1{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(contents(&parse(&deep)), ["other A"]);
}

#[test]
fn aliases_that_multiply_are_an_error() {
    let bomb: String = (0..64).fold("a0: &a0 x\n".to_owned(), |text, i| {
        format!("{text}a{}: &a{} [*a{i}, *a{i}, *a{i}]\n", i + 1, i + 1)
    });
    assert_eq!(only(&bomb).code, Code::TooLarge);
    // By nesting alone, and by merging.
    let deep: String =
        (0..200).fold("a0: &a0 x\n".to_owned(), |text, i| format!("{text}a{}: &a{} [*a{i}]\n", i + 1, i + 1));
    assert_eq!(only(&deep).code, Code::TooLarge);
    let merged: String = (0..64).fold("a0: &a0 {x: 1}\n".to_owned(), |text, i| {
        format!("{text}a{}: &a{} {{<<: [*a{i}, *a{i}, *a{i}]}}\n", i + 1, i + 1)
    });
    assert_eq!(only(&merged).code, Code::TooLarge);
    assert_eq!(only("a: &a [*a]\n").code, Code::TooLarge);
}

#[test]
fn a_document_with_endless_mistakes_tells_the_first_hundred() {
    let fields = lines(50_000, |i| format!("  field{i}: 1"));
    assert!(told(&format!("{GOOD}{fields}")).len() <= 100);
    let dates: Vec<_> = (0..50_000).map(|i| format!("2026-99-{i}")).collect();
    let text = GOOD.replace("days: [Saturday, Sunday]", &format!("dates: [{}]", dates.join(", ")));
    assert_eq!(told(&text).len(), 100);
}

#[test]
fn ten_thousand_documents_are_read() {
    let text = format!("---\n{GOOD}").repeat(10_000);
    let manifest = parse(&text);
    assert_eq!(manifest.documents.len(), 10_000);
    assert_eq!((manifest.rules().count(), manifest.findings().count()), (10_000, 0));
    assert_eq!(manifest.documents[9_999].line, 9_999 * 15 + 2);
}

#[test]
fn ten_megabytes_are_read() {
    let map = lines(200_000, |i| format!("  k{i:07}: a value of some length, as in such files"));
    let text = format!("apiVersion: v1\nkind: ConfigMap\ndata:\n{map}---\n{GOOD}");
    assert!(text.len() > 10_000_000);
    assert_eq!(contents(&parse(&text)), ["other ConfigMap", "rule web"]);
    let long = format!("apiVersion: v1\nkind: Secret\ndata: {{a: \"{}\"}}\n", "x".repeat(10_000_000));
    assert_eq!(contents(&parse(&long)), ["other Secret"]);
}
