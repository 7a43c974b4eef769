//! `easyscale generate` with a sentence.

use crate::support::Desk;

#[test]
fn a_sentence_becomes_a_rule_that_says_what_was_understood() {
    let mut desk = Desk::new();
    let motto = "scale down x to 2 on weekends; scale up x to 5 between 16:00 - 18:00; otherwise 3";
    assert_eq!(desk.run(&["generate", motto]).code, 0);
    desk.run(&[
        "generate",
        "statefulset/db to 0 from 22:00 to 06:00; otherwise 2",
        "--timezone",
        "Asia/Tokyo",
    ]);
    desk.run(&["generate", "scale", "web", "to", "4", "on", "2026-12-24;", "otherwise", "1", "-z", "UTC"]);
    desk.run(&[
        "generate",
        "\"yes\": web to 4 from noon to 4pm (Asia/Tokyo), priority 3; \"a: #b\": web to 2 on weekdays in UTC; otherwise 1",
        "--name",
        "both",
        "-n",
        "shop",
    ]);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn a_sentence_about_several_things_becomes_several_rules() {
    let mut desk = Desk::new();
    let sentence = "scale a to 2 on weekends; otherwise 1; scale b to 3 on weekdays; otherwise 0";
    assert_eq!(desk.run(&["generate", sentence, "-z", "UTC"]).code, 0);
    assert_eq!(desk.run(&["generate", sentence, "-z", "UTC", "--name", "one"]).code, 2);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn what_is_doubtful_is_told_and_what_is_wrong_is_underlined() {
    let mut desk = Desk::new();
    for (sentence, code) in [
        ("scale web to 2 at weekends", 0),
        ("scale up web to 2 on weekends; otherwise 5", 0),
        ("web to 2 on weekends; web to 5 from 9:00 to 17:00; otherwise 3", 0),
        ("scale web to 5 from 16 to 18", 2),
        ("scale web to 5 from 16:00 to 18:00 on wekdays", 2),
        ("scale web to many on weekends", 2),
        ("scale web to 5 from 22:00 to 22:00", 2),
        ("scael web", 2),
        ("otherwise 3", 2),
        ("scale web to 5 on 2026-02-30", 2),
        ("scale web to 5 every other week", 2),
        ("", 2),
    ] {
        assert_eq!(desk.run(&["generate", sentence, "--timezone", "UTC"]).code, code, "{sentence}");
    }
    assert_eq!(desk.run(&["generate", "web to 2 on weekends", "-z", "Europe/Berln"]).code, 2);
    assert_eq!(desk.run(&["generate", "web to 2 on weekends; otherwise 3", "--name", "Web Shop"]).code, 2);
    assert_eq!(desk.run(&["generate", "web to 2 on weekends; otherwise 3", "-n", "my shop"]).code, 2);
    insta::assert_snapshot!(desk.said());
}

#[test]
fn the_clock_that_is_meant_is_the_named_one_else_that_of_tz_else_that_of_the_machine() {
    let desk = Desk::new();
    let zone = |set: Option<&str>, arguments: &[&str]| {
        let all = [&["generate", "web to 2 on weekends; otherwise 3"], arguments].concat();
        let mut command = desk.program(&all);
        match set {
            Some(set) => command.env("TZ", set),
            None => command.env_remove("TZ"),
        };
        let text = crate::support::finish(command, b"").well().out;
        let line = text.lines().find_map(|line| line.strip_prefix("  timezone: ")).unwrap().to_owned();
        (line, text)
    };
    assert_eq!(zone(Some("Asia/Tokyo"), &["-z", "America/New_York"]).0, "America/New_York");
    let (tokyo, text) = zone(Some(":Asia/Tokyo"), &[]);
    assert_eq!(tokyo, "Asia/Tokyo");
    assert!(text.contains("# Asia/Tokyo is the time zone of the machine that wrote this"), "{text}");
    let (machine, _) = zone(None, &[]);
    for unknown in ["", "CET-1CEST", ":/etc/localtime", "Not/AZone"] {
        assert_eq!(zone(Some(unknown), &[]).0, machine, "{unknown}");
    }
}
