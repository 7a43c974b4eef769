//! Every mistake as a user sees it. The texts are in `mistakes.txt`: after `> ` the sentence, below it the error.
//! `EASYSCALE_BLESS=1 cargo test -p easyscale-phrase` writes the errors anew; read them before you commit them.

use std::fmt::Write as _;
use std::path::PathBuf;

use easyscale_schedule::is_unprintable;

use crate::common::{read, refused, said};

const HEAD: &str = "# Sentences that are refused, and what their writer sees. Made anew with\n\
                    #   EASYSCALE_BLESS=1 cargo test -p easyscale-phrase\n";

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/mistakes.txt")
}

/// `\n` and `\t` in a sentence stand for a line break and a tab.
fn sentences(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix('>'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
        .collect()
}

fn unescaped(sentence: &str) -> String {
    sentence.replace("\\n", "\n").replace("\\t", "\t")
}

#[test]
fn every_mistake_is_shown_with_its_place_and_the_fix() {
    let text = std::fs::read_to_string(file()).unwrap();
    let sentences = sentences(&text);
    assert!(sentences.len() > 150, "only {} sentences", sentences.len());
    let mut now = HEAD.to_owned();
    for sentence in &sentences {
        let written = unescaped(sentence);
        let shown = match read(&written) {
            Ok(_) => format!("READ AS {}", said(&written)),
            Err(error) => error.render(&written),
        };
        let _ = write!(now, "\n> {sentence}\n{shown}\n");
    }
    if std::env::var_os("EASYSCALE_BLESS").is_some() {
        std::fs::write(file(), &now).unwrap();
    }
    assert!(!now.contains("READ AS"), "a mistake is read:\n{now}");
    assert_eq!(
        now,
        std::fs::read_to_string(file()).unwrap(),
        "run EASYSCALE_BLESS=1 cargo test -p easyscale-phrase"
    );
}

#[test]
fn entries_that_a_message_tells_to_write_can_be_read() {
    let text = std::fs::read_to_string(file()).unwrap();
    let mut tried = 0;
    for sentence in sentences(&text) {
        let error = refused(&unescaped(&sentence));
        for advice in
            error.message.split('"').filter(|part| part.starts_with("web to") && !part.contains('…'))
        {
            said(advice);
            tried += 1;
        }
    }
    assert!(tried > 15, "only {tried} pieces of advice");
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let many: Vec<String> = (0..2_000).map(|number| format!("web{number} to 1; ")).collect();
    let many = many.concat();
    let text = format!("{many}web to 2 on wekends; {many}web to 3");
    let rendered = refused(&text).render(&text);
    let lines: Vec<&str> = rendered.lines().collect();
    assert_eq!(lines[0], "\"wekends\" is not a day");
    assert!(lines[1].starts_with("  …") && lines[1].ends_with('…'), "{}", lines[1]);
    assert!(lines[1].chars().count() < 110, "{}", lines[1]);
    let word = lines[1].find("wekends").unwrap() - '…'.len_utf8() + 1;
    assert_eq!(lines[2], format!("{}^^^^^^^", " ".repeat(word)));
}

#[test]
fn marks_stand_under_wide_and_combining_characters() {
    for (text, marks) in [
        ("\"夜\": web to 2 on wekends", "                    ^^^^^^^"),
        ("\"e\u{301}\": web to 2 on wekends", "                   ^^^^^^^"),
        ("web to 2 on 週末", "              ^^^^"),
        ("\tweb to 2 on wekends", "               ^^^^^^^"),
        ("web to 2;\nweb to 3 on wekends;\nweb to 4", "              ^^^^^^^"),
    ] {
        let rendered = refused(text).render(text);
        assert_eq!(rendered.lines().nth(2).unwrap(), marks, "{rendered}");
    }
}

#[test]
fn an_error_can_be_shown_for_any_text() {
    let error = refused("web to 2 on wekends");
    for other in ["", " ", "ü", "web to 2 on wüüü", "\n\n\n", "web to 2 on w\u{fc}"] {
        assert!(error.render(other).starts_with("\"wekends\" is not a day"));
    }
    assert_eq!(error.to_string(), "\"wekends\" is not a day; did you mean \"weekends\"?");
}

#[test]
fn long_words_are_cut_in_messages() {
    for piece in ["9", "x", "-", "é", "2026-12-25-", "9:", "/", "web.", "\\"] {
        for before in [
            "",
            "scale web ",
            "web to ",
            "web to 2 ",
            "web to 2 on ",
            "web to 2 from ",
            "web to 2 (",
            "\"",
            "deployment/",
        ] {
            let text = format!("{before}{}", piece.repeat(20_000 / piece.len()));
            let rendered = refused(&text).render(&text);
            assert!(rendered.len() < 1_000, "{before} {piece}: {} bytes", rendered.len());
        }
    }
}

#[test]
fn characters_that_are_not_shown_are_shown_as_such_and_not_repeated() {
    for text in [
        "web to 2 Sat 2026-12-2\u{16}",
        "web to 2 on \u{1b}[31mMonday",
        "web\u{9b}2J to 2",
        "\u{7}",
        "web to 2 on \u{202e}yadnoM",
        "web\u{61c} to 2",
        "\u{2066}",
    ] {
        let error = refused(text);
        let rendered = error.render(text);
        assert!(!rendered.replace('\n', "").contains(is_unprintable), "{rendered:?}");
        assert!(error.suggestion.is_none_or(|suggestion| !suggestion.contains(is_unprintable)));
    }
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let text = "web to 2; ".repeat(7_000);
    assert_eq!(refused(&text).message, "the text is 70000 bytes long; at most 65536 are read");
}

#[test]
fn more_entries_than_a_rule_can_have_are_refused_at_the_first_one_too_many() {
    let fitting = vec!["web to 2"; 64].join("; ");
    assert_eq!(read(&fitting).unwrap()[0].wishes.len(), 64);
    let text = format!("{fitting}; web to 3");
    let error = refused(&text);
    assert_eq!(error.message, "this is one entry too many for deployment/web: it can have 64");
    assert_eq!(&text[error.place], "web to 3");
    // Other targets have their own.
    assert_eq!(read(&format!("{fitting}; api to 3")).unwrap().len(), 2);
}

#[test]
fn more_dates_than_days_in_a_year_are_refused() {
    let mut date = chrono::NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let mut dates = vec![date.to_string()];
    for _ in 1..366 {
        date = date.succ_opt().unwrap();
        dates.push(date.to_string());
    }
    let text = format!("web to 2 on {}", dates.join(", "));
    assert_eq!(read(&text).unwrap()[0].wishes.len(), 1);
    // Said again it is no other date.
    assert!(read(&format!("{text}, 2028-01-01")).is_ok());
    let error = refused(&format!("{text}, 2029-01-01"));
    assert_eq!(error.message, "one entry can list 366 dates; write another sentence for the others");
}
