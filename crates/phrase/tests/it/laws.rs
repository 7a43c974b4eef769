//! Laws of reading and showing, tried on random requests and texts.

use std::collections::HashMap;

use easyscale_phrase::{Request, Wish, doubts, show};
use easyscale_schedule::{Entry, Zone};
use proptest::prelude::*;

use crate::common::{ZONES, berlin, read, said};
use crate::generate::{changed, changes, entries, requests, runs, sentences, targets};

/// A request without what the canonical sentences do not tell: where it was read and which way it seemed to go.
fn bare(request: &Request) -> Request {
    let wishes = request.wishes.iter().map(|wish| Wish {
        direction: None,
        zone_is_named: true,
        place: 0..0,
        ..wish.clone()
    });
    Request { wishes: wishes.collect(), ..request.clone() }
}

/// Whatever comes out, it is sound.
fn check_answer(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(requests) => {
            for request in &requests {
                prop_assert!(!request.wishes.is_empty());
                for wish in &request.wishes {
                    let sentence = text.get(wish.place.clone());
                    prop_assert!(
                        sentence.is_some_and(|sentence| sentence.trim() == sentence && !sentence.is_empty())
                    );
                    prop_assert_ne!(wish.entry.start, wish.entry.end);
                }
                for doubt in doubts(request) {
                    prop_assert!(text.get(doubt.place).is_some());
                }
            }
            let all = requests.iter().map(show).collect::<Vec<_>>().join("; ");
            let again = read(&all).map_err(|error| TestCaseError::fail(error.render(&all)))?;
            let same: Vec<Request> = requests.iter().map(bare).collect();
            prop_assert_eq!(again.iter().map(bare).collect::<Vec<_>>(), same);
        }
        Err(error) => {
            prop_assert!(
                text.get(error.place.clone()).is_some(),
                "{:?} is no place in {:?}",
                error.place,
                text
            );
            prop_assert!(!error.message.is_empty());
            let rendered = error.render(text);
            prop_assert!(rendered.starts_with(&error.message));
            prop_assert!(rendered.lines().count() <= 5 || error.message.contains('\n'), "{rendered}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(runs(4_000))]

    #[test]
    fn what_is_shown_is_read_as_it_was(request in requests()) {
        let text = show(&request);
        let read = read(&text).map_err(|error| TestCaseError::fail(error.render(&text)))?;
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(bare(&read[0]), request);
    }

    #[test]
    fn what_was_read_and_shown_is_shown_the_same_again(text in sentences()) {
        if let Ok(requests) = read(&text) {
            for request in requests {
                let shown = show(&request);
                prop_assert_eq!(said(&shown), shown);
            }
        }
    }

    #[test]
    fn different_entries_are_shown_differently(one in entries(), other in entries(), field in 0..7) {
        // Two random entries are never alike; the second one becomes the first one but for one field.
        let mut near = one.clone();
        match field {
            0 => near.name = other.name,
            1 => near.days = other.days,
            2 => (near.start, near.end) = (other.start, other.end),
            3 => near.replicas = other.replicas,
            4 => near.priority = other.priority,
            5 => near.zone = other.zone,
            _ => near = other,
        }
        prop_assert_eq!(one == near, one.sentence("deployment/a") == near.sentence("deployment/a"));
    }

    #[test]
    fn different_targets_are_shown_differently(one in targets(), other in targets(), entry in entries()) {
        prop_assert_eq!(one == other, entry.sentence(&one.to_string()) == entry.sentence(&other.to_string()));
    }

}

// Refusing costs more than reading: the nearest of 600 zones is looked for.
proptest! {
    #![proptest_config(runs(400))]

    #[test]
    fn a_changed_sentence_is_read_or_refused_at_a_place_in_it(text in sentences(), changes in changes()) {
        check_answer(&changed(&text, &changes))?;
    }

    #[test]
    fn a_changed_canonical_sentence_is_read_or_refused_at_a_place_in_it(request in requests(), changes in changes()) {
        check_answer(&changed(&show(&request), &changes))?;
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(text in any::<String>()) {
        check_answer(&text)?;
        check_answer(&format!("web to {text}"))?;
        check_answer(&format!("web to 2 {text}"))?;
    }

    #[test]
    fn any_words_are_read_or_refused_at_a_place_in_them(
        words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..12), space in prop::sample::select(&[" ", ""][..]),
    ) {
        check_answer(&words.join(space))?;
        check_answer(&format!("web to 2 {}", words.join(space)))?;
    }
}

const WORDS: [&str; 60] = [
    "scale",
    "up",
    "to",
    "web",
    "deployment/web",
    "5",
    "2147483648",
    "two",
    "pods",
    "on",
    "at",
    "in",
    "every",
    "from",
    "between",
    "the",
    "and",
    ",",
    ";",
    ".",
    "-",
    "–",
    "Monday",
    "Fri",
    "weekends",
    "working",
    "days",
    "day",
    "2026-12-25",
    "2026-02-30",
    "16:00",
    "24:00",
    "25:00",
    "9",
    "am",
    "p.m.",
    "noon",
    "midnight",
    "next",
    "all",
    "until",
    "through",
    "(",
    ")",
    "UTC",
    "Europe/Berlin",
    "Europe/Berln",
    "time",
    "with",
    "priority",
    "-3",
    "otherwise",
    "keep",
    "\"",
    "\":",
    "\\",
    "December",
    "first",
    "of",
    "夜",
];

#[test]
fn every_zone_of_the_database_can_be_said() {
    let mut tried = 0;
    for name in ZONES.names() {
        let zone = ZONES.zone(&name).unwrap();
        let mut ways = vec![
            format!("web to 2 ({name}) on Monday"),
            format!("web to 2 ({}) on Monday", name.to_lowercase()),
        ];
        if name.contains('/') || name == "UTC" {
            ways.push(format!("web to 2 in {name} time on Monday"));
            ways.push(format!("web to 2 {name}, on Monday"));
        }
        for text in ways {
            let read = read(&text).unwrap_or_else(|error| panic!("{}", error.render(&text)));
            assert_eq!(read[0].wishes[0].entry.zone, zone, "{text}");
        }
        tried += 1;
    }
    assert!(tried > 590, "{tried} zones");
}

#[test]
fn all_sentences_about_a_few_values_are_different() {
    let entry = |text: &str| read(text).unwrap()[0].wishes[0].entry.clone();
    let mut said: HashMap<String, Entry> = HashMap::new();
    for name in ["", "\"a\": ", r#""\"": "#, r#""\\": "#, "\"a\\\": scale x to 1\": "] {
        for days in ["", "on Monday", "on Monday and Friday", "on no day", "on 2026-12-25"] {
            for times in ["", "from 00:00 to 12:00", "from 12:00 to 24:00", "from 22:00 to 06:00"] {
                for rest in ["", "(UTC)", "priority 1", "(UTC) priority -1"] {
                    let entry = entry(&format!("{name}web to 2 {days} {times} {rest}"));
                    assert_eq!(said.insert(entry.sentence("deployment/web"), entry), None);
                }
            }
        }
    }
    assert_eq!(said.len(), 5 * 5 * 4 * 4);
}

#[test]
fn the_zone_that_is_given_holds_where_none_is_named() {
    let requests = read("web to 2; 3 (UTC)").unwrap();
    assert_eq!(requests[0].wishes[0].entry.zone, berlin());
    assert_eq!(requests[0].wishes[1].entry.zone, Zone::utc());
}
