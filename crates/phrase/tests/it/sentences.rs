//! What is said, and what is understood.

use easyscale_phrase::{Direction, TargetKind};

use crate::common::{read, said};

/// Each pair: what somebody writes, and the canonical sentences.
#[track_caller]
fn all(pairs: &[(&str, &str)]) {
    for (written, understood) in pairs {
        assert_eq!(said(written), *understood, "{written:?}");
    }
}

#[test]
fn the_examples_of_the_grammar_are_understood() {
    all(&[
        (
            "scale down x pod to 2 replicas in weekends",
            "scale deployment/x to 2 replicas on Saturday and Sunday all day (Europe/Berlin)",
        ),
        (
            "scale up y pod to 5 between 16:00 - 18:00",
            "scale deployment/y to 5 replicas every day from 16:00 to 18:00 (Europe/Berlin)",
        ),
        (
            "scale web to 1 on Friday to Sunday from 22:00 to 06:00",
            "scale deployment/web to 1 replica on Friday, Saturday and Sunday from 22:00 to 06:00 the next day (Europe/Berlin)",
        ),
        (
            "scale down x to 2 on weekends; scale up x to 5 between 16:00 - 18:00; otherwise 3",
            "scale deployment/x to 2 replicas on Saturday and Sunday all day (Europe/Berlin); \
             scale deployment/x to 5 replicas every day from 16:00 to 18:00 (Europe/Berlin); otherwise 3 replicas",
        ),
    ]);
}

#[test]
fn the_motto_of_the_readme_can_be_said() {
    let readme = std::fs::read_to_string(crate::common::repository().join("README.md")).unwrap();
    let behind = readme.split_once("as you would say it: `").expect("the README shows a sentence").1;
    let motto = behind.split_once('`').expect("the sentence ends").0;
    let rush = "scale deployment/web to 5 replicas on Monday, Tuesday, Wednesday, Thursday and Friday from 16:00 to \
                18:00 (Europe/Berlin)";
    let weekend = "scale deployment/web to 2 replicas on Saturday and Sunday all day (Europe/Berlin)";
    assert_eq!(said(motto), format!("{rush}; {weekend}; otherwise 3 replicas"));
    // Its phrases one by one, and put together in other ways.
    let phrases: Vec<&str> = motto.split("; ").collect();
    let [first, second, otherwise] = phrases.as_slice() else { panic!("{phrases:?}") };
    assert_eq!(said(first), rush);
    assert_eq!(said(&format!("web to {second}")), weekend);
    for text in [format!("{first}; {second}, {otherwise}"), format!("{first}. {second}. {otherwise}.")] {
        assert_eq!(said(&text), format!("{rush}; {weekend}; otherwise 3 replicas"));
    }
}

#[test]
fn days_may_be_said_in_many_ways() {
    let week = "Monday, Tuesday, Wednesday, Thursday and Friday";
    for (days, understood) in [
        ("", "every day"),
        ("every day", "every day"),
        ("Each Day", "every day"),
        ("on Monday to Sunday", "every day"),
        ("on weekdays and weekends", "every day"),
        ("on no day", "on no day"),
        ("on Monday", "on Monday"),
        ("on Mondays", "on Monday"),
        ("ON MONDAY", "on Monday"),
        ("on Mon", "on Monday"),
        ("every Monday", "on Monday"),
        ("each Sunday", "on Sunday"),
        ("during the weekend", "on Saturday and Sunday"),
        ("at weekends", "on Saturday and Sunday"),
        ("at the weekend", "on Saturday and Sunday"),
        ("in weekends", "on Saturday and Sunday"),
        ("every weekend", "on Saturday and Sunday"),
        ("on weekdays", &format!("on {week}")),
        ("every weekday", &format!("on {week}")),
        ("on working days", &format!("on {week}")),
        ("every working day", &format!("on {week}")),
        ("on workdays", &format!("on {week}")),
        ("each workday", &format!("on {week}")),
        ("from Monday to Friday", &format!("on {week}")),
        ("on Monday through Friday", &format!("on {week}")),
        ("on Mon-Fri", &format!("on {week}")),
        ("on Mon - Fri", &format!("on {week}")),
        ("on Mon–Fri", &format!("on {week}")),
        ("from Friday to Monday", "on Monday, Friday, Saturday and Sunday"),
        ("on Saturday-Sunday", "on Saturday and Sunday"),
        ("on Monday, Wednesday, Friday", "on Monday, Wednesday and Friday"),
        ("on Monday, Wednesday, and Friday", "on Monday, Wednesday and Friday"),
        ("on Friday and Monday", "on Monday and Friday"),
        ("on Monday and Monday", "on Monday"),
        ("on Friday and the weekend", "on Friday, Saturday and Sunday"),
        ("on weekends and Monday", "on Monday, Saturday and Sunday"),
        (
            "on working days and Saturday",
            &format!("on {}", "Monday, Tuesday, Wednesday, Thursday, Friday and Saturday"),
        ),
        ("on Mon-Tue, Thu-Fri", "on Monday, Tuesday, Thursday and Friday"),
        ("on tue, WED", "on Tuesday and Wednesday"),
        ("on 2026-12-25", "on 2026-12-25"),
        ("on 2027-01-01, 2026-12-25 and 2027-01-01", "on 2026-12-25 and 2027-01-01"),
        ("on 2028-02-29", "on 2028-02-29"),
    ] {
        let expected = format!("scale deployment/web to 2 replicas {understood} all day (Europe/Berlin)");
        assert_eq!(said(&format!("scale web to 2 {days}")), expected, "{days:?}");
    }
}

