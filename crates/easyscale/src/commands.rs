//! The commands of `easyscale`.

use std::ffi::OsStr;
use std::path::Path;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::exit::Done;
use crate::output::Colors;
use crate::{output, version};

mod completion;
mod crd;
mod dry_run;
mod explain;
mod generate;
mod install_check;
mod man;
mod preview;
mod run;
mod status;
mod validate;
mod variables;

/// Replica counts by time of day: "scale web to 2 at weekends; to 5 from 16:00 to 18:00 on weekdays; otherwise 3".
#[derive(Debug, Parser)]
#[command(name = "easyscale", version = version::text(), max_term_width = 100, after_help = FIRST_STEPS)]
pub(crate) struct CommandLine {
    /// When to use colours.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto", display_order = 900)]
    color: Colors,

    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  easyscale generate \"scale web to 2 at weekends; otherwise 3\" > web.yaml
  easyscale validate web.yaml
  easyscale preview web.yaml --week
  kubectl apply -f web.yaml
  easyscale status";

/// How kubectl's programs are asked.
const COMPLETE: &str = "__complete";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a rule from a sentence in plain English, or ask for it step by step.
    Generate(generate::Arguments),
    /// Check files: every error and warning, each at its place and with its fix.
    Validate(validate::Arguments),
    /// See what a rule will do: the coming changes, a week as a picture, what a new version would change.
    Preview(preview::Arguments),
    /// Explain why the number is what it is: now, or at any moment.
    Explain(explain::Arguments),
    /// Tell what the operator would do right now to the real target, and why, without doing it.
    DryRun(dry_run::Arguments),
    /// Show what holds for every rule in the cluster and what comes next, problems first.
    Status(status::Arguments),
    /// Run the operator: keep every target at the number that its rule states for now.
    #[command(after_help = run::EXAMPLES)]
    Run(Box<run::Arguments>),
    /// Check that an installed operator does its work, with a rule that changes nothing.
    InstallCheck(install_check::Arguments),
    /// Print the definition of the resource ScalingRule, for `kubectl apply -f -`.
    #[command(after_help = "Example:\n  easyscale crd | kubectl apply -f -")]
    Crd,
    /// Print what a shell, or kubectl, needs to complete these commands.
    Completion(completion::Arguments),
    /// Print the manual page, or write a page for each command.
    Man(man::Arguments),
    /// Print the version of the program and of its zone data.
    #[command(after_help = "Example:\n  easyscale version")]
    Version,
    /// Print docs/commands.md.
    #[command(hide = true)]
    Commands,
    /// Answer kubectl, which asks what may be typed next.
    #[command(name = COMPLETE, hide = true, disable_help_flag = true)]
    Complete(completion::Words),
}

/// The command line's own description.
fn command() -> clap::Command {
    CommandLine::command()
}

/// Whether kubectl started the program, as its plugin of this name.
fn is_plugin(program: Option<&OsStr>) -> bool {
    program.and_then(|path| Path::new(path).file_stem()).is_some_and(|name| name == "kubectl-easyscale")
}

impl CommandLine {
    /// Reads the command line. On `--help`, `--version` and what it cannot read, it ends the process itself.
    pub(crate) fn read() -> Self {
        let mut given = std::env::args_os();
        let program = given.next();
        if given.next().is_some_and(|first| first == COMPLETE) {
            // All of it is what somebody types, also what looks like a flag of this program.
            let words: Vec<_> = given.collect();
            return Self { color: Colors::Never, command: Command::Complete(words.into()) };
        }
        let colors = Colors::wanted(std::env::args_os());
        let command = variables::without_empty(command()).color(colors.into());
        let command =
            if is_plugin(program.as_deref()) { command.bin_name("kubectl easyscale") } else { command };
        let matches = command.get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Does what the command line asks for.
    pub(crate) fn execute(self) -> anyhow::Result<Done> {
        self.color.choose();
        match self.command {
            Command::Generate(arguments) => generate::execute(&arguments),
            Command::Validate(arguments) => validate::execute(&arguments),
            Command::Preview(arguments) => preview::execute(&arguments),
            Command::Explain(arguments) => explain::execute(&arguments),
            Command::DryRun(arguments) => dry_run::execute(&arguments),
            Command::Status(arguments) => status::execute(&arguments),
            Command::Run(arguments) => run::execute(*arguments),
            Command::InstallCheck(arguments) => install_check::execute(&arguments),
            Command::Crd => crd::execute(),
            Command::Completion(arguments) => completion::execute(&arguments),
            Command::Man(arguments) => man::execute(&arguments),
            Command::Version => output::print(&format!("easyscale {}\n", version::text())),
            Command::Commands => man::document(),
            Command::Complete(words) => completion::answer(&words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_of_the_command_line_makes_sense() {
        command().debug_assert();
    }

    #[test]
    fn every_command_for_people_has_an_example_in_its_help() {
        for one in command().get_subcommands().filter(|one| !one.is_hide_set()) {
            let help = one.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = format!("easyscale {}", one.get_name());
            assert!(help.starts_with("Example") && help.contains(&example), "{}: {help}", one.get_name());
        }
    }

    #[test]
    fn every_argument_has_a_help_text() {
        for one in command().get_subcommands().filter(|one| !one.is_hide_set()) {
            for argument in one.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", one.get_name(), argument.get_id());
            }
        }
    }

    #[test]
    fn kubectl_calls_the_program_by_another_name() {
        for (program, plugin) in [
            ("kubectl-easyscale", true),
            ("/usr/local/bin/kubectl-easyscale", true),
            ("kubectl-easyscale.exe", true),
            ("easyscale", false),
        ] {
            assert_eq!(is_plugin(Some(OsStr::new(program))), plugin, "{program}");
        }
        assert!(!is_plugin(None));
    }
}
