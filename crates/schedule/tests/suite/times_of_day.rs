//! Times of day: what is read, what is refused, and with which words.

use easyscale_schedule::{TimeError, TimeOfDay};

#[test]
fn every_minute_of_the_day_is_read_as_it_is_printed() {
    for minutes in 0..=1440 {
        let time = TimeOfDay::from_minutes(minutes).unwrap();
        assert_eq!(time.minutes(), minutes);
        assert_eq!(time.to_string().parse(), Ok(time));
    }
    assert_eq!(TimeOfDay::from_minutes(1441), None);
    assert_eq!("24:00".parse(), Ok(TimeOfDay::END_OF_DAY));
    assert_eq!("00:00".parse(), Ok(TimeOfDay::MIDNIGHT));
}

#[test]
fn anything_but_two_digits_a_colon_and_two_digits_is_refused() {
    for text in [
        "",
        "9:00",
        "09:0",
        "0900",
        "09.00",
        "09:00:00",
        " 09:00",
        "09:00 ",
        "+9:00",
        "-1:00",
        "ab:cd",
        "٠٩:٠٠",
        "09:00Z",
        "9am",
    ] {
        assert_eq!(text.parse::<TimeOfDay>(), Err(TimeError::Format(text.to_owned())));
    }
}

#[test]
fn hours_and_minutes_out_of_range_are_told_apart() {
    for text in ["25:00", "24:01", "99:59"] {
        assert_eq!(text.parse::<TimeOfDay>(), Err(TimeError::Hour(text.to_owned())));
    }
    for text in ["23:60", "24:60", "00:99"] {
        assert_eq!(text.parse::<TimeOfDay>(), Err(TimeError::Minute(text.to_owned())));
    }
}

#[test]
fn every_refusal_shows_the_value_and_the_fix() {
    let message = |text: &str| text.parse::<TimeOfDay>().unwrap_err().to_string();
    assert_eq!(
        message("9am"),
        "\"9am\" is not a time; write it as HH:MM on the 24-hour clock, for example \"09:00\" or \"18:30\""
    );
    assert_eq!(
        message("24:30"),
        "\"24:30\" is not a time: hours go from 00 to 23, and 24:00 is midnight at the end of the day"
    );
    assert_eq!(message("12:75"), "\"12:75\" is not a time: minutes go from 00 to 59");
}
