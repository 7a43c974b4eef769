//! Results on standard output, everything else on standard error. Colours are taken out where they are not wanted.

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal as _, Write};

use anstream::ColorChoice;
use anyhow::Context as _;

use crate::exit::Done;
use crate::plain::harmless;

mod pieces;

pub(crate) use pieces::Pieces;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colors {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Also into files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// The form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Colors {
    /// What a command line asks for, before it is known whether it makes sense.
    pub(crate) fn wanted(arguments: impl Iterator<Item = OsString>) -> Self {
        let given: Vec<_> = arguments.collect();
        let glued = given.iter().filter_map(|argument| argument.to_str()?.strip_prefix("--color="));
        let apart = given.windows(2).filter(|two| two[0] == "--color").filter_map(|two| two[1].to_str());
        let wanted =
            glued.chain(apart).find_map(|word| <Self as clap::ValueEnum>::from_str(word, false).ok());
        wanted.unwrap_or_default()
    }

    /// Has everything printed from now on follow this.
    pub(crate) fn choose(self) {
        let choice = match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::AlwaysAnsi,
            Self::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

impl From<Colors> for clap::ColorChoice {
    fn from(colors: Colors) -> Self {
        match colors {
            Colors::Auto => Self::Auto,
            Colors::Always => Self::Always,
            Colors::Never => Self::Never,
        }
    }
}

/// Prints `text`. Whoever reads it may stop early (`easyscale crd | head`): that is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<Done> {
    printed(put(text))
}

/// Prints what may be long, and is never there as a whole.
pub(crate) fn print_piecewise(
    write: impl FnOnce(&mut Pieces) -> std::io::Result<()>,
) -> anyhow::Result<Done> {
    let mut pieces: Pieces = Pieces::new(put);
    printed(write(&mut pieces).and_then(|()| pieces.flush()))
}

fn printed(result: std::io::Result<()>) -> anyhow::Result<Done> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("nothing can be printed"),
        _ => Ok(Done::Well),
    }
}

fn put(text: &str) -> std::io::Result<()> {
    let text = harmless(text);
    // What has no colours needs not be searched for them, byte by byte: JSON may be long.
    if text.contains('\u{1b}') {
        written(&mut anstream::stdout().lock(), &text)
    } else {
        written(&mut std::io::stdout().lock(), &text)
    }
}

/// Clears the screen that a person looks at.
pub(crate) fn clear() {
    let _ = anstream::stdout().lock().write_all(b"\x1b[2J\x1b[H");
}

fn written(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Tells something beside the result, on standard error. If that cannot be written, nobody reads it.
pub(crate) fn tell(text: &str) {
    let _ = anstream::stderr().lock().write_all(harmless(text).as_bytes());
}

/// How many characters fit beside each other where a person looks at standard output; `None` where a program reads it.
pub(crate) fn width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0.into())
}

/// Whether a person looks at standard output.
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}
