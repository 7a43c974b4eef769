//! `easyscale crd`.

use crate::exit::Done;
use crate::output;

/// Prints the definition as it is checked in under config/crd.
pub(super) fn execute() -> anyhow::Result<Done> {
    output::print(easyscale_crd::CRD_YAML)
}
