//! What the commands are compared with: programs that read the same file and stop there.

use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, Result};
use easyscale_manifest::read_bytes;
use easyscale_schedule::ZoneDatabase;
use serde_json::Value;

/// The documents of a file as plain values.
pub(crate) fn yaml(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).context("no rules were written")?;
    // Its bounds are for texts of strangers; ten thousand rules are beyond them.
    let options = serde_saphyr::options! { budget: None };
    let documents: Vec<Value> = serde_saphyr::from_multiple_with_options(&text, options)?;
    anyhow::ensure!(black_box(documents).len() > 1, "hardly any documents in {}", file.display());
    Ok(())
}

/// The rules of a file, checked and compiled, with all that is wrong about them.
pub(crate) fn rules(file: &Path) -> Result<()> {
    let bytes = std::fs::read(file).context("no rules were written")?;
    let manifest = read_bytes(&bytes, &ZoneDatabase::bundled(), easyscale_tests::clock::now());
    anyhow::ensure!(black_box(manifest).rules().count() > 1, "hardly any rules in {}", file.display());
    Ok(())
}
