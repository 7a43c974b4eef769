//! Completion: shells accept the scripts, and kubectl gets its answers.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Desk, finish};

#[test]
fn shells_accept_the_scripts() {
    let mut desk = Desk::new();
    // bash is everywhere; the others are asked where they are.
    for (shell, check) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = desk.run(&["completion", shell]).well().out;
        for command in ["generate", "validate", "preview", "dry-run", "status"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(!script.contains("__complete"), "{shell}: what is hidden is not offered");
        let file = desk.file(&format!("script.{shell}"), script);
        match Command::new(shell).args(check).arg(file).output() {
            Ok(output) => {
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(output.status.success() && told.is_empty(), "{shell}: {told}");
            }
            Err(_) => assert_ne!(shell, "bash", "bash is needed"),
        }
    }
}

#[test]
fn bash_completes_commands_flags_and_their_values() {
    let mut desk = Desk::new();
    let script = desk.run(&["completion", "bash"]).well().out;
    desk.file("script", script);
    let asked = |words: &str| {
        let ask = format!(
            "source ./script; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _easyscale easyscale \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[@]}}\""
        );
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &ask]).current_dir(desk.path());
        finish(bash, b"").out
    };
    assert_eq!(asked("easyscale va").trim(), "validate");
    assert_eq!(asked("easyscale preview --w").trim(), "--week");
    assert_eq!(asked("easyscale preview -o \"\"").trim(), "text json ics svg");
}

/// What may follow a line, in any shell.
const FOLLOWS: [(&str, &[&str]); 12] = [
    ("easyscale va", &["validate"]),
    ("easyscale help st", &["status"]),
    ("easyscale completion ", &["bash", "fish", "kubectl", "zsh"]),
    ("easyscale preview --we", &["--week"]),
    ("easyscale preview -o ", &["ics", "json", "svg", "text"]),
    ("easyscale status --color ", &["always", "auto", "never"]),
    ("easyscale validate ", &["rules", "web.yaml"]),
    ("easyscale preview web.yaml ru", &["rules"]),
    ("easyscale explain --kubeconfig w", &["web.yaml"]),
    // What a shell cannot know: neither files nor, as zsh would have it, all programs of the machine.
    ("easyscale status ", &[]),
    ("easyscale preview --from ", &[]),
    ("easyscale run --cross-namespace ", &[]),
];

/// A folder with a rule, a folder and a script for that shell, if the shell is there.
fn seat(shell: &str, script: &str) -> Option<Desk> {
    Command::new(shell).arg("--version").output().ok()?;
    let mut desk = Desk::with_rule();
    desk.file("rules/one.yaml", "");
    let text = desk.run(&["completion", shell]).well().out;
    desk.file(script, text);
    Some(desk)
}

/// Asks the shell about every line; `words` takes what is offered out of what it prints.
fn offers(desk: &Desk, ask: impl Fn(&str) -> Command, words: impl Fn(&str) -> Vec<String>) {
    for (line, expected) in FOLLOWS {
        let mut shell = ask(line);
        shell.current_dir(desk.path()).env("HOME", desk.path());
        let ended = finish(shell, b"");
        let mut offered: Vec<_> =
            words(&ended.out).iter().map(|word| word.trim_end_matches('/').to_owned()).collect();
        offered.sort();
        offered.dedup();
        assert_eq!(offered, expected, "{line:?}: {ended:?}");
    }
}

#[test]
fn fish_offers_what_may_follow() {
    // Where there is no fish, hack/test.sh says so.
    let Some(desk) = seat("fish", ".script") else { return };
    let ask = |line: &str| {
        let mut fish = Command::new("fish");
        fish.args(["--no-config", "-c", &format!("source .script; complete -C '{line}'")]);
        fish
    };
    let words =
        |out: &str| out.lines().filter_map(|line| Some(line.split('\t').next()?.to_owned())).collect();
    offers(&desk, ask, words);
}

#[test]
fn zsh_offers_what_may_follow() {
    // Where there is no zsh, hack/test.sh says so.
    let Some(desk) = seat("zsh", ".functions/_easyscale") else { return };
    desk.file(".ask", include_str!("support/ask.zsh"));
    let ask = |line: &str| {
        let mut zsh = Command::new("zsh");
        zsh.args(["-f", ".ask", line]).env("FUNCTIONS", ".functions");
        zsh
    };
    let word = |part: &str| Some(part.split_once('>')?.0.to_owned()).filter(|word| !word.is_empty());
    offers(&desk, ask, |out| out.split('<').skip(1).filter_map(word).collect());
}

#[test]
fn kubectl_is_told_what_may_follow() {
    let mut desk = Desk::with_rule();
    desk.file("rules/one.yaml", "");
    desk.run(&["completion", "kubectl"]).well();
    for words in [
        &[""][..],
        &["va"],
        &["preview", "--w"],
        &["preview", "-o", ""],
        &["preview", "w"],
        &["preview", "r"],
        &["completion", ""],
        &["nonsense", ""],
        &["--color", "n"],
        &[],
    ] {
        let ended = desk.run(&[&["__complete"], words].concat()).well();
        assert!(
            ended.out.lines().last().is_some_and(|last| last.starts_with(':')),
            "{words:?}: {}",
            ended.out
        );
        assert!(!ended.out.contains("__complete"), "{}", ended.out);
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn the_program_for_kubectl_hands_on_what_it_is_asked() {
    let mut desk = Desk::new();
    let script = desk.file("kubectl_complete-easyscale", "");
    std::fs::write(&script, desk.run(&["completion", "kubectl"]).well().out).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_easyscale"), desk.path().join("kubectl-easyscale"))
        .unwrap();
    let mut asked = Command::new(&script);
    let folders = format!("{}:{}", desk.path().display(), std::env::var("PATH").unwrap());
    asked.args(["preview", "--wee"]).env("PATH", folders);
    let told = finish(asked, b"").well().out;
    assert!(told.starts_with("--week\tDraw the week") && told.ends_with("\n:4\n"), "{told}");
}
