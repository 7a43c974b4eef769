//! A zoneinfo directory, read whole and once: what a schedule means must not change under a running process.
//!
//! Read here and not by jiff, whose own reading of directories brings along the search for the system's files (the
//! feature is off, so that it cannot happen) and a cache that looks at the clock.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::tz::TimeZone;

use crate::ZoneError;

/// What every compiled zone file begins with.
const MAGIC: &[u8] = b"TZif";
/// Deepest name there is: `America/Argentina/Buenos_Aires`.
const DEEPEST: usize = 3;
/// Beside the zones: clocks that count leap seconds, copies, and the machine's own setting.
const NOT_ZONES: [&str; 4] = ["right", "posix", "localtime", "posixrules"];
/// What is said of a directory that does not tell its version.
const UNKNOWN_VERSION: &str = "unknown";

/// The zone files of a directory, by name in lower case.
pub(super) struct Directory {
    files: BTreeMap<String, File>,
    pub(super) version: String,
}

struct File {
    name: String,
    data: Vec<u8>,
}

impl Directory {
    pub(super) fn read(path: &Path) -> Result<Self, ZoneError> {
        let unusable = |reason: String| ZoneError::Directory { path: path.to_owned(), reason };
        let mut found = Vec::new();
        collect(path, "", DEEPEST, &mut found).map_err(|error| unusable(error.to_string()))?;
        if found.is_empty() {
            return Err(unusable("there is no time zone in it".to_owned()));
        }
        for file in &found {
            TimeZone::tzif(&file.name, &file.data)
                .map_err(|error| unusable(format!("the file {} is damaged: {error}", file.name)))?;
        }
        let files = found.into_iter().map(|file| (file.name.to_lowercase(), file)).collect();
        Ok(Self { files, version: version(path) })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.name.as_str())
    }

    pub(super) fn zone(&self, name: &str) -> Option<TimeZone> {
        let file = self.files.get(&name.to_lowercase())?;
        TimeZone::tzif(&file.name, &file.data).ok()
    }
}

/// Adds the zone files below `path`, whose names begin with `prefix`.
fn collect(path: &Path, prefix: &str, levels: usize, found: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let file_name = entry.file_name();
        let Some(last) = file_name.to_str() else { continue };
        // Mounted volumes keep their own files behind a dot.
        if last.starts_with('.') || prefix.is_empty() && NOT_ZONES.contains(&last) {
            continue;
        }
        let (path, name) = (entry.path(), format!("{prefix}{last}"));
        // Not `entry.file_type()`: links are followed.
        if fs::metadata(&path)?.is_dir() {
            if levels > 1 {
                collect(&path, &format!("{name}/"), levels - 1, found)?;
            }
        } else {
            let data = fs::read(&path)?;
            if data.starts_with(MAGIC) {
                found.push(File { name, data });
            }
        }
    }
    Ok(())
}

/// The version as the usual places tell it.
fn version(path: &Path) -> String {
    let read = |file: &str| fs::read_to_string(path.join(file)).ok();
    let from_source = read("tzdata.zi").and_then(|text| {
        let version = text.lines().next()?.strip_prefix("# version ")?;
        Some(version.trim().to_owned())
    });
    from_source
        .or_else(|| read("+VERSION").map(|text| text.trim().to_owned()))
        .filter(|version| !version.is_empty())
        .unwrap_or_else(|| UNKNOWN_VERSION.to_owned())
}
