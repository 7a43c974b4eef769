//! A clear sentence for the classic slip of YAML: `timeStart: 22:00` without quotes, which some YAML readers turn into
//! the number 1320.
//!
//! It only reads; whether a text is a time at all is decided in `check`.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Reads an optional time of day as text and refuses a number with the text that was meant.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_option(TimeText)
}

/// The time of day that somebody meant whose time arrives as this number.
pub(crate) fn time_of(number: u64) -> Option<String> {
    // YAML 1.1 reads 22:00 as 22 * 60 + 0.
    let (h, m) = (number / 60, number % 60);
    (60..=1440).contains(&number).then(|| format!("{h:02}:{m:02}"))
}

/// What to write instead of such a number.
pub(crate) fn advice(time: &str) -> String {
    format!("if you wrote {time} without quotes, write \"{time}\"")
}

struct TimeText;

impl<'de> Visitor<'de> for TimeText {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time in quotes, such as \"22:00\"")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Err(match time_of(number) {
            Some(time) => {
                let meant = advice(&time);
                E::custom(format!("invalid type: integer `{number}`, expected {ExpectedTime}; {meant}"))
            }
            None => E::invalid_type(Unexpected::Unsigned(number), &self),
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        match u64::try_from(number) {
            Ok(number) => self.visit_u64(number),
            Err(_) => Err(E::invalid_type(Unexpected::Signed(number), &self)),
        }
    }
}

struct ExpectedTime;

impl fmt::Display for ExpectedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TimeText.expecting(f)
    }
}

#[cfg(test)]
mod tests {
    use crate::ScheduleEntry;
    use serde_json::json;

    fn read(time: &serde_json::Value) -> Result<Option<String>, String> {
        let entry = json!({"name": "a", "replicas": 1, "timeStart": time});
        serde_json::from_value::<ScheduleEntry>(entry).map(|e| e.time_start).map_err(|e| e.to_string())
    }

    #[test]
    fn a_time_in_quotes_is_read_as_it_is() {
        assert_eq!(read(&json!("22:00")), Ok(Some("22:00".into())));
    }

    #[test]
    fn a_missing_time_and_an_empty_one_are_the_same() {
        assert_eq!(read(&json!(null)), Ok(None));
        let entry: ScheduleEntry = serde_json::from_value(json!({"name": "a", "replicas": 1})).unwrap();
        assert_eq!(entry.time_start, None);
    }

    #[test]
    fn a_time_without_quotes_is_refused_with_the_text_that_was_meant() {
        let said = read(&json!(1320)).unwrap_err();
        assert!(said.contains("if you wrote 22:00 without quotes, write \"22:00\""), "{said}");
    }

    #[test]
    fn a_number_that_is_no_time_is_refused_without_a_guess() {
        let said = read(&json!(99_999)).unwrap_err();
        assert!(said.contains("expected a time in quotes, such as \"22:00\""), "{said}");
        assert!(!said.contains("if you wrote"), "{said}");
        assert!(read(&json!(-1)).unwrap_err().contains("expected a time in quotes"));
    }
}
