//! `easyscale explain`: why the number is what it is.

use crate::support::{ALWAYS, Desk, NIGHT, WEB, widest};

#[test]
fn the_answer_is_one_that_a_manager_can_read() {
    let mut desk = Desk::with_rule();
    for at in ["now", "Friday 17:00", "Saturday 17:00", "Sunday noon"] {
        let ended = desk.run(&["explain", "web.yaml", "--at", at]).well();
        assert!(widest(&ended.out) <= 110, "{}", ended.out);
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn clock_changes_are_explained() {
    let mut desk = Desk::new();
    desk.file("night.yaml", NIGHT);
    for at in ["2026-10-25T00:20:00Z", "2026-10-25T01:20:00Z", "2026-03-29 02:30", "2026-03-29 12:00"] {
        let ended = desk.run(&["explain", "night.yaml", "--at", at]).well();
        assert!(widest(&ended.out) <= 115, "{}", ended.out);
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn what_never_changes_what_is_suspended_and_what_only_tells_say_so() {
    let mut desk = Desk::new();
    desk.file("always.yaml", ALWAYS);
    desk.file("suspended.yaml", format!("{WEB}  suspend: true\n  cooldownSeconds: 90\n"));
    desk.file("tells.yaml", format!("{WEB}  dryRun: true\n"));
    let past = "  schedule:\n  - {name: Once, dates: [\"2026-05-07\"], replicas: 2}\n";
    let (head, _) = ALWAYS.split_once("  schedule").unwrap();
    desk.file("past.yaml", format!("{head}{past}"));
    for file in ["always.yaml", "suspended.yaml", "tells.yaml", "past.yaml"] {
        desk.run(&["explain", file]).well();
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn programs_get_the_same_as_json() {
    let mut desk = Desk::with_rule();
    desk.file("always.yaml", ALWAYS);
    desk.run(&["explain", "web.yaml", "--at", "Saturday 17:00", "-o", "json"]).well();
    desk.run(&["explain", "always.yaml", "--at", "Saturday 17:00", "-o", "json"]).well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn a_moment_that_cannot_be_meant_is_refused() {
    let mut desk = Desk::with_rule();
    for at in ["", "half past two", "2026-13-01", "1970-01-01", "in 100 years"] {
        assert_eq!(desk.run(&["explain", "web.yaml", "--at", at]).code, 2, "{at}");
    }
    insta::assert_snapshot!(desk.said());
}
