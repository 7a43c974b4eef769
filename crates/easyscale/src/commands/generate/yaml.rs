//! A rule as the YAML that a person would write: what is said and no more, times in quotes, fields in the usual order.

use std::fmt::Write as _;

use easyscale_crd::{Day, ScalingRule, ScheduleEntry};
use serde::Serialize;
use serde_saphyr::{DoubleQuoted, FlowSeq, SerializerOptions};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'a>,
    spec: Spec<'a>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'a str>,
}

#[derive(Serialize)]
struct Spec<'a> {
    target: Target<'a>,
    timezone: &'a str,
    schedule: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Default>,
}

#[derive(Serialize)]
struct Target<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    name: Name<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<FlowSeq<&'a [Day]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dates: Option<FlowSeq<Vec<DoubleQuoted<&'a str>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_start: Option<DoubleQuoted<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_end: Option<DoubleQuoted<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<&'a str>,
    replicas: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<i32>,
}

/// An entry's name. One that looks like a date stands in quotes: some programs would read a date.
#[derive(Serialize)]
#[serde(untagged)]
enum Name<'a> {
    Plain(&'a str),
    Quoted(DoubleQuoted<&'a str>),
}

impl<'a> Name<'a> {
    fn of(name: &'a str) -> Self {
        let is_date = name.parse::<chrono::NaiveDate>().is_ok();
        if is_date { Self::Quoted(DoubleQuoted(name)) } else { Self::Plain(name) }
    }
}

#[derive(Serialize)]
struct Default {
    replicas: i32,
}

/// The rule, below comments with those lines.
pub(super) fn render(rule: &ScalingRule, comments: &[String]) -> anyhow::Result<String> {
    let mut text = String::new();
    for line in comments {
        let _ = writeln!(text, "# {line}");
    }
    serde_saphyr::to_fmt_writer_with_options(&mut text, &written(rule), options())?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn options() -> SerializerOptions {
    serde_saphyr::ser_options! { compact_list_indent: true, yaml_12: false }
}

fn written(rule: &ScalingRule) -> Rule<'_> {
    let spec = &rule.spec;
    Rule {
        api_version: "easyscale.io/v1",
        kind: "ScalingRule",
        metadata: Metadata {
            name: rule.metadata.name.as_deref(),
            namespace: rule.metadata.namespace.as_deref(),
        },
        spec: Spec {
            target: Target {
                kind: Some(spec.target.kind.as_str()).filter(|kind| *kind != "Deployment"),
                name: &spec.target.name,
            },
            timezone: &spec.timezone,
            schedule: spec.schedule.iter().map(entry).collect(),
            default: spec.default.map(|default| Default { replicas: default.replicas }),
        },
    }
}

fn entry(entry: &ScheduleEntry) -> Entry<'_> {
    Entry {
        name: Name::of(&entry.name),
        days: entry.days.as_deref().map(FlowSeq),
        dates: entry.dates.as_deref().map(quoted),
        time_start: entry.time_start.as_deref().map(DoubleQuoted),
        time_end: entry.time_end.as_deref().map(DoubleQuoted),
        timezone: entry.timezone.as_deref(),
        replicas: entry.replicas,
        priority: Some(entry.priority).filter(|&priority| priority != 0),
    }
}

fn quoted(texts: &[String]) -> FlowSeq<Vec<DoubleQuoted<&str>>> {
    FlowSeq(texts.iter().map(|text| DoubleQuoted(&**text)).collect())
}
