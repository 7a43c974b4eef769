//! A week on the rule's own clock: seven days from midnight to midnight, each cut where what holds changes.
//!
//! Hours are those of the wall clock, told by the clock that waits (see docs/time.md): an hour that the clocks skip has no
//! length, one that they show twice has two hours, and every day has twenty-four of them.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use easyscale_schedule::{Active, Segment};

use super::changes::Held;
use crate::subject::Subject;

/// Seven days.
#[derive(Clone, Debug)]
pub(crate) struct Week {
    pub(crate) days: Vec<Day>,
}

/// One day of it.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub(crate) date: NaiveDate,
    pub(crate) hours: Vec<Hour>,
    /// What holds from which minute of the wall clock to which, without a gap but for what the clocks skip.
    pub(crate) pieces: Vec<Piece>,
}

/// One hour of the wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hour {
    /// What holds for most of it; `None`: the clocks skip this hour.
    pub(crate) held: Option<Held>,
    /// The number changes within the hour.
    pub(crate) changes: bool,
}

/// A part of a day in which one thing holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Minutes since midnight on the wall clock.
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) held: Held,
}

/// How long something holds in the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) held: Held,
    pub(crate) time: TimeDelta,
}

impl Week {
    /// The week that begins with the day of `at` on the rule's clock.
    pub(crate) fn of(subject: &Subject, at: DateTime<Utc>) -> Self {
        let first = subject.local(at).date();
        let dates = (0..7).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
        Self { days: dates.map(|date| Day::of(subject, date)).collect() }
    }

    /// From the first midnight to the last one.
    pub(crate) fn range(&self, subject: &Subject) -> Range<DateTime<Utc>> {
        let midnight = |date: NaiveDate| subject.zone.first_instant(date.and_time(chrono::NaiveTime::MIN));
        match (self.days.first(), self.days.last().and_then(|last| last.date.succ_opt())) {
            (Some(first), Some(after)) => midnight(first.date)..midnight(after),
            _ => DateTime::UNIX_EPOCH..DateTime::UNIX_EPOCH,
        }
    }

    /// What holds in this week and for how long, strongest entry first, default last.
    pub(crate) fn shares(&self, subject: &Subject) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for segment in subject.schedule.timeline(self.range(subject)) {
            let (held, time) = (held(&segment), segment.to - segment.from);
            match shares.iter_mut().find(|share| share.held.active == held.active) {
                Some(share) => share.time += time,
                None => shares.push(Share { held, time }),
            }
        }
        shares.sort_by_key(|share| match share.held.active {
            Active::Entry(index) => index,
            Active::Default | Active::Nothing => usize::MAX,
        });
        shares
    }

    /// Every number of the week, smallest first.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let pieces = self.days.iter().flat_map(|day| &day.pieces);
        let mut numbers: Vec<u32> = pieces.filter_map(|piece| piece.held.replicas).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Day {
    fn of(subject: &Subject, date: NaiveDate) -> Self {
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        let first = |minutes: i64| subject.zone.first_instant(midnight + TimeDelta::minutes(minutes));
        let hour = |hour: i64| Hour::of(subject, first(hour * 60)..first(hour * 60 + 60));
        let minute =
            |at: DateTime<Utc>| (subject.zone.waiting_clock(at) - midnight).num_minutes().clamp(0, 1440);
        let pieces = subject.schedule.timeline(first(0)..first(1440)).map(|segment| Piece {
            from: minute(segment.from),
            // The clock that waits stands just below the hour it waits for: the last second belongs to the piece.
            to: minute(segment.to - TimeDelta::seconds(1)) + 1,
            held: held(&segment),
        });
        Self { date, hours: (0..24).map(hour).collect(), pieces: pieces.collect() }
    }
}

impl Hour {
    fn of(subject: &Subject, hour: Range<DateTime<Utc>>) -> Self {
        let segments: Vec<Segment> = subject.schedule.timeline(hour).collect();
        let longest = segments.iter().rev().max_by_key(|segment| segment.to - segment.from);
        let changes = segments.windows(2).any(|two| two[0].replicas != two[1].replicas);
        Self { held: longest.map(held), changes }
    }
}

fn held(segment: &Segment) -> Held {
    Held { active: segment.active, replicas: segment.replicas }
}
