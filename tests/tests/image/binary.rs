//! The static binary, built once.

use std::path::PathBuf;
use std::sync::OnceLock;

use easyscale_tests::Variant;

/// Where `hack/build-static.sh` puts it.
pub(crate) fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| Variant::Static.build().unwrap())
}
