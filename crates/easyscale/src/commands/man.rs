//! `easyscale man`: the manual pages, and the same as a document.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::{Man, generate_to};

use crate::commands::{command, variables};
use crate::exit::Done;
use crate::output;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Write a page for every command into this folder, instead of printing the main one.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  easyscale man | man -l -
  easyscale man --dir /usr/local/share/man/man1      then: man easyscale-preview";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    if let Some(folder) = &arguments.dir {
        let written = || format!("the pages cannot be written into {}", folder.display());
        std::fs::create_dir_all(folder).with_context(written)?;
        generate_to(command(), folder).with_context(written)?;
        return Ok(Done::Well);
    }
    let mut page = Vec::new();
    Man::new(command()).render(&mut page)?;
    output::print(&String::from_utf8(page)?)
}

/// Every command with its help, as docs/commands.md has it.
pub(super) fn document() -> anyhow::Result<Done> {
    // What the variables are set to here is nobody's business elsewhere.
    let mut command =
        command().term_width(100).mut_subcommands(|one| one.mut_args(|flag| flag.hide_env_values(true)));
    command.build();
    let mut text = format!("{HEAD}\n```text\n{}\n```\n", help(&mut command));
    let shown = command.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help");
    let names: Vec<_> = shown.map(|one| one.get_name().to_owned()).collect();
    for name in names {
        let Some(one) = command.find_subcommand_mut(&name) else { continue };
        let _ = write!(text, "\n## easyscale {name}\n\n```text\n{}\n```\n", help(one));
    }
    text.push_str(&variables::table(&command));
    output::print(&text)
}

const HEAD: &str = "\
# Commands

This page is written by the program itself (`make generate`): it is what `easyscale COMMAND --help` prints. As a plugin of
kubectl every command is also `kubectl easyscale COMMAND`: put the program into your PATH once more, as
`kubectl-easyscale`.

What ends a command, as an exit code: 0 all is well; 1 it could not be done, or `validate --strict` has doubts, or `status`
found a rule that needs attention; 2 what was given is wrong, a rule or the command line; 3 `run` lost its leadership.

Colours are used on a terminal; `--color never` or the variable `NO_COLOR` switch them off.
";

fn help(command: &mut Command) -> String {
    let help = command.render_long_help().to_string();
    help.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
