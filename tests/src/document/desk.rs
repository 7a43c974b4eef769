//! Where a reader sits: a fresh folder, the commands that are installed, a cluster, a clock.
//!
//! The document says what the reader sees; what is different here is put right in both directions: the port 8080 (another
//! program may have it), the time stamps of the log (the log is written on the computer's own clock), and the warning that
//! the clock is shifted.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat};
use tempfile::TempDir;

use super::shell::{Background, Ended, run};
use crate::cargo::easyscale_program;
use crate::clock::{ShiftedClock, monotonic, now};
use crate::paths::repository;
use crate::plane::{Adopted, ControlPlane};

/// The address that documents name.
const ADDRESS: &str = "127.0.0.1:8080";
/// No command takes as long as this.
const DEADLINE: Duration = Duration::from_mins(1);
/// What the operator says when it has started and may act.
const ACTS: &str = "acting: every rule is looked at";
/// What it warns of here and nowhere else.
const SHIFTED: &str = "the operator's clock is shifted by EASYSCALE_CLOCK_OFFSET";
const PACE: Duration = Duration::from_millis(20);

/// See the module.
pub struct Desk<'a> {
    plane: Option<&'a ControlPlane>,
    home: TempDir,
    address: String,
    clock: ShiftedClock,
    zone: String,
    operator: Option<Operator>,
}

/// The operator as the reader has started it.
struct Operator {
    typed: String,
    process: Background,
    _adopted: Option<Adopted>,
    /// How many lines of the log have been looked at.
    looked_at: usize,
}

impl<'a> Desk<'a> {
    /// A desk with a cluster.
    pub fn at(plane: &'a ControlPlane) -> Result<Self> {
        let desk = Self { plane: Some(plane), ..Self::without_cluster()? };
        desk.install("kubectl", plane.about().kubectl.clone())?;
        Ok(desk)
    }

