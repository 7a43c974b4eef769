//! Names for entries that were given none: what status and Events will call them. Each says when the entry holds.

use std::collections::HashSet;

use chrono::{NaiveDate, Weekday};
use easyscale_crd::{DEFAULT_NAME, MAX_NAME};
use easyscale_schedule::{Days, Entry, TimeOfDay, WeekdaySet};

/// The names of one rule: no two are alike.
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Names that were given are taken from the start.
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let taken = entries.map(|entry| entry.name.clone()).filter(|name| !name.is_empty());
        Self { taken: taken.chain([DEFAULT_NAME.to_owned()]).collect() }
    }

    /// The entry's own name, or a new one.
    pub(super) fn next(&mut self, entry: &Entry) -> String {
        if !entry.name.is_empty() {
            return entry.name.clone();
        }
        let plain = short(&describe(entry), MAX_NAME);
        let numbered = (2..).map(|number| {
            let ending = format!(" {number}");
            short(&plain, MAX_NAME - ending.len()) + &ending
        });
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        // There are endlessly many numbers.
        let name = free.unwrap_or(plain);
        self.taken.insert(name.clone());
        name
    }
}

fn describe(entry: &Entry) -> String {
    let all_day = entry.start == TimeOfDay::MIDNIGHT && entry.end == TimeOfDay::END_OF_DAY;
    let times = format!("{} to {}", entry.start, entry.end);
    match (days(&entry.days), all_day) {
        (None, true) => "Always".to_owned(),
        (None, false) => times,
        (Some(days), true) => days,
        (Some(days), false) => format!("{days} {times}"),
    }
}

/// `None`: every day.
fn days(days: &Days) -> Option<String> {
    match days {
        Days::Every => None,
        Days::Weekdays(set) if *set == WeekdaySet::ALL => None,
        Days::Weekdays(set) => Some(of_week(*set)),
        Days::Dates(dates) => Some(of_dates(dates)),
    }
}

fn of_week(set: WeekdaySet) -> String {
    let working: WeekdaySet =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri].into_iter().collect();
    let weekend: WeekdaySet = [Weekday::Sat, Weekday::Sun].into_iter().collect();
    if set == working {
        return "Weekdays".to_owned();
    }
    if set == weekend {
        return "Weekend".to_owned();
    }
    let days: Vec<_> = set.iter().collect();
    match days[..] {
        [only] => chrono::NaiveDate::from_isoywd_opt(2026, 1, only)
            .map_or_else(String::new, |day| day.format("%A").to_string()),
        _ => days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    }
}

fn of_dates(dates: &[NaiveDate]) -> String {
    match (dates.iter().min(), dates.len()) {
        (Some(first), 1) => first.to_string(),
        (Some(first), count) => format!("{first} and {} more", count - 1),
        (None, _) => "No date".to_owned(),
    }
}

/// At most so many characters.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use easyscale_schedule::Zone;

    use super::*;

    fn entry(days: Days, start: &str, end: &str) -> Entry {
        Entry {
            name: String::new(),
            days,
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
            replicas: 1,
            priority: 0,
            zone: Zone::utc(),
        }
    }

    fn week(days: &[Weekday]) -> Days {
        Days::Weekdays(days.iter().copied().collect())
    }

    #[test]
    fn a_name_says_when_the_entry_holds() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let dates = |dates: &[&str]| Days::Dates(dates.iter().map(|date| date.parse().unwrap()).collect());
        for (days, start, end, expected) in [
            (Days::Every, "00:00", "24:00", "Always"),
            (Days::Every, "22:00", "06:00", "22:00 to 06:00"),
            (week(&[Sat, Sun]), "00:00", "24:00", "Weekend"),
            (week(&[Mon, Tue, Wed, Thu, Fri]), "16:00", "18:00", "Weekdays 16:00 to 18:00"),
            (week(&[Wed]), "00:00", "24:00", "Wednesday"),
            (week(&[Mon, Wed]), "00:00", "24:00", "Mon Wed"),
            (dates(&["2026-12-25"]), "00:00", "24:00", "2026-12-25"),
            (dates(&["2026-12-25", "2026-12-24", "2027-01-01"]), "00:00", "24:00", "2026-12-24 and 2 more"),
        ] {
            assert_eq!(describe(&entry(days, start, end)), expected);
        }
    }

    #[test]
    fn no_two_names_are_alike() {
        let given = Entry { name: "Weekend".to_owned(), ..entry(Days::Every, "00:00", "24:00") };
        let plain = entry(week(&[Weekday::Sat, Weekday::Sun]), "00:00", "24:00");
        let mut names = Names::of([&given, &plain, &plain].into_iter());
        assert_eq!(
            [names.next(&given), names.next(&plain), names.next(&plain)],
            ["Weekend", "Weekend 2", "Weekend 3"]
        );
    }
}
