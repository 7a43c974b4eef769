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

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Parser, Subcommand};
use easyscale_tests::Variant;

use turn::{Program, Turns};

/// Many rules at once: how long the commands take.
#[derive(Parser)]
#[command(name = "bench-commands")]
struct Arguments {
    /// So many turns; the median of each program is told.
    #[arg(long, default_value_t = 9)]
    turns: usize,
    /// Another easyscale than the release build of this checkout.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Measure the static program of the image (hack/build-static.sh), too.
    #[arg(long = "static")]
    with_static: bool,
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
    let candidates = candidates(&arguments)?;
    let folder = tempfile::tempdir()?;
    println!("{}", table::HEAD);
    for (what, make) in [("typical", rules::typical as fn(usize) -> String), ("random", rules::random)] {
        eprintln!("{what} rules: preview of 1,000 …");
        let few = rules::write(&folder.path().join(format!("{what}-1000.yaml")), 1_000, make)?;
        print!("{}", table::preview(what, &preview(&candidates, &few, arguments.turns)?));
        eprintln!("{what} rules: validate of 10,000 …");
        let many = rules::write(&folder.path().join(format!("{what}-10000.yaml")), 10_000, make)?;
        let files = rules::write_each(&folder.path().join(what), 10_000, make)?;
        print!("{}", table::validate(what, &validate(&candidates, &many, &files, arguments.turns)?));
    }
    Ok(())
}

/// An easyscale that is measured, and what is told behind the name of its commands.
struct Candidate {
    path: PathBuf,
    suffix: &'static str,
}

fn candidates(arguments: &Arguments) -> Result<Vec<Candidate>> {
    eprintln!("building easyscale, unless it is there already …");
    let path = match &arguments.program {
        Some(program) => program.clone(),
        None => Variant::Release.build()?,
    };
    let mut candidates = vec![Candidate { path, suffix: "" }];
    if arguments.with_static {
        candidates.push(Candidate { path: Variant::Static.build()?, suffix: ", static program" });
    }
    Ok(candidates)
}

fn baselines(file: &Path) -> Result<Vec<Program>> {
    let this = std::env::current_exe()?;
    let own = |what: &str, word: &str| Program::new(what.into(), &this, [word.as_ref(), file.as_os_str()]);
    Ok(vec![own("reading the YAML", "yaml"), own("reading and checking the rules", "rules")])
}

fn preview(candidates: &[Candidate], file: &Path, turns: usize) -> Result<Turns> {
    let forms: [&[&str]; 2] = [&[], &["-o", "json"]];
    let mut programs = baselines(file)?;
    for options in forms {
        let words = ["preview", "--for", "14d"].iter().chain(options);
        let what = words.clone().copied().collect::<Vec<_>>().join(" ");
        let words: Vec<&OsStr> = words.map(OsStr::new).chain([file.as_os_str()]).collect();
        programs.extend(candidates.iter().map(|candidate| candidate.program(&what, &words)));
    }
    Turns::take(programs, turns)
}

fn validate(candidates: &[Candidate], file: &Path, folder: &Path, turns: usize) -> Result<Turns> {
    let mut programs = baselines(file)?;
    for (what, path) in [("validate, one file", file), ("validate, 10,000 files", folder)] {
        let words = ["validate".as_ref(), path.as_os_str()];
        programs.extend(candidates.iter().map(|candidate| candidate.program(what, &words)));
    }
    Turns::take(programs, turns)
}

impl Candidate {
    fn program(&self, what: &str, words: &[&OsStr]) -> Program {
        Program::new(format!("{what}{}", self.suffix), &self.path, words.iter().copied())
    }
}
