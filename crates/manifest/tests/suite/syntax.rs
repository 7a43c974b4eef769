//! What is not YAML, and what is no text, is told at its place with the fix.

use easyscale_crd::Code;

use crate::fixture::{GOOD, contents, only, parse, parse_bytes, rule, short};

#[test]
fn what_is_not_yaml_is_told_with_the_line_and_the_fix() {
    for (lines, place, fix) in [
        (
            "target: {name: web}\n\ttimezone: UTC",
            "8:4 `timezone: UTC`",
            "indented with a tab: indent it with spaces",
        ),
        ("target: {name: web", "", "a bracket is not closed"),
        ("schedule: [a, b", "", "a bracket is not closed"),
        ("timezone: \"UTC", "", "a quote is not closed"),
        ("timezone: 'UTC", "", "a quote is not closed"),
        ("timezone: \"U\\qTC\"", "7:", "\\ has a meaning"),
        ("timezone: \"UTC\" x", "7:", "behind a closing quote"),
        ("timezone: a: b", "7:", "\":\" stands where none may"),
        ("timezone: *zone", "7:", "no such mark is there"),
        ("timezone: !z!zone UTC", "7:", "\"!\" has a meaning"),
        ("timezone: @home", "7:", "put it in quotes"),
        ("timezone: UTC\n   target: x", "8:", ""),
        ("timezone: UTC\n- x", "8:", ""),
    ] {
        let text = rule(lines);
        let finding = only(&text);
        assert_eq!(finding.code, Code::NotYaml, "{lines}");
        assert!(
            short(&text, &finding).starts_with(&format!("ES0028 at {place}")),
            "{}",
            short(&text, &finding)
        );
        assert!(finding.message.contains(fix), "{lines}: {}", finding.message);
        assert_eq!(contents(&parse(&text)), ["broken ?"]);
    }
}

#[test]
fn a_file_that_is_no_text_has_one_finding() {
    for (bytes, line, detail) in [
        (&b"a: 1\nb: \xff\xfe\n"[..], 2, "the byte 0xFF"),
        (b"\xff\xfea\0:\0", 1, "it is a text in UTF-16"),
        (b"\x7fELF\x02\x01\x01\0\0\0", 1, "zero byte"),
        (b"a\0b", 1, "zero byte"),
        (b"\xfe", 1, "the byte 0xFE"),
    ] {
        let manifest = parse_bytes(bytes);
        let findings: Vec<_> = manifest.findings().collect();
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!((findings[0].code, findings[0].place.line), (Code::NotText, line));
        assert!(findings[0].message.contains(detail), "{findings:?}");
        assert_eq!(contents(&manifest), ["broken ?"]);
    }
}

#[test]
fn many_comments_in_a_row_are_no_mistake() {
    let comments = "  # not now\n".repeat(100);
    for (before, after) in [
        ("  schedule:\n", "  schedule:\n{}"),
        ("    days:", "{}    days:"),
        ("  - name: Weekend\n", "  -\n{}    name: Weekend\n"),
        ("  target:\n", "  target:\n{}"),
        ("spec:\n", "{}spec:\n"),
        ("metadata:\n", "metadata: # x\n{}"),
        ("    days: [Saturday, Sunday]\n", "    days: [Saturday,\n{}      Sunday]\n"),
        ("    days: [Saturday, Sunday]\n", "    days:\n    - Saturday\n{}    - Sunday\n{}"),
        ("    days: [Saturday, Sunday]\n", "    days: [\n{}      Saturday\n{}      , Sunday\n{}    ]\n"),
        ("    days: [Saturday, Sunday]\n", "    days:\n    -\n{}      Saturday\n    -\n{}      Sunday\n"),
    ] {
        let text = GOOD.replace(before, &after.replace("{}", &comments));
        assert_ne!(text, GOOD);
        assert_eq!(crate::fixture::told(&text), [""; 0], "{after}");
        assert_eq!(contents(&parse(&text)), ["rule web"]);
    }
}
