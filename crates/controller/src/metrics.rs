//! What the operator counts, in Prometheus' terms, under `/metrics`.
//!
//! Label values are enums, so that each one is spelled once and exported as 0 from the start. No series is about one rule,
//! target or namespace: their number does not grow with the cluster. docs/operations.md describes each one; a test
//! compares. Nothing here decides.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use prometheus::core::Collector;
use prometheus::{
    Gauge, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};

mod labels;
mod queue;
mod requests;
mod rules;

use labels::Direction;
pub use labels::{Code, ErrorKind, Evaluated, FailureReason, Label, RuleState, ScalingReason, Verb};
pub(crate) use queue::{OneMore, Queue};
pub(crate) use requests::ApiRequests;
pub use rules::Counted;
use rules::Rules;

/// From a request served out of a warm cache to one that ran into its deadline.
const EVALUATION_BUCKETS: [f64; 12] =
    [0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];
/// From the write that follows its boundary at once to the one that had to wait for a take-over (≤ 19 s) or an outage.
const DELAY_BUCKETS: [f64; 15] =
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0];

/// All metrics of one process. Cheap to clone: clones count into the same numbers.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    rules: Rules,
    queue: Queue,
    requests: ApiRequests,
    evaluations: IntCounterVec,
    evaluations_in_progress: IntGauge,
    errors: IntCounterVec,
    scalings: IntCounterVec,
    failures: IntCounterVec,
    evaluation_duration: Histogram,
    transition_delay: Histogram,
    leader: IntGauge,
    events_dropped: IntCounter,
    zone_data_released: Gauge,
}

