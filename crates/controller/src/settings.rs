//! What the operator can be told: every setting with its default, and which combinations are refused.
//!
//! Plain values, no command line here: the binary turns flags and variables into these.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

pub use crate::reach::{CrossNamespace, Reach};

/// All settings of `easyscale run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The kubeconfig file. `None`: `$KUBECONFIG` or `~/.kube/config` if there is one, else the pod's service account.
    pub kubeconfig: Option<PathBuf>,
    /// The context of that kubeconfig. `None`: its current one.
    pub context: Option<String>,
    /// How far rules reach.
    pub reach: Reach,
    /// Whether a lease decides which process acts. `false`: this process always acts.
    pub leader_elect: bool,
    /// Name of the lease.
    pub lease_name: String,
    /// Namespace of the lease. `None`: `$POD_NAMESPACE`, else the namespace that the client is in (the pod's, or the
    /// context's).
    pub lease_namespace: Option<String>,
    /// Who this process is in the lease; a random suffix is added. `None`: `$POD_NAME` or `$HOSTNAME`.
    pub identity: Option<String>,
    /// For how long others respect the lease after its last renewal.
    pub lease_duration: Duration,
    /// For how long this process believes itself to be the leader after it last asked for a renewal that succeeded.
    pub renew_deadline: Duration,
    /// Time between two attempts to acquire or renew the lease.
    pub retry_period: Duration,
    /// Where metrics and health are served. Port 0: any free one.
    pub listen: SocketAddr,
    /// How many requests to the API server are under way at the same time.
    pub concurrency: u16,
    /// Deadline of one request to the API server that is not a watch.
    pub request_timeout: Duration,
    /// Deadline of one reconcile.
    pub reconcile_timeout: Duration,
    /// The longest time that a rule is left alone.
    pub max_sleep: Duration,
    /// A zoneinfo directory instead of the built-in zone data.
    pub zoneinfo: Option<PathBuf>,
    /// Time from the signal to the end of the process.
    pub shutdown_grace: Duration,
}

/// Settings that cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The holder would still believe in its lease when another one takes it.
    #[error(
        "the lease duration ({lease_duration:?}) must be longer than the renew deadline ({renew_deadline:?}): else a \
         second process could act while the first one still does"
    )]
    LeaseTooShort {
        /// [`Settings::lease_duration`].
        lease_duration: Duration,
        /// [`Settings::renew_deadline`].
        renew_deadline: Duration,
    },
    /// There would be no time for a second attempt.
    #[error(
        "the renew deadline ({renew_deadline:?}) must be longer than 1.2 × the retry period ({retry_period:?}): else \
         one slow answer loses the lease"
    )]
    DeadlineTooShort {
        /// [`Settings::renew_deadline`].
        renew_deadline: Duration,
        /// [`Settings::retry_period`].
        retry_period: Duration,
    },
    /// The lease stores whole seconds.
    #[error(
        "the lease duration ({0:?}) must be a whole number of seconds, because a lease stores only those"
    )]
    LeaseNotWholeSeconds(Duration),
    /// A setting that must not be zero.
    #[error("{0} must not be zero")]
    Zero(&'static str),
    /// A value that is not one of the known ones.
    #[error("{0:?} is not one of Deny, Granted, Allow")]
    CrossNamespace(String),
    /// A namespace to watch that cannot exist.
    #[error(
        "{0:?} cannot be the name of a namespace to watch: write each name in full, in lower-case letters, digits and \
         dashes, with commas in between, such as \"shop,infra\""
    )]
    Namespace(String),
    /// A protected namespace that cannot exist.
    #[error(
        "{0:?} is no namespace and no beginning of one, so it would protect nothing: write names and beginnings with \
         commas in between, such as \"easyscale-system,kube-*\""
    )]
    NamespacePattern(String),
    /// A ceiling under which nothing can run.
    #[error("the replicas ceiling is {0}, so no rule could ever start anything; it must be 1 or more")]
    Ceiling(i32),
    /// A time that cannot be read.
    #[error("{0:?} is not a duration such as \"15s\", \"1h30m\" or \"500ms\"")]
    Duration(String),
}

