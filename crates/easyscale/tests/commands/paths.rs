//! Files that cannot be read, folders with traps, and names that would give orders to a terminal.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::support::{Desk, WEB, finish, small, wait};

const COMMANDS: [&str; 4] = ["validate", "preview", "explain", "dry-run"];

#[test]
fn what_is_not_there_is_told_plainly_with_what_is_near() {
    let mut desk = Desk::with_rule();
    std::fs::create_dir(desk.path().join("empty")).unwrap();
    symlink("nowhere.yaml", desk.path().join("link.yaml")).unwrap();
    symlink("self.yaml", desk.path().join("self.yaml")).unwrap();
    for given in ["wbe.yaml", "web.yaml/x", "no/folder/x.yaml", "empty", "link.yaml", "self.yaml", ""] {
        let ended = desk.run(&["validate", given]);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{given}");
        assert!(!ended.err.contains("os error"), "{}", ended.err);
    }
    for command in COMMANDS {
        assert_eq!(desk.run(&[command, "wbe.yaml"]).code, 2, "{command}");
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn a_file_without_permission_is_told_as_that() {
    let desk = Desk::with_rule();
    let closed = desk.file("closed.yaml", WEB);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    std::fs::set_permissions(desk.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    // The administrator may read everything: then somebody else asks, with a program that they may run.
    let administrator = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let program = desk.path().join("easyscale");
    // Copied by another process: while this one had it open for writing, a child that another test starts in that moment
    // would have it open, too, and nobody could run it.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_easyscale")).arg(&program).status().unwrap();
    assert!(copied.success());
    for command in COMMANDS {
        let mut asked = Command::new(&program);
        asked.args([command, "closed.yaml"]).current_dir(desk.path()).env_clear();
        if administrator {
            asked.uid(65534);
        }
        let ended = finish(asked, b"");
        assert_eq!((ended.code, &*ended.err), (2, "error: you may not read closed.yaml\n"), "{command}");
    }
}

#[test]
fn links_in_a_circle_and_what_is_no_file_are_passed_over_in_a_folder() {
    let mut desk = Desk::new();
    desk.file("rules/deep/web.yaml", WEB);
    desk.file("elsewhere/linked.yaml", small("linked"));
    let within = desk.path().join("rules/deep");
    symlink("..", within.join("circle")).unwrap();
    symlink("../../elsewhere", within.join("elsewhere")).unwrap();
    symlink("nowhere", within.join("dangling.txt")).unwrap();
    std::fs::create_dir(within.join("folder.yaml")).unwrap();
    assert!(Command::new("mkfifo").arg(within.join("pipe.yaml")).status().unwrap().success());
    let ended = desk.run(&["validate", "rules"]).well();
    assert_eq!(ended.out, "2 rules in 2 files: no errors, no warnings.\n");
    symlink("nowhere.yaml", within.join("missing.yaml")).unwrap();
    let ended = desk.run(&["validate", "rules"]);
    let told = "error: rules/deep/missing.yaml is a link to a file that is not there\n";
    assert_eq!((ended.code, &*ended.err), (2, told));
}

#[test]
fn a_pipe_with_a_name_is_read_like_a_file() {
    let desk = Desk::new();
    let pipe = desk.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = desk.program(&["validate", "./pipe"]).spawn().unwrap();
    std::fs::write(&pipe, WEB).unwrap();
    assert_eq!(wait(&mut child), 0);
}

#[test]
fn what_never_ends_is_not_read_for_ever() {
    let ended = Desk::new().run(&["validate", "/dev/zero"]);
    assert_eq!((ended.code, &*ended.err), (2, "error: /dev/zero is larger than 256 MiB: split it up\n"));
}

#[test]
fn the_name_of_a_file_cannot_give_orders_to_the_terminal() {
    let mut desk = Desk::new();
    let name = "a\u{1b}[31mred\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\r.yaml";
    desk.file(name, WEB.replace("Europe/Berlin", "Berlin"));
    desk.file("good/a\u{1b}[2J.yaml", WEB);
    desk.file("double/a\u{1b}[2J.yaml", format!("{WEB}---\n{WEB}"));
    let bad = desk.run(&["validate", name]);
    assert_eq!(bad.code, 2);
    let missing = format!("{name}l");
    for arguments in [
        &["validate", name][..],
        &["validate", "."],
        &["validate", "double"],
        &["validate", "double", "--color", "always"],
        &["preview", "good", "--diff", "good"],
        &["preview", name],
        &["explain", &missing],
        &["validate", &missing, "--color", "always"],
        &["validate", "double", "-o", "json"],
        &["generate", "web to 2 \u{1b}]0;owned\u{7}"],
        &["generate", "\"\u{1b}]0;owned\u{7}\": web to 2"],
        &["explain", "\u{1b}]0;owned\u{7}"],
        &["status", "-n", "\u{1b}]0;owned\u{7}", "--kubeconfig", "\u{1b}]0;owned\u{7}"],
    ] {
        let ended = desk.run(arguments);
        assert!(ended.code == 0 || !ended.err.is_empty() || !ended.out.is_empty(), "{arguments:?}");
        for text in [&ended.out, &ended.err] {
            let orders = ["\u{1b}]", "\u{1b}[2J", "\u{1b}[31mred", "\u{7}", "\u{9b}", "\u{202e}", "\r"];
            assert!(!orders.iter().any(|order| text.contains(order)), "{arguments:?}: {text:?}");
        }
    }
    assert!(
        bad.out.contains("--> a\\u001b[31mred\\u001b]0;owned\\u0007\\u009b2J\\u202e\\u000d.yaml:6:13"),
        "{}",
        bad.out
    );
}

#[test]
fn a_name_that_is_no_text_is_still_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let mut desk = Desk::new();
    let name = std::ffi::OsStr::from_bytes(b"rules/b\xffd.yaml");
    desk.file("rules/good.yaml", WEB);
    std::fs::write(desk.path().join(name), small("other")).unwrap();
    assert_eq!(desk.run(&["validate", "rules"]).well().out, "2 rules in 2 files: no errors, no warnings.\n");
    let mut command = desk.program(&["validate"]);
    command.arg(name);
    assert_eq!(finish(command, b"").code, 2, "a command line is text");
}