impl Metrics {
    /// Registers every metric, each known label value at 0. Fails only when two metrics are given one name.
    pub fn new(zone_data_version: &str) -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let metrics = Self {
            rules: Rules::new(&registry)?,
            queue: Queue::new(&registry)?,
            requests: ApiRequests::new(&registry)?,
            evaluations: register(
                &registry,
                IntCounterVec::new(
                    Opts::new("easyscale_evaluations_total", "Evaluations of a rule, by what came of them."),
                    &["result"],
                )?,
            )?,
            evaluations_in_progress: register(
                &registry,
                IntGauge::new(
                    "easyscale_evaluations_in_progress",
                    "Evaluations that were begun and are not done.",
                )?,
            )?,
            errors: register(
                &registry,
                IntCounterVec::new(
                    Opts::new("easyscale_evaluation_errors_total", "Evaluations that failed, by why."),
                    &["kind"],
                )?,
            )?,
            scalings: register(
                &registry,
                IntCounterVec::new(
                    Opts::new(
                        "easyscale_scaling_operations_total",
                        "Replica counts written, by direction and by why.",
                    ),
                    &["direction", "reason"],
                )?,
            )?,
            failures: register(
                &registry,
                IntCounterVec::new(
                    Opts::new(
                        "easyscale_scaling_failures_total",
                        "Replica counts that could not be written.",
                    ),
                    &["reason"],
                )?,
            )?,
            evaluation_duration: histogram(
                &registry,
                "easyscale_evaluation_duration_seconds",
                "Time of one evaluation of a rule, its requests included.",
                &EVALUATION_BUCKETS,
            )?,
            transition_delay: histogram(
                &registry,
                "easyscale_transition_delay_seconds",
                "Time from a boundary to the answer to the write that it asked for.",
                &DELAY_BUCKETS,
            )?,
            leader: register(
                &registry,
                IntGauge::new("easyscale_leader", "1 while this process is the one that acts, else 0.")?,
            )?,
            events_dropped: register(
                &registry,
                IntCounter::new(
                    "easyscale_events_dropped_total",
                    "Kubernetes Events that were given up: queue full, refused, or no answer.",
                )?,
            )?,
            zone_data_released: register(
                &registry,
                Gauge::new(
                    "easyscale_tzdata_release_timestamp_seconds",
                    "When the zone data was released, in seconds since 1970; NaN: unknown.",
                )?,
            )?,
            registry,
        };
        metrics.zone_data_released.set(f64::NAN);
        metrics.version(
            "easyscale_build_info",
            "Always 1; the version of the operator.",
            env!("CARGO_PKG_VERSION"),
        )?;
        metrics.version(
            "easyscale_tzdata_info",
            "Always 1; the version of the zone data.",
            zone_data_version,
        )?;
        metrics.initialise();
        Ok(metrics)
    }

    /// A rule was counted as `from` and is counted as `to` from now on; `None` is "there is no such rule".
    pub fn rule_moved(&self, from: Option<&Counted>, to: Option<&Counted>) {
        self.rules.moved(from, to);
    }

    /// An evaluation is under way as long as the answer lives.
    pub(crate) fn evaluating(&self) -> OneMore {
        OneMore::of(Some(&self.evaluations_in_progress))
    }

    /// A rule was evaluated, in `took`.
    pub fn evaluated(&self, result: Result<Evaluated, ErrorKind>, took: Duration) {
        self.evaluations.with_label_values(&[result.unwrap_or(Evaluated::Failed).label()]).inc();
        if let Err(kind) = result {
            self.errors.with_label_values(&[kind.label()]).inc();
        }
        self.evaluation_duration.observe(took.as_secs_f64());
    }

    /// A replica count was written.
    pub fn scaled(&self, from: i32, to: i32, reason: ScalingReason) {
        self.scalings.with_label_values(&[Direction::between(from, to).label(), reason.label()]).inc();
    }

    /// A replica count could not be written.
    pub fn failed(&self, reason: FailureReason) {
        self.failures.with_label_values(&[reason.label()]).inc();
    }

    /// A boundary's write was done `after` that boundary.
    pub fn transition_done(&self, after: Duration) {
        self.transition_delay.observe(after.as_secs_f64());
    }

    /// Whether this process is the one that acts.
    pub fn leading(&self, leading: bool) {
        self.leader.set(i64::from(leading));
    }

    /// An Event was given up.
    pub fn event_dropped(&self) {
        self.events_dropped.inc();
    }

    /// How many Events were given up so far.
    pub fn events_dropped(&self) -> u64 {
        self.events_dropped.get()
    }

    /// The day on which the zone data was released; unknown as long as nobody says.
    pub fn zone_data_released(&self, day: Option<NaiveDate>) {
        let seconds =
            day.and_then(|day| u32::try_from(day.and_time(NaiveTime::MIN).and_utc().timestamp()).ok());
        self.zone_data_released.set(seconds.map_or(f64::NAN, f64::from));
    }

    /// To be put around each client.
    pub(crate) fn requests(&self) -> &ApiRequests {
        &self.requests
    }

    /// To be told who waits for the API server.
    pub(crate) fn queue(&self) -> &Queue {
        &self.queue
    }

    #[cfg(test)]
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Everything as it is `now`, in the text format that Prometheus scrapes.
    pub fn text(&self, now: DateTime<Utc>) -> Result<String, prometheus::Error> {
        self.rules.refresh(now);
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }

    fn version(&self, name: &str, help: &str, version: &str) -> Result<(), prometheus::Error> {
        let info = register(&self.registry, IntGaugeVec::new(Opts::new(name, help), &["version"])?)?;
        info.with_label_values(&[version]).set(1);
        Ok(())
    }

    /// A counter that is not there until it first counts hides its first increase from `rate()`.
    fn initialise(&self) {
        for kind in ErrorKind::ALL {
            self.errors.with_label_values(&[kind.label()]);
        }
        for result in Evaluated::ALL {
            self.evaluations.with_label_values(&[result.label()]);
        }
        for reason in FailureReason::ALL {
            self.failures.with_label_values(&[reason.label()]);
        }
        for direction in Direction::ALL {
            for reason in ScalingReason::ALL {
                self.scalings.with_label_values(&[direction.label(), reason.label()]);
            }
        }
    }
}

fn register<C: Collector + Clone + 'static>(registry: &Registry, metric: C) -> Result<C, prometheus::Error> {
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

