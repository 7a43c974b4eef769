//! How long the commands for people take on many rules, side by side with reading the same YAML and doing nothing with it.
//!
//! Everything is measured from outside: from the start of a program to its end. The baselines are this very program, started
//! anew with a subcommand of its own. Commands and baselines take turns, so that a busy moment of the machine meets
//! both; what is told is the median, and the median of the ratios within a turn. Results are printed, never asserted.

mod baseline;
mod random;
mod rules;
mod table;
mod turn;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};

use turn::{Program, Turns};

/// Many rules at once: how long the commands take.
#[derive(Parser)]
#[command(name = "bench-commands")]
struct Arguments {
    /// So many turns; the median of each program is told.
    #[arg(long, default_value_t = 9)]
    turns: usize,
    /// Another easyscale than the one of this checkout, which is built as it is shipped.
    #[arg(long)]
    program: Option<PathBuf>,
    #[command(subcommand)]
    baseline: Option<Baseline>,
}

/// What this program does when it starts itself.
#[derive(Subcommand)]
enum Baseline {
    /// Reads the YAML of a file, and nothing else.
    #[command(hide = true)]
    Yaml { file: PathBuf },
    /// Reads and checks the rules of a file, and nothing else.
    #[command(hide = true)]
    Rules { file: PathBuf },
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match &arguments.baseline {
        Some(Baseline::Yaml { file }) => return baseline::yaml(file),
        Some(Baseline::Rules { file }) => return baseline::rules(file),
        None => {}
    }
    let program = if let Some(program) = &arguments.program {
        program.clone()
    } else {
        eprintln!("building easyscale as it is shipped, unless it is there already …");
        easyscale_tests::build_released_operator()?
    };
    let folder = tempfile::tempdir()?;
    println!("{}", table::HEAD);
    for (what, make) in [("typical", rules::typical as fn(usize) -> String), ("random", rules::random)] {
        eprintln!("{what} rules: preview of 1,000 …");
        let few = rules::write(&folder.path().join(format!("{what}-1000.yaml")), 1_000, make)?;
        print!("{}", table::preview(what, &preview(&program, &few, arguments.turns)?));
        eprintln!("{what} rules: validate of 10,000 …");
        let many = rules::write(&folder.path().join(format!("{what}-10000.yaml")), 10_000, make)?;
        let files = rules::write_each(&folder.path().join(what), 10_000, make)?;
        print!("{}", table::validate(what, &validate(&program, &many, &files, arguments.turns)?));
    }
    Ok(())
}

fn baselines(file: &Path) -> Result<Vec<Program>> {
    let this = std::env::current_exe()?;
    let own = |what, word: &str| Program::new(what, &this, [word.as_ref(), file.as_os_str()]);
    Ok(vec![own("reading the YAML", "yaml"), own("reading and checking the rules", "rules")])
}

fn preview(easyscale: &Path, file: &Path, turns: usize) -> Result<Turns> {
    let command = |what, options: &[&str]| {
        let fixed = ["preview".as_ref(), file.as_os_str(), "--for".as_ref(), "14d".as_ref()];
        Program::new(what, easyscale, fixed.into_iter().chain(options.iter().map(AsRef::as_ref)))
    };
    let commands = [command("preview --for 14d", &[]), command("preview --for 14d -o json", &["-o", "json"])];
    Turns::take(baselines(file)?.into_iter().chain(commands).collect(), turns)
}

fn validate(easyscale: &Path, file: &Path, folder: &Path, turns: usize) -> Result<Turns> {
    let command = |what, path: &Path| Program::new(what, easyscale, ["validate".as_ref(), path.as_os_str()]);
    let commands = [command("validate, one file", file), command("validate, 10,000 files", folder)];
    Turns::take(baselines(file)?.into_iter().chain(commands).collect(), turns)
}
