//! The rules that are measured: those of config/samples again and again, and random ones.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::random::Random;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo"];

/// Writes so many rules into one file.
pub(crate) fn write(file: &Path, count: usize, make: fn(usize) -> String) -> Result<PathBuf> {
    let documents: Vec<String> = (0..count).map(make).collect();
    std::fs::write(file, documents.join("---\n"))?;
    Ok(file.to_owned())
}

/// Writes so many rules into a file each.
pub(crate) fn write_each(folder: &Path, count: usize, make: fn(usize) -> String) -> Result<PathBuf> {
    std::fs::create_dir(folder)?;
    for number in 0..count {
        std::fs::write(folder.join(format!("rule-{number:05}.yaml")), make(number))?;
    }
    Ok(folder.to_owned())
}

/// One of the samples, under a name and with a target of its own.
pub(crate) fn typical(number: usize) -> String {
    const SAMPLES: [&str; 5] = [
        include_str!("../../../../config/samples/business-hours.yaml"),
        include_str!("../../../../config/samples/overnight.yaml"),
        include_str!("../../../../config/samples/statefulset.yaml"),
        include_str!("../../../../config/samples/two-zones.yaml"),
        include_str!("../../../../config/samples/weekend.yaml"),
    ];
    let mut text = String::new();
    for line in SAMPLES[number % SAMPLES.len()].lines() {
        // The names of the rule and of its target; entries have a dash in front.
        match line.split(" #").next().filter(|line| line.trim_start().starts_with("name: ")) {
            Some(named) => _ = writeln!(text, "{}-{number}", named.trim_end()),
            None => _ = writeln!(text, "{line}"),
        }
    }
    text
}

/// A rule of one to six entries, on days, on dates or daily, of several priorities and zones.
pub(crate) fn random(number: usize) -> String {
    let mut random = Random(number as u64);
    let mut text = format!(
        "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web-{number}\n  namespace: shop\nspec:\n  \
         target:\n    name: web-{number}\n  timezone: {}\n  schedule:\n",
        random.one_of(&ZONES)
    );
    for entry in 0..=random.below(6) {
        // Writing into a String does not fail.
        let _ = write_entry(&mut text, entry, &mut random);
    }
    let _ = writeln!(text, "  default:\n    replicas: {}", random.below(10));
    text
}

fn write_entry(text: &mut String, entry: u64, random: &mut Random) -> std::fmt::Result {
    writeln!(text, "  - name: Entry {entry}")?;
    match random.below(4) {
        0 => {}
        1 => writeln!(
            text,
            "    dates: [\"2027-{:02}-{:02}\", \"2028-02-29\"]",
            random.below(12) + 1,
            random.below(28) + 1
        )?,
        _ => {
            let first = random.below(7);
            let days = DAYS.iter().cycle().skip(usize::try_from(first).unwrap_or_default());
            let count = usize::try_from(random.below(5) + 1).unwrap_or(1);
            writeln!(text, "    days: [{}]", days.take(count).copied().collect::<Vec<_>>().join(", "))?;
        }
    }
    // One is even, the other odd: they are never equal.
    let (start, end) = (random.below(12) * 2, random.below(12) * 2 + 1);
    let minute = random.one_of(&["00", "15", "30"]);
    writeln!(text, "    timeStart: \"{start:02}:{minute}\"\n    timeEnd: \"{end:02}:{minute}\"")?;
    writeln!(text, "    replicas: {}\n    priority: {entry}", random.below(20))?;
    if random.below(4) == 0 {
        writeln!(text, "    timezone: {}", random.one_of(&ZONES))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use easyscale_manifest::read;
    use easyscale_schedule::ZoneDatabase;

    #[test]
    fn every_rule_is_one_without_errors_and_has_a_name_and_a_target_of_its_own() {
        let zones = ZoneDatabase::bundled();
        for make in [typical as fn(usize) -> String, random] {
            let documents: Vec<String> = (0..200).map(make).collect();
            let manifest = read(&documents.join("---\n"), &zones, easyscale_tests::clock::now());
            assert_eq!(manifest.rules().filter(|(_, rule)| rule.schedule.is_some()).count(), 200);
            assert_eq!(easyscale_manifest::across([("rules", &manifest)]), []);
        }
    }
}
