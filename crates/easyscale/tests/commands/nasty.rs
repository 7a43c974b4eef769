//! Files that nobody should write, given to every command: it ends with an answer, never with a panic or the dump of an
//! error, and what it prints cannot give orders to a terminal.

use std::fmt::Write as _;

use easyscale_schedule::is_unprintable;

use crate::support::{Desk, Ended, WEB, small};

/// Every command that takes files, in every form.
const ALL: [&[&str]; 10] = [
    &["validate"],
    &["validate", "--strict", "-o", "json"],
    &["preview"],
    &["preview", "--all", "-o", "json"],
    &["preview", "--week"],
    &["preview", "-o", "ics"],
    &["preview", "-o", "svg"],
    &["explain"],
    &["explain", "--at", "2026-10-25T01:20:00Z", "-o", "json"],
    &["dry-run"],
];
/// Those that are worth their time on large files.
const FEW: [&[&str]; 4] =
    [&["validate"], &["validate", "-o", "json"], &["preview", "--for", "1h"], &["explain", "-o", "json"]];

/// What a program prints that was not written for people.
const DUMPS: [&str; 14] = [
    "panicked",
    "RUST_BACKTRACE",
    "stack backtrace",
    "os error",
    "Error {",
    "Err(",
    "Some(",
    "None)",
    "ParseError",
    "thread 'main'",
    "unwrap",
    "kube::",
    "hyper",
    ".rs:",
];

/// Looks at how a command ended.
fn is_an_answer(ended: &Ended, about: &str) {
    assert!((0..=2).contains(&ended.code), "{about}: {ended:?}");
    for text in [&ended.out, &ended.err] {
        let dump = DUMPS.iter().find(|dump| text.contains(**dump));
        assert_eq!(dump, None, "{about}: {text}");
        let control = text.replace("\r\n", "\n").chars().find(|&c| is_unprintable(c) && !"\n\t".contains(c));
        assert_eq!(control, None, "{about}: {text:?}");
    }
    assert!(ended.code == 0 || !(ended.out.is_empty() && ended.err.is_empty()), "{about}: it says why");
}

fn each(files: &[(&str, Vec<u8>)], commands: &[&[&str]]) {
    for (name, content) in files {
        let mut desk = Desk::new();
        desk.file("rule.yaml", content);
        for command in commands {
            let about = format!("{} of {name}", command.join(" "));
            let ended = desk.run(&[command, &["rule.yaml"][..]].concat());
            is_an_answer(&ended, &about);
            assert!(ended.err.len() < 10_000, "{about}: nobody reads that to its end");
        }
        is_an_answer(&desk.run_with_input(&["validate", "-"], content), &format!("validate - of {name}"));
        // As the lines of answers it is as good as anything.
        is_an_answer(&desk.run_with_input(&["generate"], &content[..content.len().min(20_000)]), name);
    }
}

fn with(from: &str, to: &str) -> Vec<u8> {
    assert!(WEB.contains(from), "{from}");
    WEB.replace(from, to).into_bytes()
}

