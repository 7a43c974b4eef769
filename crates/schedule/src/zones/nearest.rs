//! Which known zone somebody probably meant. Only for messages: nothing is ever scaled on a guess.

/// Below this likeness (1 is equal) a suggestion would confuse more than it helps.
const LIKE_ENOUGH: f64 = 0.7;
/// No zone name is half as long; comparing more only costs time.
const LONGEST: usize = 64;

/// The name most like `wanted`, compared as a whole and by its last part ("Berlin" finds "Europe/Berlin").
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    let wanted = normal(wanted);
    let mut best: Option<(f64, &str)> = None;
    for name in names {
        let likeness = likeness(&wanted, &normal(name));
        if likeness >= LIKE_ENOUGH && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

fn likeness(wanted: &str, name: &str) -> f64 {
    let whole = strsim::normalized_damerau_levenshtein(wanted, name);
    match name.rsplit_once('/') {
        // A little less than the whole name, so that an exact whole name always wins.
        Some((_, city)) => whole.max(0.99 * strsim::normalized_damerau_levenshtein(wanted, city)),
        None => whole,
    }
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
