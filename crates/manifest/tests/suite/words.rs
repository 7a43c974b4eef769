//! Words without quotes are what kubectl takes them for.

use crate::fixture::{GOOD, parse, told};

fn replicas(word: &str) -> Option<i32> {
    let manifest = parse(&GOOD.replace("replicas: 2", &format!("replicas: {word}")));
    let (document, rule) = manifest.rules().next()?;
    (!document.has_errors()).then(|| rule.object.spec.schedule[0].replicas)
}

#[test]
fn numbers_are_read_as_kubectl_reads_them() {
    for (word, number) in [
        ("0x10", 16),
        ("0o17", 15),
        ("010", 8),
        ("1_000", 1000),
        ("1e3", 1000),
        ("+7", 7),
        ("2.0", 2),
        ("!!int \"7\"", 7),
    ] {
        assert_eq!(replicas(word), Some(number), "{word}");
    }
    for word in ["\"7\"", "2.5", "seven", "0x", "1e99", ".inf", "!!str 7", "!mine 7", "7 # \n    "] {
        assert_eq!(replicas(word), (word.starts_with("7 #")).then_some(7), "{word}");
    }
}

#[test]
fn a_name_that_is_a_number_or_yes_to_kubectl_is_told_with_the_quotes_that_it_needs() {
    for word in ["no", "7", "1e3", "true", "0x10"] {
        let text = GOOD.replace("name: Weekend", &format!("name: {word}"));
        let manifest = parse(&text);
        let finding = manifest.findings().next().unwrap();
        assert_eq!(
            (finding.code.to_string(), finding.help.as_deref()),
            ("ES0003".into(), Some(&*format!("\"{word}\"")))
        );
        assert!(
            finding.message.ends_with(&format!("without quotes {word} is not a text: write \"{word}\"")),
            "{finding:?}"
        );
    }
    assert_eq!(told(&GOOD.replace("name: Weekend", "name: 22:00")), [""; 0]);
}

#[test]
fn dates_need_no_quotes() {
    let text = GOOD.replace("days: [Saturday, Sunday]", "dates: [2199-12-25, \"2199-12-26\"]");
    assert_eq!(told(&text), [""; 0]);
}

#[test]
fn only_times_that_yaml_1_1_takes_for_numbers_need_quotes() {
    for (time, wanted) in [("06:00", 0), ("22:00", 1), ("10:00", 1), ("\"22:00\"", 0), ("'22:00'", 0)] {
        let text = GOOD.replace("    replicas: 2", &format!("    timeStart: {time}\n    replicas: 2"));
        assert_eq!(told(&text).len(), wanted, "{time}: {:?}", told(&text));
    }
}

#[test]
fn true_and_false_are_written_so_that_every_reader_takes_them_for_it() {
    for (word, wanted) in [("true", 0), ("False", 0), ("yes", 1), ("off", 1), ("n", 1)] {
        let text = GOOD.replace("  timezone", &format!("  dryRun: {word}\n  timezone"));
        assert_eq!(told(&text).len(), wanted, "{word}: {:?}", told(&text));
    }
}
