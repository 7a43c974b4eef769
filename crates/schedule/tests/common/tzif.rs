//! Zones made of any transitions we like, written as compiled zone files and read as a zoneinfo directory.

use std::fs;

use chrono::{DateTime, Utc};
use easyscale_schedule::{Zone, ZoneDatabase};

/// A zone whose clock is `first` seconds ahead of UTC until the first change; each change is an instant and a new offset.
pub fn zone(name: &str, first: i32, changes: &[(DateTime<Utc>, i32)]) -> Zone {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, file(first, changes)).unwrap();
    ZoneDatabase::from_dir(dir.path()).unwrap().zone(name).unwrap()
}

/// RFC 8536, version 2: an empty block of version 1, the block with 64-bit times, and a footer that says nothing.
fn file(first: i32, changes: &[(DateTime<Utc>, i32)]) -> Vec<u8> {
    let mut offsets = vec![first];
    for (_, offset) in changes {
        if !offsets.contains(offset) {
            offsets.push(*offset);
        }
    }
    let kind =
        |offset: &i32| u8::try_from(offsets.iter().position(|known| known == offset).unwrap()).unwrap();
    let mut bytes = block(0, &[0], |_| ());
    bytes.extend(block(changes.len(), &offsets, |bytes| {
        bytes.extend(changes.iter().flat_map(|(at, _)| at.timestamp().to_be_bytes()));
        bytes.extend(changes.iter().map(|(_, offset)| kind(offset)));
    }));
    bytes.extend(b"\n\n");
    bytes
}

fn block(changes: usize, offsets: &[i32], write_changes: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let name = b"LMT\0";
    let mut bytes = b"TZif2".to_vec();
    bytes.extend([0; 15]);
    for count in [0, 0, 0, changes, offsets.len(), name.len()] {
        bytes.extend(u32::try_from(count).unwrap().to_be_bytes());
    }
    write_changes(&mut bytes);
    for offset in offsets {
        bytes.extend(offset.to_be_bytes());
        bytes.extend([0, 0]);
    }
    bytes.extend(name);
    bytes
}
