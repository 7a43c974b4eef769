//! The names of the entries: status, Events and logs speak of an entry by its name, so it must be printable, unique,
//! and not the word for the time when no entry holds.

use std::collections::HashMap;

use easyscale_schedule::is_unprintable;

use crate::Code;
use crate::DEFAULT_NAME;
use crate::problem::Problem;
use crate::spec::{MAX_NAME, ScheduleEntry};

/// Looks at every name; costs no time worth mentioning for 64 entries.
pub(super) fn check(entries: &[ScheduleEntry], problems: &mut Vec<Problem>) {
    let mut first = HashMap::with_capacity(entries.len());
    for (i, entry) in entries.iter().enumerate() {
        let (name, path) = (entry.name.as_str(), || format!("spec.schedule[{i}].name"));
        if !is_printable(name) {
            problems.push(Problem::new(Code::EntryName, path()).because(found(name)));
        }
        if name.eq_ignore_ascii_case(DEFAULT_NAME) {
            problems.push(Problem::new(Code::EntryNameReserved, path()));
        }
        if let Some(other) = first.get(name) {
            let detail = format!("{name:?} is also the name of spec.schedule[{other}]");
            problems.push(Problem::new(Code::EntryNameTwice, path()).because(detail));
        } else {
            first.insert(name, i);
        }
    }
}

fn is_printable(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.chars().count())
        && !name.contains(is_unprintable)
        && !name.starts_with(' ')
        && !name.ends_with(' ')
}

fn found(name: &str) -> String {
    let length = name.chars().count();
    if length > MAX_NAME {
        return format!("this one has {length}");
    }
    // The quotes show it too, but say nothing to those who do not know that `\u{202e}` is one character.
    let invisible = name.chars().find(|&character| is_unprintable(character));
    let fix = invisible.map_or_else(String::new, |character| {
        format!("; remove the invisible character U+{:04X} from it", u32::from(character))
    });
    format!("found {name:?}{fix}")
}
