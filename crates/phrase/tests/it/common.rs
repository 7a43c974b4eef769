//! Reading in Berlin, as all tests do.

use std::path::PathBuf;
use std::sync::LazyLock;

use easyscale_phrase::{PhraseError, Request, parse, show};
use easyscale_schedule::{Zone, ZoneDatabase};

pub(crate) static ZONES: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::bundled);

pub(crate) fn berlin() -> Zone {
    ZONES.zone("Europe/Berlin").unwrap()
}

pub(crate) fn read(text: &str) -> Result<Vec<Request>, PhraseError> {
    parse(text, &ZONES, &berlin())
}

/// What was understood, as canonical sentences; panics with the error as a user sees it.
#[track_caller]
pub(crate) fn said(text: &str) -> String {
    match read(text) {
        Ok(requests) => requests.iter().map(show).collect::<Vec<_>>().join("; "),
        Err(error) => panic!("{}", error.render(text)),
    }
}

#[track_caller]
pub(crate) fn refused(text: &str) -> PhraseError {
    match read(text) {
        Ok(requests) => panic!("{text:?} is read as {requests:#?}"),
        Err(error) => error,
    }
}

pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
