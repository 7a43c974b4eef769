//! What `easyscale version` and `--version` say.

use std::sync::LazyLock;

use easyscale_schedule::ZoneDatabase;

/// The version of the program and of the zone data that is built in: "0.1.0 (zone data 2026f)".
pub(crate) fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        format!("{} (zone data {})", env!("CARGO_PKG_VERSION"), ZoneDatabase::bundled().version())
    });
    &TEXT
}
