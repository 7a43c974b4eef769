//! Documents whose every command is run: a Markdown file is read as a person reads it who types along.
//!
//! ```text
//! page (what is there to do) ──▶ play (does it, in order) ──▶ desk (folder, PATH, clock) ──▶ shell (processes)
//!                                     └──▶ alike (what cannot be the same) ──▶ difference
//! ```
//!
//! * A `yaml` (or `yaml wrong`) block that the text before it introduces with "Save this as `NAME`" or "Change `NAME`" is
//!   written to that file, in a fresh folder.
//! * In a `console` block a line that begins with `$ ` is a command; `\` at its end continues it. What follows is its
//!   output. A block without a command is the log of `easyscale run` since it was looked at last.
//! * `easyscale run` goes on in the background until the end. All other commands are waited for.
//! * What needs telling and is of no use to a reader stands in comments: see [`Mark`].
//!
//! [`check()`] compares what comes with what is written; [`write()`] writes down what comes. Both run everything.

mod alike;
mod desk;
mod difference;
mod mark;
mod page;
mod play;
mod seats;
mod shell;

use std::path::Path;

use anyhow::{Context, Result};

use crate::paths::repository;
use crate::plane::{ControlPlane, Crd, PlaneOptions};
pub use desk::Desk;
pub use mark::Mark;
pub use page::{Page, Step, What};
use play::{Mode, play};
use seats::Seats;
pub use shell::Ended;

/// Runs every command of a document on a control plane of its own. The error names the first one that prints something
/// else than the document says, and shows both.
pub async fn check(file: &str) -> Result<()> {
    run(file, Mode::Check).await.map(drop)
}

/// Runs every command of a document and writes into it what they print. Tells whether anything is new.
pub async fn write(file: &str) -> Result<bool> {
    let path = repository().join(file);
    let before = read(&path)?;
    let after = run(file, Mode::Write).await?;
    let new = after != before;
    if new {
        std::fs::write(&path, after).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(new)
}

/// A document of the repository, without running anything.
pub fn page(file: &str) -> Result<Page> {
    Page::read(&read(&repository().join(file))?).with_context(|| file.to_owned())
}

async fn run(file: &str, mode: Mode) -> Result<String> {
    let page = page(file)?;
    let plane = ControlPlane::start(PlaneOptions { crd: Crd::Missing, controllers: true }).await?;
    let _seats = Seats::begin(plane.client().await?);
    let (file, name) = (file.to_owned(), file.to_owned());
    // Whoever waits for commands must not hold up those who give Pods their seats.
    let playing = tokio::task::spawn_blocking(move || {
        let desk = Desk::at(&plane)?;
        play(&file, &page, desk, mode)
    });
    playing.await?.with_context(|| format!("{name} is not what comes when it is typed"))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
