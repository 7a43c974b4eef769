//! Environment variables in place of flags.

use crate::support::{Desk, Ended, finish};

fn with(desk: &Desk, arguments: &[&str], variable: &str, value: &str) -> Ended {
    let mut command = desk.program(arguments);
    command.env(variable, value);
    finish(command, b"")
}

#[test]
fn a_variable_that_is_set_to_nothing_is_not_set() {
    let desk = Desk::with_rule();
    assert_eq!(with(&desk, &["validate", "web.yaml"], "EASYSCALE_ZONEINFO", "").code, 0);
    for variable in [
        "EASYSCALE_LEASE_DURATION",
        "EASYSCALE_LEADER_ELECT",
        "EASYSCALE_REPLICAS_CEILING",
        "EASYSCALE_LISTEN",
        "EASYSCALE_LOG_LEVEL",
    ] {
        // It gets as far as to look for a cluster, which the desk has not.
        let ended = with(&desk, &["run"], variable, "");
        assert!(ended.code == 1 && ended.err.contains("no way to the API server"), "{variable}: {ended:?}");
        let ended = with(&desk, &["run"], variable, "nonsense");
        assert!(ended.code == 2 && ended.err.contains("nonsense"), "{variable}: {ended:?}");
    }
}

#[test]
fn a_flag_wins_over_its_variable() {
    let desk = Desk::with_rule();
    let validate = ["validate", "web.yaml", "--zoneinfo", "here"];
    let ended = with(&desk, &validate, "EASYSCALE_ZONEINFO", "there");
    assert!(ended.code == 1 && ended.err.contains("here") && !ended.err.contains("there"), "{ended:?}");
    let ended = with(&desk, &validate[..2], "EASYSCALE_ZONEINFO", "there");
    assert!(ended.code == 1 && ended.err.contains("there"), "{ended:?}");
}
