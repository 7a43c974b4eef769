//! The rules in numbers: how many are in which state, have which condition, are ready or not for which reason; and when the
//! next number changes. No series is about one rule, so their number does not grow with the rules.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use easyscale_crd::{ScalingRuleStatus, time::to_chrono};
use prometheus::{Gauge, IntGaugeVec, Opts, Registry};

use super::{Label, RuleState, register};
use crate::locks::lock;
use crate::plan;

/// The conditions that are exported as 0 from the start.
const CONDITIONS: [&str; 9] = [
    plan::READY,
    plan::ACCEPTED,
    plan::TARGET_RESOLVED,
    plan::SCALED,
    plan::STALLED,
    plan::CONFLICT,
    plan::CONTESTED,
    plan::SUSPENDED,
    plan::DEGRADED,
];
const TRUTHS: [&str; 3] = ["True", "False", "Unknown"];

/// As what one rule is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    state: RuleState,
    /// Type and status of each condition.
    conditions: Vec<(String, String)>,
    /// Of the condition Ready.
    reason: Option<String>,
    /// When its number changes next. Only of rules that are ready: of the others nobody expects that it does.
    next: Option<DateTime<Utc>>,
}

impl Counted {
    /// Reads it off a status. All words in it are this program's own, so there are few.
    pub fn of(status: &ScalingRuleStatus) -> Self {
        let state = state(status);
        let ready = status.conditions.iter().find(|condition| condition.type_ == plan::READY);
        let next = status.next_transition.as_ref().map(|next| to_chrono(&next.time));
        Self {
            state,
            conditions: status
                .conditions
                .iter()
                .map(|condition| (condition.type_.clone(), condition.status.clone()))
                .collect(),
            reason: ready.map(|ready| ready.reason.clone()),
            next: next.filter(|_| state == RuleState::Ready),
        }
    }
}

fn state(status: &ScalingRuleStatus) -> RuleState {
    let holds = |condition| plan::is_true(status, condition);
    match () {
        () if !holds(plan::ACCEPTED) => RuleState::Invalid,
        () if holds(plan::SUSPENDED) => RuleState::Suspended,
        () if holds(plan::CONFLICT) => RuleState::Conflict,
        () if holds(plan::CONTESTED) => RuleState::Contested,
        () if holds(plan::READY) => RuleState::Ready,
        () => RuleState::Waiting,
    }
}

/// The gauges. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    states: IntGaugeVec,
    conditions: IntGaugeVec,
    reasons: IntGaugeVec,
    next_transition: Gauge,
    /// How many rules have their next transition at each instant.
    transitions: Arc<Mutex<BTreeMap<DateTime<Utc>, usize>>>,
}

impl Rules {
    pub(super) fn new(registry: &Registry) -> Result<Self, prometheus::Error> {
        let gauges = |name: &str, help: &str, labels: &[&str]| {
            register(registry, IntGaugeVec::new(Opts::new(name, help), labels)?)
        };
        let rules = Self {
            states: gauges("easyscale_rules_total", "Rules, by state.", &["state"])?,
            conditions: gauges(
                "easyscale_rule_conditions",
                "Rules that have a condition, by its type and its status.",
                &["condition", "status"],
            )?,
            reasons: gauges(
                "easyscale_rules_by_reason",
                "Rules, by the reason of their condition Ready.",
                &["reason"],
            )?,
            next_transition: register(
                registry,
                Gauge::new(
                    "easyscale_next_transition_seconds",
                    "Time until the next change of a number by any ready rule; below 0: overdue; NaN: none to come.",
                )?,
            )?,
            transitions: Arc::default(),
        };
        for state in RuleState::ALL {
            rules.states.with_label_values(&[state.label()]);
        }
        for condition in CONDITIONS {
            for truth in TRUTHS {
                rules.conditions.with_label_values(&[condition, truth]);
            }
        }
        Ok(rules)
    }

    /// A rule was counted as `from` and is counted as `to` from now on; `None` is "there is no such rule".
    pub(super) fn moved(&self, from: Option<&Counted>, to: Option<&Counted>) {
        if from == to {
            return;
        }
        if let Some(from) = from {
            self.add(from, -1);
        }
        if let Some(to) = to {
            self.add(to, 1);
        }
        let mut transitions = lock(&self.transitions);
        if let Some(at) = from.and_then(|from| from.next)
            && let Some(rules) = transitions.get_mut(&at)
        {
            *rules -= 1;
            if *rules == 0 {
                transitions.remove(&at);
            }
        }
        if let Some(at) = to.and_then(|to| to.next) {
            *transitions.entry(at).or_default() += 1;
        }
    }

    fn add(&self, counted: &Counted, one: i64) {
        self.states.with_label_values(&[counted.state.label()]).add(one);
        for (condition, status) in &counted.conditions {
            self.conditions.with_label_values(&[condition, status]).add(one);
        }
        if let Some(reason) = &counted.reason {
            self.reasons.with_label_values(&[reason]).add(one);
        }
    }