#[test]
fn no_file_brings_a_command_down() {
    let rush = "Evening rush";
    each(
        &[
            ("nothing", Vec::new()),
            ("a line break", b"\n".to_vec()),
            ("only dashes", b"---\n---\n---\n".to_vec()),
            ("a program", std::fs::read(env!("CARGO_BIN_EXE_easyscale")).unwrap()[..50_000].to_vec()),
            ("zero bytes", vec![0; 5000]),
            ("a zero byte in a name", with("name: web,", "name: w\0b,")),
            ("invalid UTF-8", [WEB.as_bytes(), b"# \xc3\x28\n"].concat()),
            ("UTF-16", WEB.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("carriage returns", WEB.replace('\n', "\r\n").into_bytes()),
            ("only carriage returns", WEB.replace('\n', "\r").into_bytes()),
            ("a mark at the start", format!("\u{feff}{WEB}").into_bytes()),
            ("tabs", with("  timezone", "\ttimezone")),
            ("a field twice", with("  default", "  timezone: UTC\n  default")),
            ("a field that is not there", with("replicas: 5", "replica: 5")),
            ("a merge key", with("  default", "  - <<: *x\n  default")),
            ("an anchor in itself", b"a: &a\n  b: *a\n".to_vec()),
            ("no list", with("  schedule:\n  - name: Weekend", "  schedule: 5\n  x:\n  - name: Weekend")),
            ("a text as document", b"hello".to_vec()),
            ("a number as document", b"42".to_vec()),
            ("a list as document", b"[1, 2, {a: b}]".to_vec()),
            ("a tag", with("{name: web}", "!!python/object:os.system {name: web}")),
            ("a large number", with("replicas: 5", "replicas: 99999999999999999999")),
            ("the largest number", with("replicas: 5", "replicas: 2147483647")),
            ("no number", with("replicas: 5", "replicas: .nan")),
            ("a large year", with("days: [Saturday, Sunday]", "dates: [\"9999-12-31\"]")),
            ("no year", with("days: [Saturday, Sunday]", "dates: [\"0000-01-01\"]")),
            ("orders to the terminal", with(rush, "\"\\e]0;owned\\a\\u009b2J\"")),
            ("orders in a time zone", with("Europe/Berlin", "\"\\e]0;owned\\a\"")),
            ("orders in a field", with("timezone", "\"\\e]0;owned\\a\"")),
            ("raw orders", with(rush, "\u{1b}]0;owned\u{7}")),
            ("raw orders in a comment", with("spec:", "# \u{1b}]0;owned\u{7}\u{9b}2J\nspec: # \u{1b}[2J")),
            (
                "raw orders beside a mistake",
                with("replicas: 5", "replica: 5 # \u{1b}]0;owned\u{7}\u{9b}2J\u{8}"),
            ),
            ("letters in another order", with(rush, "\"a\\u202eb\\u2066c\"")),
            ("lines in a name", with(rush, "\"a\\tb\\nc\\r\"")),
            ("a long name", with(rush, &"n".repeat(5000))),
            ("a name of marks", with(rush, &"\u{301}".repeat(60))),
            ("a long word", with("Europe/Berlin", &"Europe/".repeat(3000))),
            ("many entries", entries(1000)),
            ("many aliases", bomb()),
        ],
        &ALL,
    );
}

#[test]
fn no_large_file_brings_a_command_down() {
    let many = |count: usize| (0..count).map(|i| small(&format!("r{i}"))).collect::<Vec<_>>().join("---\n");
    let lines = format!("# {}\n", "x".repeat(97)).repeat(100_000);
    each(
        &[
            ("brackets", vec![b'['; 100_000]),
            ("braces", vec![b'{'; 100_000]),
            (
                "indentation",
                (0..3000).fold(String::new(), |text, i| text + &" ".repeat(i) + "a:\n").into_bytes(),
            ),
            ("dashes in a line", b"- ".repeat(50_000)),
            ("10 MB of comments", (lines + WEB).into_bytes()),
            ("10 MB in a line", [b"a: ".to_vec(), vec![b'x'; 10_000_000]].concat()),
            ("2,000 rules", many(2000).into_bytes()),
            ("10,000 documents", "a: b\n---\n".repeat(10_000).into_bytes()),
        ],
        &FEW,
    );
}

#[test]
fn ten_thousand_rules_are_checked() {
    let mut desk = Desk::new();
    desk.file("many.yaml", (0..10_000).map(|i| small(&format!("r{i}"))).collect::<Vec<_>>().join("---\n"));
    let ended = desk.run(&["validate", "many.yaml"]).well();
    assert_eq!(ended.out, "10000 rules in 1 file: no errors, no warnings.\n");
}

#[test]
fn a_file_that_comes_and_goes_brings_nothing_down() {
    let desk = Desk::new();
    desk.file("rules/always.yaml", small("always"));
    let fleeting = desk.path().join("rules/fleeting.yaml");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                std::fs::write(&fleeting, small("fleeting")).unwrap();
                std::fs::remove_file(&fleeting).unwrap();
            }
        });
        let ended: Vec<_> =
            (0..40).map(|_| crate::support::finish(desk.program(&["validate", "rules"]), b"")).collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        for ended in ended {
            is_an_answer(&ended, "validate of a folder that changes");
        }
    });
}

fn entries(count: usize) -> Vec<u8> {
    let (head, _) = WEB.split_once("  - name").unwrap();
    let mut text = head.to_owned();
    for i in 0..count {
        let _ = writeln!(text, "  - {{name: Entry {i}, replicas: {i}}}");
    }
    text.into_bytes()
}

/// Nine aliases of nine aliases of …
fn bomb() -> Vec<u8> {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for i in 1..12 {
        let list = vec![format!("*a{}", i - 1); 9].join(", ");
        let _ = writeln!(text, "a{i}: &a{i} [{list}]");
    }
    text.into_bytes()
}
