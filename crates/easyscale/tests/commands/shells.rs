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
