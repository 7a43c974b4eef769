//! Random requests, sentences and mistakes. The same ones every time: the seed is fixed, and `PROPTEST_RNG_SEED` and
//! `PROPTEST_CASES` ask for others or for more.

use std::env;

use chrono::{NaiveDate, Weekday};
use easyscale_phrase::{Request, Target, TargetKind, Wish};
use easyscale_schedule::{Days, Entry, TimeOfDay, WeekdaySet, Zone};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

use crate::common::ZONES;

pub(crate) fn runs(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: env::var("PROPTEST_CASES").ok().map_or(cases, |_| usual.cases),
        rng_seed: match usual.rng_seed {
            RngSeed::Random => RngSeed::Fixed(0x0EA5_45CA_1E00),
            chosen @ RngSeed::Fixed(_) => chosen,
        },
        failure_persistence: None,
        ..usual
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Names that look like something else.
const ODD_TARGETS: [&str; 16] = [
    "to",
    "weekends",
    "scale",
    "otherwise",
    "every",
    "5",
    "five",
    "2026-12-25",
    "monday",
    "mon",
    "all",
    "utc",
    "the",
    "deployment",
    "mon-fri",
    "a.b",
];

pub(crate) fn targets() -> impl Strategy<Value = Target> {
    let name = prop_oneof![
        1 => select(&ODD_TARGETS[..]).prop_map(str::to_owned),
        2 => "[a-z0-9]([-a-z0-9]{0,6}[a-z0-9])?(\\.[a-z0-9]{1,3})?",
    ];
    (select(&[TargetKind::Deployment, TargetKind::StatefulSet][..]), name)
        .prop_map(|(kind, name)| Target { kind, name })
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        1 => "[a-zA-Z \"\\\\:;,.()'“”\n\t-]{0,12}",
        1 => any::<String>().prop_map(|name| name.chars().take(20).collect()),
        1 => select(&["otherwise 3", "\": web to 2; \"", "\\", "\\\"", "on Monday", "é", "夜"][..]).prop_map(str::to_owned),
    ]
}

/// Days in normal form, among them no day and every day.
fn days() -> impl Strategy<Value = Days> {
    let date = (0..=9999, 1..=366_u32)
        .prop_filter_map("the day exists", |(year, day)| NaiveDate::from_yo_opt(year, day));
    let usual = (2026..2030, 1..=365_u32)
        .prop_filter_map("the day exists", |(year, day)| NaiveDate::from_yo_opt(year, day));
    prop_oneof![
        2 => subsequence(&WEEK[..], 0..=7).prop_map(|days| week(days.into_iter().collect())),
        1 => btree_set(prop_oneof![date, usual], 0..=5).prop_map(|dates| {
            if dates.is_empty() { Days::Every } else { Days::Dates(dates.into_iter().collect()) }
        }),
    ]
}

fn week(days: WeekdaySet) -> Days {
    if days == WeekdaySet::ALL { Days::Every } else { Days::Weekdays(days) }
}

/// Times in normal form: an end at midnight is 24:00.
fn times() -> impl Strategy<Value = (TimeOfDay, TimeOfDay)> {
    let minutes = || prop_oneof![0..1440_u16, (0..24_u16).prop_map(|hour| hour * 60)];
    prop_oneof![
        1 => Just((0, 1440)),
        4 => (minutes(), minutes()).prop_map(|(start, end)| (start, if end == 0 { 1440 } else { end })),
    ]
    .prop_filter("a window has a length", |(start, end)| start != end)
    .prop_map(|(start, end)| (TimeOfDay::from_minutes(start).unwrap(), TimeOfDay::from_minutes(end).unwrap()))
}

fn zones() -> impl Strategy<Value = Zone> {
    let all: Vec<String> = ZONES.names().collect();
    select(all).prop_map(|name| ZONES.zone(&name).unwrap())
}

fn priorities() -> impl Strategy<Value = i32> {
    prop_oneof![2 => Just(0), 1 => -3..10, 1 => any::<i32>()]
}

fn counts() -> impl Strategy<Value = u32> {
    prop_oneof![2 => 0..4_u32, 1 => 0..=i32::MAX.unsigned_abs()]
}

