//! Which characters may stand in a line that people read.
//!
//! Names come from files and from the cluster, and end up in terminals, logs and Events. What is in there must look like
//! what it is: <https://www.unicode.org/reports/tr9/>, CVE-2021-42574.

/// Whether a character does something to the text around it instead of being shown: control characters, which steer a
/// terminal; the two line breaks of Unicode; and those that turn the order of letters, so that a name looks like another.
///
/// ```
/// use easyscale_schedule::is_unprintable;
///
/// assert!("Week\nend".contains(is_unprintable));
/// assert!("Week\u{202e}end".contains(is_unprintable));
/// // Letters of all languages and what joins them are what they look like.
/// assert!(!"Wochenende, שבת, عطلة, 👨\u{200d}👩".contains(is_unprintable));
/// ```
#[inline]
pub fn is_unprintable(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') || turns(character)
}

/// The characters with the property `Bidi_Control`: marks, embeddings, overrides and isolates.
fn turns(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}
