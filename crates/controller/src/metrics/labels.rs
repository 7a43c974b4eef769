//! The label values of the metrics: closed sets of words.

/// A closed set of words for one label.
pub trait Label: Copy + Sized + 'static {
    /// Every value.
    const ALL: &'static [Self];
    /// The word in the metric.
    fn label(self) -> &'static str;
}

macro_rules! label {
    ($(#[$doc:meta])* $visibility:vis enum $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $visibility enum $name { $($(#[$value_doc])* $value,)+ }

        impl Label for $name {
            const ALL: &'static [Self] = &[$(Self::$value,)+];
            fn label(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }
    };
}

label! {
    /// In which state a rule is: the first that applies, from the top.
    pub enum RuleState {
        /// Its spec cannot work; a person has to change it.
        Invalid = "invalid",
        /// It is switched off by `spec.suspend`.
        Suspended = "suspended",
        /// Another rule or an autoscaler owns the target.
        Conflict = "conflict",
        /// Somebody keeps undoing the write.
        Contested = "contested",
        /// The target is missing, may not be written, or something else that heals by itself.
        Waiting = "waiting",
        /// What it states holds.
        Ready = "ready",
    }
}

label! {
    /// What came of one evaluation of a rule.
    pub enum Evaluated {
        /// The number was right already.
        Unchanged = "unchanged",
        /// A number was written.
        Scaled = "scaled",
        /// A number should change, but may not: suspended, dry run, conflict, contested, cooldown.
        Held = "held",
        /// The spec cannot work.
        Invalid = "invalid",
        /// A request failed; it is tried again.
        Failed = "failed",
    }
}

label! {
    /// Why a number was written.
    pub enum ScalingReason {
        /// The clock passed a boundary.
        Boundary = "boundary",
        /// The rule was made or changed.
        RuleChanged = "rule_changed",
        /// Something else had changed the number.
        Drift = "drift",
    }
}

label! {
    /// Why a number could not be written.
    pub enum FailureReason {
        /// The target had changed since the decision (409).
        Conflict = "conflict",
        /// This process was not the leader any more.
        NotLeader = "not_leader",
        /// The operator has no right to (401, 403).
        Forbidden = "forbidden",
        /// The target, or its `/scale`, is gone (404).
        NotFound = "not_found",
        /// The API server, or an admission policy in it, refuses the value (400, 422).
        Rejected = "rejected",
        /// No answer within the deadline.
        Timeout = "timeout",
        /// The API server is not reached or says that it cannot now (429, 5xx).
        Unavailable = "unavailable",
    }
}

label! {
    /// Why a look at a rule failed.
    pub enum ErrorKind {
        /// No answer to a request within its deadline.
        Timeout = "timeout",
        /// The API server is not reached or says that it cannot now (429, 5xx).
        Unavailable = "unavailable",
        /// The operator has no right to (401, 403).
        Forbidden = "forbidden",
        /// The API server refuses what was asked for (another 4xx).
        Rejected = "rejected",
        /// The target changed again and again while it was being scaled.
        Contention = "contention",
        /// This process was not the leader any more.
        NotLeader = "not_leader",
        /// The look as a whole took longer than it may.
        Deadline = "deadline",
        /// A defect of this program.
        Panic = "panic",
    }
}

label! {
    /// What a request asks the API server to do, in the words of its rights.
    pub enum Verb {
        /// Read one object, or what kinds there are.
        Get = "get",
        /// Read all objects of a kind.
        List = "list",
        /// Follow all objects of a kind. Counted when the answer begins.
        Watch = "watch",
        /// Make an object.
        Create = "create",
        /// Replace an object.
        Update = "update",
        /// Change an object.
        Patch = "patch",
        /// Anything else.
        Other = "other",
    }
}

label! {
    /// What the API server answered.
    pub enum Code {
        /// Done.
        Ok = "200",
        /// Made.
        Created = "201",
        /// The request makes no sense.
        BadRequest = "400",
        /// It is not known who asks.
        Unauthorized = "401",
        /// Who asks may not.
        Forbidden = "403",
        /// There is no such thing.
        NotFound = "404",
        /// Somebody else was faster.
        Conflict = "409",
        /// A watch was to begin at a state that is forgotten by now.
        Gone = "410",
        /// The value is refused.
        Unprocessable = "422",
        /// Too many requests.
        TooMany = "429",
        /// An error of the server.
        Internal = "500",
        /// Something in between is broken.
        BadGateway = "502",
        /// Not now.
        Unavailable = "503",
        /// The server ran out of time.
        GatewayTimeout = "504",
        /// Any other code.
        Other = "other",
        /// No answer: not reached, broken off, too late.
        None = "none",
    }
}

label! {
    /// Up or down.
    pub(super) enum Direction {
        /// To a greater number.
        Up = "up",
        /// To a smaller number.
        Down = "down",
    }
}

impl Direction {
    pub(super) fn between(from: i32, to: i32) -> Self {
        if to < from { Self::Down } else { Self::Up }
    }
}

impl Code {
    pub(crate) fn of(status: u16) -> Self {
        let status = status.to_string();
        Self::ALL.iter().copied().find(|code| code.label() == status).unwrap_or(Self::Other)
    }
}

impl ErrorKind {
    /// The kind of an answer that is no success.
    pub(crate) fn of_code(code: u16) -> Self {
        match code {
            401 | 403 => Self::Forbidden,
            429 | 500.. => Self::Unavailable,
            _ => Self::Rejected,
        }
    }
}
