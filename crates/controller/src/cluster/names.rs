//! Names: which can be asked for, and which somebody probably meant.

/// Below this likeness (1 is equal) a suggestion would confuse more than it helps.
const LIKE_ENOUGH: f64 = 0.6;
/// The longest name of an object (RFC 1123 subdomain).
const LONGEST: usize = 253;

/// Whether an object can have this name: lower-case letters, digits, dashes and dots, with a letter or a digit at both
/// ends.
pub(crate) fn is_name(name: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    let end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= LONGEST && name.starts_with(end) && name.ends_with(end) && name.chars().all(inside)
}

/// The name most like the wanted one.
pub(super) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(&wanted, &name.to_lowercase());
    names
        .into_iter()
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_nothing_where_none_is_near() {
        assert_eq!(nearest("wbe", ["api", "web", "worker"]), Some("web"));
        assert_eq!(nearest("Web-Shop", ["web", "web-shop"]), Some("web-shop"));
        assert_eq!(nearest("web", ["api", "cache"]), None);
    }

    #[test]
    fn a_name_has_letters_digits_dashes_and_dots() {
        for name in ["web", "web-2", "a.b", "7"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "Web", "web/", "..", "-web", "web-", "we b", "wéb", &"a".repeat(254)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
