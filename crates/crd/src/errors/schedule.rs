//! Examples: entries, their names, days and times.

use super::Text::{Made, Spec};
use super::{Example, Told};
use crate::Code;

const RIGHT_NIGHT: &str =
    "schedule:\n- name: Night\n  timeStart: \"22:00\"\n  timeEnd: \"06:00\"\n  replicas: 2\n";

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: Code::ScheduleEmpty,
        told: Told::Server,
        wrong: Spec("schedule: []\n"),
        right: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n"),
    },
    Example {
        code: Code::ScheduleTooLong,
        told: Told::ServersWords,
        wrong: Made(too_many),
        right: Spec(
            "schedule:\n- name: Holidays\n  dates: [\"2027-01-01\", \"2027-01-02\", \"2027-01-03\"]\n  replicas: 1\n",
        ),
    },
    Example {
        code: Code::EntryName,
        told: Told::ServerOrItsWords,
        wrong: Spec("schedule:\n- name: \"\"\n  days: [Saturday]\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Saturday\n  days: [Saturday]\n  replicas: 2\n"),
    },
    Example {
        code: Code::EntryNameReserved,
        told: Told::Server,
        wrong: Spec("schedule:\n- name: default\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Always\n  replicas: 2\n"),
    },
    Example {
        code: Code::EntryNameTwice,
        told: Told::Server,
        wrong: Spec(
            "schedule:\n- name: Weekend\n  days: [Saturday]\n  replicas: 2\n- name: Weekend\n  days: [Sunday]\n  replicas: 1\n",
        ),
        right: Spec(
            "schedule:\n- name: Saturday\n  days: [Saturday]\n  replicas: 2\n- name: Sunday\n  days: [Sunday]\n  replicas: 1\n",
        ),
    },
    Example {
        code: Code::DaysAndDates,
        told: Told::Server,
        wrong: Spec(
            "schedule:\n- name: Quiet\n  days: [Saturday, Sunday]\n  dates: [\"2026-12-25\"]\n  replicas: 1\n",
        ),
        right: Spec(
            "schedule:\n- name: Quiet\n  days: [Saturday, Sunday]\n  replicas: 1\n- name: Quiet (dates)\n  dates: [\"2026-12-25\"]\n  replicas: 1\n",
        ),
    },
    Example {
        code: Code::DaysCount,
        told: Told::ServerOrItsWords,
        wrong: Spec("schedule:\n- name: Always\n  days: []\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Always\n  replicas: 2\n"),
    },
    Example {
        code: Code::DatesCount,
        told: Told::ServerOrItsWords,
        wrong: Spec("schedule:\n- name: Holidays\n  dates: []\n  replicas: 1\n"),
        right: Spec(
            "schedule:\n- name: Holidays\n  dates: [\"2026-12-25\", \"2026-12-26\"]\n  replicas: 1\n",
        ),
    },
    Example {
        code: Code::Date,
        told: Told::Server,
        wrong: Spec("schedule:\n- name: Leap day\n  dates: [\"2027-02-29\"]\n  replicas: 1\n"),
        right: Spec("schedule:\n- name: Leap day\n  dates: [\"2028-02-29\"]\n  replicas: 1\n"),
    },
    Example {
        code: Code::TimeStart,
        told: Told::Server,
        wrong: Spec("schedule:\n- name: Night\n  timeStart: \"10pm\"\n  timeEnd: \"06:00\"\n  replicas: 2\n"),
        right: Spec(RIGHT_NIGHT),
    },
    Example {
        code: Code::TimeEnd,
        told: Told::Server,
        wrong: Spec("schedule:\n- name: Night\n  timeStart: \"22:00\"\n  timeEnd: \"6:00\"\n  replicas: 2\n"),
        right: Spec(RIGHT_NIGHT),
    },
    Example {
        code: Code::TimesEqual,
        told: Told::Server,
        wrong: Spec(
            "schedule:\n- name: Saturday\n  days: [Saturday]\n  timeStart: \"00:00\"\n  timeEnd: \"00:00\"\n  replicas: 2\n",
        ),
        right: Spec(
            "schedule:\n- name: Saturday\n  days: [Saturday]\n  timeStart: \"00:00\"\n  timeEnd: \"24:00\"\n  replicas: 2\n",
        ),
    },
];

/// One entry for each day of two months.
fn too_many() -> String {
    let day = |i: u32| {
        format!("- {{name: Day {i}, dates: [\"2027-{:02}-{:02}\"], replicas: 1}}\n", i / 28 + 1, i % 28 + 1)
    };
    std::iter::once("schedule:\n".to_owned()).chain((0..65).map(day)).collect()
}
