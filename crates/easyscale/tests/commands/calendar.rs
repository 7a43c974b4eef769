//! `easyscale preview -o ics`, read as the programs read it that open calendars.

use std::collections::{BTreeMap, HashSet};

use icalendar::parser::{read_calendar, unfold};

use crate::support::{Desk, NIGHT, WEB, small};

/// The events by their identity: start, end, summary.
fn events(text: &str) -> BTreeMap<String, [String; 3]> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let mut events = BTreeMap::new();
    for event in &calendar.components {
        assert_eq!(event.name, "VEVENT");
        let property =
            |name: &str| event.find_prop(name).unwrap_or_else(|| panic!("{name}: {event:?}")).val.to_string();
        property("DTSTAMP");
        let told = ["DTSTART", "DTEND", "SUMMARY"].map(property);
        assert!(events.insert(property("UID"), told).is_none(), "{} is there twice", property("UID"));
    }
    assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), events.len());
    events
}

/// What RFC 5545 demands of every line.
fn is_in_form(text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "every line ends with CR LF");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{text}");
}

#[test]
fn a_rule_becomes_a_calendar() {
    let mut desk = Desk::with_rule();
    let text = desk.run(&["preview", "web.yaml", "-o", "ics", "--for", "3d"]).well().out;
    is_in_form(&text);
    let stamp = text.lines().find(|line| line.starts_with("DTSTAMP")).unwrap();
    insta::assert_snapshot!(text.replace(stamp, "DTSTAMP:(now)").replace('\r', ""));
    assert_eq!(events(&text).len(), 6);
}

#[test]
fn names_of_every_kind_keep_its_form() {
    let mut desk = Desk::new();
    let odd = "\"Rush; 5, or more: \\\\n 週末の夕方の設定です週末の夕方の設定です ☃\"";
    desk.file("odd.yaml", WEB.replace("Evening rush", odd).replace("name: Weekend", "name: 'BEGIN:VEVENT'"));
    let text = desk.run(&["preview", "odd.yaml", "-o", "ics", "--for", "2d"]).well().out;
    is_in_form(&text);
    let events = events(&text);
    let summaries: HashSet<_> = events.values().map(|[_, _, summary]| summary.as_str()).collect();
    assert!(summaries.contains("shop/web: 2 replicas (BEGIN:VEVENT)"), "{summaries:?}");
    assert!(summaries.iter().any(|summary| summary.contains("Rush; 5, or more: \\n 週末")), "{summaries:?}");
}

#[test]
fn an_event_keeps_its_identity_whenever_it_is_asked_for() {
    let mut desk = Desk::new();
    desk.file("night.yaml", NIGHT);
    let mut ask = |from: &str, length: &str| {
        let text =
            desk.run(&["preview", "night.yaml", "-o", "ics", "--from", from, "--for", length]).well().out;
        is_in_form(&text);
        events(&text)
    };
    let evening = ask("2026-10-24 12:00", "2d");
    // In the middle of the night, when the first event has begun and the last one does not end yet.
    let night = ask("2026-10-24 23:17", "1h");
    assert_eq!(night.len(), 1);
    for (identity, told) in &night {
        assert_eq!(evening.get(identity), Some(told), "{identity}: {evening:?}");
    }
}

#[test]
fn no_two_events_have_one_identity() {
    let mut desk = Desk::new();
    desk.file("old.yaml", small("web"));
    desk.file("new.yaml", small("web"));
    desk.file("dotted.yaml", small("shop.web"));
    desk.file("shop.yaml", small("web").replace("{name: web}\nspec", "{name: web, namespace: shop}\nspec"));
    let ended =
        desk.run(&["preview", "old.yaml", "new.yaml", "dotted.yaml", "shop.yaml", "-o", "ics"]).well();
    is_in_form(&ended.out);
    assert_eq!(events(&ended.out).len(), 8, "two weekends for each of four rules");
    assert!(ended.out.contains("\r\nNAME:EasyScale: 4 rules\r\n"), "{}", ended.out);
}
