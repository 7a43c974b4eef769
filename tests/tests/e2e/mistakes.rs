//! The table of mistakes: what people write, what the server says to it, and what the status says where it was stored all
//! the same.

/// One mistake in the spec of a rule.
pub(crate) struct Mistake {
    /// The name of the rule that has it.
    pub(crate) name: &'static str,
    /// The spec without its target: YAML in one line.
    pub(crate) spec: String,
    /// What kubectl prints: where it is and what to write instead. Empty: the server cannot know it, and stores the rule.
    pub(crate) refused: &'static str,
    /// What the status says, the reason of its conditions first: where it is, what to write instead, what was found.
    pub(crate) explained: (&'static str, &'static str),
}

const INVALID: &str = "Invalid";
const UNREADABLE: &str = "Unreadable";

fn mistake(
    name: &'static str,
    spec: &str,
    refused: &'static str,
    explained: (&'static str, &'static str),
) -> Mistake {
    Mistake { name, spec: spec.to_owned(), refused, explained }
}

pub(crate) fn mistakes() -> Vec<Mistake> {
    [zones(), times(), days(), entries(), numbers()].into_iter().flatten().collect()
}

fn zones() -> Vec<Mistake> {
    vec![
        mistake(
            "unknown-zone",
            "timezone: Europe/Berln, schedule: [{name: A, replicas: 2}]",
            "",
            (
                INVALID,
                r#"spec.timezone: timezone is a name from the IANA time zone database, such as "Europe/Berlin" or "UTC"; unknown time zone "Europe/Berln"; did you mean "Europe/Berlin"? [ES0017]"#,
            ),
        ),
        mistake(
            "unknown-zone-of-an-entry",
            "schedule: [{name: A, replicas: 2, timezone: America/NewYork}]",
            "",
            (
                INVALID,
                r#"spec.schedule[0].timezone: timezone is a name from the IANA time zone database, such as "Europe/Berlin" or "UTC"; unknown time zone "America/NewYork"; did you mean "America/New_York"? [ES0017]"#,
            ),
        ),
        mistake(
            "zone-with-a-space",
            "timezone: New York, schedule: [{name: A, replicas: 2}]",
            r#"spec.timezone: Invalid value: "New York": timezone is a name from the IANA time zone database, such as "Europe/Berlin" or "UTC" [ES0017]"#,
            (
                INVALID,
                r#"spec.timezone: timezone is a name from the IANA time zone database, such as "Europe/Berlin" or "UTC"; unknown time zone "New York"; did you mean "America/New_York"? [ES0017]"#,
            ),
        ),
    ]
}

fn times() -> Vec<Mistake> {
    vec![
        mistake(
            "no-such-time",
            r#"schedule: [{name: A, replicas: 2, timeStart: "25:00"}]"#,
            r#"spec.schedule[0].timeStart: Invalid value: "25:00": timeStart is a time from "00:00" to "23:59", in quotes and with two digits each, such as "16:00" [ES0010]"#,
            (
                INVALID,
                r#"spec.schedule[0].timeStart: timeStart is a time from "00:00" to "23:59", in quotes and with two digits each, such as "16:00"; "25:00" is not a time: hours go from 00 to 23, and 24:00 is midnight at the end of the day [ES0010]"#,
            ),
        ),
        mistake(
            "equal-times",
            r#"schedule: [{name: A, replicas: 2, timeStart: "22:00", timeEnd: "22:00"}]"#,
            r#"spec.schedule[0].timeEnd: Invalid value: timeStart and timeEnd are equal: write "00:00" to "24:00", or leave both out, for a whole day [ES0012]"#,
            (
                INVALID,
                r#"spec.schedule[0].timeEnd: timeStart and timeEnd are equal: write "00:00" to "24:00", or leave both out, for a whole day; both are "22:00" [ES0012]"#,
            ),
        ),
        // What some readers of YAML make of 22:00 without quotes. (kubectl does not: see the test of it.)
        mistake(
            "a-number-as-time",
            "schedule: [{name: A, replicas: 2, timeStart: 1320}]",
            r#"spec.schedule[0].timeStart: Invalid value: "integer": spec.schedule[0].timeStart in body must be of type string"#,
            (
                UNREADABLE,
                r#"spec.schedule[0].timeStart: timeStart is a time from "00:00" to "23:59", in quotes and with two digits each, such as "16:00"; found 1320; if you wrote 22:00 without quotes, write "22:00" [ES0010]"#,
            ),
        ),
    ]
}

