//! What the kernel says of a process.

use anyhow::{Context, Result};

/// The memory that a process occupies now, and the most that it did: "14.2 MiB (at most 15.0 MiB)".
pub(crate) fn memory(process: u32) -> Result<String> {
    let status =
        std::fs::read_to_string(format!("/proc/{process}/status")).context("the operator has ended")?;
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.trim().trim_end_matches(" kB").parse::<f64>().ok()
    };
    let (now, most) = (value("VmRSS"), value("VmHWM"));
    let (now, most) = (now.context("no VmRSS")? / 1024.0, most.context("no VmHWM")? / 1024.0);
    Ok(format!("{now:.1} MiB (at most {most:.1} MiB)"))
}
