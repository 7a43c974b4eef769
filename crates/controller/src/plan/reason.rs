//! The one list of reasons: of conditions and of Events. They are part of the API: people and tools match on them.

use std::fmt;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// Why a condition is as it is, or what an Event is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[doc = $doc])+ $name,)+ }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)+];

            /// As it stands in a condition: CamelCase.
            pub fn as_str(self) -> &'static str {
                match self { $(Reason::$name => stringify!($name),)+ }
            }
        }
    };
}

reasons! {
    /// The target has the number that the schedule states.
    AsScheduled,
    /// No entry holds and the rule has no default: the number is left alone.
    NothingHolds,
    /// `suspend: true`: nothing is changed.
    Suspended,
    /// `dryRun: true`: nothing is changed, but told.
    DryRun,
    /// The rule has no errors.
    Valid,
    /// The rule has no errors, but something about it is doubtful.
    ValidWithWarnings,
    /// The rule has errors.
    Invalid,
    /// The rule cannot be read at all.
    Unreadable,
    /// The target is there.
    Found,
    /// There is no such target.
    TargetNotFound,
    /// The API server knows no such kind.
    KindNotFound,
    /// The kind has no scale subresource.
    NoScaleSubresource,
    /// The operator lacks a right.
    Forbidden,
    /// The schedule asks for more replicas than any rule may.
    AboveCeiling,
    /// An autoscaler is on the target.
    AutoscalerPresent,
    /// Another, older rule is on the target.
    OlderRuleActs,
    /// Somebody keeps undoing the change.
    Contested,
    /// Waiting out `cooldownSeconds`.
    CoolingDown,
    /// The API server refused the change.
    WriteFailed,
    /// Nothing can be said: see the other conditions.
    NotDecided,
    /// The number was changed at a boundary or after an edit.
    Scaled,
    /// The number would have been changed, but for `dryRun`.
    WouldScale,
    /// Somebody else changed the number, and it was put back.
    DriftCorrected,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
