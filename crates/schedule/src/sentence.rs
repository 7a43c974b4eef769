//! The canonical English sentence of an entry: one entry, one sentence, and the reverse. Reading sentences is not
//! done here.

use std::fmt::Write as _;

use chrono::Weekday;

use crate::{Days, Entry, TimeOfDay, WeekdaySet};

impl Entry {
    /// What the entry does to `target` (written `deployment/web`), as one sentence.
    ///
    /// Two entries that mean the same have the same sentence: 22:00 to 00:00 is printed as 22:00 to 24:00, all seven
    /// days as "every day", dates in order.
    ///
    /// ```
    /// # use chrono::Weekday;
    /// # use easyscale_schedule::{Days, Entry, TimeOfDay, Zone};
    /// let entry = Entry {
    ///     name: "Night shift".to_owned(),
    ///     days: Days::Weekdays([Weekday::Fri, Weekday::Sat].into_iter().collect()),
    ///     start: "22:00".parse()?,
    ///     end: "06:00".parse()?,
    ///     replicas: 1,
    ///     priority: 10,
    ///     zone: Zone::utc(),
    /// };
    /// assert_eq!(
    ///     entry.sentence("deployment/web"),
    ///     "\"Night shift\": scale deployment/web to 1 replica \
    ///      on Friday and Saturday from 22:00 to 06:00 the next day (UTC), priority 10",
    /// );
    /// # Ok::<(), easyscale_schedule::TimeError>(())
    /// ```
    pub fn sentence(&self, target: &str) -> String {
        let mut text = String::new();
        if !self.name.is_empty() {
            text.push_str(&quoted(&self.name));
            text.push_str(": ");
        }
        let _ = write!(text, "scale {target} to {} {}", count(self.replicas), self.when());
        if self.priority != 0 {
            let _ = write!(text, ", priority {}", self.priority);
        }
        text
    }

    /// When the entry's window is open: the days, the times and the zone.
    ///
    /// ```
    /// # use easyscale_schedule::{Days, Entry, TimeOfDay, Zone};
    /// # let entry = Entry { name: String::new(), days: Days::Every, start: "09:00".parse()?,
    /// #     end: "18:00".parse()?, replicas: 1, priority: 0, zone: Zone::utc() };
    /// assert_eq!(entry.when(), "every day from 09:00 to 18:00 (UTC)");
    /// # Ok::<(), easyscale_schedule::TimeError>(())
    /// ```
    pub fn when(&self) -> String {
        format!("{} {} ({})", self.days_text(), self.times_text(), self.zone)
    }

    fn days_text(&self) -> String {
        match &self.days {
            Days::Every => "every day".to_owned(),
            Days::Weekdays(days) if *days == WeekdaySet::ALL => "every day".to_owned(),
            Days::Weekdays(days) => {
                listed(&days.iter().map(|day| day_name(day).to_owned()).collect::<Vec<_>>())
            }
            Days::Dates(dates) => {
                let mut dates = dates.clone();
                dates.sort_unstable();
                dates.dedup();
                listed(&dates.iter().map(ToString::to_string).collect::<Vec<_>>())
            }
        }
    }

    fn times_text(&self) -> String {
        // 22:00 to 00:00 and 22:00 to 24:00 are the same window: one way to print it.
        let end = if self.end == TimeOfDay::MIDNIGHT { TimeOfDay::END_OF_DAY } else { self.end };
        if self.is_whole_day() {
            "all day".to_owned()
        } else if self.is_overnight() {
            format!("from {} to {end} the next day", self.start)
        } else {
            format!("from {} to {end}", self.start)
        }
    }
}

/// What holds when no entry does.
///
/// ```
/// assert_eq!(easyscale_schedule::default_sentence(3), "otherwise 3 replicas");
/// ```
pub fn default_sentence(replicas: u32) -> String {
    format!("otherwise {}", count(replicas))
}

fn count(replicas: u32) -> String {
    if replicas == 1 { "1 replica".to_owned() } else { format!("{replicas} replicas") }
}

/// In double quotes; quotes and backslashes inside are marked, so that the end of the name is certain.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', r"\\").replace('"', "\\\""))
}

fn listed(items: &[String]) -> String {
    match items {
        [] => "on no day".to_owned(),
        [only] => format!("on {only}"),
        [first @ .., last] => format!("on {} and {last}", first.join(", ")),
    }
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
