//! What this process remembers of a rule between two looks at it. All of it can be lost: a new process finds the same
//! in the status, or makes it anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use easyscale_crd::{Problem, ScalingRuleStatus};

use crate::{locks::lock, metrics::Counted, scales::is_newer};

/// Doubts about a rule depend on the day ("all dates are past"), so they are looked for again after this time.
const FINDINGS_KEEP: Duration = Duration::hours(24);

/// See the module. By uid of the rule.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    by_uid: Mutex<HashMap<String, Remembered>>,
}

#[derive(Debug, Default)]
struct Remembered {
    /// The status that was written last, with the resourceVersion of the answer, until the watch has brought it.
    written: Option<(String, Arc<ScalingRuleStatus>)>,
    /// Failures in a row.
    failures: u32,
    findings: Option<Findings>,
    /// As what the rule is counted in the metrics.
    counted: Option<Counted>,
}

#[derive(Clone, Debug)]
struct Findings {
    generation: Option<i64>,
    at: DateTime<Utc>,
    problems: Arc<[Problem]>,
}

impl Memory {
    /// The status that this process wrote, if it is newer than the one read at `version`.
    pub(crate) fn newer_status(&self, uid: &str, version: &str) -> Option<Arc<ScalingRuleStatus>> {
        let mut all = lock(&self.by_uid);
        let remembered = all.get_mut(uid)?;
        let (written, status) = remembered.written.as_ref()?;
        if is_newer(written, version) {
            return Some(status.clone());
        }
        remembered.written = None;
        None
    }

    pub(crate) fn wrote(&self, uid: &str, version: String, status: ScalingRuleStatus) {
        lock(&self.by_uid).entry(uid.to_owned()).or_default().written = Some((version, Arc::new(status)));
    }

    /// One more failure in a row; returns how many there were before it.
    pub(crate) fn failed(&self, uid: &str) -> u32 {
        let mut all = lock(&self.by_uid);
        let failures = &mut all.entry(uid.to_owned()).or_default().failures;
        *failures = failures.saturating_add(1);
        *failures - 1
    }

    pub(crate) fn succeeded(&self, uid: &str) {
        if let Some(remembered) = lock(&self.by_uid).get_mut(uid) {
            remembered.failures = 0;
        }
    }

    /// What was found out about this generation of a rule, or what `find` finds now.
    pub(crate) fn findings(
        &self,
        uid: &str,
        generation: Option<i64>,
        now: DateTime<Utc>,
        find: impl FnOnce() -> Vec<Problem>,
    ) -> Arc<[Problem]> {
        if let Some(known) = lock(&self.by_uid).get(uid).and_then(|remembered| remembered.findings.as_ref())
            && known.generation == generation
            && (now - known.at).abs() < FINDINGS_KEEP
        {
            return known.problems.clone();
        }
        let problems: Arc<[Problem]> = find().into();
        let findings = Findings { generation, at: now, problems: problems.clone() };
        lock(&self.by_uid).entry(uid.to_owned()).or_default().findings = Some(findings);
        problems
    }

    /// The rule is counted as this from now on; returns as what it was counted before.
    pub(crate) fn counted_as(&self, uid: &str, counted: Counted) -> Option<Counted> {
        lock(&self.by_uid).entry(uid.to_owned()).or_default().counted.replace(counted)
    }

    /// The rule is gone; returns as what it was counted.
    pub(crate) fn forget(&self, uid: &str) -> Option<Counted> {
        lock(&self.by_uid).remove(uid)?.counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(desired: i32) -> ScalingRuleStatus {
        ScalingRuleStatus { desired_replicas: Some(desired), ..ScalingRuleStatus::default() }
    }

    #[test]
    fn our_own_status_is_believed_until_the_watch_has_caught_up() {
        let memory = Memory::default();
        memory.wrote("u", "12".into(), status(5));
        assert_eq!(memory.newer_status("u", "9").as_deref(), Some(&status(5)));
        assert_eq!(memory.newer_status("u", "12"), None);
        assert_eq!(memory.newer_status("u", "9"), None, "once caught up, never again");
    }

    #[test]
    fn failures_are_counted_in_a_row() {
        let memory = Memory::default();
        assert_eq!([memory.failed("u"), memory.failed("u")], [0, 1]);
        memory.succeeded("u");
        assert_eq!(memory.failed("u"), 0);
    }

    #[test]
    fn findings_are_made_once_for_each_generation_and_day() {
        let memory = Memory::default();
        let now = DateTime::UNIX_EPOCH;
        let mut made = 0;
        let mut ask = |generation, at| {
            memory.findings("u", Some(generation), at, || {
                made += 1;
                Vec::new()
            });
        };
        ask(1, now);
        ask(1, now + Duration::hours(23));
        ask(2, now);
        ask(2, now + Duration::hours(25));
        assert_eq!(made, 3);
    }
}
