//! Examples: what can be wrong with a file.

use super::Text::{Bytes, File, Spec};
use super::{Example, Told};
use crate::Code;

const RULE: &str = "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: web
spec:
  target:
    name: web
  schedule:
  - name: Always
    replicas: 2
";

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: Code::UnknownField,
        told: Told::FilesAndServer,
        wrong: Spec("schedule:\n- name: Night\n  start: \"22:00\"\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Night\n  timeStart: \"22:00\"\n  replicas: 2\n"),
    },
    Example {
        code: Code::FieldTwice,
        told: Told::Files,
        wrong: Spec("schedule:\n- name: Weekend\n  days: [Saturday]\n  days: [Sunday]\n  replicas: 2\n"),
        right: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n"),
    },
    Example {
        code: Code::NotYaml,
        told: Told::FilesAndServer,
        wrong: Spec("timezone: \"Europe/Berlin\n"),
        right: Spec("timezone: \"Europe/Berlin\"\n"),
    },
    Example {
        code: Code::NotText,
        told: Told::FilesAndServer,
        wrong: Bytes(
            b"apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: N\xe4chte\n    replicas: 2\n",
        ),
        right: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Nächte\n    replicas: 2\n",
        ),
    },
    Example {
        code: Code::TooLarge,
        told: Told::FilesAndServer,
        wrong: File(
            "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: laughs
data:
  a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]
  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
  f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
",
        ),
        right: File("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: laughs\ndata:\n  a: ha\n"),
    },
    Example {
        code: Code::NotThisKind,
        told: Told::FilesAndServer,
        wrong: File(
            "apiVersion: easyscale.io/v1beta1\nkind: ScalingRule\nmetadata:\n  name: web\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Always\n    replicas: 2\n",
        ),
        right: File(RULE),
    },
    Example {
        code: Code::RuleName,
        told: Told::FilesAndServer,
        wrong: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: Web rule\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Always\n    replicas: 2\n",
        ),
        right: File(RULE),
    },
    Example {
        code: Code::RuleNamespace,
        told: Told::FilesAndServer,
        wrong: File(
            "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\n  namespace: The shop\nspec:\n  target:\n    name: web\n  schedule:\n  - name: Always\n    replicas: 2\n",
        ),
        right: File(RULE),
    },
    Example {
        code: Code::RuleTwice,
        told: Told::Files,
        wrong: File(
            "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: night
spec:
  target: {name: web}
  schedule: [{name: Always, replicas: 2}]
---
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: night
spec:
  target: {name: api}
  schedule: [{name: Always, replicas: 2}]
",
        ),
        right: File(
            "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: night-of-web
spec:
  target: {name: web}
  schedule: [{name: Always, replicas: 2}]
---
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: night-of-api
spec:
  target: {name: api}
  schedule: [{name: Always, replicas: 2}]
",
        ),
    },
];
