//! The one place where the two time libraries meet: chrono is the engine's vocabulary, jiff's timestamps are what
//! Kubernetes objects carry.
//!
//! It does not know time zones and never reads a clock.

use chrono::{DateTime, Utc};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Time;
use k8s_openapi::jiff::Timestamp;

/// An object's time as an instant of the engine.
pub fn to_chrono(time: &Time) -> DateTime<Utc> {
    // Through the total of nanoseconds: jiff's sub-second part is negative before 1970, chrono's never is.
    let nanos = time.0.as_nanosecond();
    let seconds = i64::try_from(nanos.div_euclid(NANOS)).unwrap_or(i64::MAX);
    let rest = u32::try_from(nanos.rem_euclid(NANOS)).unwrap_or(0);
    // jiff's range (years -9999 to 9999) lies inside chrono's, so the fallback is never taken.
    DateTime::from_timestamp(seconds, rest).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// An instant of the engine as an object's time, cut down to the whole second.
///
/// Kubernetes stores whole seconds, so cutting here makes a value equal to itself after a round trip. Instants outside
/// of the years -9999 to 9999 become the first or the last one that can be written.
pub fn to_time(at: DateTime<Utc>) -> Time {
    let limit = if at.timestamp() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Time(Timestamp::from_second(at.timestamp()).unwrap_or(limit))
}

const NANOS: i128 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_instant_survives_the_way_there_and_back() {
        for text in
            ["2026-05-09T22:00:00Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2199-12-31T23:59:59Z"]
        {
            assert_eq!(to_chrono(&to_time(utc(text))), utc(text), "{text}");
        }
    }

    #[test]
    fn parts_of_a_second_are_cut_off_towards_the_past_also_before_1970() {
        assert_eq!(to_chrono(&to_time(utc("2026-05-09T22:00:00.999Z"))), utc("2026-05-09T22:00:00Z"));
        assert_eq!(to_chrono(&to_time(utc("1969-12-31T23:59:59.999Z"))), utc("1969-12-31T23:59:59Z"));
    }

    #[test]
    fn parts_of_a_second_of_an_object_are_kept_also_before_1970() {
        for text in ["1969-12-31T23:59:58.25Z", "2026-05-09T22:00:00.75Z"] {
            assert_eq!(to_chrono(&Time(text.parse().unwrap())), utc(text), "{text}");
        }
    }

    #[test]
    fn an_instant_is_written_in_utc_with_whole_seconds() {
        let json = serde_json::to_string(&to_time(utc("2026-05-09T22:00:00.5Z"))).unwrap();
        assert_eq!(json, "\"2026-05-09T22:00:00Z\"");
    }

    #[test]
    fn instants_beyond_what_can_be_written_become_the_nearest_that_can() {
        assert_eq!(to_time(DateTime::<Utc>::MAX_UTC).0, Timestamp::MAX);
        assert_eq!(to_time(DateTime::<Utc>::MIN_UTC).0, Timestamp::MIN);
    }
}
