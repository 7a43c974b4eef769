//! Examples: what is doubtful.

use super::Text::{File, Spec};
use super::{Example, Told};
use crate::Code;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: Code::Overlap,
        told: Told::Status,
        wrong: Spec(
            "schedule:\n- name: Day\n  timeStart: \"08:00\"\n  timeEnd: \"18:00\"\n  replicas: 4\n- name: Rush\n  timeStart: \"16:00\"\n  timeEnd: \"20:00\"\n  replicas: 6\n",
        ),
        right: Spec(
            "schedule:\n- name: Day\n  timeStart: \"08:00\"\n  timeEnd: \"18:00\"\n  replicas: 4\n- name: Rush\n  timeStart: \"16:00\"\n  timeEnd: \"20:00\"\n  replicas: 6\n  priority: 10\n",
        ),
    },
    Example {
        code: Code::NeverHolds,
        told: Told::Status,
        wrong: Spec(
            "schedule:\n- name: Always\n  replicas: 4\n  priority: 10\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n",
        ),
        right: Spec(
            "schedule:\n- name: Always\n  replicas: 4\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n  priority: 10\n",
        ),
    },
    Example {
        code: Code::AllPast,
        told: Told::Status,
        wrong: Spec("schedule:\n- name: Christmas\n  dates: [\"2020-12-25\"]\n  replicas: 1\n"),
        right: Spec("schedule:\n- name: Christmas\n  dates: [\"2199-12-25\"]\n  replicas: 1\n"),
    },
    Example {
        code: Code::NoDefault,
        told: Told::Status,
        wrong: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Weekend\n    days: [Saturday, Sunday]\n    replicas: 2\n",
        ),
        right: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Weekend\n    days: [Saturday, Sunday]\n    replicas: 2\n  default:\n    replicas: 3\n",
        ),
    },
    Example {
        code: Code::ListedTwice,
        told: Told::Status,
        wrong: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Saturday]\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n"),
    },
    Example {
        code: Code::UnquotedTime,
        told: Told::Files,
        wrong: Spec("schedule:\n- name: Night\n  timeStart: 22:00\n  timeEnd: \"06:00\"\n  replicas: 2\n"),
        right: Spec(
            "schedule:\n- name: Night\n  timeStart: \"22:00\"\n  timeEnd: \"06:00\"\n  replicas: 2\n",
        ),
    },
    Example {
        code: Code::TargetTwice,
        told: Told::FilesAndConflict,
        wrong: File(
            "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: weekend
spec:
  target: {name: web}
  schedule: [{name: Weekend, days: [Saturday, Sunday], replicas: 2}]
  default: {replicas: 3}
---
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: evening
spec:
  target: {name: web}
  schedule: [{name: Evening, timeStart: \"16:00\", timeEnd: \"18:00\", replicas: 5}]
  default: {replicas: 3}
",
        ),
        right: File(
            "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: web
spec:
  target: {name: web}
  schedule:
  - {name: Weekend, days: [Saturday, Sunday], replicas: 2, priority: 10}
  - {name: Evening, timeStart: \"16:00\", timeEnd: \"18:00\", replicas: 5}
  default: {replicas: 3}
",
        ),
    },
    Example {
        code: Code::NoRule,
        told: Told::Files,
        wrong: File("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"),
        right: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Always\n    replicas: 2\n",
        ),
    },
];