    /// Brings what depends on the time up to date.
    pub(super) fn refresh(&self, now: DateTime<Utc>) {
        let next = lock(&self.transitions).keys().next().copied();
        self.next_transition.set(next.map_or(f64::NAN, |next| (next - now).as_seconds_f64()));
    }
}

#[cfg(test)]
mod tests {
    use easyscale_crd::NextTransition;
    use easyscale_crd::time::to_time;
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;

    use super::*;

    fn rules() -> (Rules, Registry) {
        let registry = Registry::new();
        (Rules::new(&registry).unwrap(), registry)
    }

    fn condition(kind: &str, status: &str, reason: &str) -> Condition {
        Condition {
            type_: kind.to_owned(),
            status: status.to_owned(),
            reason: reason.to_owned(),
            message: String::new(),
            observed_generation: None,
            last_transition_time: to_time(DateTime::UNIX_EPOCH),
        }
    }

    fn status(ready: (&str, &str), problem: Option<&str>, next: Option<i64>) -> ScalingRuleStatus {
        let mut conditions =
            vec![condition("Ready", ready.0, ready.1), condition("Accepted", "True", "Valid")];
        conditions.extend(problem.map(|kind| condition(kind, "True", "Contested")));
        let time = |seconds| to_time(DateTime::from_timestamp(seconds, 0).unwrap());
        ScalingRuleStatus {
            conditions,
            next_transition: next.map(|next| NextTransition { time: time(next), replicas: None, name: None }),
            ..ScalingRuleStatus::default()
        }
    }

    fn ready(next: Option<i64>) -> Counted {
        Counted::of(&status(("True", "AsScheduled"), None, next))
    }

    fn seconds_at(rules: &Rules, now: i64) -> f64 {
        rules.refresh(DateTime::from_timestamp(now, 0).unwrap());
        rules.next_transition.get()
    }

    #[test]
    fn a_rule_is_in_the_first_state_that_applies() {
        let state = |problem| Counted::of(&status(("False", "X"), problem, None)).state;
        assert_eq!(state(None), RuleState::Waiting);
        assert_eq!(state(Some("Contested")), RuleState::Contested);
        assert_eq!(state(Some("Conflict")), RuleState::Conflict);
        assert_eq!(state(Some("Suspended")), RuleState::Suspended);
        assert_eq!(ready(None).state, RuleState::Ready);
        assert_eq!(Counted::of(&ScalingRuleStatus::default()).state, RuleState::Invalid);
    }

    #[test]
    fn a_rule_that_moves_or_goes_leaves_nothing_behind() {
        let (rules, _registry) = rules();
        let contested = Counted::of(&status(("False", "Contested"), Some("Contested"), Some(50)));
        rules.moved(None, Some(&ready(Some(50))));
        rules.moved(Some(&ready(Some(50))), Some(&contested));
        assert_eq!(rules.states.with_label_values(&["ready"]).get(), 0);
        assert_eq!(rules.states.with_label_values(&["contested"]).get(), 1);
        assert_eq!(rules.conditions.with_label_values(&["Ready", "True"]).get(), 0);
        assert_eq!(rules.conditions.with_label_values(&["Ready", "False"]).get(), 1);
        assert_eq!(rules.conditions.with_label_values(&["Contested", "True"]).get(), 1);
        assert_eq!(rules.reasons.with_label_values(&["AsScheduled"]).get(), 0);
        assert_eq!(rules.reasons.with_label_values(&["Contested"]).get(), 1);
        rules.moved(Some(&contested), None);
        assert_eq!(rules.states.with_label_values(&["contested"]).get(), 0);
        assert_eq!(rules.conditions.with_label_values(&["Contested", "True"]).get(), 0);
        assert_eq!(rules.reasons.with_label_values(&["Contested"]).get(), 0);
    }

    #[test]
    fn the_next_transition_is_the_nearest_of_all_ready_rules() {
        let (rules, _registry) = rules();
        assert!(seconds_at(&rules, 0).is_nan(), "no rule, no transition");
        let waiting = Counted::of(&status(("False", "TargetNotFound"), None, Some(10)));
        rules.moved(None, Some(&waiting));
        assert!(seconds_at(&rules, 0).is_nan(), "nobody expects anything of a rule that is not ready");
        rules.moved(None, Some(&ready(Some(60))));
        rules.moved(None, Some(&ready(Some(40))));
        rules.moved(None, Some(&ready(Some(40))));
        assert!((seconds_at(&rules, 10) - 30.0).abs() < 1e-9);
        assert!((seconds_at(&rules, 45) + 5.0).abs() < 1e-9, "overdue");
        rules.moved(Some(&ready(Some(40))), Some(&ready(Some(99))));
        assert!((seconds_at(&rules, 45) + 5.0).abs() < 1e-9, "the other one is still overdue");
        rules.moved(Some(&ready(Some(40))), None);
        assert!((seconds_at(&rules, 45) - 15.0).abs() < 1e-9);
    }
}
