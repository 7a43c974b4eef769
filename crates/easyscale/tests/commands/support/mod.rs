//! A folder with files, and the program run in it.

mod rules;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

pub(crate) use rules::*;

/// A Friday in Berlin, a minute before four.
pub(crate) const NOW: &str = "2026-05-08T13:59:00Z";
/// What takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(2);
const TICK: Duration = Duration::from_millis(5);

/// A folder of its own, in which commands are typed. [`Desk::said`] is what a person sees on the screen.
pub(crate) struct Desk {
    folder: TempDir,
    said: String,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), said: String::new() }
    }

    /// With the usual rule as web.yaml.
    pub(crate) fn with_rule() -> Self {
        let desk = Self::new();
        desk.file("web.yaml", WEB);
        desk
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program, with nothing of the environment of this test in its own.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_easyscale"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("TZ", "Europe/Berlin")
            .env("HOME", self.path())
            .env("EASYSCALE_CLOCK_OFFSET", NOW)
            .stdin(Stdio::null());
        command
    }

    /// A shell on a terminal of its own, with nothing of the environment of this test but its programs.
    pub(crate) fn terminal(&self, line: &str) -> Command {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--command", line, "/dev/null"])
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs it. What it wrote is added to what was said.
    pub(crate) fn run(&mut self, arguments: &[&str]) -> Ended {
        let command = self.program(arguments);
        self.tell(arguments, command, b"")
    }

    /// Runs it with that on its standard input.
    pub(crate) fn run_with_input(&mut self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ended {
        let command = self.program(arguments);
        self.tell(arguments, command, input.as_ref())
    }

    pub(crate) fn tell(&mut self, arguments: &[&str], command: Command, input: &[u8]) -> Ended {
        let ended = finish(command, input);
        let Ended { code, out, err } = &ended;
        let typed: Vec<_> = arguments.iter().map(|argument| quoted(argument)).collect();
        let _ = write!(self.said, "$ easyscale {}\n{err}{out}", typed.join(" "));
        let _ = writeln!(self.said, "{}[exit {code}]\n", if is_ended(out, err) { "" } else { "\n" });
        ended
    }

    /// Everything that was typed and answered, errors above results. The name of the folder is no part of it.
    pub(crate) fn said(&self) -> String {
        self.said.replace(&*self.path().to_string_lossy(), "FOLDER")
    }
}

fn is_ended(out: &str, err: &str) -> bool {
    (out.is_empty() && err.is_empty()) || format!("{err}{out}").ends_with('\n')
}

fn quoted(argument: &str) -> String {
    if argument.is_empty() || argument.contains([' ', ';', '"']) {
        format!("'{argument}'")
    } else {
        argument.to_owned()
    }
}

/// Runs a command to its end, and ends it if it hangs.
pub(crate) fn finish(mut command: Command, input: &[u8]) -> Ended {
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        // Who has read enough may stop.
        drop(stdin.write_all(input));
    }
    let process = child.id();
    let output = std::thread::scope(|scope| {
        let (done, wait) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                drop(Command::new("kill").arg(process.to_string()).status());
            }
        });
        let output = child.wait_with_output().unwrap();
        drop(done);
        output
    });
    Ended::of(&output)
}

/// Waits for a child that was left alone.
pub(crate) fn wait(child: &mut Child) -> i32 {
    for _ in 0..PATIENCE.as_millis() / TICK.as_millis() {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        std::thread::sleep(TICK);
    }
    drop(child.kill());
    panic!("it hangs");
}

impl Ended {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what is printed is text");
        Self {
            // Killed by a signal is no way to end.
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The result as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Ended well, and told nothing beside the result.
    pub(crate) fn well(self) -> Self {
        assert_eq!((self.code, &*self.err), (0, ""), "{self:?}");
        self
    }
}

/// The longest line, in characters.
pub(crate) fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or_default()
}
