//! `easyscale preview`: the coming changes.

use crate::support::{ALWAYS, Desk, NIGHT, WEB, finish, widest};

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
fn on_a_terminal_tables_with_long_names_fit_its_width_and_elsewhere_the_names_are_whole() {
    let desk = Desk::new();
    let name = "Night shift of the payment service in Europe, on weekdays only";
    desk.file("long.yaml", WEB.replace("Evening rush", name));
    let on_a_terminal = |columns: usize, command: &str| {
        let program = env!("CARGO_BIN_EXE_easyscale");
        // "script" gives a terminal to what it runs.
        let mut script =
            desk.terminal(&format!("stty rows 40 cols {columns}; exec {program} --color never {command}"));
        script.env("EASYSCALE_CLOCK_OFFSET", crate::support::NOW);
        finish(script, b"").well().out.replace('\r', "")
    };
    for command in ["preview long.yaml --for 2d", "explain long.yaml --at 17:00"] {
        for columns in [80, 100, 120] {
            let out = on_a_terminal(columns, command);
            let (_, table) = out.split_once("WHY").unwrap();
            let table: Vec<_> = table.lines().skip(1).take_while(|line| !line.is_empty()).collect();
            assert!(table.len() >= 3, "{out}");
            assert!(table.iter().all(|line| line.chars().count() <= columns), "{columns}: {out}");
            assert!(table.iter().any(|line| line.contains('…') && line.contains("only")), "{columns}: {out}");
        }
        let wide = on_a_terminal(300, command);
        assert!(wide.contains(name) && !wide.contains('…'), "{wide}");
    }
    let piped = finish(desk.program(&["preview", "long.yaml", "--for", "2d"]), b"").well().out;
    assert!(piped.contains(&format!("5      {name}   \"{name}\" begins\n")), "{piped}");
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
