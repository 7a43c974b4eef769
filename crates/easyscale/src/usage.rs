//! Mistakes of the command line that show only while a command runs.

use std::ops::Range;

use chrono::{DateTime, Utc};

/// A mistake of whoever typed the command: it ends with exit code 2, as for a flag that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Wrong(String);

/// Marks an error as such a mistake.
pub(crate) fn wrong(error: &anyhow::Error) -> anyhow::Error {
    Wrong(format!("{error:#}")).into()
}

/// A time is beyond what is known of clocks.
pub(crate) fn too_far(flag: &str, covers: &Range<DateTime<Utc>>) -> anyhow::Error {
    let (first, last) = (covers.start.format("%Y"), covers.end.format("%Y"));
    Wrong(format!("{flag} leads too far away: clocks are known from {first} to {last}; name a nearer time"))
        .into()
}

/// Below this likeness (1 is equal) a suggestion would confuse more than it helps.
const LIKE_ENOUGH: f64 = 0.6;

/// The name that was probably meant by `wanted`.
pub(crate) fn nearest(wanted: &str, names: impl IntoIterator<Item = String>) -> Option<String> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(wanted, name);
    let known = names.into_iter().map(|name| (likeness(&name), name));
    let near = known.filter(|(likeness, _)| *likeness >= LIKE_ENOUGH);
    near.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
}

/// Whether an object of Kubernetes can have this name: lower-case letters, digits, "-" and ".", a letter or a digit at both
/// ends.
pub(crate) fn is_name(name: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(inside)
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_kubernetes_takes() {
        for name in ["web", "web-2", "a.b", "7"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "Web", "web/", "..", "a..b", "-web", "web-", "we b", "wéb", &"a".repeat(254)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
