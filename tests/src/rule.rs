//! Writes `ScalingRules` in one line each: `rule("web").target(deployment("web")).entry(entry("Weekend").replicas(2))`.

use easyscale_crd::{Day, DefaultReplicas, Limits, ScalingRule, ScalingRuleSpec, ScheduleEntry, TargetRef};

/// A rule of that name for the Deployment of the same name, in UTC and with no entry yet.
pub fn rule(name: &str) -> RuleBuilder {
    let spec = ScalingRuleSpec {
        target: crate::deployment(name),
        timezone: "UTC".to_owned(),
        schedule: Vec::new(),
        default: None,
        limits: None,
        suspend: false,
        dry_run: false,
        cooldown_seconds: 0,
    };
    RuleBuilder { name: name.to_owned(), spec }
}

/// An entry that holds all day every day with one replica, until told otherwise.
pub fn entry(name: &str) -> EntryBuilder {
    EntryBuilder {
        entry: ScheduleEntry {
            name: name.to_owned(),
            days: None,
            dates: None,
            time_start: None,
            time_end: None,
            replicas: 1,
            priority: 0,
            timezone: None,
        },
    }
}

/// See [`rule`].
#[derive(Clone, Debug)]
pub struct RuleBuilder {
    name: String,
    spec: ScalingRuleSpec,
}

impl RuleBuilder {
    /// What it scales.
    #[must_use]
    pub fn target(mut self, target: TargetRef) -> Self {
        self.spec.target = target;
        self
    }

    /// The IANA name of the rule's time zone.
    #[must_use]
    pub fn zone(mut self, zone: &str) -> Self {
        zone.clone_into(&mut self.spec.timezone);
        self
    }

    /// Adds an entry after those there are.
    #[must_use]
    pub fn entry(mut self, entry: EntryBuilder) -> Self {
        self.spec.schedule.push(entry.entry);
        self
    }

    /// The replicas when no entry holds.
    #[must_use]
    pub fn default(mut self, replicas: i32) -> Self {
        self.spec.default = Some(DefaultReplicas { replicas });
        self
    }

    /// The least and the most replicas.
    #[must_use]
    pub fn limits(mut self, least: i32, most: i32) -> Self {
        self.spec.limits = Some(Limits { min_replicas: Some(least), max_replicas: Some(most) });
        self
    }

    /// Change nothing.
    #[must_use]
    pub fn suspended(mut self) -> Self {
        self.spec.suspend = true;
        self
    }

    /// Do everything but the write.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.spec.dry_run = true;
        self
    }

    /// The least seconds between two writes.
    #[must_use]
    pub fn cooldown(mut self, seconds: i32) -> Self {
        self.spec.cooldown_seconds = seconds;
        self
    }

    /// The spec alone.
    pub fn spec(self) -> ScalingRuleSpec {
        self.spec
    }

    /// The finished rule.
    pub fn build(self) -> ScalingRule {
        ScalingRule::new(&self.name, self.spec)
    }
}

impl From<RuleBuilder> for ScalingRule {
    fn from(builder: RuleBuilder) -> Self {
        builder.build()
    }
}

/// See [`entry`].
#[derive(Clone, Debug)]
pub struct EntryBuilder {
    entry: ScheduleEntry,
}

impl EntryBuilder {
    /// The days of the week on which its window starts.
    #[must_use]
    pub fn days(mut self, days: &[Day]) -> Self {
        self.entry.days = Some(days.to_vec());
        self
    }

    /// The dates on which its window starts.
    #[must_use]
    pub fn dates(mut self, dates: &[&str]) -> Self {
        self.entry.dates = Some(dates.iter().map(|date| (*date).to_owned()).collect());
        self
    }

    /// The time at which its window starts.
    #[must_use]
    pub fn from(mut self, time: &str) -> Self {
        self.entry.time_start = Some(time.to_owned());
        self
    }

    /// The time at which its window ends.
    #[must_use]
    pub fn to(mut self, time: &str) -> Self {
        self.entry.time_end = Some(time.to_owned());
        self
    }

    /// The replicas while it holds.
    #[must_use]
    pub fn replicas(mut self, replicas: i32) -> Self {
        self.entry.replicas = replicas;
        self
    }

    /// Its rank among entries that hold at the same time.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.entry.priority = priority;
        self
    }

    /// Its own time zone.
    #[must_use]
    pub fn zone(mut self, zone: &str) -> Self {
        self.entry.timezone = Some(zone.to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_like_the_yaml_a_person_writes() {
        let rule = rule("web")
            .zone("Europe/Berlin")
            .entry(entry("Weekend").days(&[Day::Saturday, Day::Sunday]).replicas(2))
            .entry(entry("Rush").from("16:00").to("18:00").replicas(5).priority(1))
            .default(3)
            .limits(1, 10);
        let written = serde_json::json!({
            "target": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            "timezone": "Europe/Berlin",
            "schedule": [
                {"name": "Weekend", "days": ["Saturday", "Sunday"], "replicas": 2, "priority": 0},
                {"name": "Rush", "timeStart": "16:00", "timeEnd": "18:00", "replicas": 5, "priority": 1},
            ],
            "default": {"replicas": 3},
            "limits": {"minReplicas": 1, "maxReplicas": 10},
            "suspend": false,
            "dryRun": false,
            "cooldownSeconds": 0,
        });
        assert_eq!(serde_json::to_value(rule.spec()).expect("JSON"), written);
    }
}
