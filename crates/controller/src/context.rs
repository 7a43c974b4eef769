//! What every reconcile works with: caches, clients, and the ways to tell.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};

use easyscale_crd::ScalingRule;

use crate::{
    keys::{RuleKey, TargetKey},
    shared::Shared,
    sight::Sight,
    watch::Wake,
};

/// See the module.
pub(crate) struct Context {
    pub(crate) shared: Shared,
    /// What each look at a rule needs.
    pub(crate) sight: Sight,
    /// Whether this process may act: it leads, and its caches have caught up with what the last leader did.
    pub(crate) acting: AtomicBool,
    /// Asks for rules to be looked at again.
    pub(crate) wake: Wake,
}

impl Context {
    pub(crate) fn acts(&self) -> bool {
        self.acting.load(Ordering::Acquire) && self.shared.fence.is_leader()
    }

    /// Has the other rules on a target looked at again after this one has written: their statuses tell its number, too,
    /// and the watch has no news for them, because the answer to the write came first.
    pub(crate) fn wake_others(&self, rule: &ScalingRule, target: &TargetKey) {
        let own = RuleKey::of(rule);
        let all = self.sight.index.on_target(target);
        self.wake.rules(all.iter().filter(|other| Some(*other) != own.as_ref()));
    }

    /// How long to sleep until `wake_at`: at most the longest sleep, spread by up to a tenth so that rules that were
    /// read together do not all come again together. Computed last, because it is measured on another clock.
    pub(crate) fn sleep(&self, uid: &str, wake_at: Option<DateTime<Utc>>) -> Duration {
        let longest = spread(self.shared.settings.max_sleep, uid);
        let Some(wake_at) = wake_at else { return longest };
        let left = (wake_at - self.shared.clock.now()).to_std().unwrap_or(Duration::ZERO);
        left.min(longest)
    }
}

/// Between 0.9 and 1.1 times `longest`, always the same for one rule.
fn spread(longest: Duration, uid: &str) -> Duration {
    let mut hasher = DefaultHasher::new();
    uid.hash(&mut hasher);
    let tenths = f64::from(u16::try_from(hasher.finish() % 1000).unwrap_or(0)) / 1000.0;
    longest.mul_f64(0.9 + 0.2 * tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeps_are_spread_by_a_tenth_at_most() {
        let longest = Duration::from_mins(10);
        let spreads: Vec<_> = (0..100).map(|rule| spread(longest, &rule.to_string())).collect();
        assert!(spreads.iter().all(|sleep| (540..=660).contains(&sleep.as_secs())));
        assert!(spreads.iter().max() > spreads.iter().min());
        assert_eq!(spread(longest, "7"), spreads[7]);
    }
}
