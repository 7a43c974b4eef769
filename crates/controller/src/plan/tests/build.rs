//! Short ways to make what a plan is made from.

use chrono::{DateTime, Utc};
use easyscale_crd::{ScalingRule, ScalingRuleStatus, check};
use easyscale_schedule::{Zone, ZoneDatabase};
use serde_json::{Value, json};

use crate::plan::{
    Applied, Extent, Lack, Looker, Missing, Observed, Outlook, Plan, Report, Scale, Step, Target, decide,
    outlook, report,
};

pub(super) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// 16:00–18:00 UTC every day 5 ("Rush"), else 3; generation 1.
pub(super) fn rush() -> ScalingRule {
    rule(&json!({}))
}

/// The same, with other fields of the spec.
pub(super) fn rule(spec: &Value) -> ScalingRule {
    let mut wanted = json!({
        "target": {"name": "web"},
        "schedule": [{"name": "Rush", "timeStart": "16:00", "timeEnd": "18:00", "replicas": 5}],
        "default": {"replicas": 3},
    });
    for (field, value) in spec.as_object().unwrap() {
        wanted[field] = value.clone();
    }
    serde_json::from_value(json!({
        "apiVersion": "easyscale.io/v1",
        "kind": "ScalingRule",
        "metadata": {"name": "web", "namespace": "shop", "uid": "rule-uid", "generation": 1},
        "spec": wanted,
    }))
    .unwrap()
}

pub(super) fn scale(replicas: i32) -> Scale {
    Scale { replicas, uid: "web-uid".into(), resource_version: "77".into() }
}

/// A right that the operator lacks.
pub(super) fn missing(verb: &'static str, resource: &str, extent: Extent) -> Missing {
    Missing { looker: Looker::Operator, verb, resource: resource.to_owned(), extent }
}

/// One rule and its target through time: each look sees the status that the last one left.
pub(super) struct World {
    pub(super) rule: ScalingRule,
    pub(super) status: ScalingRuleStatus,
    pub(super) target: Target,
    pub(super) writer: Option<&'static str>,
    pub(super) older_rule: Option<&'static str>,
    pub(super) autoscaler: Option<&'static str>,
    pub(super) hidden: Option<Missing>,
    pub(super) lacking: Vec<Lack>,
    pub(super) ceiling: Option<i32>,
}

impl World {
    pub(super) fn new(rule: ScalingRule, replicas: i32) -> Self {
        Self {
            rule,
            status: ScalingRuleStatus::default(),
            target: Target::Found(scale(replicas)),
            writer: None,
            older_rule: None,
            autoscaler: None,
            hidden: None,
            lacking: Vec::new(),
            ceiling: None,
        }
    }

    /// Looks, and lets the API server take what the plan wants to write.
    pub(super) fn look(&mut self, at: &str) -> (Plan, Report) {
        self.look_and(at, &Applied::Done { at: utc(at) })
    }

    /// Looks, and lets the plan's write, if there is one, end like this.
    pub(super) fn look_and(&mut self, at: &str, answer: &Applied) -> (Plan, Report) {
        let (plan, report) = self.seen(at, |seen| {
            let plan = decide(seen);
            let applied = if matches!(plan.step, Step::Write(_)) { answer.clone() } else { Applied::Nothing };
            let report = report(seen, &plan, &applied);
            (plan, report)
        });
        if let (Step::Write(write), Applied::Done { .. }) = (&plan.step, answer) {
            self.target = Target::Found(scale(write.to));
        }
        self.status = report.status.clone();
        (plan, report)
    }

    /// Asks what a look would come to, and leaves everything as it is.
    pub(super) fn foresee(&self, at: &str) -> (Plan, Outlook) {
        self.seen(at, |seen| {
            let plan = decide(seen);
            let outlook = outlook(seen, &plan);
            (plan, outlook)
        })
    }

    fn seen<T>(&self, at: &str, look: impl FnOnce(&Observed<'_>) -> T) -> T {
        let now = utc(at);
        let zones = ZoneDatabase::bundled();
        let checked = check(&self.rule.spec, &zones, now);
        let errors: Vec<_> = checked.errors().cloned().collect();
        let warnings: Vec<_> = checked.warnings().cloned().collect();
        look(&Observed {
            rule: &self.rule,
            status: &self.status,
            schedule: checked.schedule.as_ref().ok_or(&*errors),
            warnings: &warnings,
            zone: zones.zone(&self.rule.spec.timezone).unwrap_or_else(|_| Zone::utc()),
            tz_version: zones.version(),
            target: self.target.clone(),
            writer: self.writer.map(str::to_owned),
            older_rule: self.older_rule.map(str::to_owned),
            autoscaler: self.autoscaler.map(str::to_owned),
            hidden: self.hidden.clone(),
            lacking: self.lacking.clone(),
            ceiling: self.ceiling,
            now,
        })
    }

    /// Somebody else sets the number.
    pub(super) fn meddle(&mut self, manager: &'static str, replicas: i32) {
        self.target = Target::Found(scale(replicas));
        self.writer = Some(manager);
    }

    pub(super) fn condition(&self, kind: &str) -> Option<(&str, &str)> {
        let found = self.status.conditions.iter().find(|condition| condition.type_ == kind)?;
        Some((found.status.as_str(), found.reason.as_str()))
    }

    pub(super) fn message(&self, kind: &str) -> &str {
        &self.status.conditions.iter().find(|condition| condition.type_ == kind).unwrap().message
    }
}

/// The write in a plan: (from, to, reason).
pub(super) fn write(plan: &Plan) -> Option<(i32, i32, easyscale_crd::ScaleReason)> {
    match &plan.step {
        Step::Write(write) => Some((write.scale.replicas, write.to, write.reason)),
        _ => None,
    }
}
