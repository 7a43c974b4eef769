//! Random rules from a seed, in the form in which the oracle reads them.

use chrono::{DateTime, Days as Count, NaiveDate, TimeDelta, Utc, Weekday};
use easyscale_schedule::{Days, Entry, TimeOfDay, Zone};
use serde::{Deserialize, Serialize};

use crate::common::transitions::transitions;
use crate::common::{ZONES, date, zone};

/// A schedule and a stretch of time to ask about.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// Unix seconds of the first minute.
    pub(crate) from: i64,
    pub(crate) minutes: u32,
    pub(crate) default: Option<u32>,
    entries: Vec<Line>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    zone: String,
    /// 1 is Monday.
    days: Option<Vec<u32>>,
    dates: Option<Vec<String>>,
    /// Minutes after midnight.
    start: u16,
    end: u16,
    replicas: u32,
    priority: i32,
}

/// Who decides from an instant on.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) from: i64,
    pub(crate) active: Option<usize>,
    pub(crate) replicas: Option<u32>,
}

impl Rule {
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries.iter().map(Line::entry).collect()
    }

    pub(crate) fn zones(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|line| line.zone.clone())
    }
}

impl Line {
    fn entry(&self) -> Entry {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        let weekday = |number: &u32| Weekday::try_from(u8::try_from(number - 1).unwrap()).unwrap();
        let days = match (&self.days, &self.dates) {
            (None, None) => Days::Every,
            (Some(days), None) => Days::Weekdays(days.iter().map(weekday).collect()),
            (_, Some(dates)) => Days::Dates(dates.iter().map(|text| date(text)).collect()),
        };
        Entry {
            name: String::new(),
            days,
            start: time(self.start),
            end: time(self.end),
            replicas: self.replicas,
            priority: self.priority,
            zone: zone(&self.zone),
        }
    }
}

/// As many rules as asked for. The first zone of each goes through all names in turn, so 600 rules name every zone.
pub(crate) fn random(seed: u64, count: usize) -> Vec<Rule> {
    let names: Vec<String> = ZONES.names().collect();
    let mut dice = Dice(seed);
    // A stride without a common divisor visits all names, far from each other even in a short run.
    let mut stride = names.len() * 5 / 8;
    while common_divisor(stride, names.len()) > 1 {
        stride += 1;
    }
    (0..count).map(|index| rule(&mut dice, &names, &names[index * stride % names.len()])).collect()
}

fn common_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

fn rule(dice: &mut Dice, names: &[String], first: &str) -> Rule {
    let from = start(dice, &zone(first));
    let zones: [&str; 3] = [first, dice.pick::<String>(names), dice.pick::<String>(names)];
    let used = dice.below(3) + 1;
    let entries = (0..=dice.below(6))
        .map(|index| {
            let zone = if index == 0 { first } else { *dice.pick(&zones[..used]) };
            line(dice, zone, from.date_naive())
        })
        .collect();
    let default = (dice.below(2) == 0).then(|| dice.number(5));
    Rule { from: from.timestamp(), minutes: 6 * 1440, default, entries }
}

/// Some days before a change of the zone's clock, in a year since all clocks change on whole minutes.
fn start(dice: &mut Dice, zone: &Zone) -> DateTime<Utc> {
    let year = 1975 + i32::try_from(dice.below(90)).unwrap();
    let new_year = NaiveDate::from_yo_opt(year, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let changes = transitions(new_year..new_year + TimeDelta::days(366), |at| zone.offset(at));
    let middle = match changes.as_slice() {
        [] => new_year + TimeDelta::days(i64::try_from(dice.below(366)).unwrap()),
        some => dice.pick(some).0,
    };
    let before = middle - TimeDelta::minutes(i64::try_from(1440 + dice.below(3 * 1440)).unwrap());
    before - TimeDelta::seconds(before.timestamp().rem_euclid(60))
}

fn line(dice: &mut Dice, zone: &str, near: NaiveDate) -> Line {
    let (mut start, mut end) = (0, 1440);
    if dice.below(5) > 0 {
        (start, end) = (time(dice), time(dice));
        while end == start || start == 1440 {
            (start, end) = (time(dice), time(dice));
        }
    }
    let (mut days, mut dates) = (None, None);
    match dice.below(5) {
        0 => (),
        1 | 2 => days = Some((1..=7).filter(|_| dice.below(2) == 0).collect()),
        _ => dates = Some((0..=dice.below(4)).map(|_| some_date(dice, near)).collect()),
    }
    let priority = i32::try_from(dice.below(3)).unwrap();
    Line { zone: zone.to_owned(), days, dates, start, end, replicas: dice.number(5), priority }
}

fn some_date(dice: &mut Dice, near: NaiveDate) -> String {
    (near - Count::new(2) + Count::new(dice.below(9) as u64)).to_string()
}

/// Minutes after midnight: any, in the hours in which clocks change, on a half hour, or at the ends of the day.
fn time(dice: &mut Dice) -> u16 {
    let minutes = match dice.below(6) {
        0 => dice.below(1440),
        1 | 2 => dice.below(240),
        3 | 4 => dice.below(48) * 30,
        _ => dice.below(2) * 1440,
    };
    u16::try_from(minutes).unwrap()
}

/// Splitmix64: the same numbers from the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn number(&mut self, limit: usize) -> u32 {
        u32::try_from(self.below(limit)).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
