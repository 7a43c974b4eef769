//! How long the engine takes for an answer, beside an evaluator that steps through the minutes.
//!
//! Every question is asked of many instants of a year in turn, so that no answer is learned by heart.
#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "nothing here is shipped")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;

use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use chrono::{DateTime, TimeDelta, Utc};
use common::{Words, at, entry, naive};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use easyscale_schedule::{Active, Entry, Schedule};

/// A weekend, a rush hour on working days, a night of two days.
fn typical() -> Vec<Entry> {
    vec![
        entry("Europe/Berlin").named("Weekend").on(&[Sat, Sun]).replicas(2),
        entry("Europe/Berlin")
            .on(&[Mon, Tue, Wed, Thu, Fri])
            .from("16:00")
            .to("18:00")
            .replicas(5)
            .priority(10),
        entry("Europe/Berlin").on(&[Fri, Sat]).from("22:00").to("06:00").replicas(1).priority(5),
    ]
}

const EIGHT_ZONES: [&str; 8] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Auckland",
    "Asia/Tokyo",
];

/// As much as is allowed: 64 entries in 8 zones, working days only, overnight, with priorities, and some dates.
fn largest() -> Vec<Entry> {
    (0..64_u32)
        .map(|index| {
            let zone = EIGHT_ZONES[index as usize % 8];
            let start = format!("{:02}:{:02}", (index * 5 + 9) % 24, index % 60);
            let end = format!("{:02}:{:02}", (index * 5 + 10) % 24, index % 60);
            let base =
                entry(zone).from(&start).to(&end).replicas(index).priority(i32::try_from(index % 7).unwrap());
            if index % 8 == 7 {
                base.dates(&["2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01"])
            } else {
                base.on(&[Mon, Tue, Wed, Thu, Fri])
            }
        })
        .collect()
}

fn noon() -> DateTime<Utc> {
    at("2026-05-08T12:00Z")
}

/// Instants spread over a year in no order.
fn instants() -> Vec<DateTime<Utc>> {
    (0..4096_i64).map(|n| noon() + TimeDelta::seconds(n * 7_654_321 % (365 * 86_400))).collect()
}

/// Asks `question` of one instant after the other.
fn in_turn<T>(
    bencher: &mut criterion::Bencher<'_>,
    instants: &[DateTime<Utc>],
    question: impl Fn(DateTime<Utc>) -> T,
) {
    let mut turns = instants.iter().cycle();
    bencher.iter(|| question(black_box(*turns.next().unwrap())));
}

fn compiling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    let (three, sixty_four) = (typical(), largest());
    group.bench_function("3 entries, zone table shared", |bencher| {
        bencher.iter(|| Schedule::compile(black_box(&three), Some(3), noon()).unwrap());
    });
    group.bench_function("3 entries, 23-year zone table built anew", |bencher| {
        // Another year each time: the table of the last year asked for is of no use.
        let mut years = [noon(), noon() + TimeDelta::days(366)].into_iter().cycle();
        bencher.iter(|| Schedule::compile(black_box(&three), Some(3), years.next().unwrap()).unwrap());
    });
    group.bench_function("64 entries in 8 zones, zone tables shared", |bencher| {
        bencher.iter_batched_ref(
            || sixty_four.clone(),
            |entries| Schedule::compile(entries, Some(3), noon()).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn asking_a_typical_rule(criterion: &mut Criterion) {
    let entries = typical();
    let schedule = Schedule::compile(&entries, Some(3), noon()).unwrap();
    let instants = instants();
    let mut group = criterion.benchmark_group("3 entries");
    group.bench_function("winner", |bencher| in_turn(bencher, &instants, |at| schedule.active(at)));
    group.bench_function("winner + next", |bencher| in_turn(bencher, &instants, |at| schedule.decide(at)));
    group.bench_function("winner + next number", |bencher| {
        in_turn(bencher, &instants, |at| schedule.next_number(at));
    });
    group.bench_function("since", |bencher| in_turn(bencher, &instants, |at| schedule.since(at)));
    group.bench_function("winner, naive", |bencher| {
        in_turn(bencher, &instants, |at| naive::winner(&entries, at));
    });
    group.sample_size(20);
    group.bench_function("winner + next, naive minute by minute", |bencher| {
        in_turn(bencher, &instants, |at| naive::next_change(&entries, at));
    });
    group.finish();
}

fn asking_the_largest_rule(criterion: &mut Criterion) {
    let entries = largest();
    let schedule = Schedule::compile(&entries, Some(3), noon()).unwrap();
    let instants = instants();
    let idle: Vec<_> =
        instants.iter().copied().filter(|&at| schedule.active(at) == Active::Default).collect();
    assert!(idle.len() > 100, "there are instants at which all 64 entries are candidates");
    let mut group = criterion.benchmark_group("64 entries in 8 zones");
    group.bench_function("winner", |bencher| in_turn(bencher, &instants, |at| schedule.active(at)));
    group.bench_function("winner + next", |bencher| in_turn(bencher, &instants, |at| schedule.decide(at)));
    group.bench_function("winner + next, nothing on, all 64 candidates", |bencher| {
        in_turn(bencher, &idle, |at| schedule.decide(at));
    });
    group.sample_size(20);
    group.bench_function("winner + next, naive minute by minute", |bencher| {
        in_turn(bencher, &instants, |at| naive::next_change(&entries, at));
    });
    group.finish();
}

fn walking(criterion: &mut Criterion) {
    let schedule = Schedule::compile(&typical(), Some(3), noon()).unwrap();
    let mut group = criterion.benchmark_group("3 entries, whole");
    group.bench_function("timeline of a year", |bencher| {
        bencher.iter(|| schedule.timeline(black_box(noon())..noon() + TimeDelta::days(365)).count());
    });
    group.bench_function("findings", |bencher| bencher.iter(|| schedule.findings(black_box(noon()))));
    group.finish();
    let largest = Schedule::compile(&largest(), Some(3), noon()).unwrap();
    criterion.bench_function("64 entries in 8 zones, findings", |bencher| {
        bencher.iter(|| largest.findings(black_box(noon())));
    });
}

criterion_group!(benches, compiling, asking_a_typical_rule, asking_the_largest_rule, walking);
criterion_main!(benches);