pub(crate) fn entries() -> impl Strategy<Value = Entry> {
    (names(), days(), times(), counts(), priorities(), zones()).prop_map(
        |(name, days, (start, end), replicas, priority, zone)| Entry {
            name,
            days,
            start,
            end,
            replicas,
            priority,
            zone,
        },
    )
}

fn wish(entry: Entry) -> Wish {
    Wish { entry, direction: None, zone_is_named: true, place: 0..0 }
}

pub(crate) fn requests() -> impl Strategy<Value = Request> {
    (targets(), vec(entries().prop_map(wish), 1..4), prop::option::of(counts()))
        .prop_map(|(target, wishes, default)| Request { target, wishes, default })
}

/// Sentences as people write them; nearly all of them can be read.
pub(crate) fn sentences() -> impl Strategy<Value = String> {
    let begin = select(
        &["scale web to", "web to", "scale up statefulset/db to", "\"A\": scale down api pods to", "b to"][..],
    );
    let amount = select(&["2", "five copies", "1 pod", "0 replicas"][..]);
    let days = select(
        &[
            "",
            "on Mon-Fri",
            "at weekends",
            "every day",
            "on Friday to Monday",
            "on 2026-12-25 and 2027-01-01",
            "every Sunday, Tue",
        ][..],
    );
    let times = select(
        &[
            "",
            "all day",
            "from 9am to 5pm",
            "between 16:00 - 18:00",
            "from 22:00-06:00 the next day",
            "from noon to midnight",
        ][..],
    );
    let zone = select(&["", "(UTC)", "in Asia/Kathmandu time", "America/New_York", "(Japan)"][..]);
    let priority = select(&["", "priority 10", "with priority -1"][..]);
    let clauses = (days, times, zone, priority).prop_flat_map(|(days, times, zone, priority)| {
        (Just(vec![days, times, zone, priority]).prop_shuffle(), select(&[" ", ", "][..]))
    });
    let sentence = (begin, amount, clauses).prop_map(|(begin, amount, (clauses, between))| {
        let clauses: Vec<&str> = clauses.into_iter().filter(|clause| !clause.is_empty()).collect();
        let clauses = clauses.join(between);
        format!("{begin} {amount} {clauses}").trim_end().to_owned()
    });
    let otherwise = select(&["", "; otherwise 3", ", otherwise keep 3 pods", " otherwise one."][..]);
    (vec(sentence, 1..3), otherwise)
        .prop_map(|(sentences, otherwise)| format!("{}{otherwise}", sentences.join("; ")))
}

/// One change of a text, at places given in parts of its length.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Remove(u8, u8),
    Insert(u8, String),
    Repeat(u8, u8, u8),
    Cut(u8),
}

pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let pieces = select(
        &[
            "-",
            "–",
            ":",
            ";",
            ",",
            ".",
            "\"",
            "\\",
            "(",
            ")",
            "/",
            " ",
            "\n",
            "é",
            "夜",
            "\u{0}",
            "0",
            "9",
            "to",
            "and",
            " on ",
            " from ",
            " the next day",
            " 24:00",
            "am",
            "99999999999999999999",
            " every ",
            " 2026-02-30",
            "%",
            "İ",
        ][..],
    );
    let change = prop_oneof![
        (any::<u8>(), 0..20_u8).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<u8>(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece.to_owned())),
        (any::<u8>(), any::<char>()).prop_map(|(at, c)| Change::Insert(at, c.to_string())),
        (any::<u8>(), any::<u8>(), 0..20_u8).prop_map(|(from, to, length)| Change::Repeat(from, to, length)),
        any::<u8>().prop_map(Change::Cut),
    ];
    vec(change, 1..4)
}

pub(crate) fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        let at = |part: u8| usize::from(part) * chars.len() / 256;
        match change {
            Change::Remove(from, length) => {
                let from = at(*from);
                let to = (from + usize::from(*length)).min(chars.len());
                chars.drain(from..to);
            }
            Change::Insert(place, piece) => {
                let place = at(*place);
                chars.splice(place..place, piece.chars());
            }
            Change::Repeat(from, to, length) => {
                let (from, to) = (at(*from), at(*to));
                let copy = chars[from..(from + usize::from(*length)).min(chars.len())].to_vec();
                chars.splice(to..to, copy);
            }
            Change::Cut(place) => {
                let place = at(*place);
                chars.truncate(place);
            }
        }
    }
    chars.into_iter().collect()
}
