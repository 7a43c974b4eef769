//! The windows of one entry on its own local clock. Knows nothing of zones, instants or other entries.
//!
//! Local time is counted in seconds since 1970-01-01T00:00 on the wall. Everything is computed from the days, never
//! by stepping. Windows of one entry that touch (whole days in a row) count as one.

use chrono::{Datelike, NaiveDate};

use crate::{Days, Entry, TimeOfDay, WeekdaySet};

/// Seconds in a day of the wall clock.
pub(crate) const DAY: i64 = 86_400;

/// What a local clock shows, taken apart once for all entries of a zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Seconds since 1970-01-01T00:00 on the wall.
    pub local: i64,
    day: i64,
    second: i64,
    /// 0 is Monday.
    weekday: u32,
}

impl Reading {
    pub(crate) fn new(local: i64) -> Self {
        let (day, second) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        // 1970-01-01 was a Thursday, three days after Monday. The remainder fits: it is 0 to 6.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let weekday = (day + 3).rem_euclid(7) as u32;
        Self { local, day, second, weekday }
    }
}

/// The windows of one entry.
#[derive(Clone, Debug)]
pub(crate) enum Windows {
    /// On days of the week.
    Weekly(Weekly),
    /// On listed dates: first and last second (exclusive), in order, apart from each other.
    Listed(Box<[(i64, i64)]>),
}

/// Windows that repeat every week.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weekly {
    /// Bit 0 is Monday, bits 7 to 20 repeat it: looking ahead and back from any day is a shift.
    days: u32,
    start: i64,
    /// More than a day after midnight if the window runs into the next day.
    end: i64,
    whole_day: bool,
}

impl Windows {
    pub(crate) fn new(entry: &Entry) -> Self {
        let start = entry.start.seconds();
        let end = if entry.end <= entry.start { entry.end.seconds() + DAY } else { entry.end.seconds() };
        match &entry.days {
            Days::Every => Self::weekly(WeekdaySet::ALL, start, end),
            Days::Weekdays(days) => Self::weekly(*days, start, end),
            Days::Dates(dates) => Self::listed(dates, start, end),
        }
    }

    fn weekly(days: WeekdaySet, start: i64, end: i64) -> Self {
        let week = u32::from(days.bits());
        let whole_day = end - start == TimeOfDay::END_OF_DAY.seconds();
        Self::Weekly(Weekly { days: week | week << 7 | week << 14, start, end, whole_day })
    }

    fn listed(dates: &[NaiveDate], start: i64, end: i64) -> Self {
        let mut anchors: Vec<i64> = dates.iter().map(|date| day_number(*date) * DAY).collect();
        anchors.sort_unstable();
        let mut spans: Vec<(i64, i64)> = Vec::with_capacity(anchors.len());
        for anchor in anchors {
            match spans.last_mut() {
                Some(last) if anchor + start <= last.1 => last.1 = last.1.max(anchor + end),
                _ => spans.push((anchor + start, anchor + end)),
            }
        }
        Self::Listed(spans.into())
    }

    /// Whether a window is open.
    pub(crate) fn is_on(&self, now: &Reading) -> bool {
        match self {
            Self::Weekly(weekly) => weekly.anchor(now).is_some(),
            Self::Listed(spans) => open(spans, now).is_some(),
        }
    }

    /// The end of the open window; `None` if it never ends or none is open.
    pub(crate) fn end_of_open(&self, now: &Reading) -> Option<i64> {
        match self {
            Self::Weekly(weekly) => weekly.end_of_open(now),
            Self::Listed(spans) => open(spans, now).map(|span| span.1),
        }
    }

    /// The start of the open window; `None` if it always was or none is open.
    pub(crate) fn start_of_open(&self, now: &Reading) -> Option<i64> {
        match self {
            Self::Weekly(weekly) => weekly.start_of_open(now),
            Self::Listed(spans) => open(spans, now).map(|span| span.0),
        }
    }

    /// The first start after `now`.
    pub(crate) fn next_start(&self, now: &Reading) -> Option<i64> {
        match self {
            Self::Weekly(weekly) => weekly.next_start(now),
            Self::Listed(spans) => spans.get(started(spans, now)).map(|span| span.0),
        }
    }

    /// The last end at or before `now`, for an entry that is not on.
    pub(crate) fn last_end(&self, now: &Reading) -> Option<i64> {
        match self {
            Self::Weekly(weekly) => weekly.last_end(now),
            Self::Listed(spans) => {
                let ended = spans.partition_point(|span| span.1 <= now.local);
                ended.checked_sub(1).map(|last| spans[last].1)
            }
        }
    }
}

impl Weekly {
    /// The day on which the open window started.
    fn anchor(&self, now: &Reading) -> Option<i64> {
        if self.has(now.weekday) && self.start <= now.second && now.second < self.end {
            Some(now.day)
        } else if now.second + DAY < self.end && self.has(now.weekday + 6) {
            Some(now.day - 1)
        } else {
            None
        }
    }

    /// Whether the day is in the week; `weekday` may run over into the repetitions.
    fn has(&self, weekday: u32) -> bool {
        self.days >> weekday & 1 == 1
    }

    fn end_of_open(&self, now: &Reading) -> Option<i64> {
        let anchor = self.anchor(now)?;
        if !self.whole_day {
            return Some(anchor * DAY + self.end);
        }
        let run = (self.days >> now.weekday).trailing_ones();
        (run < 7).then(|| (anchor + i64::from(run)) * DAY)
    }

    fn start_of_open(&self, now: &Reading) -> Option<i64> {
        let anchor = self.anchor(now)?;
        if !self.whole_day {
            return Some(anchor * DAY + self.start);
        }
        let run = (self.days << (31 - (now.weekday + 7))).leading_ones();
        (run < 7).then(|| (anchor - i64::from(run) + 1) * DAY)
    }

    fn next_start(&self, now: &Reading) -> Option<i64> {
        if self.days == 0 {
            return None;
        }
        let first = if self.start > now.second { now.weekday } else { now.weekday + 1 };
        let ahead = (self.days >> first).trailing_zeros() + (first - now.weekday);
        Some((now.day + i64::from(ahead)) * DAY + self.start)
    }

    fn last_end(&self, now: &Reading) -> Option<i64> {
        if self.days == 0 {
            return None;
        }
        // The latest day whose window, if there is one, has ended: today, yesterday or the day before.
        let back = if self.end <= now.second {
            0
        } else if self.end <= now.second + DAY {
            1
        } else {
            2
        };
        let skipped = (self.days << (31 - (now.weekday + 14 - back))).leading_zeros();
        Some((now.day - i64::from(back + skipped)) * DAY + self.end)
    }
}

/// How many of the windows have started.
fn started(spans: &[(i64, i64)], now: &Reading) -> usize {
    spans.partition_point(|span| span.0 <= now.local)
}

fn open(spans: &[(i64, i64)], now: &Reading) -> Option<(i64, i64)> {
    let last = started(spans, now).checked_sub(1)?;
    spans.get(last).copied().filter(|span| now.local < span.1)
}

/// Days since 1970-01-01.
fn day_number(date: NaiveDate) -> i64 {
    const EPOCH_FROM_COMMON_ERA: i32 = 719_163;
    i64::from(date.num_days_from_ce() - EPOCH_FROM_COMMON_ERA)
}
