//! The environment variables that stand for flags: which there are, as a table, and what an empty one means.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::builder::Resettable;
use clap::{Arg, Command};

/// The command whose flags all have a variable.
const OPERATOR: &str = "run";

/// Takes away the variables that are set to nothing (as charts like to do): those count as not set.
pub(super) fn without_empty(command: Command) -> Command {
    command.mut_subcommands(|one| {
        one.mut_args(|flag| {
            let value = flag.get_env().and_then(std::env::var_os);
            if value.is_some_and(|value| value.is_empty()) { flag.env(Resettable::Reset) } else { flag }
        })
    })
}

/// Every variable, with the flag it stands for.
pub(super) fn table(command: &Command) -> String {
    let mut text = HEAD.to_owned();
    let (operator, others): (Vec<_>, Vec<_>) =
        command.get_subcommands().partition(|one| one.get_name() == OPERATOR);
    let mut told = BTreeSet::new();
    for flag in operator.iter().chain(&others).flat_map(|one| one.get_arguments()) {
        let (Some(variable), Some(name)) = (flag.get_env(), flag.get_long()) else { continue };
        if told.insert(variable) {
            let readers = command.get_subcommands().filter(|one| reads(one, flag)).map(Command::get_name);
            let readers: Vec<_> = readers.map(|name| format!("`{name}`")).collect();
            let (takes, default) = (takes(flag), default(flag));
            let variable = variable.to_string_lossy();
            let _ = writeln!(
                text,
                "| `{variable}` | `--{name}` | {takes} | {default} | {} |",
                readers.join(", ")
            );
        }
    }
    text
}

const HEAD: &str = "
## Environment variables

Each of these stands for a flag, which is explained above. A flag wins over its variable, and a variable that is set to
nothing counts as not set. `DURATION` is a time with its unit, such as `15s`, `1h30m` or `500ms`. All other variables that the
program reads are in [configuration.md](configuration.md#environment-variables).

| variable | flag | takes | default | read by |
|---|---|---|---|---|
";

fn reads(command: &Command, flag: &Arg) -> bool {
    !command.is_hide_set() && command.get_arguments().any(|other| other.get_env() == flag.get_env())
}

/// What may be written, with all choices where there are some.
fn takes(flag: &Arg) -> String {
    let choices = flag.get_possible_values();
    let words: Vec<_> = if choices.is_empty() {
        let names = flag.get_value_names().unwrap_or_default();
        names.iter().flat_map(|name| name.split('|')).map(ToOwned::to_owned).collect()
    } else {
        choices.iter().map(|choice| choice.get_name().to_owned()).collect()
    };
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What holds without the flag: its value then, or what its help says of that.
fn default(flag: &Arg) -> String {
    let values: Vec<_> =
        flag.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    if !values.is_empty() {
        return values.join(", ");
    }
    let help = flag.get_long_help().or(flag.get_help()).map(ToString::to_string).unwrap_or_default();
    help.split_once("Default: ").map_or_else(String::new, |(_, said)| said.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::command;
    use super::*;

    #[test]
    fn the_table_has_every_variable_once_with_its_flag_and_what_holds_without_it() {
        let table = table(&command());
        let rows: Vec<_> = table.lines().filter(|line| line.starts_with("| `EASYSCALE_")).collect();
        let all: BTreeSet<_> = command()
            .get_subcommands()
            .flat_map(|one| one.get_arguments().filter_map(|flag| flag.get_env().map(ToOwned::to_owned)))
            .collect();
        assert!(all.len() > 20 && rows.len() == all.len(), "{table}");
        for variable in all {
            let start = format!("| `{}` | `--", variable.to_string_lossy());
            let row = rows.iter().find(|row| row.starts_with(&start)).unwrap_or_else(|| panic!("{start}"));
            assert!(!row.contains("|  |"), "takes something and has a default: {row}");
        }
    }

    #[test]
    fn a_flag_of_several_commands_is_told_with_all_of_them() {
        let table = table(&command());
        let row = table.lines().find(|row| row.contains("`EASYSCALE_ZONEINFO`")).unwrap();
        assert!(row.ends_with("| `validate`, `preview`, `explain`, `dry-run`, `run` |"), "{row}");
    }
}
