//! The week as a picture: on a terminal and as SVG.

use crate::support::{Desk, NIGHT, WEB, widest};

/// Without colours.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    bare + rest
}

#[test]
fn the_week_fits_a_small_terminal_with_colours_and_without() {
    let mut desk = Desk::with_rule();
    desk.file("night.yaml", NIGHT);
    for arguments in [
        &["preview", "web.yaml", "--week"][..],
        &["preview", "night.yaml", "--week", "--from", "2026-10-24"],
        &["preview", "night.yaml", "--week", "--from", "2026-03-28"],
    ] {
        let plain = desk.run(arguments).well().out;
        assert!(widest(&plain) <= 80, "{plain}");
        let painted = desk.program(&[arguments, &["--color", "always"]].concat());
        let painted = crate::support::finish(painted, b"").well().out;
        assert_eq!(bare(&painted), plain, "it says the same without its colours");
        assert!(painted.contains("\u{1b}[38;5;16m\u{1b}[48;5;"), "{painted:?}");
    }
    insta::assert_snapshot!(desk.said());
}

#[test]
fn the_colours_of_a_week_are_those_that_were_looked_at() {
    let desk = Desk::with_rule();
    let command = desk.program(&["preview", "web.yaml", "--week", "--color", "always"]);
    insta::assert_snapshot!(crate::support::finish(command, b"").well().out.replace('\u{1b}', "␛"));
}

#[test]
fn the_picture_for_pages_is_well_formed_whatever_the_names_are() {
    let mut desk = Desk::new();
    let name = r#"'<script>&"amp;"]]> ''x'''"#;
    desk.file("odd.yaml", WEB.replace("name: Weekend", &format!("name: {name}")));
    let ended = desk.run(&["preview", "odd.yaml", "--week", "-o", "svg"]).well();
    let picture = roxmltree::Document::parse(&ended.out).unwrap();
    assert_eq!(picture.root_element().tag_name().name(), "svg");
    assert_eq!(picture.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    let texts: Vec<_> = picture.descendants().filter_map(|node| node.text()).map(str::trim).collect();
    let shown = r#"<script>&"amp;"]]> 'x'"#;
    assert!(texts.contains(&format!("2026-05-09 00:00 to 16:00: 2 ({shown})").as_str()), "{texts:#?}");
    assert!(texts.contains(&format!("2: {shown}, 44 h").as_str()), "{texts:#?}");
    assert!(!picture.descendants().any(|node| node.has_tag_name("script")));
}

#[test]
fn the_picture_for_pages_shows_every_minute_of_the_week_once() {
    let mut desk = Desk::with_rule();
    desk.file("night.yaml", NIGHT);
    let ended = desk.run(&["preview", "web.yaml", "night.yaml", "-o", "svg"]).well();
    let picture = roxmltree::Document::parse(&ended.out).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<i64>().unwrap();
    let titled =
        picture.descendants().filter(|node| node.has_tag_name("title")).map(|node| node.parent().unwrap());
    let bars: Vec<_> =
        titled.filter_map(|group| group.children().find(|node| node.has_tag_name("rect"))).collect();
    let mut days: std::collections::BTreeMap<i64, i64> = std::collections::BTreeMap::new();
    for bar in &bars {
        *days.entry(number(*bar, "y")).or_default() += number(*bar, "width");
    }
    assert_eq!(days.len(), 14, "seven days for each of two rules");
    assert!(days.values().all(|&width| (716..=720).contains(&width)), "24 hours of 30 pixels each: {days:?}");
    insta::assert_snapshot!(ended.out);
}
