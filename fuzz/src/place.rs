//! Whether a place lies in a text, on one line of it, and is counted right.

use easyscale_manifest::Place;

/// Panics if it does not.
pub(crate) fn lies_in(text: &str, place: &Place) {
    let before =
        text.get(..place.bytes.start).unwrap_or_else(|| panic!("{place:?} begins inside of a character"));
    let covered = text.get(place.bytes.clone()).unwrap_or_else(|| panic!("{place:?} is not in the text"));
    assert!(!covered.contains('\n'), "{place:?} goes over a line");
    assert_eq!(place.line, before.matches('\n').count() + 1, "the line of {place:?}");
    let line = before.rsplit('\n').next().unwrap_or_default();
    assert_eq!(place.column, line.chars().count() + 1, "the column of {place:?}");
}
