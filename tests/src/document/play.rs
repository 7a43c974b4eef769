//! Does what a page says, step by step, and compares what comes with what is written, or writes it down.

use std::ops::Range;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::alike::Alike;
use super::desk::Desk;
use super::difference::show;
use super::mark::Mark;
use super::page::{Page, Step, What};
use super::shell::Ended;
use crate::clock::monotonic;

/// What is done with what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is compared.
    Check,
    /// It is written down, all of it, if anything is not alike: ages and times of one document are of one run.
    Write,
}

/// So long is waited for what the document says.
const PATIENCE: Duration = Duration::from_secs(30);
/// What has not changed for so long is written down.
const SETTLED: Duration = Duration::from_secs(3);
const PACE: Duration = Duration::from_millis(100);

/// The command that goes on.
const GOES_ON: &str = "easyscale run";
/// What these show may come a moment later, because somebody else brings it about. They change nothing, so they may be
/// typed again.
const LOOKS: [&str; 5] =
    ["kubectl get ", "kubectl easyscale ", "easyscale status", "easyscale explain", "easyscale dry-run"];

/// Does everything. Returns the document with the outputs that came.
pub(super) fn play(file: &str, page: &Page, desk: Desk<'_>, mode: Mode) -> Result<String> {
    let mut player = Player { page, desk, mode, alike: Alike::new()?, outputs: Vec::new(), new: false };
    for step in page.steps() {
        player.step(step).with_context(|| format!("{file}:{}", step.line))?;
    }
    player.desk.leave()?;
    Ok(page.with(if player.new { &player.outputs } else { &[] }))
}

struct Player<'a> {
    page: &'a Page,
    desk: Desk<'a>,
    mode: Mode,
    alike: Alike,
    /// What came, and over which lines it is to be written.
    outputs: Vec<(Range<usize>, String)>,
    /// Whether anything that came is not alike.
    new: bool,
}

