//! Several sentences: targets, "otherwise", doubts.

use easyscale_phrase::{Request, doubts};

use crate::common::{read, refused};

/// Target, numbers of the entries, default.
fn outline(text: &str) -> Vec<(String, Vec<u32>, Option<u32>)> {
    let requests = read(text).unwrap_or_else(|error| panic!("{}", error.render(text)));
    let numbers = |request: &Request| request.wishes.iter().map(|wish| wish.entry.replicas).collect();
    requests.iter().map(|request| (request.target.to_string(), numbers(request), request.default)).collect()
}

fn one(target: &str, numbers: &[u32], default: Option<u32>) -> (String, Vec<u32>, Option<u32>) {
    (target.to_owned(), numbers.to_vec(), default)
}

#[test]
fn a_sentence_without_a_target_is_about_the_target_named_last() {
    let expected = [one("deployment/web", &[5, 2, 1, 4, 0], Some(3))];
    assert_eq!(
        outline(
            "web to 5 on Monday; to 2 at weekends; 1 on Friday; scale to 4; \"Off\": scale down to zero; otherwise 3"
        ),
        expected
    );
}

#[test]
fn otherwise_may_follow_a_comma_or_nothing() {
    let expected = [one("deployment/web", &[2], Some(3))];
    for text in [
        "web to 2 at weekends; otherwise 3",
        "web to 2 at weekends, otherwise 3",
        "web to 2 at weekends otherwise 3;",
        "web to 2 at weekends. Otherwise keep 3 replicas.",
        "web to 2 on Monday, Friday, otherwise 3",
    ] {
        assert_eq!(outline(text)[0].2, expected[0].2, "{text}");
        assert_eq!(outline(text)[0].1, expected[0].1, "{text}");
    }
    assert_eq!(
        outline("web to 2 otherwise 3; api to 4 otherwise 5 ; web to 1"),
        [one("deployment/web", &[2, 1], Some(3)), one("deployment/api", &[4], Some(5))]
    );
}

#[test]
fn targets_come_in_the_order_in_which_they_are_named_first() {
    assert_eq!(
        outline("b to 1; a to 2; statefulset/b to 3; deployment/b to 4; 5; b to 6"),
        [
            one("deployment/b", &[1, 4, 5, 6], None),
            one("deployment/a", &[2], None),
            one("statefulset/b", &[3], None),
        ]
    );
}

#[test]
fn otherwise_belongs_to_the_target_of_the_sentence_before() {
    assert_eq!(
        outline("a to 1; otherwise 2; b to 3; otherwise 4"),
        [one("deployment/a", &[1], Some(2)), one("deployment/b", &[3], Some(4))]
    );
    // The first target is closed already: only the second one can be meant.
    assert_eq!(
        outline("a to 1; otherwise 2; a to 5; b to 3; otherwise 4"),
        [one("deployment/a", &[1, 5], Some(2)), one("deployment/b", &[3], Some(4))]
    );
    // The first target stays without one.
    assert_eq!(
        outline("a to 1; otherwise 2; b to 3"),
        [one("deployment/a", &[1], Some(2)), one("deployment/b", &[3], None)]
    );
}

#[test]
fn an_otherwise_that_could_mean_several_targets_is_refused() {
    for text in ["a to 1; b to 3; otherwise 4", "a to 1; otherwise 1; b to 2; c to 3; c to 4; otherwise 5"] {
        let error = refused(text);
        assert!(error.message.contains("write one behind the entries of each"), "{}", error.message);
        assert!(text[error.place].starts_with("otherwise"));
    }
    let error = refused("a to 1; otherwise 1; b to 2; a to 3; otherwise 5");
    assert_eq!(error.message, "deployment/a has its \"otherwise\" already: 1");
}

#[test]
fn the_place_of_an_entry_is_its_sentence() {
    let text = " \"Ä\":  web to 2 at weekends , otherwise 3 ;  scale web to 5 (UTC) . ";
    let wishes = &read(text).unwrap()[0].wishes;
    assert_eq!(&text[wishes[0].place.clone()], "\"Ä\":  web to 2 at weekends");
    assert_eq!(&text[wishes[1].place.clone()], "scale web to 5 (UTC)");
}

#[test]
fn up_and_down_that_contradict_the_default_are_doubted() {
    let text = "scale down web to 5 on Monday; scale up to 2 on Friday; scale up to 3 on Sunday; scale down to 1; \
                scale up to 4; 9; otherwise 3";
    let doubts = doubts(&read(text).unwrap()[0]);
    let said: Vec<_> =
        doubts.iter().map(|doubt| (&text[doubt.place.clone()], doubt.message.as_str())).collect();
    assert_eq!(
        said,
        [
            (
                "scale down web to 5 on Monday",
                "this says \"down\", but 5 is more than the 3 that hold otherwise; 5 is used"
            ),
            (
                "scale up to 2 on Friday",
                "this says \"up\", but 2 is fewer than the 3 that hold otherwise; 2 is used"
            ),
            ("scale up to 3 on Sunday", "this says \"up\", but 3 is also what holds otherwise; 3 is used"),
        ]
    );
}

#[test]
fn without_a_default_nobody_knows_which_way_is_up() {
    assert_eq!(doubts(&read("scale up web to 1; scale down web to 9").unwrap()[0]), []);
}