    /// A desk for what needs no cluster.
    pub fn without_cluster() -> Result<Desk<'static>> {
        let home = tempfile::tempdir()?;
        let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let desk = Desk {
            plane: None,
            home,
            address: free.to_string(),
            clock: ShiftedClock::real(),
            zone: "UTC".to_owned(),
            operator: None,
        };
        fs::create_dir(desk.folder())?;
        fs::create_dir(desk.programs())?;
        let easyscale = easyscale_program()?;
        desk.install("easyscale", easyscale.clone())?;
        desk.install("kubectl-easyscale", easyscale)?;
        Ok(desk)
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("easyscale")
    }

    fn programs(&self) -> PathBuf {
        self.home.path().join("bin")
    }

    fn install(&self, name: &str, program: PathBuf) -> Result<()> {
        symlink(program, self.programs().join(name)).with_context(|| format!("cannot install {name}"))
    }

    /// Puts a file into the folder.
    pub fn save(&self, file: &str, text: &str) -> Result<()> {
        fs::write(self.folder().join(file), text).with_context(|| format!("cannot save {file}"))
    }

    /// Puts a folder of the repository into the folder.
    pub(super) fn lay_out(&self, folder: &str) -> Result<()> {
        symlink(repository().join(folder), self.folder().join(folder))
            .with_context(|| format!("cannot lay out {folder}"))
    }

    /// Says where the reader lives.
    pub(super) fn live_in(&mut self, zone: &str) {
        zone.clone_into(&mut self.zone);
    }

    /// Sets the clock of all commands, those that run already included.
    pub(super) fn set_clock(&mut self, instant: &str) -> Result<()> {
        self.clock = ShiftedClock::showing(instant)?;
        let Some(Operator { typed, process, .. }) = self.operator.take() else { return Ok(()) };
        process.end()?;
        self.begin(&typed)?;
        self.turn_away()
    }

    /// Waits until the clock shows that.
    pub(super) fn wait_until(&self, instant: &str) -> Result<()> {
        let instant =
            DateTime::parse_from_rfc3339(instant).with_context(|| format!("{instant:?} is no instant"))?;
        let left = (instant.to_utc() - self.clock.now()).to_std().unwrap_or_default();
        ensure!(left < DEADLINE, "until {instant} it is {left:?}: nobody should wait for so long");
        sleep(left);
        Ok(())
    }

    /// Types a command and waits for its end.
    pub fn run(&self, typed: &str) -> Result<Ended> {
        let ended = run(self.shell(typed), DEADLINE)?;
        Ok(Ended { text: self.as_in_the_document(&ended.text), ..ended })
    }

    /// Types the command that goes on, and waits until it acts.
    pub(super) fn begin(&mut self, typed: &str) -> Result<()> {
        ensure!(self.operator.is_none(), "one command goes on already");
        // Without a shell in between, so that signals reach it.
        let process = Background::start(self.shell(&format!("exec {typed}")))?;
        let adopted = self.plane.map(|plane| plane.adopt(process.id())).transpose()?;
        let typed = typed.to_owned();
        let operator = self.operator.insert(Operator { typed, process, _adopted: adopted, looked_at: 0 });
        let began = monotonic();
        loop {
            let lines = operator.process.lines()?;
            if lines.iter().any(|line| line.contains(ACTS)) {
                return Ok(());
            }
            ensure!(began.elapsed() < DEADLINE, "`{}` does not act:\n{}", operator.typed, lines.join("\n"));
            sleep(PACE);
        }
    }

    /// Whatever the log says up to now is not looked at.
    pub(super) fn turn_away(&mut self) -> Result<()> {
        let lines = self.log()?.lines().count();
        self.looked_at(lines);
        Ok(())
    }

    /// The log since it was looked at last.
    pub(super) fn log(&mut self) -> Result<String> {
        let operator = self.operator.as_mut().context("there is no log: `easyscale run` was not typed")?;
        let mut lines = operator.process.lines()?;
        lines.retain(|line| !line.contains(SHIFTED));
        let text: String =
            lines[operator.looked_at..].iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        Ok(self.as_in_the_document(&text))
    }

    /// So many lines of the log have been looked at now.
    pub(super) fn looked_at(&mut self, lines: usize) {
        if let Some(operator) = &mut self.operator {
            operator.looked_at += lines;
        }
    }

    /// Ends what goes on.
    pub(super) fn leave(mut self) -> Result<()> {
        self.operator.take().map_or(Ok(()), |operator| operator.process.end())
    }

    fn shell(&self, typed: &str) -> Command {
        let mut command = Command::new("sh");
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(["-c", &typed.replace(ADDRESS, &self.address)])
            .current_dir(self.folder())
            // Nothing of the person who runs this: neither their cluster nor their settings.
            .env_clear()
            .env("PATH", format!("{}:{path}", self.programs().display()))
            .env("HOME", self.home.path())
            .env("TZ", &self.zone)
            .env("LANG", "C.UTF-8")
            .env("NO_COLOR", "1")
            .envs(self.plane.map(|plane| ("KUBECONFIG", plane.kubeconfig())))
            .envs(self.clock.setting().map(|setting| ("EASYSCALE_CLOCK_OFFSET", setting)));
        command
    }

    fn as_in_the_document(&self, text: &str) -> String {
        let text = text.replace(&self.address, ADDRESS).replace(&*self.home.path().to_string_lossy(), "~");
        text.split_inclusive('\n').map(|line| self.on_the_clock(line)).collect()
    }

    /// A line of the log with the time that the reader's clock shows.
    fn on_the_clock(&self, line: &str) -> String {
        let stamped = line.split_once(' ').and_then(|(stamp, rest)| {
            let stamp = stamp.contains('T').then(|| DateTime::parse_from_rfc3339(stamp).ok())??;
            Some((stamp.to_utc() + (self.clock.now() - now()), rest))
        });
        let Some((shown, rest)) = stamped else { return line.to_owned() };
        format!("{} {rest}", shown.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(desk: &Desk<'_>, typed: &str) -> String {
        let ended = desk.run(typed).expect("an end");
        assert_eq!(ended.code, 0, "{}", ended.text);
        ended.text
    }

    #[test]
    fn what_is_saved_is_there_and_nothing_else() {
        let desk = Desk::without_cluster().expect("a desk");
        desk.save("rule.yaml", "a: 1\n").expect("a file");
        assert_eq!(text(&desk, "cat rule.yaml; ls"), "a: 1\nrule.yaml\n");
    }

    #[test]
    fn the_command_is_there_under_both_names_with_the_clock_of_the_document() {
        let mut desk = Desk::without_cluster().expect("a desk");
        desk.set_clock("2026-05-08T13:50:05Z").expect("a clock");
        desk.live_in("Asia/Kathmandu");
        assert!(text(&desk, "easyscale version").starts_with("easyscale "));
        assert!(text(&desk, "kubectl-easyscale version").starts_with("easyscale "));
        assert!(!text(&desk, "echo $EASYSCALE_CLOCK_OFFSET").trim().is_empty());
        assert!(text(&desk, "date +%z").starts_with("+0545"));
    }

    #[test]
    fn the_port_of_the_document_is_replaced_in_both_directions() {
        let desk = Desk::without_cluster().expect("a desk");
        assert_eq!(text(&desk, "echo 127.0.0.1:8080"), "127.0.0.1:8080\n");
        assert_eq!(text(&desk, "echo 127.0.0.1:8080 | grep -c 8080 || true"), "0\n");
        assert_eq!(text(&desk, "cd; pwd"), "~\n");
    }

    #[test]
    fn time_stamps_of_the_log_are_on_the_clock_of_the_document() {
        let mut desk = Desk::without_cluster().expect("a desk");
        let stamp = now().to_rfc3339_opts(SecondsFormat::Micros, true);
        desk.set_clock("2026-05-08T13:50:05Z").expect("a clock");
        let line = desk.as_in_the_document(&format!("{stamp}  INFO starts\n"));
        assert!(line.starts_with("2026-05-08T13:50:0") && line.ends_with("Z  INFO starts\n"), "{line}");
    }

    #[test]
    fn a_missing_command_ends_with_an_error() {
        let ended = Desk::without_cluster().expect("a desk").run("easyscle").expect("an end");
        assert_eq!(ended.code, 127, "{}", ended.text);
    }
}
