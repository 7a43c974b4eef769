//! One entry of the schedule, as a person writes it.

#![allow(
    clippy::doc_link_with_quotes,
    clippy::doc_markdown,
    reason = "kubectl explain prints these comments as plain text"
)]
#![allow(
    unreachable_pub,
    reason = "the derive copies each struct, `pub` included, into a function of its own"
)]

use kube::KubeSchema;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules;

/// The most characters the name of an entry may have.
pub const MAX_NAME: usize = 63;
/// The most dates an entry may list.
pub const MAX_DATES: usize = 366;

/// A number of replicas for certain days and times.
#[derive(KubeSchema, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[x_kube(validation = rules::days_or_dates(), validation = rules::times_differ())]
pub struct ScheduleEntry {
    /// The name by which status, Events and logs speak of this entry, 1 to 63 characters, unique in the rule, such as
    /// "Evening rush".
    #[schemars(length(min = 1, max = 63))]
    #[x_kube(validation = rules::entry_name(), validation = rules::entry_name_not_reserved())]
    pub name: String,

    /// The days of the week on which the window starts, such as [Saturday, Sunday]; default every day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 7))]
    #[x_kube(validation = rules::days_not_empty(), merge_strategy = ListMerge::Atomic)]
    pub days: Option<Vec<Day>>,

    /// The dates on which the window starts instead of days of the week, at most 366, written year-month-day, such as
    /// ["2026-12-25"]; default none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 366), inner(length(max = 16)))]
    #[x_kube(validation = rules::dates_not_empty(), validation = rules::dates_exist(), merge_strategy = ListMerge::Atomic)]
    pub dates: Option<Vec<String>>,

    /// The time of day at which the window starts, in quotes, such as "16:00"; default "00:00".
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::unquoted::time")]
    #[schemars(length(max = 32))]
    #[x_kube(validation = rules::time_start())]
    pub time_start: Option<String>,

    /// The time of day at which the window ends (that minute is no longer in it), in quotes, such as "18:00"; default
    /// "24:00". Earlier than timeStart means on the next day.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::unquoted::time")]
    #[schemars(length(max = 32))]
    #[x_kube(validation = rules::time_end())]
    pub time_end: Option<String>,

    /// The number of replicas while this entry holds, such as 5; 0 stops the workload.
    #[schemars(range(min = 0, max = 2_147_483_647))]
    #[x_kube(validation = rules::replicas())]
    pub replicas: i32,

    /// Which entry wins where several hold at once: the highest priority, then the first listed, such as 10; default
    /// 0.
    #[serde(default)]
    #[schemars(range(min = -2_147_483_648_i32, max = 2_147_483_647_i32))]
    pub priority: i32,

    /// The IANA time zone of this entry, such as "America/New_York"; default the time zone of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64))]
    #[x_kube(validation = rules::timezone())]
    pub timezone: Option<String>,
}

/// A day of the week.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it all, and the schema lists them without seven descriptions")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<Day> for chrono::Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Monday => Self::Mon,
            Day::Tuesday => Self::Tue,
            Day::Wednesday => Self::Wed,
            Day::Thursday => Self::Thu,
            Day::Friday => Self::Fri,
            Day::Saturday => Self::Sat,
            Day::Sunday => Self::Sun,
        }
    }
}

impl From<chrono::Weekday> for Day {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}
