//! The samples in config/samples: that each is a rule without mistakes, and does what its first line says.

use chrono::{DateTime, Utc};
use easyscale_crd::{Checked, Code, ScalingRule, check};

use crate::fixture::{ZONES, now, refused_by_rules, repository};
use crate::structure::refused_by_schema;

/// A sample, the doubts that it shows on purpose, and what holds at some instants.
struct Sample {
    file: &'static str,
    doubts: &'static [Code],
    holds: &'static [(&'static str, u32)],
}

const SAMPLES: &[Sample] = &[
    Sample {
        file: "weekend.yaml",
        doubts: &[],
        holds: &[
            ("2026-05-08T23:59:59+02:00", 5), // Friday night
            ("2026-05-09T00:00:00+02:00", 2),
            ("2026-05-10T23:59:59+02:00", 2),
            ("2026-05-11T00:00:00+02:00", 5),
            ("2026-10-25T02:30:00+01:00", 2), // the Sunday of 25 hours
        ],
    },
    Sample {
        file: "business-hours.yaml",
        doubts: &[Code::Overlap],
        holds: &[
            ("2026-05-05T08:59:59+02:00", 2),
            ("2026-05-05T09:00:00+02:00", 6),
            ("2026-05-05T12:00:00+02:00", 9), // the tie: the first listed wins
            ("2026-05-05T14:00:00+02:00", 6),
            ("2026-05-05T18:00:00+02:00", 2),
            ("2026-05-09T12:00:00+02:00", 2), // Saturday
        ],
    },
    Sample {
        file: "overnight.yaml",
        doubts: &[],
        holds: &[
            ("2026-05-05T21:59:59+02:00", 1),
            ("2026-05-05T22:00:00+02:00", 8),
            ("2026-05-06T05:59:59+02:00", 8),
            ("2026-05-06T06:00:00+02:00", 1),
            ("2026-12-23T23:00:00+01:00", 8),
            ("2026-12-24T00:00:00+01:00", 0), // the holiday has the higher priority
            ("2026-12-26T12:00:00+01:00", 0),
            ("2026-12-27T00:00:00+01:00", 8), // the night that began on the holiday goes on
            ("2027-01-02T06:00:00+01:00", 1),
        ],
    },
    Sample {
        file: "two-zones.yaml",
        doubts: &[],
        holds: &[
            ("2026-05-05T08:59:59+02:00", 1),
            ("2026-05-05T09:00:00+02:00", 4),
            ("2026-05-05T15:00:00+02:00", 6), // 09:00 in New York
            ("2026-05-05T23:00:00+02:00", 1), // 17:00 there
            ("2026-03-16T13:59:59+01:00", 4), // the weeks in which the two are an hour closer
            ("2026-03-16T14:00:00+01:00", 6),
        ],
    },
    Sample {
        file: "statefulset.yaml",
        doubts: &[],
        holds: &[
            ("2026-05-08T12:00:00+02:00", 3),
            ("2026-05-09T00:00:00+02:00", 1),
            ("2026-05-11T00:00:00+02:00", 3),
        ],
    },
    Sample {
        file: "dry-run.yaml",
        doubts: &[],
        holds: &[
            ("2026-05-08T16:59:59+02:00", 4),
            ("2026-05-08T17:00:00+02:00", 10),
            ("2026-05-09T00:00:00+02:00", 4),
        ],
    },
];

fn text(file: &str) -> String {
    std::fs::read_to_string(repository("config/samples").join(file)).unwrap()
}

fn rule(file: &str) -> ScalingRule {
    serde_saphyr::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn checked(sample: &Sample) -> Checked {
    check(&rule(sample.file).spec, &ZONES, now())
}

#[test]
fn each_sample_has_no_mistake_and_only_the_doubts_it_is_about() {
    for sample in SAMPLES {
        let checked = checked(sample);
        let found: Vec<_> = checked.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(found, sample.doubts, "{}: {:?}", sample.file, checked.problems);
    }
}

#[test]
fn the_api_server_refuses_no_sample() {
    for sample in SAMPLES {
        // As it is written, before the types fill in what is left out.
        let written: serde_json::Value = serde_saphyr::from_str(&text(sample.file)).unwrap();
        assert_eq!(refused_by_schema(&written["spec"]), [""; 0], "{}", sample.file);
        assert_eq!(refused_by_rules(&written["spec"]), [], "{}", sample.file);
    }
}

#[test]
fn each_sample_does_what_its_first_line_says() {
    for sample in SAMPLES {
        let schedule = checked(sample).schedule.unwrap();
        for (at, replicas) in sample.holds {
            let at: DateTime<Utc> = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
            let held = schedule.decide(at).replicas;
            assert_eq!(held, Some(*replicas), "{} at {at}", sample.file);
        }
    }
}

#[test]
fn every_sample_is_tested_here_and_applied_by_kustomize() {
    let mut files: Vec<_> = std::fs::read_dir(repository("config/samples"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|file| file != "kustomization.yaml")
        .collect();
    files.sort();
    let mut tested: Vec<_> = SAMPLES.iter().map(|sample| sample.file.to_owned()).collect();
    tested.sort();
    assert_eq!(files, tested);
    let kustomization = text("kustomization.yaml");
    for file in files {
        assert!(kustomization.contains(&format!("- {file}\n")), "{file} is not in kustomization.yaml");
    }
}

#[test]
fn no_two_samples_are_about_the_same_target() {
    let mut targets: Vec<_> = SAMPLES.iter().map(|sample| rule(sample.file).spec.target.name).collect();
    targets.sort();
    targets.dedup();
    assert_eq!(targets.len(), SAMPLES.len());
}

#[test]
fn each_sample_is_named_as_its_file_and_starts_with_what_it_does() {
    for Sample { file, .. } in SAMPLES {
        assert_eq!(format!("{}.yaml", rule(file).metadata.name.unwrap()), *file);
        assert!(text(file).starts_with("# \""), "{file}");
    }
}

#[test]
fn only_the_dry_run_sample_is_one_and_the_statefulset_sample_has_that_kind() {
    for Sample { file, .. } in SAMPLES {
        let spec = rule(file).spec;
        assert_eq!(spec.dry_run, *file == "dry-run.yaml", "{file}");
        assert_eq!(spec.target.kind == "StatefulSet", *file == "statefulset.yaml", "{file}");
    }
}
