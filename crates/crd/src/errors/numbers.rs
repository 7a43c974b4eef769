//! Examples: numbers, zones and targets.

use super::Text::Spec;
use super::{Example, Told};
use crate::Code;

const ALWAYS_2: &str = "schedule:\n- name: Always\n  replicas: 2\n";

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: Code::Replicas,
        told: Told::Server,
        wrong: Spec("schedule:\n- name: Always\n  replicas: -1\n"),
        right: Spec(ALWAYS_2),
    },
    Example {
        code: Code::ReplicasOutsideLimits,
        told: Told::Server,
        wrong: Spec("limits:\n  maxReplicas: 10\ndefault:\n  replicas: 30\n"),
        right: Spec("limits:\n  maxReplicas: 30\ndefault:\n  replicas: 30\n"),
    },
    Example {
        code: Code::Limit,
        told: Told::Server,
        wrong: Spec("limits:\n  minReplicas: -1\n"),
        right: Spec("limits:\n  minReplicas: 0\n"),
    },
    Example {
        code: Code::LimitsReversed,
        told: Told::Server,
        wrong: Spec("limits:\n  minReplicas: 10\n  maxReplicas: 1\n"),
        right: Spec("limits:\n  minReplicas: 1\n  maxReplicas: 10\n"),
    },
    Example {
        code: Code::Timezone,
        told: Told::ServerInPart,
        wrong: Spec("timezone: Europe/Berln\n"),
        right: Spec("timezone: Europe/Berlin\n"),
    },
    Example {
        code: Code::Cooldown,
        told: Told::Server,
        wrong: Spec("cooldownSeconds: 100000\n"),
        right: Spec("cooldownSeconds: 300\n"),
    },
    Example {
        code: Code::TargetApiVersion,
        told: Told::ServerOrItsWords,
        wrong: Spec("target:\n  apiVersion: Apps/v1\n  name: web\n"),
        right: Spec("target:\n  apiVersion: apps/v1\n  name: web\n"),
    },
    Example {
        code: Code::TargetKind,
        told: Told::ServerOrItsWords,
        wrong: Spec("target:\n  kind: deployment\n  name: web\n"),
        right: Spec("target:\n  kind: Deployment\n  name: web\n"),
    },
    Example {
        code: Code::TargetName,
        told: Told::ServerOrItsWords,
        wrong: Spec("target:\n  name: Web_Server\n"),
        right: Spec("target:\n  name: web-server\n"),
    },
    Example {
        code: Code::TargetNamespace,
        told: Told::ServerOrItsWords,
        wrong: Spec("target:\n  name: web\n  namespace: Shop\n"),
        right: Spec("target:\n  name: web\n  namespace: shop\n"),
    },
    Example {
        code: Code::WrongType,
        told: Told::ServersWords,
        wrong: Spec("suspend: \"yes\"\n"),
        right: Spec("suspend: true\n"),
    },
    Example {
        code: Code::Missing,
        told: Told::ServersWords,
        wrong: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Sunday]\n"),
        right: Spec("schedule:\n- name: Weekend\n  days: [Saturday, Sunday]\n  replicas: 2\n"),
    },
];
