//! Waiting for something that another process will do, without guessing how long it takes.
//!
//! These panic when the deadline passes, like an assertion, and say what was seen last.

use std::fmt::Debug;
use std::time::Duration;

use anyhow::Result;

/// How often is looked: often enough that no test waits noticeably, seldom enough to leave the server alone.
const PACE: Duration = Duration::from_millis(25);

/// Asks again and again until the answer is `Ok(Some(value))`, and returns the value.
///
/// # Panics
/// When the deadline passes; the message has `what` and the last error, if the last answer was one.
pub async fn eventually<T, F>(what: &str, deadline: Duration, mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<Option<T>>>,
{
    let mut last = String::from("nothing yet");
    let asking = async {
        loop {
            match ask().await {
                Ok(Some(value)) => return value,
                Ok(None) => "not yet".clone_into(&mut last),
                Err(error) => last = format!("error: {error:#}"),
            }
            tokio::time::sleep(PACE).await;
        }
    };
    if let Ok(value) = tokio::time::timeout(deadline, asking).await {
        return value;
    }
    panic!("waited {deadline:?} for: {what}\nlast answer: {last}");
}

/// Looks again and again until `good` says yes of what is seen, and returns it.
///
/// # Panics
/// When the deadline passes; the message has `what` and what was seen last.
pub async fn until<S, F>(
    what: &str,
    deadline: Duration,
    mut look: impl FnMut() -> F,
    good: impl Fn(&S) -> bool,
) -> S
where
    S: Debug,
    F: Future<Output = Result<S>>,
{
    let mut last = None;
    let looking = async {
        loop {
            match look().await {
                Ok(seen) if good(&seen) => return seen,
                answer => last = Some(answer),
            }
            tokio::time::sleep(PACE).await;
        }
    };
    if let Ok(seen) = tokio::time::timeout(deadline, looking).await {
        return seen;
    }
    match last {
        Some(Ok(seen)) => panic!("waited {deadline:?} for: {what}\nlast seen: {seen:#?}"),
        Some(Err(error)) => panic!("waited {deadline:?} for: {what}\nlast answer: error: {error:#}"),
        None => panic!("waited {deadline:?} for: {what}\nnot one answer came"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{bail, ensure};
    use std::cell::Cell;

    const SHORT: Duration = Duration::from_millis(60);

    #[tokio::test]
    async fn it_returns_as_soon_as_the_answer_is_there() {
        let asked = Cell::new(0);
        let answer = eventually("three", Duration::from_secs(30), || async {
            asked.set(asked.get() + 1);
            Ok((asked.get() == 3).then_some("here"))
        });
        assert_eq!((answer.await, asked.get()), ("here", 3));
    }

    #[tokio::test]
    async fn errors_are_only_an_answer_that_has_not_come_yet() {
        let asked = Cell::new(0);
        let look = || async {
            asked.set(asked.get() + 1);
            ensure!(asked.get() > 2, "connection refused");
            Ok(asked.get())
        };
        assert_eq!(until("three", Duration::from_secs(30), look, |seen| *seen > 2).await, 3);
    }

    #[tokio::test]
    #[should_panic(expected = "for: five replicas\nlast seen: 3")]
    async fn a_passed_deadline_names_what_was_seen_last() {
        until("five replicas", SHORT, || async { Ok(3) }, |seen| *seen == 5).await;
    }

    #[tokio::test]
    #[should_panic(expected = "for: a rule\nlast answer: error: gone")]
    async fn a_passed_deadline_names_the_last_error() {
        eventually::<(), _>("a rule", SHORT, || async { bail!("gone") }).await;
    }
}
