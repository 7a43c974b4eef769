//! What is told about the program itself: help, manual, version, the definition of the resource.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Desk, finish, widest};

const COMMANDS: [&str; 11] = [
    "generate",
    "validate",
    "preview",
    "explain",
    "dry-run",
    "status",
    "run",
    "crd",
    "completion",
    "man",
    "version",
];

#[test]
fn every_command_has_a_help_with_an_example() {
    let mut desk = Desk::new();
    let main = desk.run(&["--help"]).well();
    for command in COMMANDS {
        assert!(main.out.contains(&format!("\n  {command} ")), "{}", main.out);
        let long = desk.run(&[command, "--help"]).well().out;
        assert!(long.contains("\nExample") && long.contains(&format!("  easyscale {command}")), "{long}");
        assert!(widest(&long) <= 121, "{command}: {long}");
        let short = desk.run(&[command, "-h"]).well().out;
        assert!(short.contains(&format!("Usage: easyscale {command}")), "{short}");
    }
    for hidden in ["__complete", "commands"] {
        assert!(!main.out.contains(&format!("\n  {hidden}")), "{}", main.out);
    }
}

#[test]
fn the_reference_in_the_documents_is_what_the_program_says_of_itself() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let told = Desk::new().run(&["commands"]).well().out;
    assert_eq!(std::fs::read_to_string(kept).unwrap(), told, "write it anew with: make generate");
}

#[test]
fn only_what_is_about_the_cluster_stands_under_that_heading() {
    let mut desk = Desk::new();
    for (command, own) in [
        ("preview", &["--from", "--for", "--until", "--week", "--diff", "--all", "--output"][..]),
        ("explain", &["--at", "--output"]),
        ("dry-run", &["--output"]),
        ("status", &["--all-namespaces", "--watch", "--output"]),
    ] {
        let help = desk.run(&[command, "-h"]).well().out;
        let (_, after) = help.split_once("\nCluster:\n").unwrap();
        let (cluster, _) = after.split_once("\n\n").unwrap();
        for flag in ["--namespace", "--kubeconfig", "--context"] {
            assert!(cluster.contains(flag), "{command} {flag}: {help}");
        }
        for flag in own {
            assert!(!cluster.contains(&format!("{flag} ")), "{command} {flag}: {help}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_told_with_what_was_probably_meant() {
    let mut desk = Desk::new();
    for arguments in [
        &[][..],
        &["valdate", "x"],
        &["preview"],
        &["preview", "x.yaml", "--weeks"],
        &["completion", "tcsh"],
        &["--colour", "never"],
        &["status", "--namespace"],
    ] {
        let ended = desk.run(arguments);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{arguments:?}");
        assert!(ended.err.contains("help"), "{}", ended.err);
    }
}

#[test]
fn the_version_names_the_zone_data_too() {
    let mut desk = Desk::new();
    let told = desk.run(&["version"]).well().out;
    assert_eq!(told, desk.run(&["--version"]).well().out);
    let (program, zones) =
        told.strip_prefix("easyscale ").and_then(|rest| rest.split_once(" (zone data ")).unwrap();
    assert_eq!(program, env!("CARGO_PKG_VERSION"));
    assert!(zones.starts_with("20") && zones.ends_with(")\n"), "{zones}");
}

#[test]
fn the_definition_is_the_one_that_is_kept_in_config() {
    let kept =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/crd/scalingrules.yaml"));
    assert_eq!(Desk::new().run(&["crd"]).well().out, kept.unwrap());
}

#[test]
fn the_document_about_the_commands_has_each_of_them() {
    let document = Desk::new().run(&["commands"]).well().out;
    for command in COMMANDS {
        assert!(document.contains(&format!("\n## easyscale {command}\n")), "{command}");
    }
    assert!(
        !document.contains('\u{1b}') && !document.contains(" \n"),
        "no colours, no spaces at the ends of lines"
    );
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let mut desk = Desk::new();
    let main = desk.run(&["man"]).well().out;
    assert!(main.contains(".TH easyscale 1"), "{main}");
    desk.run(&["man", "--dir", "share/man1"]).well();
    for command in COMMANDS {
        let name = format!("share/man1/easyscale-{command}.1");
        let page = std::fs::read_to_string(desk.path().join(&name)).unwrap();
        assert!(page.contains(&format!(".TH easyscale-{command} 1")), "{page}");
    }
    assert!(!desk.path().join("share/man1/easyscale-__complete.1").exists(), "what is hidden has no page");
    let ended = desk.run(&["man", "--dir", "share/man1/easyscale.1"]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.err.starts_with("error: the pages cannot be written into share/man1/easyscale.1: "),
        "{}",
        ended.err
    );
}

#[test]
fn the_manual_page_is_one_that_man_shows() {
    let desk = Desk::new();
    let page = desk.file("easyscale.1", Desk::new().run(&["man"]).well().out);
    let mut man = Command::new("man");
    man.args(["--warnings", "-P", "cat", "-l"]).arg(&page).env("MANWIDTH", "80").stdin(Stdio::null());
    // Machines without man have nobody who reads manual pages; the form is tested above.
    if man.output().is_ok_and(|output| output.status.success()) {
        let shown = finish(man, b"");
        assert!(shown.out.contains("SUBCOMMANDS"), "{shown:?}");
        assert_eq!(shown.err, "");
    }
}
