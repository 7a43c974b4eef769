//! Text from files and from the cluster, made harmless: what a terminal would obey instead of show is written out.
//!
//! A terminal does as the characters that it is sent say: colours, but also moving the cursor, renaming the window or
//! showing letters in another order. No file may do that to whoever looks at it.

use std::borrow::Cow;
use std::fmt::Write as _;

use easyscale_schedule::is_unprintable;

/// A name or a message from elsewhere: nothing in it does anything, and it stays on its line.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    written_out(text, |_| None)
}

/// The text of a whole output, or of some of its lines: line breaks, tabs and colours are meant, nothing else is.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    written_out(text, |rest| match rest.as_bytes() {
        [b'\n' | b'\t', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        [0x1b, b'[', ..] => color(rest),
        _ => None,
    })
}

/// The text of one entry of a log: its colours and tabs are meant, and it stays on its line, whatever an error says.
pub(crate) fn line(text: &str) -> String {
    let line = text.trim_end_matches(['\n', '\r']);
    let line = written_out(line, |rest| match rest.as_bytes() {
        [b'\t', ..] => Some(1),
        [0x1b, b'[', ..] => color(rest),
        _ => None,
    });
    format!("{line}\n")
}

/// Goes from one character that a terminal would obey to the next; `meant` tells how many bytes from there on are kept as
/// they are, or that the character is not.
fn written_out(text: &str, meant: impl Fn(&str) -> Option<usize>) -> Cow<'_, str> {
    let mut written = String::new();
    // Up to where the text has been written, and up to where it has been looked at.
    let (mut done, mut seen) = (0, 0);
    while let Some((at, character)) = first_acting(&text[seen..]) {
        seen += at;
        if let Some(bytes) = meant(&text[seen..]) {
            seen += bytes;
            continue;
        }
        written.push_str(&text[done..seen]);
        let _ = write!(written, "\\u{:04x}", u32::from(character));
        seen += character.len_utf8();
        done = seen;
    }
    // Nearly every text is what it looks like.
    if done == 0 {
        return Cow::Borrowed(text);
    }
    written.push_str(&text[done..]);
    Cow::Owned(written)
}

/// The first character that a terminal obeys instead of showing it, and where it is.
fn first_acting(text: &str) -> Option<(usize, char)> {
    let mut at = 0;
    loop {
        // Most of a text is passed over without finding out where its characters begin and end.
        at += text.as_bytes()[at..].iter().position(|byte| !matches!(byte, b' '..=b'~'))?;
        let character = text[at..].chars().next()?;
        if is_unprintable(character) {
            return Some((at, character));
        }
        at += character.len_utf8();
    }
}

/// The length of the colour that the text begins with: `ESC [ 1 ; 31 m`.
fn color(text: &str) -> Option<usize> {
    let rest = &text[2..];
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != ';')?;
    rest[end..].starts_with('m').then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_give_orders_to_a_terminal() {
        for (text, expected) in [
            ("web", "web"),
            ("büro 事務所", "büro 事務所"),
            ("\u{1b}[31mred", "\\u001b[31mred"),
            ("\u{1b}]0;owned\u{7}", "\\u001b]0;owned\\u0007"),
            ("a\u{9b}2Jb\u{7f}", "a\\u009b2Jb\\u007f"),
            ("two\r\nlines\tand a tab", "two\\u000d\\u000alines\\u0009and a tab"),
            ("abc\u{202e}fed\u{2069}", "abc\\u202efed\\u2069"),
            ("a\u{61c}b\u{200e}c\u{200f}", "a\\u061cb\\u200ec\\u200f"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn an_entry_of_a_log_stays_on_its_line() {
        for (text, expected) in [
            ("watch=\"rules\"\n", "watch=\"rules\"\n"),
            ("404 page not found\n\n", "404 page not found\n"),
            ("404 page not found\n: gone\r\n", "404 page not found\\u000a: gone\n"),
            ("\u{1b}[33m WARN\u{1b}[0m a\tb\n", "\u{1b}[33m WARN\u{1b}[0m a\tb\n"),
            ("\u{1b}[2Ja\u{2028}b", "\\u001b[2Ja\\u2028b\n"),
        ] {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_output_keeps_its_lines_and_colours_and_nothing_else() {
        for (text, expected) in [
            ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
            (
                "\u{1b}[1m\u{1b}[38;5;16mbold\u{1b}[0m\u{1b}[m",
                "\u{1b}[1m\u{1b}[38;5;16mbold\u{1b}[0m\u{1b}[m",
            ),
            ("\u{1b}[2J\u{1b}[H", "\\u001b[2J\\u001b[H"),
            ("\u{1b}]0;owned\u{7}", "\\u001b]0;owned\\u0007"),
            ("over\rwritten\u{8}", "over\\u000dwritten\\u0008"),
            ("\u{1b}[", "\\u001b["),
            ("\u{1b}[31", "\\u001b[31"),
            ("\u{1b}", "\\u001b"),
        ] {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }
}
