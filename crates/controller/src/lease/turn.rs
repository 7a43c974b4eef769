//! Whose turn it is: what a lease that was just read means for this process. Pure; the instants are arguments.

use std::time::{Duration, Instant};

use k8s_openapi::api::coordination::v1::{Lease, LeaseSpec};

/// What to do with the lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// There is none: create it.
    Create,
    /// It is ours: renew it.
    Renew,
    /// It is nobody's, or its holder has been silent for too long: take it.
    Take,
    /// It is another's, who is believed to hold it up to `until` at least.
    Wait { holder: String, until: Instant },
}

/// Remembers since when a lease of somebody else has stood unchanged.
///
/// The times *in* a lease are another computer's and are not trusted; only its changes are.
#[derive(Debug)]
pub(super) struct Observer {
    me: String,
    own_duration: Duration,
    standing: Option<Standing>,
}

#[derive(Debug)]
struct Standing {
    uid: Option<String>,
    spec: LeaseSpec,
    since: Instant,
}

impl Observer {
    /// `own_duration` is assumed for a lease that does not say how long it is to be respected.
    pub(super) fn new(me: &str, own_duration: Duration) -> Self {
        Self { me: me.to_owned(), own_duration, standing: None }
    }

    /// Judges the lease in an answer that arrived at `at`.
    pub(super) fn judge(&mut self, lease: Option<&Lease>, at: Instant) -> Turn {
        let Some(lease) = lease else {
            self.standing = None;
            return Turn::Create;
        };
        let spec = lease.spec.clone().unwrap_or_default();
        match spec.holder_identity.as_deref() {
            // Released by its holder, or cleared by another tool.
            None | Some("") => Turn::Take,
            Some(holder) if holder == self.me => Turn::Renew,
            Some(holder) => {
                let holder = holder.to_owned();
                let respected = self.respected(&spec);
                let until = self.standing_since(lease.metadata.uid.clone(), spec, at) + respected;
                if at < until { Turn::Wait { holder, until } } else { Turn::Take }
            }
        }
    }

    fn respected(&self, spec: &LeaseSpec) -> Duration {
        match spec.lease_duration_seconds.map(u64::try_from) {
            Some(Ok(seconds @ 1..)) => Duration::from_secs(seconds),
            _ => self.own_duration,
        }
    }

    fn standing_since(&mut self, uid: Option<String>, spec: LeaseSpec, at: Instant) -> Instant {
        match &self.standing {
            Some(standing) if standing.uid == uid && standing.spec == spec => standing.since,
            _ => {
                self.standing = Some(Standing { uid, spec, since: at });
                at
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
    use k8s_openapi::jiff::Timestamp;

    use super::*;
    use crate::clock;

    const TTL: Duration = Duration::from_secs(15);
    const SECOND: Duration = Duration::from_secs(1);

    fn lease(holder: Option<&str>, renewed: i64) -> Lease {
        let spec = LeaseSpec {
            holder_identity: holder.map(str::to_owned),
            lease_duration_seconds: Some(15),
            renew_time: Some(MicroTime(Timestamp::from_second(renewed).unwrap())),
            ..LeaseSpec::default()
        };
        Lease {
            metadata: ObjectMeta { uid: Some("u1".to_owned()), ..ObjectMeta::default() },
            spec: Some(spec),
        }
    }

    fn observer() -> Observer {
        Observer::new("me", TTL)
    }

    fn wait(until: Instant) -> Turn {
        Turn::Wait { holder: "other".to_owned(), until }
    }

    #[test]
    fn what_is_mine_is_renewed_and_what_is_nobodys_is_taken_at_once() {
        let now = clock::monotonic();
        assert_eq!(observer().judge(Some(&lease(Some("me"), 0)), now), Turn::Renew);
        assert_eq!(observer().judge(Some(&lease(Some(""), 0)), now), Turn::Take);
        assert_eq!(observer().judge(Some(&lease(None, 0)), now), Turn::Take);
        assert_eq!(observer().judge(Some(&Lease::default()), now), Turn::Take);
        assert_eq!(observer().judge(None, now), Turn::Create);
    }

    #[test]
    fn anothers_lease_is_taken_only_after_it_stood_unchanged_for_its_duration() {
        let (mut observer, start) = (observer(), clock::monotonic());
        // Its renew time is long past on every wall clock: that proves nothing.
        let old = lease(Some("other"), 0);
        assert_eq!(observer.judge(Some(&old), start), wait(start + TTL));
        assert_eq!(observer.judge(Some(&old), start + 14 * SECOND), wait(start + TTL));
        assert_eq!(observer.judge(Some(&old), start + TTL), Turn::Take);
    }

    #[test]
    fn each_renewal_begins_the_wait_anew() {
        let (mut observer, start) = (observer(), clock::monotonic());
        observer.judge(Some(&lease(Some("other"), 0)), start);
        let later = start + 14 * SECOND;
        assert_eq!(observer.judge(Some(&lease(Some("other"), 1)), later), wait(later + TTL));
        assert_eq!(observer.judge(Some(&lease(Some("other"), 1)), start + TTL), wait(later + TTL));
    }

    #[test]
    fn a_label_on_the_lease_is_no_renewal() {
        let (mut observer, start) = (observer(), clock::monotonic());
        let mut held = lease(Some("other"), 0);
        observer.judge(Some(&held), start);
        held.metadata.resource_version = Some("77".to_owned());
        held.metadata.labels = Some([("touched".to_owned(), "yes".to_owned())].into());
        assert_eq!(observer.judge(Some(&held), start + TTL), Turn::Take);
    }

    #[test]
    fn a_lease_made_anew_is_another_one() {
        let (mut observer, start) = (observer(), clock::monotonic());
        let mut held = lease(Some("other"), 0);
        observer.judge(Some(&held), start);
        held.metadata.uid = Some("u2".to_owned());
        assert_eq!(observer.judge(Some(&held), start + TTL), wait(start + TTL + TTL));
    }

    #[test]
    fn the_holders_own_duration_counts_and_a_missing_or_senseless_one_is_ours() {
        let start = clock::monotonic();
        for (seconds, respected) in [(Some(60), 60), (Some(1), 1), (None, 15), (Some(0), 15), (Some(-5), 15)]
        {
            let mut held = lease(Some("other"), 0);
            held.spec.as_mut().unwrap().lease_duration_seconds = seconds;
            let until = start + respected * SECOND;
            assert_eq!(observer().judge(Some(&held), start), wait(until), "{seconds:?}");
        }
    }
}
