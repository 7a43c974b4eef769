//! Commands as they are typed: run to their end, or in the background.

use std::io::{PipeReader, Read, pipe};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::clock::monotonic;
use crate::operator::Log;

/// A command that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What it printed: both outputs, as a terminal shows them.
    pub text: String,
    /// Its exit code; of a command that was killed, 128 and the signal, as shells say it.
    pub code: i32,
}

const PACE: Duration = Duration::from_millis(20);
/// From the request to end until the end; more than the operator promises.
const END: Duration = Duration::from_secs(30);

/// Runs a command to its end. After the deadline it is killed, with everything it started, and that is an error.
pub(super) fn run(command: Command, deadline: Duration) -> Result<Ended> {
    let (mut child, mut output) = start(command)?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = output.read_to_end(&mut text).map(|_| text);
        // Nobody listens when the deadline has passed.
        drop(sender.send(read));
    });
    let Ok(text) = receiver.recv_timeout(deadline) else {
        signal(&child, "KILL")?;
        child.wait()?;
        bail!("it had not ended after {deadline:?}");
    };
    let status = child.wait()?;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1);
    Ok(Ended { text: String::from_utf8_lossy(&text?).into_owned(), code })
}

/// A command that goes on. It ends when this is dropped.
pub(super) struct Background {
    child: Child,
    log: Log,
}

impl Background {
    pub(super) fn start(command: Command) -> Result<Self> {
        let (child, output) = start(command)?;
        let log = Log::follow(Some(output), None::<PipeReader>);
        Ok(Self { child, log })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The lines that it has printed so far; an error if it has ended.
    pub(super) fn lines(&mut self) -> Result<Vec<String>> {
        let ended = self.child.try_wait()?;
        let lines = self.log.lines();
        match ended {
            Some(status) => bail!("it ended ({status}):\n{}", lines.join("\n")),
            None => Ok(lines),
        }
    }

    /// Ends it as Ctrl-C does.
    pub(super) fn end(mut self) -> Result<()> {
        signal(&self.child, "INT")?;
        let began = monotonic();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > END {
                bail!("it had not ended {END:?} after Ctrl-C");
            }
            sleep(PACE);
        }
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It may have ended already.
        if matches!(self.child.try_wait(), Ok(None)) && signal(&self.child, "KILL").is_ok() {
            drop(self.child.wait());
        }
    }
}

/// Starts it as the head of a process group of its own, with both outputs in one pipe.
fn start(mut command: Command) -> Result<(Child, PipeReader)> {
    let (reader, writer) = pipe()?;
    let child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .process_group(0)
        .spawn()
        .context("cannot start a shell")?;
    Ok((child, reader))
}

/// Sends a signal to its process group. The shell's own kill: there is one on every machine.
fn signal(child: &Child, name: &str) -> Result<()> {
    let order = format!("kill -s {name} -- -{}", child.id());
    let status = Command::new("sh").args(["-c", &order]).stdin(Stdio::null()).status()?;
    if !status.success() {
        bail!("cannot send SIG{name} to process group {} ({status})", child.id());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn ended(text: &str, code: i32) -> Ended {
        Ended { text: text.to_owned(), code }
    }

    #[test]
    fn both_outputs_come_in_their_order_with_the_exit_code() {
        let script = "echo one; echo two >&2; echo three; exit 7";
        assert_eq!(run(sh(script), LONG).expect("an end"), ended("one\ntwo\nthree\n", 7));
    }

    #[test]
    fn a_command_that_is_killed_ends_as_shells_say_it() {
        assert_eq!(run(sh("kill -TERM $$"), LONG).expect("an end").code, 143);
    }

    #[test]
    fn a_command_that_does_not_end_is_killed_with_what_it_started() {
        let error = run(sh("sleep 3600 & sleep 3600"), Duration::from_millis(100)).expect_err("no end");
        assert!(error.to_string().contains("had not ended"), "{error}");
    }

    #[test]
    fn the_background_can_be_looked_at_and_ended() {
        let mut background = Background::start(sh("echo ready; exec sleep 3600")).expect("a start");
        let began = monotonic();
        while background.lines().expect("it runs").is_empty() {
            assert!(began.elapsed() < LONG, "it says nothing");
            sleep(PACE);
        }
        assert_eq!(background.lines().expect("it runs"), ["ready"]);
        background.end().expect("an end");
    }

    #[test]
    fn a_background_that_ends_by_itself_is_an_error() {
        let mut background = Background::start(sh("echo over")).expect("a start");
        let began = monotonic();
        let error = loop {
            assert!(began.elapsed() < LONG, "it does not end");
            match background.lines() {
                Ok(_) => sleep(PACE),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().starts_with("it ended"), "{error}");
    }
}
