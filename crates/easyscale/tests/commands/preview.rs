//! `easyscale preview`: the coming changes.

use crate::support::{ALWAYS, Desk, NIGHT, WEB, widest};

#[test]
fn the_coming_changes_are_a_table() {
    let mut desk = Desk::with_rule();
    let ended = desk.run(&["preview", "web.yaml", "--for", "5d"]).well();
    assert!(widest(&ended.out) <= 115, "{}", ended.out);
    desk.run(&["preview", "web.yaml", "--for", "2d", "--all"]).well();
    desk.run_with_input(&["preview", "-", "--for", "1 day"], WEB).well();
    desk.file("always.yaml", ALWAYS);
    desk.run(&["preview", "always.yaml"]).well();
    desk.run(&["preview", "always.yaml", "--week"]).well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn clock_changes_stand_between_the_changes() {
    let mut desk = Desk::new();
    desk.file("night.yaml", NIGHT);
    desk.run(&["preview", "night.yaml", "--from", "2026-03-28 12:00", "--for", "2d"]).well();
    desk.run(&["preview", "night.yaml", "--from", "2026-10-24 12:00", "--until", "2026-11-03"]).well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn times_are_read_as_people_write_them() {
    let mut desk = Desk::with_rule();
    for (arguments, first, last) in [
        (&["--from", "tomorrow", "--for", "24h"][..], "Saturday 2026-05-09 00:00", "Sunday 2026-05-10 00:00"),
        (&["--from", "Friday 4pm", "--for", "90min"], "Friday 2026-05-08 16:00", "Friday 2026-05-08 17:30"),
        (&["--from", "yesterday", "--until", "noon"], "Thursday 2026-05-07 00:00", "Friday 2026-05-08 12:00"),
        (&["--from", "2026-12-24", "--for", "1w"], "Thursday 2026-12-24 00:00", "Thursday 2026-12-31 00:00"),
        (
            &["--from", "2026-05-08T12:00:00Z", "--for", "1h"],
            "Friday 2026-05-08 14:00",
            "Friday 2026-05-08 15:00",
        ),
        (&["--from", "in 2 hours", "--for", "2 hours"], "Friday 2026-05-08 17:59", "Friday 2026-05-08 19:59"),
        (&[], "Friday 2026-05-08 15:59", "Friday 2026-05-22 15:59"),
    ] {
        let ended = desk.run(&[&["preview", "web.yaml"], arguments].concat()).well();
        assert!(ended.out.contains(&format!("\nFrom {first}: ")), "{arguments:?}: {}", ended.out);
        assert!(
            ended.out.contains(&format!(" until {last} (Europe/Berlin).\n")),
            "{arguments:?}: {}",
            ended.out
        );
    }
}

#[test]
fn times_that_cannot_be_meant_are_refused_with_the_fix() {
    let mut desk = Desk::with_rule();
    for arguments in [
        &["--for", "14"][..],
        &["--for", "100y"],
        &["--for", "-3d"],
        &["--from", "soon"],
        &["--from", "2026-02-30"],
        &["--from", "1950-01-01"],
        &["--from", "9999-12-31", "--for", "1d"],
        &["--until", "yesterday"],
        &["--from", "2026-06-01", "--until", "2026-06-01"],
        &["--for", "3d", "--until", "tomorrow"],
        &["--for", "3d", "--week"],
        &["--week", "--diff", "web.yaml"],
        &["--diff", "web.yaml", "-o", "svg"],
        &["-o", "yaml"],
        &["--al"],
    ] {
        let ended = desk.run(&[&["preview", "web.yaml"], arguments].concat());
        assert_eq!((ended.code, &*ended.out), (2, ""), "{arguments:?}");
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn it_goes_on_for_as_long_as_clocks_are_known() {
    let ended = Desk::with_rule().run(&["preview", "web.yaml", "--for", "19y"]).well();
    assert!(ended.out.ends_with("changes of the number until Monday 2045-05-08 15:59 (Europe/Berlin).\n"));
    assert!(ended.out.lines().count() > 10_000);
}

#[test]
fn programs_get_the_same_as_json() {
    let mut desk = Desk::with_rule();
    desk.file("night.yaml", NIGHT);
    desk.run(&["preview", "web.yaml", "--for", "1d", "-o", "json"]).well();
    desk.run(&["preview", "night.yaml", "--from", "2026-10-25", "--for", "12h", "-o", "json", "--all"])
        .well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn a_long_name_does_not_break_the_table() {
    let mut desk = Desk::new();
    let name = "0123456789".repeat(6) + "abc";
    desk.file("long.yaml", WEB.replace("Evening rush", &name).replace("Weekend", "週末の設定"));
    desk.run(&["preview", "long.yaml", "--for", "2d"]).well();
    desk.run(&["explain", "long.yaml", "--at", "Saturday 17:00"]).well();
    desk.run(&["preview", "long.yaml", "--week"]).well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn a_rule_with_mistakes_is_not_previewed() {
    let mut desk = Desk::new();
    desk.file("wrong.yaml", WEB.replace("Europe/Berlin", "Berlin"));
    desk.file("map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
    for command in ["preview", "explain", "dry-run"] {
        for file in ["wrong.yaml", "map.yaml"] {
            let ended = desk.run(&[command, file]);
            assert_eq!((ended.code, &*ended.out), (2, ""), "{command} {file}: {ended:?}");
        }
    }
    insta::assert_snapshot!(desk.said());
}