#[test]
fn times_may_be_said_in_many_ways() {
    for (times, understood) in [
        ("all day", "all day"),
        ("from 00:00 to 24:00", "all day"),
        ("from midnight to midnight", "all day"),
        ("from 00:00 until midnight", "all day"),
        ("from 12am to 24:00", "all day"),
        ("from 16:00 to 18:00", "from 16:00 to 18:00"),
        ("between 16:00 and 18:00", "from 16:00 to 18:00"),
        ("between 16:00 - 18:00", "from 16:00 to 18:00"),
        ("from 16:00-18:00", "from 16:00 to 18:00"),
        ("from 16:00–18:00", "from 16:00 to 18:00"),
        ("from 16:00 until 18:00", "from 16:00 to 18:00"),
        ("from 9:00 to 9:30", "from 09:00 to 09:30"),
        ("from 9am to 5pm", "from 09:00 to 17:00"),
        ("from 9am-5pm", "from 09:00 to 17:00"),
        ("from 9 am to 5 PM", "from 09:00 to 17:00"),
        ("from 9 a.m. to 5 p.m.", "from 09:00 to 17:00"),
        ("from 9:15am to 5:45 pm", "from 09:15 to 17:45"),
        ("from 12am to 12pm", "from 00:00 to 12:00"),
        ("from 12pm to 12am", "from 12:00 to 24:00"),
        ("from 12:30am to 12:30pm", "from 00:30 to 12:30"),
        ("from noon to midnight", "from 12:00 to 24:00"),
        ("from midnight to noon", "from 00:00 to 12:00"),
        ("from 22:00 to 00:00", "from 22:00 to 24:00"),
        ("from 22:00 to 00:00 the next day", "from 22:00 to 24:00"),
        ("from 22:00 to 24:00", "from 22:00 to 24:00"),
        ("from 22:00 to 06:00", "from 22:00 to 06:00 the next day"),
        ("from 22:00 to 06:00 the next day", "from 22:00 to 06:00 the next day"),
        ("from 10pm to 6am next day", "from 22:00 to 06:00 the next day"),
        ("from noon to 11:59", "from 12:00 to 11:59 the next day"),
    ] {
        let expected = format!("scale deployment/web to 2 replicas every day {understood} (Europe/Berlin)");
        assert_eq!(said(&format!("scale web to 2 {times}")), expected, "{times:?}");
    }
}

#[test]
fn numbers_and_units_may_be_said_in_many_ways() {
    for (amount, replicas) in [
        ("0", "0 replicas"),
        ("zero", "0 replicas"),
        ("1 pod", "1 replica"),
        ("one replica", "1 replica"),
        ("two pods", "2 replicas"),
        ("5 copies", "5 replicas"),
        ("one copy", "1 replica"),
        ("Twelve Instances", "12 replicas"),
        ("007", "7 replicas"),
        ("2147483647 replicas", "2147483647 replicas"),
    ] {
        let expected = format!("scale deployment/web to {replicas} every day all day (Europe/Berlin)");
        assert_eq!(said(&format!("scale web to {amount}")), expected, "{amount:?}");
        let expected = format!(
            "scale deployment/web to 5 replicas every day all day (Europe/Berlin); otherwise {replicas}"
        );
        for otherwise in ["otherwise", "otherwise keep", "otherwise to", "OTHERWISE"] {
            assert_eq!(said(&format!("scale web to 5; {otherwise} {amount}")), expected, "{amount:?}");
        }
    }
}

#[test]
fn zones_are_named_in_parentheses_or_where_nothing_else_can_be_meant() {
    for (zone, understood) in [
        ("(UTC)", "UTC"),
        ("utc", "UTC"),
        ("in UTC", "UTC"),
        ("in UTC time", "UTC"),
        ("(Asia/Kathmandu)", "Asia/Kathmandu"),
        ("( asia/kathmandu )", "Asia/Kathmandu"),
        ("in America/New_York", "America/New_York"),
        ("in America/New_York time", "America/New_York"),
        ("America/New_York time", "America/New_York"),
        ("in America/Port-au-Prince", "America/Port-au-Prince"),
        ("Etc/GMT-5", "Etc/GMT-5"),
        ("(Japan)", "Japan"),
        ("(CET)", "CET"),
        ("(GMT+0)", "GMT+0"),
        ("", "Europe/Berlin"),
    ] {
        let expected = format!("scale deployment/web to 2 replicas every day all day ({understood})");
        let text = format!("scale web to 2 {zone}");
        assert_eq!(said(&text), expected, "{zone:?}");
        assert_eq!(read(&text).unwrap()[0].wishes[0].zone_is_named, !zone.is_empty());
    }
}

