//! The rules that the API server itself checks, written in its expression language (CEL), one function each.
//!
//! Each says the sentence of its [`Code`]. The same conditions are written again in Rust in `check`; a property test
//! feeds both with the same rules and demands the same answers. The server estimates the cost of each expression from
//! the declared lengths and refuses the whole definition when one is too dear, so every list and text has a maximum.

use kube::core::Rule;

use crate::Code;

/// No `messageExpression` adds what was found: for lists as long as ours the server's estimate of its cost is beyond
/// every budget. `check` adds it.
fn rule(code: Code, expression: &str) -> Rule {
    Rule::new(expression).message(code.told().as_str())
}

pub(crate) fn at_least_one_entry() -> Rule {
    rule(Code::ScheduleEmpty, "size(self) > 0")
}

pub(crate) fn entry_names_differ() -> Rule {
    rule(Code::EntryNameTwice, "self.all(a, self.exists_one(b, b.name == a.name))")
}

pub(crate) fn entry_name() -> Rule {
    // No space at an end; no control character, no line break, nothing that turns the order of letters.
    rule(
        Code::EntryName,
        r"size(self) > 0 && !self.matches('^\\x20|\\x20$|[\\x00-\\x1f\\x7f-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]')",
    )
}

pub(crate) fn entry_name_not_reserved() -> Rule {
    rule(Code::EntryNameReserved, "self.lowerAscii() != 'default'")
}

pub(crate) fn days_or_dates() -> Rule {
    rule(Code::DaysAndDates, "!(has(self.days) && has(self.dates))")
}

pub(crate) fn days_not_empty() -> Rule {
    rule(Code::DaysCount, "size(self) > 0")
}

pub(crate) fn dates_not_empty() -> Rule {
    rule(Code::DatesCount, "size(self) > 0")
}

pub(crate) fn dates_exist() -> Rule {
    rule(Code::Date, &format!("self.all(d, d.matches('{DATE}'))"))
}

/// Months of 31 days, of 30, February, and the leap days from 2000 to 2199 (2100 has none).
const DATE: &str = "^(2[01][0-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])\
                    |(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))\
                    |(2000|2[01](0[48]|[2468][048]|[13579][26]))-02-29)$";

/// A number of replicas, or a bound of it: what fits into 31 bits.
pub(crate) fn replicas() -> Rule {
    rule(Code::Replicas, "self >= 0 && self <= 2147483647")
}

pub(crate) fn limit() -> Rule {
    rule(Code::Limit, "self >= 0 && self <= 2147483647")
}

pub(crate) fn cooldown() -> Rule {
    rule(Code::Cooldown, "self >= 0 && self <= 86400")
}

pub(crate) fn time_start() -> Rule {
    rule(Code::TimeStart, "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')")
}

pub(crate) fn time_end() -> Rule {
    rule(Code::TimeEnd, "self.matches('^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$')")
}

pub(crate) fn times_differ() -> Rule {
    // A missing start is 00:00; a missing end is 24:00, which no start can be.
    let expression = "!has(self.timeEnd) || self.timeEnd != (has(self.timeStart) ? self.timeStart : '00:00')";
    rule(Code::TimesEqual, expression).field_path(".timeEnd")
}

pub(crate) fn entry_replicas_within_limits() -> Rule {
    let expression = format!("{NO_BOUNDS} || self.schedule.all(e, {})", within("e"));
    rule(Code::ReplicasOutsideLimits, &expression).field_path(".schedule")
}

pub(crate) fn default_replicas_within_limits() -> Rule {
    let expression = format!("{NO_BOUNDS} || !has(self.default) || ({})", within("self.default"));
    rule(Code::ReplicasOutsideLimits, &expression).field_path(".default")
}

/// No limits, or reversed ones: every number is outside of those, and saying so would only hide the cause.
const NO_BOUNDS: &str = "!has(self.limits) || (has(self.limits.minReplicas) && has(self.limits.maxReplicas) \
                         && self.limits.minReplicas > self.limits.maxReplicas)";

/// Whether the replicas of `holder` lie within the limits, negative numbers aside: those have a rule of their own.
fn within(holder: &str) -> String {
    format!(
        "{holder}.replicas < 0 || \
         ((!has(self.limits.minReplicas) || {holder}.replicas >= self.limits.minReplicas) && \
         (!has(self.limits.maxReplicas) || {holder}.replicas <= self.limits.maxReplicas))"
    )
}

pub(crate) fn limits_in_order() -> Rule {
    rule(
        Code::LimitsReversed,
        "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
    )
}

pub(crate) fn timezone() -> Rule {
    // Only the shape: the names are known to `check`.
    rule(Code::Timezone, "self.matches('^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$')")
}

pub(crate) fn target_api_version() -> Rule {
    rule(
        Code::TargetApiVersion,
        "self.matches('^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[a-z]([a-z0-9-]*[a-z0-9])?$')",
    )
}

pub(crate) fn target_kind() -> Rule {
    rule(Code::TargetKind, "self.matches('^[A-Z]([A-Za-z0-9-]*[A-Za-z0-9])?$')")
}

pub(crate) fn target_name() -> Rule {
    rule(
        Code::TargetName,
        "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$')",
    )
}

pub(crate) fn target_namespace() -> Rule {
    rule(Code::TargetNamespace, "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')")
}