/// Reads a duration as the settings write it: "15s", "1h30m", "500ms".
pub fn duration(text: &str) -> Result<Duration, SettingsError> {
    let signed = text.trim().parse::<jiff::SignedDuration>().ok();
    signed
        .and_then(|duration| Duration::try_from(duration).ok())
        .ok_or_else(|| SettingsError::Duration(text.to_owned()))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kubeconfig: None,
            context: None,
            reach: Reach::default(),
            leader_elect: true,
            lease_name: "easyscale".to_owned(),
            lease_namespace: None,
            identity: None,
            lease_duration: Duration::from_secs(15),
            renew_deadline: Duration::from_secs(10),
            retry_period: Duration::from_secs(2),
            listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8080)),
            concurrency: 64,
            request_timeout: Duration::from_secs(10),
            reconcile_timeout: Duration::from_secs(30),
            max_sleep: Duration::from_mins(10),
            zoneinfo: None,
            shutdown_grace: Duration::from_secs(5),
        }
    }
}

impl Settings {
    /// Refuses what cannot work or would be unsafe.
    pub fn validate(&self) -> Result<(), SettingsError> {
        self.refuse_zeros()?;
        self.reach.validate()?;
        let Self { lease_duration, renew_deadline, retry_period, .. } = *self;
        if lease_duration.subsec_nanos() != 0 {
            return Err(SettingsError::LeaseNotWholeSeconds(lease_duration));
        }
        if lease_duration <= renew_deadline {
            return Err(SettingsError::LeaseTooShort { lease_duration, renew_deadline });
        }
        if renew_deadline <= retry_period.saturating_mul(6) / 5 {
            return Err(SettingsError::DeadlineTooShort { renew_deadline, retry_period });
        }
        Ok(())
    }

    fn refuse_zeros(&self) -> Result<(), SettingsError> {
        let durations = [
            (self.retry_period, "the retry period"),
            (self.request_timeout, "the request timeout"),
            (self.reconcile_timeout, "the reconcile timeout"),
            (self.max_sleep, "the longest sleep"),
            (self.shutdown_grace, "the shutdown grace"),
        ];
        if let Some((_, name)) = durations.iter().find(|(duration, _)| duration.is_zero()) {
            return Err(SettingsError::Zero(name));
        }
        if self.concurrency == 0 {
            return Err(SettingsError::Zero("the concurrency"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lease(duration: u64, deadline: u64, retry: u64) -> Settings {
        Settings {
            lease_duration: Duration::from_secs(duration),
            renew_deadline: Duration::from_secs(deadline),
            retry_period: Duration::from_secs(retry),
            ..Settings::default()
        }
    }

    #[test]
    fn the_defaults_are_accepted() {
        assert_eq!(Settings::default().validate(), Ok(()));
    }

    #[test]
    fn a_lease_not_longer_than_its_deadline_is_refused() {
        assert!(matches!(lease(10, 10, 2).validate(), Err(SettingsError::LeaseTooShort { .. })));
        assert_eq!(lease(11, 10, 2).validate(), Ok(()));
    }

    #[test]
    fn a_deadline_with_no_room_for_a_second_attempt_is_refused() {
        assert!(matches!(lease(15, 6, 5).validate(), Err(SettingsError::DeadlineTooShort { .. })));
        assert_eq!(lease(15, 7, 5).validate(), Ok(()));
    }

    #[test]
    fn part_seconds_are_refused_for_the_lease_which_stores_whole_ones() {
        let settings = Settings { lease_duration: Duration::from_millis(15_500), ..Settings::default() };
        assert!(matches!(settings.validate(), Err(SettingsError::LeaseNotWholeSeconds(_))));
    }

    #[test]
    fn zeros_are_refused_by_name() {
        let settings = Settings { concurrency: 0, ..Settings::default() };
        assert_eq!(settings.validate().unwrap_err().to_string(), "the concurrency must not be zero");
        let settings = Settings { max_sleep: Duration::ZERO, ..Settings::default() };
        assert_eq!(settings.validate().unwrap_err().to_string(), "the longest sleep must not be zero");
    }

    #[test]
    fn durations_are_read_with_their_unit_and_never_without_or_negative() {
        assert_eq!(duration("15s"), Ok(Duration::from_secs(15)));
        assert_eq!(duration(" 1h30m "), Ok(Duration::from_mins(90)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        for text in ["15", "", "-1s", "soon"] {
            assert_eq!(duration(text), Err(SettingsError::Duration(text.to_owned())));
        }
    }
}
