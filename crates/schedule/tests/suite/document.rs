//! docs/time.md keeps its word: its tables are computed anew, and every claim names tests that exist.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::Weekday::{Fri, Sat, Sun};
use chrono::{DateTime, TimeDelta, Utc};
use easyscale_schedule::Entry;

use crate::common::{Words, at, entry, minute, windows_near, zone};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    fs::read_to_string(repository().join("docs/time.md")).unwrap()
}

/// The cells of the rows below the heading whose first cell is `title`.
fn rows(title: &str) -> Vec<Vec<String>> {
    let page = page();
    let mut inside = false;
    let mut found = Vec::new();
    for line in page.lines() {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        if !line.starts_with('|') {
            inside = false;
        } else if cells[0] == title {
            inside = true;
        } else if inside && !line.starts_with("|---") {
            found.push(cells);
        }
    }
    found
}

/// The entries of the tables.
fn entries() -> Vec<Entry> {
    let berlin = || entry("Europe/Berlin");
    let on = |date: &str, start: &str, end: &str| berlin().dates(&[date]).from(start).to(end);
    vec![
        entry("Asia/Kathmandu").from("09:00").to("18:00"),
        berlin().on(&[Fri]).from("22:00").to("24:00"),
        berlin().on(&[Sat, Sun]),
        entry("UTC").dates(&["2028-02-29"]),
        berlin().on(&[Sat]).from("22:00").to("06:00"),
        on("2026-12-24", "22:00", "06:00"),
        on("2026-03-28", "22:00", "06:00"),
        on("2026-03-29", "02:30", "05:00"),
        on("2026-03-29", "02:15", "02:45"),
        on("2026-10-24", "22:00", "06:00"),
        on("2026-10-25", "02:15", "02:45"),
        on("2026-10-25", "02:30", "06:00"),
    ]
}

/// An instant as the page writes it: `Sat 2026-05-09 22:00 +02:00`.
fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_str(text, "%a %Y-%m-%d %H:%M %:z")
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .to_utc()
}

/// A length as the page writes it: `4 h 30 min`.
fn length(time: TimeDelta) -> String {
    let parts = [(time.num_hours(), "h"), (time.num_minutes() % 60, "min")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    parts.map(|(number, unit)| format!("{number} {unit}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_window_of_the_page_is_computed_as_it_says() {
    let (entries, rows) = (entries(), rows("an entry says"));
    assert_eq!(rows.len(), entries.len());
    for row in rows {
        let [says, from, until, lasts] = row.as_slice() else { panic!("{row:?}") };
        let entry =
            entries.iter().find(|entry| entry.when() == *says).unwrap_or_else(|| panic!("who says {says}?"));
        if from == "not at all" {
            assert_eq!(windows_near(entry, at("2026-03-29T00:00Z"), 300), Vec::<String>::new());
            continue;
        }
        let (start, end) = (instant(from), instant(until));
        let window = format!("{} – {}", minute(start), minute(end));
        assert!(windows_near(entry, start, 4).contains(&window), "{row:?}");
        assert_eq!(*lasts, length(end - start), "{row:?}");
        // What is written after the time is what the clock there shows.
        for (text, instant) in [(from, start), (until, end)] {
            let offset = entry.zone.offset(instant);
            assert_eq!(*text, instant.with_timezone(&offset).format("%a %Y-%m-%d %H:%M %:z").to_string());
        }
    }
}

#[test]
fn the_picture_of_the_clock_that_waits_is_true() {
    let berlin = zone("Europe/Berlin");
    let rows = rows("in UTC");
    assert_eq!(rows.len(), 10);
    for row in rows {
        let now = at(&format!("{}Z", row[0].replace(' ', "T")));
        assert_eq!(row[1], berlin.local(now).format("%H:%M").to_string(), "{row:?}");
        assert_eq!(row[2], berlin.waiting_clock(now).format("%H:%M").to_string(), "{row:?}");
    }
}

/// The names of all functions of the repository's tests.
fn functions(folder: &Path, names: &mut HashSet<String>) {
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.is_dir() {
            functions(&file, names);
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(file).unwrap();
            let starts = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn "));
            names.extend(starts.filter_map(|line| line.split_once('(')).map(|(name, _)| name.to_owned()));
        }
    }
}

#[test]
fn every_claim_of_the_page_names_tests_that_exist() {
    let mut known = HashSet::new();
    functions(&repository().join("crates"), &mut known);
    let page = page();
    let proofs: Vec<&str> = page
        .split("<!-- proved by ")
        .skip(1)
        .flat_map(|rest| rest.split_once(" -->").unwrap().0.split(", "))
        .collect();
    assert!(proofs.len() > 40, "{}", proofs.len());
    for proof in proofs {
        assert!(known.contains(proof), "docs/time.md names {proof}, which is no test");
    }
    // Every chapter has a proof or a table.
    for chapter in page.split("\n## ").skip(1) {
        assert!(chapter.contains("<!-- proved by"), "{chapter}");
    }
}

#[test]
fn the_page_tells_the_zone_data_and_the_names_on_which_chrono_tz_is_wrong() {
    let page = page();
    assert!(page.contains(&format!("version **{}**", crate::common::ZONES.version())));
    let listed = page
        .lines()
        .filter(|line| line.starts_with("> `"))
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let second_opinion = include_str!("../properties/second_opinion.rs");
    let names: Vec<&str> = listed.collect();
    assert_eq!(names.len(), 15);
    for name in names {
        assert!(second_opinion.contains(&format!("    \"{name}\",\n")), "{name}");
    }
}

#[test]
fn the_setting_for_other_zone_data_has_the_name_that_the_page_tells() {
    let page = page();
    let program = fs::read_to_string(repository().join("crates/easyscale/src/commands/run.rs")).unwrap();
    assert!(page.contains("--zoneinfo ") && page.contains("`EASYSCALE_ZONEINFO`"));
    assert!(program.contains("zoneinfo: Option<PathBuf>") && program.contains("\"EASYSCALE_ZONEINFO\""));
}