#[test]
fn priorities_may_be_negative() {
    for (priority, understood) in [
        ("priority 10", ", priority 10"),
        ("with priority ten", ", priority 10"),
        (", Priority -3", ", priority -3"),
        ("priority 0", ""),
        ("priority -2147483648", ", priority -2147483648"),
    ] {
        let expected =
            format!("scale deployment/web to 2 replicas every day all day (Europe/Berlin){understood}");
        assert_eq!(said(&format!("scale web to 2 {priority}")), expected, "{priority:?}");
    }
}

#[test]
fn targets_may_be_said_in_many_ways() {
    for (target, understood) in [
        ("web", "deployment/web"),
        ("web pod", "deployment/web"),
        ("web pods", "deployment/web"),
        ("web deployment", "deployment/web"),
        ("deployment/web", "deployment/web"),
        ("Deployment/web", "deployment/web"),
        ("statefulset/db", "statefulset/db"),
        ("StatefulSet/db-0.x", "statefulset/db-0.x"),
        ("web-front-end", "deployment/web-front-end"),
        ("web.v2", "deployment/web.v2"),
        ("2048-game", "deployment/2048-game"),
        ("deployment/to", "deployment/to"),
        ("deployment/weekends", "deployment/weekends"),
        ("deployment/5", "deployment/5"),
        ("statefulset/2026-12-25", "statefulset/2026-12-25"),
        ("statefulset/scale", "statefulset/scale"),
        ("statefulset/statefulset", "statefulset/statefulset"),
    ] {
        let expected = format!("scale {understood} to 2 replicas every day all day (Europe/Berlin)");
        for before in ["scale ", "", "SCALE ", "scale up ", "scale in "] {
            assert_eq!(said(&format!("{before}{target} to 2")), expected, "{before}{target}");
        }
    }
    assert_eq!(read("scale statefulset/db to 1").unwrap()[0].target.kind, TargetKind::StatefulSet);
    assert_eq!(TargetKind::StatefulSet.as_str(), "StatefulSet");
}

#[test]
fn the_parts_may_come_in_any_order_with_commas_or_without() {
    let expected =
        "scale deployment/web to 2 replicas on Monday and Friday from 09:00 to 17:00 (UTC), priority 5";
    let parts = ["on Monday and Friday", "from 9am to 5pm", "in UTC time", "with priority 5"];
    for first in 0..4 {
        for second in (0..4).filter(|at| *at != first) {
            for third in (0..4).filter(|at| *at != first && *at != second) {
                let last = 6 - first - second - third;
                let order = [first, second, third, last].map(|at| parts[at]);
                for between in [" ", ", ", " , ", "\n\t", ","] {
                    assert_eq!(said(&format!("scale web to 2{between}{}", order.join(between))), expected);
                }
            }
        }
    }
    assert_eq!(said("web to 2(UTC)on Monday,Friday from 9am-5pm,priority 5."), expected);
}

#[test]
fn an_entry_may_have_a_name() {
    for (name, understood) in [
        ("\"Night shift\":", "\"Night shift\": "),
        ("  \"Night\" :  ", "\"Night\": "),
        (r#""a \"b\" \\":"#, r#""a \"b\" \\": "#),
        ("\"; otherwise 3\":", "\"; otherwise 3\": "),
        ("\"Schicht für spät\":", "\"Schicht für spät\": "),
        ("\"\":", ""),
    ] {
        let expected =
            format!("{understood}scale deployment/web to 2 replicas every day all day (Europe/Berlin)");
        assert_eq!(said(&format!("{name}scale web to 2")), expected, "{name:?}");
        assert_eq!(said(&format!("{name} web to 2")), expected, "{name:?}");
    }
}

#[test]
fn up_and_down_are_remembered() {
    for (word, direction) in [
        ("up", Some(Direction::Up)),
        ("out", Some(Direction::Up)),
        ("Down", Some(Direction::Down)),
        ("in", Some(Direction::Down)),
        ("", None),
    ] {
        assert_eq!(read(&format!("scale {word} web to 2")).unwrap()[0].wishes[0].direction, direction);
    }
}

#[test]
fn spaces_and_marks_that_come_with_copied_text_do_no_harm() {
    all(&[(
        "\u{feff}scale\u{a0}web to\u{200b} 2 on Mon\u{2011}Tue from 16:00\u{2212}18:00 \r\n",
        "scale deployment/web to 2 replicas on Monday and Tuesday from 16:00 to 18:00 (Europe/Berlin)",
    )]);
}
