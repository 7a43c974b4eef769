//! Where results go, colours, and who stops reading.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use crate::support::{Desk, WEB, finish, wait};

const COLOR: char = '\u{1b}';

/// A kubeconfig of a cluster that does not answer.
const NOWHERE: &str = "\
clusters: [{name: c, cluster: {server: \"http://127.0.0.1:9\"}}]
users: [{name: u, user: {}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
";

#[test]
fn colours_are_for_terminals_unless_somebody_says_otherwise() {
    let mut desk = Desk::with_rule();
    desk.file("wrong.yaml", WEB.replace("Europe/Berlin", "Berlin"));
    for arguments in [
        &["preview", "web.yaml", "--for", "1d"][..],
        &["preview", "web.yaml", "--week"],
        &["explain", "web.yaml"],
        &["validate", "web.yaml"],
        &["validate", "wrong.yaml"],
        &["explain", "wrong.yaml"],
        &["generate", "web to 2"],
        &["generate", "web to"],
        &["status"],
        &["nonsense"],
    ] {
        let plain = desk.run(arguments);
        let with = |more: &[&str], variables: &[(&str, &str)]| {
            let mut command = desk.program(&[arguments, more].concat());
            command.envs(variables.iter().copied());
            finish(command, b"")
        };
        assert!(!format!("{plain:?}").contains(COLOR) && !plain.out.contains(COLOR), "{plain:?}");
        for same in [
            with(&["--color", "never"], &[]),
            with(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]),
            with(&["--color=auto"], &[("NO_COLOR", "1")]),
            with(&[], &[("TERM", "dumb")]),
        ] {
            // What makes no sense at all is told before colours are chosen.
            let (code, out, err) = (same.code, same.out, same.err);
            assert_eq!((code, &out, &err), (plain.code, &plain.out, &plain.err), "{arguments:?}");
        }
        let painted = with(&["--color", "always"], &[("NO_COLOR", "1")]);
        assert_eq!(painted.code, plain.code);
        let is_painted = painted.out.contains(COLOR) || painted.err.contains(COLOR);
        let is_yaml_alone = arguments == ["generate", "web to 2"] && plain.err.is_empty();
        assert!(is_painted || is_yaml_alone, "{arguments:?}: {painted:?}");
    }
    assert_eq!(desk.run(&["version", "--color", "sometimes"]).code, 2);
}

#[test]
fn the_log_of_the_operator_has_colours_where_the_rest_has_them() {
    let desk = Desk::new();
    desk.file("kubeconfig", NOWHERE);
    // The operator says that it starts, and then ends because somebody else has its port.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("--listen={}", taken.local_addr().unwrap());
    let logged = |more: &[&str], variables: &[(&str, &str)]| {
        let usual = ["run", "--leader-elect=false", "--kubeconfig=kubeconfig", &listen];
        let mut command = desk.program(&[&usual, more].concat());
        command.envs(variables.iter().copied());
        let ended = finish(command, b"");
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.err.lines().find(|line| line.contains("easyscale starts")).unwrap().to_owned()
    };
    for (more, variables, painted) in [
        (&[][..], &[][..], false),
        (&["--color=always"], &[("NO_COLOR", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["--color=never"], &[("CLICOLOR_FORCE", "1")], false),
        (&["--log-format=json", "--color=always"], &[], false),
    ] {
        let line = logged(more, variables);
        assert_eq!(line.contains(COLOR), painted, "{more:?} {variables:?}: {line}");
    }
}

#[test]
fn what_programs_read_has_no_colours_even_if_always_is_asked_for() {
    let mut desk = Desk::with_rule();
    for form in ["json", "ics", "svg"] {
        let ended = desk.run(&["preview", "web.yaml", "-o", form, "--color", "always"]).well();
        assert!(!ended.out.contains(COLOR), "{}", ended.out);
    }
    assert!(
        !desk.run(&["explain", "web.yaml", "-o", "json", "--color", "always"]).well().out.contains(COLOR)
    );
    assert!(
        !desk.run(&["validate", "web.yaml", "-o", "json", "--color", "always"]).well().out.contains(COLOR)
    );
    let sentence = ["generate", "web to 2; otherwise 3", "--color", "always"];
    assert!(!desk.run(&sentence).well().out.contains(COLOR));
}

#[test]
fn whoever_reads_the_result_may_stop_early() {
    let desk = Desk::with_rule();
    for arguments in [&["preview", "web.yaml", "--for", "19y"][..], &["crd"], &["completion", "bash"]] {
        let mut child =
            desk.program(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(wait(&mut child), 0, "{arguments:?}");
        let told = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
        assert_eq!(told, "", "{arguments:?}");
    }
}

#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        panic!("/dev/full is part of every Linux");
    };
    let mut child = Desk::with_rule().program(&["crd"]).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let told = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert_eq!((wait(&mut child), &*told), (1, "error: nothing can be printed: No space left on device\n"));
}

#[test]
fn as_a_plugin_of_kubectl_it_speaks_of_itself_as_that() {
    let desk = Desk::with_rule();
    let plugin = |arguments: &[&str]| {
        let mut command = desk.program(arguments);
        command.arg0("/usr/local/bin/kubectl-easyscale");
        finish(command, b"")
    };
    let help = plugin(&["preview", "--help"]).well();
    assert!(help.out.contains("Usage: kubectl easyscale preview [OPTIONS] <FILE|RULE>..."), "{}", help.out);
    let wrong = plugin(&["preview"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("Usage: kubectl easyscale preview <FILE|RULE>..."), "{}", wrong.err);
    assert_eq!(plugin(&["version"]).well().out, Desk::new().run(&["version"]).well().out);
    plugin(&["preview", "web.yaml", "--week"]).well();
}