impl Player<'_> {
    fn step(&mut self, step: &Step) -> Result<()> {
        match &step.what {
            What::Mark(mark) => self.heed(mark),
            What::Save { file, text } => self.desk.save(file, text),
            What::Shown(_) | What::NotRun { .. } => Ok(()),
            What::Command { typed, output, .. } if typed.starts_with(GOES_ON) => {
                self.desk.begin(typed)?;
                self.log(typed, output)
            }
            What::Command { typed, exit, output } => {
                let patient = LOOKS.iter().any(|looks| typed.starts_with(looks));
                let document = self.page.text(output);
                let came = self.until_alike(&document, *exit, patient, |desk| desk.run(typed))?;
                self.take(typed, output, *exit, &came)
            }
            What::Log { output } => self.log("the log", output),
        }
    }

    fn heed(&mut self, mark: &Mark) -> Result<()> {
        match mark {
            Mark::Clock(instant) => self.desk.set_clock(instant),
            Mark::Wait(instant) => self.desk.wait_until(instant),
            Mark::Zone(name) => {
                self.desk.live_in(name);
                Ok(())
            }
            Mark::Files(folder) => self.desk.lay_out(folder),
            Mark::First(typed) if typed.starts_with(GOES_ON) => {
                self.desk.begin(typed)?;
                self.desk.turn_away()
            }
            Mark::First(typed) => {
                let ended = self.desk.run(typed)?;
                ensure!(ended.code == 0, "$ {typed}\n{}it ended with {}", ended.text, ended.code);
                Ok(())
            }
            // These are about a block, and the page has read them with it.
            Mark::Save(_) | Mark::Exit(_) | Mark::NotRun(_) => Ok(()),
        }
    }

    fn log(&mut self, what: &str, output: &Range<usize>) -> Result<()> {
        let document = self.page.text(output);
        let came = self.until_alike(&document, 0, true, |desk| Ok(Ended { text: desk.log()?, code: 0 }))?;
        self.desk.looked_at(came.text.lines().count());
        self.take(what, output, 0, &came)
    }

    /// Looks once, or again and again until it is as the document says, or until nothing new comes.
    fn until_alike(
        &mut self,
        document: &str,
        exit: i32,
        patient: bool,
        mut look: impl FnMut(&mut Desk<'_>) -> Result<Ended>,
    ) -> Result<Ended> {
        let began = monotonic();
        let mut came = look(&mut self.desk)?;
        let mut since = began;
        while patient && !self.fits(document, exit, &came) && !self.enough(began, since) {
            sleep(PACE);
            let next = look(&mut self.desk)?;
            if next.code != came.code || !self.alike.same(&next.text, &came.text) {
                since = monotonic();
            }
            came = next;
        }
        Ok(came)
    }

    fn fits(&self, document: &str, exit: i32, came: &Ended) -> bool {
        came.code == exit && self.alike.same(document, &came.text)
    }

    fn enough(&self, began: Instant, since: Instant) -> bool {
        match self.mode {
            Mode::Check => began.elapsed() > PATIENCE,
            Mode::Write => since.elapsed() > SETTLED,
        }
    }

    /// Compares it or writes it down.
    fn take(&mut self, typed: &str, output: &Range<usize>, exit: i32, came: &Ended) -> Result<()> {
        let document = self.page.text(output);
        if came.code != exit {
            bail!("$ {typed}\n{}it ended with {}, not with {exit}", came.text, came.code);
        }
        let same = self.alike.same(&document, &came.text);
        if !same && self.mode == Mode::Check {
            let shown = show(&self.alike, &document, &came.text);
            bail!(
                "$ {typed}\nsays something else than the document (-: the document, +: what came):\n{shown}"
            );
        }
        let odd = came.text.lines().find(|line| line.starts_with("$ ") || line.starts_with("```"));
        ensure!(odd.is_none(), "$ {typed}\nprints a line that a document cannot have: {odd:?}");
        let trimmed: String = came.text.trim_end().lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        self.outputs.push((output.clone(), trimmed));
        self.new |= !same;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(text: &str, mode: Mode) -> Result<String> {
        let desk = Desk::without_cluster().expect("a desk");
        play("a.md", &Page::read(text).expect("a page"), desk, mode)
    }

    fn complaint(text: &str) -> String {
        format!("{:#}", played(text, Mode::Check).expect_err("a complaint"))
    }

    const RIGHT: &str = "Save this as `a.yaml`:\n```yaml\nb: 1\n```\n```console\n$ cat a.yaml\nb: 1\n$ cat \\\n  \
                         a.yaml\nb: 1\n```\n<!-- exit: 2 -->\n```console\n$ exit 2\n```\n";

    #[test]
    fn a_document_that_says_what_comes_passes() {
        assert_eq!(played(RIGHT, Mode::Check).expect("no complaint"), RIGHT);
    }

    #[test]
    fn another_output_is_a_complaint_that_shows_both() {
        let said = complaint(&RIGHT.replace("$ cat a.yaml\nb: 1", "$ cat a.yaml\nb: 2"));
        assert!(
            said.starts_with("a.md:6: $ cat a.yaml\n") && said.contains("  - b: 2\n  + b: 1\n"),
            "{said}"
        );
    }

    #[test]
    fn a_missing_command_is_a_complaint_in_both_modes() {
        let text = "```console\n$ easyscle\n```\n";
        assert!(complaint(text).contains("it ended with 127, not with 0"), "{}", complaint(text));
        assert!(played(text, Mode::Write).is_err());
    }

    #[test]
    fn another_exit_code_is_a_complaint_also_when_the_output_is_right() {
        assert!(complaint(&RIGHT.replace("exit: 2", "exit: 1")).contains("it ended with 2, not with 1"));
    }

    #[test]
    fn what_must_be_done_first_must_succeed() {
        assert!(played("<!-- first: echo a > b -->\n```console\n$ cat b\na\n```\n", Mode::Check).is_ok());
        assert!(complaint("<!-- first: cat missing -->\n").contains("$ cat missing"));
    }

    #[test]
    fn outputs_are_written_and_writing_again_changes_nothing() {
        let empty = "words\n```console\n$ printf 'a  \\n\\nb\\n\\n'\n$ echo c\nold\n```\nmore\n";
        let written = played(empty, Mode::Write).expect("no complaint");
        let expected = "words\n```console\n$ printf 'a  \\n\\nb\\n\\n'\na\n\nb\n$ echo c\nc\n```\nmore\n";
        assert_eq!(written, expected);
        assert_eq!(played(&written, Mode::Write).expect("no complaint"), written);
        assert_eq!(played(&written, Mode::Check).expect("no complaint"), written);
    }

    #[test]
    fn what_cannot_be_the_same_is_written_anew_only_with_something_else() {
        let text = "```console\n$ echo 127.0.0.1:99\n127.0.0.1:98\n$ echo a\na\n```\n";
        assert_eq!(played(text, Mode::Write).expect("no complaint"), text);
        let old = text.replace("\na\n", "\nb\n");
        assert_eq!(played(&old, Mode::Write).expect("no complaint"), text.replace(":98", ":99"));
    }

    #[test]
    fn a_line_that_would_end_the_block_is_not_written() {
        assert!(played("```console\n$ echo '```'\n```\n", Mode::Write).is_err());
    }

    #[test]
    fn a_log_without_a_process_is_a_complaint() {
        assert!(complaint("```console\n2026 INFO\n```\n").contains("was not typed"));
    }
}
