//! One Event on its way to the API server: built, sent, tried again a few times, given up.

use std::time::Duration;

use chrono::{DateTime, Utc};
use k8s_openapi::api::events::v1::Event;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
use k8s_openapi::jiff::Timestamp;
use kube::api::PostParams;
use kube::{Api, Client};

use super::{EventDue, EventKind, Refusals};
use crate::call;
use crate::metrics::Metrics;
use crate::rights::Need;

/// Who reports, in the form that Kubernetes asks for.
const REPORTING_CONTROLLER: &str = "easyscale.io/easyscale";
/// The pauses between the attempts to write one Event.
const PAUSES: [Duration; 3] = [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(4)];
/// Deadline of one attempt.
const ATTEMPT: Duration = Duration::from_secs(10);
/// The API server refuses a longer note (bytes).
const LONGEST_NOTE: usize = 1024;

/// Writes single Events.
pub(super) struct Publisher {
    client: Client,
    metrics: Metrics,
    refusals: Refusals,
    instance: String,
}

/// Why an attempt failed, and whether another one may succeed.
enum Failure {
    Passing(String),
    Lasting(String),
}

impl Publisher {
    pub(super) fn new(client: Client, metrics: Metrics, refusals: Refusals, instance: &str) -> Self {
        Self { client, metrics, refusals, instance: instance.to_owned() }
    }

    /// Writes one Event, or counts it as dropped.
    pub(super) async fn publish(&self, due: EventDue) {
        let event = event(due, &self.instance);
        let mut pauses = PAUSES.into_iter();
        loop {
            let why = match (self.attempt(&event).await, pauses.next()) {
                (Ok(()), _) => {
                    let namespace = event.metadata.namespace.as_deref().unwrap_or_default();
                    let Refusals { rights, reach } = &self.refusals;
                    return rights.regained(&Need::Events, &reach.place(namespace));
                }
                (Err(Failure::Passing(_)), Some(pause)) => {
                    tokio::time::sleep(pause).await;
                    continue;
                }
                (Err(Failure::Passing(why) | Failure::Lasting(why)), _) => why,
            };
            self.metrics.event_dropped();
            let ObjectMeta { name, namespace, .. } = event.metadata;
            tracing::warn!(?namespace, event = ?name, note = ?event.note, why, "an Event was given up");
            return;
        }
    }

    async fn attempt(&self, event: &Event) -> Result<(), Failure> {
        let namespace = event.metadata.namespace.as_deref().unwrap_or_default();
        let api: Api<Event> = Api::namespaced(self.client.clone(), namespace);
        match tokio::time::timeout(ATTEMPT, api.create(&PostParams::default(), event)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                if is_missing_right(&error) {
                    let Refusals { rights, reach } = &self.refusals;
                    rights.lost(Need::Events, reach.place(namespace), "create", "events.events.k8s.io");
                }
                judge(error)
            }
            Err(_) => Err(Failure::Passing(format!("no answer within {ATTEMPT:?}"))),
        }
    }
}

/// A namespace that is ending, or a quota that is used up, is refused as forbidden too.
fn is_missing_right(error: &kube::Error) -> bool {
    matches!(error, kube::Error::Api(status) if call::is_missing_right(status))
}

fn judge(error: kube::Error) -> Result<(), Failure> {
    match error {
        // Somebody wrote it before, perhaps this very call whose answer was lost.
        kube::Error::Api(status) if status.is_already_exists() => Ok(()),
        kube::Error::Api(status) if status.code != 429 && status.code < 500 => {
            Err(Failure::Lasting(status.message))
        }
        error => Err(Failure::Passing(error.to_string())),
    }
}

fn event(due: EventDue, instance: &str) -> Event {
    Event {
        metadata: ObjectMeta {
            name: Some(due.name),
            namespace: Some(due.namespace),
            ..ObjectMeta::default()
        },
        event_time: Some(micro_time(due.at)),
        regarding: Some(due.regarding),
        type_: Some(match due.kind {
            EventKind::Normal => "Normal".to_owned(),
            EventKind::Warning => "Warning".to_owned(),
        }),
        reason: Some(due.reason),
        action: Some(due.action),
        note: Some(cut(due.note)),
        reporting_controller: Some(REPORTING_CONTROLLER.to_owned()),
        reporting_instance: Some(instance.to_owned()),
        ..Event::default()
    }
}

/// At most [`LONGEST_NOTE`] bytes, cut between two characters.
fn cut(mut note: String) -> String {
    const CUT_HERE: char = '…';
    if note.len() > LONGEST_NOTE {
        note.truncate(note.floor_char_boundary(LONGEST_NOTE - CUT_HERE.len_utf8()));
        note.push(CUT_HERE);
    }
    note
}

/// With its microseconds: they are what puts the Events of one second in order.
fn micro_time(at: DateTime<Utc>) -> MicroTime {
    let precise = Timestamp::from_microsecond(at.timestamp_micros());
    MicroTime(precise.unwrap_or_else(|_| easyscale_crd::time::to_time(at).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_events_time_keeps_its_microseconds() {
        let at = "2026-05-08T16:00:00.012345678Z".parse().unwrap();
        assert_eq!(micro_time(at).0.to_string(), "2026-05-08T16:00:00.012345Z");
    }

    #[test]
    fn a_note_of_the_longest_length_is_left_alone() {
        let note = "n".repeat(LONGEST_NOTE);
        assert_eq!(cut(note.clone()), note);
    }

    #[test]
    fn a_longer_note_is_cut_between_two_characters() {
        for letter in ["n", "é", "€", "🌍"] {
            let note = cut(letter.repeat(LONGEST_NOTE + 1));
            assert!(note.len() <= LONGEST_NOTE && note.len() > LONGEST_NOTE - 8, "{letter}: {}", note.len());
            assert!(note.ends_with('…'));
        }
    }
}
