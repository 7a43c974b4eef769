//! `easyscale completion`: what a shell needs to complete commands; and the answers to kubectl, which asks itself.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use clap::builder::PossibleValue;
use clap::{Arg, Args, Command, ValueEnum, ValueHint};
use clap_complete::aot::{Shell, generate};
use clap_complete::engine::complete;

use crate::commands::command;
use crate::exit::Done;
use crate::{output, version};

/// Who completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Asker {
    /// A script for bash.
    Bash,
    /// A function for zsh, to be put into its fpath as _easyscale.
    Zsh,
    /// A script for fish.
    Fish,
    /// `kubectl easyscale …`: a program to be put into the PATH as kubectl_complete-easyscale.
    Kubectl,
}

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The shell, or kubectl.
    #[arg(value_enum)]
    asker: Asker,
}

const EXAMPLES: &str = "\
Examples:
  source <(easyscale completion bash)                                 in ~/.bashrc
  easyscale completion zsh > \"${fpath[1]}/_easyscale\"
  easyscale completion fish > ~/.config/fish/completions/easyscale.fish
  easyscale completion kubectl > ~/bin/kubectl_complete-easyscale     a folder of your PATH; chmod +x it";

/// What kubectl runs to ask: it hands on the words so far and expects answers in the form of cobra, the library it is
/// made with: <https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/>.
const FOR_KUBECTL: &str = "\
#!/bin/sh
# kubectl asks this program what may follow \"kubectl easyscale\". It has to be in the PATH as kubectl_complete-easyscale.
exec kubectl-easyscale __complete \"$@\"
";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let shell = match arguments.asker {
        Asker::Bash => Shell::Bash,
        Asker::Zsh => Shell::Zsh,
        Asker::Fish => Shell::Fish,
        Asker::Kubectl => return output::print(FOR_KUBECTL),
    };
    let mut script = Vec::new();
    generate(shell, &mut for_people(), "easyscale", &mut script);
    let mut script = String::from_utf8(script)?;
    if shell == Shell::Fish {
        script.push_str(&for_fish(&for_people()));
    }
    output::print(&script)
}

/// The command line without what is hidden: the scripts would offer it.
fn for_people() -> Command {
    let all = completable(command());
    let shown = all.get_subcommands().filter(|one| !one.is_hide_set()).cloned();
    Command::new("easyscale").version(version::text()).args(all.get_arguments().cloned()).subcommands(shown)
}

/// The command line with what a shell has to know of each argument: without it, all of them would be names of files.
fn completable(command: Command) -> Command {
    command.mut_args(completable_argument).mut_subcommands(completable)
}

fn completable_argument(argument: Arg) -> Arg {
    let known = argument.get_value_hint() != ValueHint::Unknown || !argument.get_possible_values().is_empty();
    if known || !argument.get_action().takes_values() {
        argument
    } else {
        argument.value_hint(ValueHint::Other)
    }
}

/// What the script for fish lacks: what may stand behind a command beside flags.
fn for_fish(all: &Command) -> String {
    let mut text = String::new();
    let commands: Vec<_> = all.get_subcommands().map(Command::get_name).collect();
    let mut line = |command: &str, words: &[&str]| {
        let condition = format!("__fish_easyscale_using_subcommand {command}");
        let words = words.join(" ");
        let _ = writeln!(text, "complete -c easyscale -n \"{condition}\" -f -a \"{words}\"");
    };
    for command in all.get_subcommands() {
        let paths = |argument: &Arg| {
            argument.get_value_hint() != ValueHint::Other && argument.get_possible_values().is_empty()
        };
        if !command.get_positionals().any(paths) {
            let values: Vec<_> = command.get_positionals().flat_map(Arg::get_possible_values).collect();
            line(command.get_name(), &values.iter().map(PossibleValue::get_name).collect::<Vec<_>>());
        }
    }
    line("help", &commands);
    text
}

/// The words behind "kubectl easyscale", the last of which is being typed.
#[derive(Debug, Args)]
pub(super) struct Words {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

impl From<Vec<OsString>> for Words {
    fn from(words: Vec<OsString>) -> Self {
        Self { words }
    }
}

/// cobra's directives, as a sum of bits: add no space behind the answer; do not offer files beside the answers.
const NO_SPACE: u8 = 2;
const NO_FILES: u8 = 4;

/// Prints what may be typed: a line for each, its meaning behind a tab, and at the end what the shell is to do with them.
pub(super) fn answer(words: &Words) -> anyhow::Result<Done> {
    let mut typed = vec![OsString::from("easyscale")];
    typed.extend(words.words.iter().cloned());
    let last = typed.len() - 1;
    let candidates = if last == 0 {
        Vec::new()
    } else {
        complete(&mut completable(command()), typed, last, Some(Path::new(".")))?
    };
    let mut text = String::new();
    let mut directive = NO_FILES;
    for candidate in candidates.iter().filter(|candidate| !candidate.is_hide_set()) {
        let value = candidate.get_value().to_string_lossy();
        if value.ends_with('/') {
            directive |= NO_SPACE;
        }
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{value}\t{}", help.lines().next().unwrap_or_default());
    }
    let _ = writeln!(text, ":{directive}");
    output::print(&text)
}
