//! Words without quotes that not every reader of YAML takes for the same: `22:00`, `yes`.

use easyscale_crd::Code;

use crate::document::Reading;
use crate::manifest::Finding;
use crate::scalar::{is_plain_truth, plain};
use crate::tree::{Id, Kind};

/// Looks at the times of all entries, and at the fields that are true or false.
pub(crate) fn findings(reading: &Reading<'_>) -> Vec<Finding> {
    let Some((_, spec)) = reading.tree.field(reading.root, "spec") else { return Vec::new() };
    let mut found: Vec<_> =
        ["suspend", "dryRun"].iter().filter_map(|field| truth(reading, spec, field)).collect();
    let entries = reading.tree.field(spec, "schedule").map_or(&[][..], |(_, list)| reading.tree.items(list));
    for (i, entry) in entries.iter().enumerate() {
        found.extend(["timeStart", "timeEnd"].iter().filter_map(|field| time(reading, i, *entry, field)));
    }
    found
}

/// The text of a field that is written without quotes.
fn bare<'a>(reading: &'a Reading<'_>, group: Id, field: &str) -> Option<&'a str> {
    let (_, value) = reading.tree.field(group, field)?;
    match &reading.tree.node(value).kind {
        Kind::Scalar { text, plain: true } => Some(text),
        _ => None,
    }
}

fn time(reading: &Reading<'_>, i: usize, entry: Id, field: &str) -> Option<Finding> {
    let text = bare(reading, entry, field)?;
    let minutes = minutes(text)?;
    let help = format!("\"{text}\"");
    let detail = format!("{text} is {minutes} to them: write {help}");
    let path = format!("spec.schedule[{i}].{field}");
    Some(Finding { help: Some(help), ..reading.plain_finding(Code::UnquotedTime, &path, &detail) })
}

/// The number that YAML 1.1 makes of a time. One with a leading 0 stays a text.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let form = text.len() == 5 && hours.len() == 2 && text.bytes().all(|c| c.is_ascii_digit() || c == b':');
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (form && (10..=24).contains(&hours) && minutes < 60).then_some(hours * 60 + minutes)
}

/// `suspend: yes` is true to kubectl and a text to the readers of YAML 1.2.
fn truth(reading: &Reading<'_>, spec: Id, field: &str) -> Option<Finding> {
    let word = bare(reading, spec, field)?;
    let meant = plain(word).as_bool().filter(|_| !is_plain_truth(word))?.to_string();
    let detail = format!(
        "write true or false, without quotes; found {word}, which is a text to some YAML readers; write {meant}"
    );
    let finding = reading.plain_finding(Code::WrongType, &format!("spec.{field}"), &detail);
    Some(Finding { help: Some(meant), ..finding })
}
