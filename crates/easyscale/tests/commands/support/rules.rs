//! Rules as people write them.

/// The rule of the documentation: weekends, a rush, otherwise three.
pub(crate) const WEB: &str = r#"apiVersion: easyscale.io/v1
kind: ScalingRule
metadata: {name: web, namespace: shop}
spec:
  target: {name: web}
  timezone: Europe/Berlin
  schedule:
  - name: Weekend
    days: [Saturday, Sunday]
    replicas: 2
  - name: Evening rush
    timeStart: "16:00"
    timeEnd: "18:00"
    replicas: 5
    priority: 10
  default: {replicas: 3}
"#;

/// Works at night, across clock changes, and says nothing about the day.
pub(crate) const NIGHT: &str = r#"apiVersion: easyscale.io/v1
kind: ScalingRule
metadata: {name: night}
spec:
  target: {kind: StatefulSet, name: worker}
  timezone: Europe/Berlin
  schedule:
  - {name: Night, timeStart: "22:00", timeEnd: "06:00", replicas: 1}
  - {name: Half past two, timeStart: "02:15", timeEnd: "02:45", replicas: 7, priority: 5}
  - {name: New York opens, days: [Monday], timeStart: "09:30", timeEnd: "10:00", replicas: 120, timezone: America/New_York}
  - {name: Old, dates: ["2020-01-01"], replicas: 9}
"#;

/// The same number at all times.
pub(crate) const ALWAYS: &str = r"apiVersion: easyscale.io/v1
kind: ScalingRule
metadata: {name: always}
spec:
  target: {name: always}
  schedule:
  - {name: Always, replicas: 4}
  default: {replicas: 4}
";

/// A small rule of that name.
pub(crate) fn small(name: &str) -> String {
    format!(
        "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata: {{name: {name}}}\nspec:\n  target: {{name: {name}}}\n  \
         timezone: UTC\n  schedule:\n  - {{name: Weekend, days: [Saturday, Sunday], replicas: 2}}\n  default: {{replicas: 1}}\n"
    )
}