fn histogram(
    registry: &Registry,
    name: &str,
    help: &str,
    buckets: &[f64],
) -> Result<Histogram, prometheus::Error> {
    let options = HistogramOpts::new(name, help).buckets(buckets.to_vec());
    register(registry, Histogram::with_opts(options)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(metrics: &Metrics, start: &str) -> String {
        let text = metrics.text(DateTime::UNIX_EPOCH).unwrap();
        let line = text.lines().find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("no line starts with {start} in\n{text}")).to_owned()
    }

    #[test]
    fn every_known_label_value_is_there_before_anything_happened() {
        let metrics = Metrics::new("2026f").unwrap();
        for state in RuleState::ALL {
            let start = format!("easyscale_rules_total{{state=\"{}\"}}", state.label());
            assert_eq!(line(&metrics, &start), format!("{start} 0"));
        }
        for reason in FailureReason::ALL {
            let start = format!("easyscale_scaling_failures_total{{reason=\"{}\"}}", reason.label());
            assert_eq!(line(&metrics, &start), format!("{start} 0"));
        }
        for result in Evaluated::ALL {
            let start = format!("easyscale_evaluations_total{{result=\"{}\"}}", result.label());
            assert_eq!(line(&metrics, &start), format!("{start} 0"));
        }
        for kind in ErrorKind::ALL {
            let start = format!("easyscale_evaluation_errors_total{{kind=\"{}\"}}", kind.label());
            assert_eq!(line(&metrics, &start), format!("{start} 0"));
        }
        let text = metrics.text(DateTime::UNIX_EPOCH).unwrap();
        let requests = text.lines().filter(|line| line.starts_with("easyscale_api_requests_total{"));
        assert_eq!(requests.count(), Verb::ALL.len() * Code::ALL.len());
        let scalings = text.lines().filter(|line| line.starts_with("easyscale_scaling_operations_total{"));
        assert_eq!(scalings.count(), Direction::ALL.len() * ScalingReason::ALL.len());
        for start in [
            "easyscale_leader 0",
            "easyscale_events_dropped_total 0",
            "easyscale_evaluations_in_progress 0",
            "easyscale_requests_waiting 0",
            "easyscale_requests_in_progress 0",
            "easyscale_next_transition_seconds NaN",
            "easyscale_tzdata_release_timestamp_seconds NaN",
            "easyscale_transition_delay_seconds_count 0",
            "easyscale_evaluation_duration_seconds_count 0",
        ] {
            assert_eq!(line(&metrics, start), start);
        }
    }

    #[test]
    fn the_versions_of_program_and_zone_data_are_told() {
        let metrics = Metrics::new("2026f").unwrap();
        assert_eq!(line(&metrics, "easyscale_tzdata_info"), "easyscale_tzdata_info{version=\"2026f\"} 1");
        let build = format!("easyscale_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
        assert_eq!(line(&metrics, "easyscale_build_info"), build);
    }

    #[test]
    fn the_age_of_the_zone_data_counts_from_the_beginning_of_the_day() {
        let metrics = Metrics::new("2026f").unwrap();
        metrics.zone_data_released(NaiveDate::from_ymd_opt(2026, 10, 28));
        let told = line(&metrics, "easyscale_tzdata_release_timestamp_seconds");
        assert_eq!(told, "easyscale_tzdata_release_timestamp_seconds 1793145600");
    }

    #[test]
    fn what_failed_is_counted_with_its_kind_and_what_did_not_fail_has_none() {
        let metrics = Metrics::new("2026f").unwrap();
        metrics.evaluated(Err(ErrorKind::Timeout), Duration::ZERO);
        metrics.evaluated(Ok(Evaluated::Scaled), Duration::ZERO);
        for (start, count) in [
            ("easyscale_evaluations_total{result=\"failed\"}", 1),
            ("easyscale_evaluations_total{result=\"scaled\"}", 1),
            ("easyscale_evaluation_errors_total{kind=\"timeout\"}", 1),
            ("easyscale_evaluation_errors_total{kind=\"panic\"}", 0),
        ] {
            assert_eq!(line(&metrics, start), format!("{start} {count}"));
        }
    }

    #[test]
    fn a_scaling_is_counted_by_direction_and_reason() {
        let metrics = Metrics::new("2026f").unwrap();
        metrics.scaled(3, 5, ScalingReason::Boundary);
        metrics.scaled(5, 2, ScalingReason::Boundary);
        metrics.scaled(9, 2, ScalingReason::Drift);
        for (labels, count) in [
            ("direction=\"up\",reason=\"boundary\"", 1),
            ("direction=\"down\",reason=\"boundary\"", 1),
            ("direction=\"down\",reason=\"drift\"", 1),
            ("direction=\"up\",reason=\"drift\"", 0),
        ] {
            let start = format!("easyscale_scaling_operations_total{{{labels}}}");
            assert_eq!(line(&metrics, &start), format!("{start} {count}"));
        }
    }

    #[test]
    fn a_delay_lands_in_its_bucket() {
        let metrics = Metrics::new("2026f").unwrap();
        metrics.transition_done(Duration::from_millis(15));
        let bucket =
            |le: &str| line(&metrics, &format!("easyscale_transition_delay_seconds_bucket{{le=\"{le}\"}}"));
        assert!(bucket("0.01").ends_with(" 0"));
        assert!(bucket("0.02").ends_with(" 1"));
        assert!(bucket("60").ends_with(" 1"));
    }
}
