//! Reading sentences.

use easyscale_phrase::{PhraseError, Request, Wish, doubts, parse, show};
use easyscale_schedule::{Zone, is_unprintable};

use crate::ZONES;

/// Whatever the text is, it is read or refused at a place in it; what was read and is shown is read as the same.
pub fn phrase(text: &str) {
    let berlin = ZONES.zone("Europe/Berlin").expect("a zone of the database");
    match parse(text, &ZONES, &berlin) {
        Ok(requests) => understood(text, &requests, &berlin),
        Err(error) => refused(text, &error),
    }
}

fn understood(text: &str, requests: &[Request], zone: &Zone) {
    for request in requests {
        assert!(!request.wishes.is_empty(), "{} has no entry", request.target);
        for wish in &request.wishes {
            let sentence = text.get(wish.place.clone()).expect("the place of a sentence");
            assert!(!sentence.is_empty() && sentence.trim() == sentence, "{sentence:?}");
            assert_ne!(wish.entry.start, wish.entry.end, "{sentence:?}");
        }
        for doubt in doubts(request) {
            assert!(text.get(doubt.place.clone()).is_some(), "{doubt:?}");
        }
    }
    let shown = shown(requests);
    let again = parse(&shown, &ZONES, zone).unwrap_or_else(|error| panic!("{}", error.render(&shown)));
    assert_eq!(bare(&again), bare(requests), "as read from {shown}");
    assert_eq!(self::shown(&again), shown);
}

fn refused(text: &str, error: &PhraseError) {
    assert!(text.get(error.place.clone()).is_some(), "{:?} is no place in the text", error.place);
    assert!(!error.message.is_empty());
    let rendered = error.render(text);
    assert!(rendered.starts_with(&error.message));
    assert!(!rendered.contains(|c: char| is_unprintable(c) && c != '\n'), "{rendered:?}");
    // Whatever is written, the message stays short enough to be read.
    assert!(rendered.len() < 16 * 1024, "{} bytes: {rendered}", rendered.len());
}

fn shown(requests: &[Request]) -> String {
    requests.iter().map(show).collect::<Vec<_>>().join("; ")
}

/// Without what the canonical sentences do not tell: where it was read and which way it seemed to go.
fn bare(requests: &[Request]) -> Vec<Request> {
    let wish = |wish: &Wish| Wish { direction: None, zone_is_named: true, place: 0..0, ..wish.clone() };
    let request =
        |request: &Request| Request { wishes: request.wishes.iter().map(wish).collect(), ..request.clone() };
    requests.iter().map(request).collect()
}