fn days() -> Vec<Mistake> {
    vec![
        mistake(
            "days-and-dates",
            r#"schedule: [{name: A, replicas: 2, days: [Monday], dates: ["2026-12-25"]}]"#,
            "spec.schedule[0]: Invalid value: an entry has days or dates, not both: write two entries, one with the days and one with the dates [ES0006]",
            (
                INVALID,
                r#"spec.schedule[0]: an entry has days or dates, not both: write two entries, one with the days and one with the dates; here {name: "A", days: [Monday]} and {name: "A (dates)", dates: ["2026-12-25"]} [ES0006]"#,
            ),
        ),
        mistake(
            "no-such-date",
            r#"schedule: [{name: A, replicas: 2, dates: ["2026-02-30"]}]"#,
            r#"spec.schedule[0].dates: Invalid value: a date is written year-month-day, exists in the calendar and lies between 2000 and 2199, such as "2026-12-25" [ES0009]"#,
            (
                INVALID,
                r#"spec.schedule[0].dates[0]: a date is written year-month-day, exists in the calendar and lies between 2000 and 2199, such as "2026-12-25"; "2026-02-30" does not exist [ES0009]"#,
            ),
        ),
        mistake(
            "no-such-day",
            "schedule: [{name: A, replicas: 2, days: [Sun]}]",
            r#"spec.schedule[0].days[0]: Unsupported value: "Sun": supported values: "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday""#,
            (
                UNREADABLE,
                r#"spec.schedule[0].days[0]: another kind of value belongs here; write one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday; found "Sun"; did you mean Sunday? [ES0024]"#,
            ),
        ),
    ]
}

fn entries() -> Vec<Mistake> {
    let many: Vec<_> = (0..65).map(|i| format!("{{name: E{i}, replicas: 1}}")).collect();
    let long = "n".repeat(2000);
    vec![
        mistake(
            "no-entry",
            "schedule: []",
            "spec.schedule: Invalid value: a rule needs at least one entry: add one under schedule, with a name and replicas [ES0001]",
            (
                INVALID,
                "spec.schedule: a rule needs at least one entry: add one under schedule, with a name and replicas [ES0001]",
            ),
        ),
        mistake(
            "no-schedule",
            "default: {replicas: 3}",
            "spec.schedule: Required value",
            (
                UNREADABLE,
                "spec.schedule: a required field is missing: add it; a rule needs at least one entry: add one under schedule, with a name and replicas [ES0025]",
            ),
        ),
        mistake(
            "sixty-five-entries",
            &format!("schedule: [{}]", many.join(", ")),
            "spec.schedule: Too many: 65: must have at most 64 items",
            (
                INVALID,
                "spec.schedule: a rule has at most 64 entries: join those that differ only in their days or dates; this one has 65 [ES0002]",
            ),
        ),
        mistake(
            "a-name-of-2000",
            &format!("schedule: [{{name: {long}, replicas: 2}}]"),
            "spec.schedule[0].name: Too long: may not be more than 63 bytes",
            (
                INVALID,
                "spec.schedule[0].name: an entry's name has 1 to 63 characters, all of them printable, and no space at either end; this one has 2000 [ES0003]",
            ),
        ),
        mistake(
            "a-name-twice",
            "schedule: [{name: A, replicas: 2, days: [Monday]}, {name: A, replicas: 3, days: [Sunday]}]",
            "spec.schedule: Invalid value: each entry needs a name of its own: rename one of the two [ES0005]",
            (
                INVALID,
                r#"spec.schedule[1].name: each entry needs a name of its own: rename one of the two; "A" is also the name of spec.schedule[0]"#,
            ),
        ),
        mistake(
            "a-name-that-looks-like-another",
            r#"schedule: [{name: "Week\u202Edne", replicas: 2}]"#,
            r#"spec.schedule[0].name: Invalid value: "Week\u202edne": an entry's name has 1 to 63 characters, all of them printable, and no space at either end [ES0003]"#,
            (
                INVALID,
                r#"spec.schedule[0].name: an entry's name has 1 to 63 characters, all of them printable, and no space at either end; found "Week\u{202e}dne"; remove the invisible character U+202E from it [ES0003]"#,
            ),
        ),
        mistake(
            "an-entry-named-default",
            "schedule: [{name: default, replicas: 2}]",
            r#"spec.schedule[0].name: Invalid value: "default": "default" is the name of the time when no entry holds: give this entry another name [ES0004]"#,
            (
                INVALID,
                r#"spec.schedule[0].name: "default" is the name of the time when no entry holds: give this entry another name [ES0004]"#,
            ),
        ),
    ]
}

