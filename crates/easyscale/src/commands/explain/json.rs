//! The explanation for programs.

use chrono::{DateTime, Utc};
use easyscale_controller::plan::words;
use easyscale_schedule::default_sentence;
use serde_json::{Value, json};

use crate::outlook::considered::{Considered, Standing, considered};
use crate::outlook::why::rank;
use crate::subject::{Origin, Subject};
use crate::told::utc;

pub(super) fn render(told: &[(&Subject, DateTime<Utc>)]) -> anyhow::Result<String> {
    let rules: Vec<Value> = told.iter().map(|(subject, at)| rule(subject, *at)).collect();
    Ok(serde_json::to_string_pretty(&json!({ "rules": rules }))? + "\n")
}

fn rule(subject: &Subject, at: DateTime<Utc>) -> Value {
    let standing = subject.standing(at);
    let mut sentences: Vec<_> =
        subject.schedule.entries().iter().map(|entry| entry.sentence(&subject.target())).collect();
    sentences.extend(subject.schedule.default_replicas().map(default_sentence));
    let next = standing
        .next
        .as_ref()
        .map(|next| json!({ "time": utc(next.at), "replicas": next.replicas, "entry": next.name }));
    let meta = &subject.rule.metadata;
    json!({
        "name": meta.name,
        "namespace": meta.namespace,
        "target": subject.target(),
        "timezone": subject.zone.name(),
        "sentences": sentences,
        "at": utc(at),
        "replicas": standing.desired,
        "entry": standing.name,
        "since": standing.since.map(utc),
        "until": standing.until.map(utc),
        "next": next,
        "because": words::holding(&standing, &subject.zone),
        "entries": considered(subject, at).iter().map(|one| entry(subject, one)).collect::<Vec<_>>(),
        "status": (subject.origin == Origin::Cluster).then_some(&subject.rule.status),
    })
}

fn entry(subject: &Subject, considered: &Considered) -> Value {
    let entry = &subject.schedule.entries()[considered.entry];
    let mut told = json!({ "name": entry.name, "replicas": entry.replicas, "priority": entry.priority });
    let told_with = match &considered.standing {
        Standing::Wins(open) => {
            json!({ "holds": true, "open": true, "since": open.start.map(utc), "until": open.end.map(utc) })
        }
        Standing::Loses { to, open } => json!({
            "holds": false,
            "open": true,
            "since": open.start.map(utc),
            "until": open.end.map(utc),
            "losesTo": subject.schedule.entries()[*to].name,
            "because": rank(subject, *to, considered.entry),
        }),
        Standing::Off { next } => {
            json!({ "holds": false, "open": false, "begins": next.as_ref().map(|next| utc(next.start)) })
        }
    };
    if let (Value::Object(told), Value::Object(more)) = (&mut told, told_with) {
        told.extend(more);
    }
    told
}
