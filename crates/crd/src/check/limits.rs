//! The bounds: whether they can be bounds, and whether every number of the rule lies within them.

use std::ops::RangeInclusive;

use crate::Code;
use crate::problem::Problem;
use crate::spec::{Limits, ScalingRuleSpec};

pub(super) fn check(spec: &ScalingRuleSpec, problems: &mut Vec<Problem>) {
    let Some(limits) = spec.limits else { return };
    bounds(limits, problems);
    let range = limits.min_replicas.unwrap_or(0)..=limits.max_replicas.unwrap_or(i32::MAX);
    if range.is_empty() {
        // Every number is outside of reversed bounds: saying so for each entry would only hide the cause.
        let detail = format!("found {} and {}", range.start(), range.end());
        problems.push(Problem::new(Code::LimitsReversed, "spec.limits").because(detail));
        return;
    }
    for (i, entry) in spec.schedule.iter().enumerate() {
        within(&range, entry.replicas, || format!("spec.schedule[{i}].replicas"), problems);
    }
    if let Some(default) = spec.default {
        within(&range, default.replicas, || "spec.default.replicas".to_owned(), problems);
    }
}

fn bounds(limits: Limits, problems: &mut Vec<Problem>) {
    for (field, bound) in [("minReplicas", limits.min_replicas), ("maxReplicas", limits.max_replicas)] {
        if let Some(bound) = bound.filter(|bound| *bound < 0) {
            let detail = format!("found {bound}");
            problems.push(Problem::new(Code::Limit, format!("spec.limits.{field}")).because(detail));
        }
    }
}

fn within(range: &RangeInclusive<i32>, number: i32, path: impl Fn() -> String, problems: &mut Vec<Problem>) {
    // A negative number is wrong whatever the bounds are, and is told as such.
    if number >= 0 && !range.contains(&number) {
        let detail = format!("{number} is not within {}", describe(range));
        problems.push(Problem::new(Code::ReplicasOutsideLimits, path()).because(detail));
    }
}

fn describe(range: &RangeInclusive<i32>) -> String {
    match (*range.start(), *range.end()) {
        (min, i32::MAX) => format!("{min} and more"),
        (min, max) => format!("{min} to {max}"),
    }
}
