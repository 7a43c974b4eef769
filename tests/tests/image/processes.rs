//! What the kernel says about a process in a container.

use std::collections::BTreeMap;
use std::fs;

/// The lines of `/proc/ID/status` by their name.
pub(crate) fn status(process: u32) -> BTreeMap<String, String> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once(":\t"));
    lines.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
}

/// The operator among the processes that this one has started, directly or not, if it is there already.
pub(crate) fn operator_below(process: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).ok()?;
    let children = children.split_whitespace().filter_map(|id| id.parse().ok());
    children.into_iter().find_map(|child| {
        let words = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
        if words.starts_with(b"/easyscale\0") { Some(child) } else { operator_below(child) }
    })
}
