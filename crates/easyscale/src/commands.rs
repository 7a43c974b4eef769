//! The commands of `easyscale`.

use clap::{Parser, Subcommand};

use crate::exit::Done;
use crate::{output, version};

mod crd;
mod run;

/// Replica counts by time of day: "2 pods at weekends, 5 from 16:00 to 18:00".
#[derive(Debug, Parser)]
#[command(name = "easyscale", version = version::text(), max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the operator: keep every target at the number that its rule states for now.
    Run(Box<run::Arguments>),
    /// Print the definition of the resource ScalingRule, for `kubectl apply -f -`.
    Crd,
    /// Print the version of the program and of its zone data.
    Version,
}

impl CommandLine {
    /// Does what the command line asks for.
    pub(crate) fn execute(self) -> anyhow::Result<Done> {
        match self.command {
            Command::Run(arguments) => run::execute(*arguments),
            Command::Crd => crd::execute(),
            Command::Version => output::print(&format!("easyscale {}\n", version::text())),
        }
    }
}
