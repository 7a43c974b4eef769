//! croner as an oracle: its job at a fixed time of day fires at the very instant that EasyScale gives to that time.
//!
//! Tried in every zone of the database, around every change of its offset in a year.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use croner::{Cron, Direction};
use easyscale_schedule::Zone;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::common::transitions::transitions;
use crate::common::{ZONES, at};

/// Times in and around the hours in which clocks change.
const TIMES: [(u32, u32); 9] = [(0, 0), (0, 1), (0, 30), (1, 59), (2, 0), (2, 30), (3, 0), (12, 0), (23, 59)];

/// When croner fires from two days before to two days after `around`.
fn fires(zone: &TimeZone, (hour, minute): (u32, u32), around: DateTime<Utc>) -> Vec<i64> {
    let job: Cron = format!("{minute} {hour} * * *").parse().unwrap();
    let start = Timestamp::from_second((around - TimeDelta::days(2)).timestamp()).unwrap();
    let end = (around + TimeDelta::days(2)).timestamp();
    let all =
        job.iter_from(start.to_zoned(zone.clone()), Direction::Forward).map(|at| at.timestamp().as_second());
    all.take_while(|&at| at < end).collect()
}

/// The first instants of that time on all days, within the same range.
fn first_instants(zone: &Zone, (hour, minute): (u32, u32), around: DateTime<Utc>) -> Vec<i64> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    let first_day = (around - TimeDelta::days(5)).date_naive();
    let days = (0..11).map(|ahead| first_day + Days::new(ahead));
    let instants = days.map(|day| zone.first_instant(day.and_time(time)).timestamp());
    let range = (around - TimeDelta::days(2)).timestamp()..(around + TimeDelta::days(2)).timestamp();
    instants.filter(|at| range.contains(at)).collect()
}

#[test]
fn a_daily_cron_job_fires_at_the_first_instant_of_its_time() {
    let by_jiff = TimeZoneDatabase::bundled();
    let mut compared = 0;
    for name in ZONES.names() {
        let (zone, theirs) = (ZONES.zone(&name).unwrap(), by_jiff.get(&name).unwrap());
        let years = at("2026-01-01T00:00Z")..at("2027-01-01T00:00Z");
        let mut nights: Vec<_> =
            transitions(years, |at| zone.offset(at)).into_iter().map(|(at, _)| at).collect();
        nights.push(at("2026-07-01T00:00Z"));
        for night in nights {
            for time in TIMES {
                let expected = fires(&theirs, time, night);
                assert_eq!(first_instants(&zone, time, night), expected, "{time:?} in {name} around {night}");
                compared += expected.len();
            }
        }
    }
    assert!(compared > 20_000, "{compared}");
}
