//! Making a table narrower, for a screen: its cells are separated by tabs, its rows by line breaks.

use unicode_width::UnicodeWidthChar as _;

/// Names are cut to a fifth of the screen, but not shorter than what still tells them apart.
const SHARE: usize = 5;
const SHORTEST: usize = 12;
/// The last column is no narrower, whatever the screen is.
const NARROWEST: usize = 16;
/// What stands for what is left out.
const CUT: char = '…';

/// How much room a text takes on a terminal. Colours take none.
pub(crate) fn width(text: &str) -> usize {
    // Nearly every text is of this kind, and then there is nothing to look up.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    anstream::adapter::strip_str(text).flat_map(str::chars).map(wide).sum()
}

fn wide(character: char) -> usize {
    character.width().unwrap_or_default()
}

/// The table with each of the names shortened where a cell is that name, or speaks of it in quotes.
pub(super) fn with_short_names<'a>(
    table: &str,
    names: impl Iterator<Item = &'a str>,
    screen: usize,
) -> String {
    let most = (screen / SHARE).max(SHORTEST);
    let short: Vec<_> =
        names.filter(|name| width(name) > most).map(|name| (name, shortened(name, most))).collect();
    let cell = |cell: &str| match short.iter().find(|(name, _)| *name == cell) {
        Some((_, short)) => short.clone(),
        None => short.iter().fold(cell.to_owned(), |cell, (name, short)| {
            cell.replace(&format!("\"{name}\""), &format!("\"{short}\""))
        }),
    };
    let row = |row: &str| row.split('\t').map(cell).collect::<Vec<_>>().join("\t") + "\n";
    table.lines().map(row).collect()
}

/// The beginning and the end of a name: what differs is mostly there.
fn shortened(name: &str, most: usize) -> String {
    let room = most.saturating_sub(1);
    let end = fitting(name.chars().rev(), room / 2);
    let begin = fitting(name.chars(), room - room / 2);
    begin.into_iter().chain([CUT]).chain(end.into_iter().rev()).collect()
}

fn fitting(characters: impl Iterator<Item = char>, most: usize) -> Vec<char> {
    let mut used = 0;
    let fits = |character: &char| {
        used += wide(*character);
        used <= most
    };
    characters.take_while(fits).collect()
}

/// The table with the last cell of each row going on in rows of its own where it is wider than that.
pub(super) fn with_wrapped_ends(table: &str, most: usize) -> String {
    let most = most.max(NARROWEST);
    let mut text = String::with_capacity(table.len());
    for row in table.lines() {
        let last = row.rfind('\t').map_or(0, |at| at + 1);
        let (front, end) = row.split_at(last);
        text.push_str(front);
        let mut used = 0;
        for word in end.split(' ') {
            let wide = width(word);
            if used > 0 && used + 1 + wide > most {
                text.push('\n');
                text.extend(front.chars().filter(|&character| character == '\t'));
                used = 0;
            } else if used > 0 {
                text.push(' ');
                used += 1;
            }
            text.push_str(word);
            used += wide;
        }
        text.push('\n');
    }
    text
}
