//! The types as they are read and written.

use easyscale_crd::{Day, ScalingRule, ScalingRuleSpec, ScalingRuleStatus, ScheduleEntry};
use kube::core::{CustomResourceExt, Resource};
use serde_json::json;

use crate::fixture::good;

#[test]
fn what_is_left_out_has_the_documented_default() {
    let spec: ScalingRuleSpec = serde_json::from_value(
        json!({"target": {"name": "web"}, "schedule": [{"name": "a", "replicas": 1}]}),
    )
    .unwrap();
    assert_eq!(spec.timezone, "UTC");
    assert_eq!((spec.target.api_version.as_str(), spec.target.kind.as_str()), ("apps/v1", "Deployment"));
    assert_eq!((spec.suspend, spec.dry_run, spec.cooldown_seconds), (false, false, 0));
    assert_eq!((spec.default, spec.limits, &spec.target.namespace), (None, None, &None));
    let ScheduleEntry { days, dates, time_start, time_end, priority, timezone, .. } = &spec.schedule[0];
    assert_eq!((days, dates, time_start, time_end), (&None, &None, &None, &None));
    assert_eq!((*priority, timezone), (0, &None));
}

#[test]
fn a_field_of_a_newer_version_does_not_stop_an_older_operator() {
    let mut newer = good();
    newer["fieldOfTomorrow"] = json!(1);
    assert!(serde_json::from_value::<ScalingRuleSpec>(newer).is_ok());
}

#[test]
fn numbers_that_do_not_fit_are_refused_when_the_rule_is_read() {
    for number in [json!(2_147_483_648_i64), json!(-2_147_483_649_i64), json!(1.5), json!("2")] {
        let said =
            serde_json::from_value::<ScheduleEntry>(json!({"name": "a", "replicas": number})).unwrap_err();
        assert!(said.to_string().contains("expected i32"), "{said}");
    }
}

#[test]
fn a_day_that_is_none_is_refused_with_the_days_there_are() {
    let said = serde_json::from_value::<Day>(json!("Sat")).unwrap_err().to_string();
    assert!(said.contains("`Monday`") && said.contains("`Saturday`"), "{said}");
}

#[test]
fn an_empty_status_is_written_as_nothing() {
    assert_eq!(serde_json::to_value(ScalingRuleStatus::default()).unwrap(), json!({}));
}

#[test]
fn a_full_status_comes_back_as_it_was_written() {
    let written = json!({
        "observedGeneration": 3,
        "conditions": [{"type": "Ready", "status": "True", "reason": "AsScheduled", "message": "all is well",
                        "lastTransitionTime": "2026-05-09T20:00:00Z", "observedGeneration": 3}],
        "desiredReplicas": 2, "currentReplicas": 3,
        "active": {"name": "Weekend", "since": "2026-05-08T22:00:00Z", "until": "2026-05-10T22:00:00Z"},
        "nextTransition": {"time": "2026-05-10T22:00:00Z", "replicas": 5, "name": "default"},
        "next": "2026-05-11 00:00 → 5",
        "lastScale": {"time": "2026-05-08T22:00:00Z", "from": 5, "to": 2, "reason": "Boundary", "because": "Weekend",
                      "generation": 3, "boundary": "2026-05-08T22:00:00Z"},
        "history": [{"time": "2026-05-08T22:00:00Z", "from": 5, "to": 2, "reason": "Drift", "because": "Weekend",
                     "generation": 3}],
        "lastHandledTime": "2026-05-08T22:00:00Z",
        "tzVersion": "2026f"
    });
    let read: ScalingRuleStatus = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), written);
}

#[test]
fn the_resource_has_the_names_people_type() {
    assert_eq!(ScalingRule::api_version(&()), "easyscale.io/v1");
    assert_eq!(ScalingRule::plural(&()), "scalingrules");
    assert_eq!(ScalingRule::crd_name(), "scalingrules.easyscale.io");
}