fn numbers() -> Vec<Mistake> {
    vec![
        mistake(
            "minus-one",
            "schedule: [{name: A, replicas: -1}]",
            "spec.schedule[0].replicas: Invalid value: -1: replicas is a whole number from 0 to 2147483647 [ES0013]",
            (
                INVALID,
                "spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found -1 [ES0013]",
            ),
        ),
        mistake(
            "two-to-the-31",
            "schedule: [{name: A, replicas: 2147483648}]",
            "spec.schedule[0].replicas: Invalid value: 2147483648: replicas is a whole number from 0 to 2147483647 [ES0013]",
            (
                UNREADABLE,
                "spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found 2147483648 [ES0013]",
            ),
        ),
        mistake(
            "a-word-as-number",
            "schedule: [{name: A, replicas: five}]",
            r#"spec.schedule[0].replicas: Invalid value: "string": spec.schedule[0].replicas in body must be of type integer"#,
            (
                UNREADABLE,
                r#"spec.schedule[0].replicas: replicas is a whole number from 0 to 2147483647; found "five" [ES0013]"#,
            ),
        ),
        mistake(
            "reversed-limits",
            "schedule: [{name: A, replicas: 2}], limits: {minReplicas: 10, maxReplicas: 1}",
            "spec.limits: Invalid value: minReplicas is greater than maxReplicas: exchange the two [ES0016]",
            (
                INVALID,
                "spec.limits: minReplicas is greater than maxReplicas: exchange the two; found 10 and 1 [ES0016]",
            ),
        ),
        mistake(
            "outside-the-limits",
            "schedule: [{name: A, replicas: 20}], limits: {minReplicas: 1, maxReplicas: 10}",
            "spec.schedule: Invalid value: replicas must lie within limits: change the number, or minReplicas or maxReplicas [ES0014]",
            (
                INVALID,
                "spec.schedule[0].replicas: replicas must lie within limits: change the number, or minReplicas or maxReplicas; 20 is not within 1 to 10 [ES0014]",
            ),
        ),
        mistake(
            "a-default-outside-the-limits",
            "schedule: [{name: A, replicas: 2}], default: {replicas: 0}, limits: {minReplicas: 1}",
            "spec.default: Invalid value: replicas must lie within limits: change the number, or minReplicas or maxReplicas [ES0014]",
            (
                INVALID,
                "spec.default.replicas: replicas must lie within limits: change the number, or minReplicas or maxReplicas; 0 is not within 1 and more [ES0014]",
            ),
        ),
    ]
}

impl Mistake {
    /// The rule as a person writes it, for a Deployment with the rule's name.
    pub(crate) fn yaml(&self) -> String {
        yaml(self.name, &format!("target: {{name: {}}}, {}", self.name, self.spec))
    }
}

/// A rule with that spec, which is YAML in one line.
pub(crate) fn yaml(name: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n"
    )
}
