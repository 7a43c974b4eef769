//! The files that somebody named: single ones, whole folders, standard input.

use std::io::{ErrorKind, Read};
use std::path::Path;

use anyhow::{anyhow, bail};
use walkdir::{DirEntry, WalkDir};

use crate::plain::plain;

/// What is read of a folder.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];
/// How standard input is named.
const STANDARD_INPUT: &str = "-";
/// Nobody writes that many rules; without an end, `/dev/zero` would fill the memory.
const LARGEST: u64 = 256 << 20;

/// A file as it was read.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// As people are told of it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Whether `given` means a file or a folder, and not a rule in the cluster: it exists, or it is written like one.
pub(crate) fn is_meant(given: &str) -> bool {
    let path = Path::new(given);
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    given == STANDARD_INPUT
        || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        || given.starts_with(['.', '/', '~'])
        || given.ends_with(std::path::MAIN_SEPARATOR)
        || path.exists()
}

/// What people are told an argument is.
pub(crate) fn told(given: &str) -> String {
    if given == STANDARD_INPUT { "standard input".to_owned() } else { plain(given).into_owned() }
}

/// Reads what one argument names. The files of a folder come in the order of their names.
pub(crate) fn read(given: &str) -> anyhow::Result<Vec<File>> {
    if given == STANDARD_INPUT {
        let bytes = all(std::io::stdin().lock(), "standard input")?;
        return Ok(vec![File { name: told(given), bytes }]);
    }
    if given.is_empty() {
        bail!("the name of a file is empty: name a file or a folder, or - for standard input");
    }
    let path = Path::new(given);
    if !path.is_dir() {
        return Ok(vec![file(path)?]);
    }
    let files: Vec<File> = folder(path).map(|found| file(found?.path())).collect::<anyhow::Result<_>>()?;
    if files.is_empty() {
        bail!(
            "{} has no file that ends in .yaml, .yml or .json: name another folder, or a file",
            told(given)
        );
    }
    Ok(files)
}

/// The manifests below a folder. Folders with a dot in front (.git, .github) are somebody else's.
fn folder(path: &Path) -> impl Iterator<Item = anyhow::Result<DirEntry>> {
    let hidden =
        |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    walk.filter_entry(move |entry| !hidden(entry))
        // A link back to a folder that is being read leads to nothing new.
        .filter(|entry| entry.as_ref().err().is_none_or(|error| error.loop_ancestor().is_none()))
        // A link to nowhere counts if it has the name of a manifest: somebody misses that file.
        .filter(|entry| match entry {
            Ok(entry) => entry.file_type().is_file() && is_manifest(entry.path()),
            Err(error) => error.path().is_none_or(|path| is_manifest(path) || path.is_dir()),
        })
        .map(|entry| {
            entry.map_err(|error| {
                let path = error.path().unwrap_or(path).to_owned();
                let why = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
                unreadable(&path.to_string_lossy(), &why)
            })
        })
}

fn is_manifest(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn file(path: &Path) -> anyhow::Result<File> {
    let name = path.to_string_lossy();
    let open = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
    Ok(File { bytes: all(open, &name)?, name: plain(&name).into_owned() })
}

/// Everything there is to read, up to a limit.
fn all(from: impl Read, name: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if u64::try_from(read).is_ok_and(|read| read > LARGEST) {
        bail!("{} is larger than {} MiB: split it up", plain(name), LARGEST >> 20);
    }
    Ok(bytes)
}

/// Why a file cannot be read, without the number that the system gives to it.
fn unreadable(name: &str, error: &std::io::Error) -> anyhow::Error {
    let name = plain(name);
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory if Path::new(&*name).is_symlink() => {
            anyhow!("{name} is a link to a file that is not there")
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            anyhow!("there is no file {name}{}", nearest(&name))
        }
        ErrorKind::PermissionDenied => anyhow!("you may not read {name}"),
        ErrorKind::IsADirectory => anyhow!("{name} is a folder"),
        _ => {
            let said = error.to_string();
            // "Too many levels of symbolic links (os error 40)"
            let why = said.split(" (os error").next().unwrap_or_default();
            anyhow!("{name} cannot be read: {}", plain(why))
        }
    }
}

/// A question about the manifest beside it that was probably meant; empty if there is none.
fn nearest(name: &str) -> String {
    let near = || {
        let (folder, wanted) = (Path::new(name).parent()?, Path::new(name).file_name()?.to_str()?);
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let names = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name());
        let manifests = names.filter(|name| is_manifest(Path::new(name)));
        let manifests = manifests.filter_map(|name| name.into_string().ok());
        crate::usage::nearest(wanted, manifests)
    };
    near().map_or_else(String::new, |near| format!("; did you mean {}?", plain(&near)))
}
