//! Results on standard output.

use std::io::{ErrorKind, Write as _};

use anyhow::Context as _;

use crate::exit::Done;

/// Prints `text`. Whoever reads it may stop early (`easyscale crd | head`): that is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<Done> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("nothing can be printed"),
        _ => Ok(Done::Well),
    }
}
