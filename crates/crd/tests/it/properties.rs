//! Laws that hold for every rule, however wrong it is.

use easyscale_crd::{Code, ScalingRuleSpec, check, compile};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixture::{ZONES, checked, now, parse, refused_by_rules};
use crate::random;
use crate::structure::{refused_by_schema, schema_of_spec};

/// The codes that the API server's rules cannot see at all.
const UNSEEN: &[Code] = &[Code::ScheduleTooLong, Code::Schedule];

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_schema_accepts_is_read_and_checked_without_a_panic(spec in any_of(schema_of_spec())) {
        prop_assert_eq!(refused_by_schema(&spec), Vec::<String>::new());
        let checked = checked(&spec);
        prop_assert_eq!(checked.schedule.is_some(), checked.errors().next().is_none());
    }

    #[test]
    fn the_api_server_and_check_find_the_same_mistakes(spec in random::spec()) {
        prop_assert_eq!(refused_by_schema(&spec), Vec::<String>::new(), "{}", spec);
        let server = refused_by_rules(&spec);
        let checked = checked(&spec);
        for (code, path) in &server {
            let told = checked.errors().any(|error| error.code == *code && error.path.starts_with(path.as_str()));
            prop_assert!(told, "only the server says {:?} at {} of {}", code, path, spec);
        }
        for error in checked.errors().filter(|error| !UNSEEN.contains(&error.code)) {
            let told = server.iter().any(|(code, path)| error.code == *code && error.path.starts_with(path.as_str()));
            // Of a zone the server sees the shape only.
            prop_assert!(told || error.code == Code::Timezone, "only check says {} of {}", error, spec);
        }
    }

    #[test]
    fn there_is_a_schedule_if_and_only_if_there_is_no_error(spec in random::spec()) {
        let spec = parse(&spec);
        let checked = check(&spec, &ZONES, now());
        prop_assert_eq!(checked.schedule.is_some(), checked.errors().next().is_none());
        match compile(&spec, &ZONES, now()) {
            Ok(schedule) => {
                prop_assert_eq!(schedule.entries().len(), spec.schedule.len());
                prop_assert_eq!(schedule.default_replicas().map(i64::from), spec.default.map(|d| d.replicas.into()));
            }
            Err(errors) => prop_assert_eq!(errors, checked.errors().cloned().collect::<Vec<_>>()),
        }
    }

    #[test]
    fn a_rule_is_the_same_after_it_was_written_and_read(spec in random::spec()) {
        let spec = parse(&spec);
        let again: ScalingRuleSpec = serde_json::from_value(serde_json::to_value(&spec).unwrap()).unwrap();
        prop_assert_eq!(again, spec);
    }
}

#[test]
fn no_rule_refuses_the_name_of_a_zone_that_exists() {
    let names: Vec<_> = ZONES.names().collect();
    for name in &names {
        let found = refused_by_rules(&json!({"timezone": name}));
        assert!(found.iter().all(|(code, _)| *code != Code::Timezone), "{name}");
    }
    assert!(names.len() > 400, "only {} zones were tried", names.len());
}

/// Any JSON that a schema accepts.
fn any_of(schema: &'static Value) -> BoxedStrategy<Value> {
    let bound =
        |name: &str, or: usize| schema[name].as_u64().map_or(or, |bound| usize::try_from(bound).unwrap());
    match schema["type"].as_str().unwrap() {
        "object" => object_of(schema),
        "array" => {
            // Long lists now and then only: each text of a long list is drawn anew.
            let (min, max) = (bound("minItems", 0), bound("maxItems", 0));
            let few = prop::collection::vec(any_of(&schema["items"]), min..=max.min(3));
            let many = prop::collection::vec(any_of(&schema["items"]), min..=max);
            prop_oneof![30 => few, 1 => many].prop_map(Value::from).boxed()
        }
        "string" => match schema["enum"].as_array() {
            Some(listed) => prop::sample::select(listed.clone()).boxed(),
            None => text(bound("minLength", 0), bound("maxLength", 0)),
        },
        "integer" => {
            let bound = |name: &str| schema[name].as_f64().unwrap();
            #[expect(clippy::cast_possible_truncation, reason = "the bounds are those of i32")]
            let (min, max) = (bound("minimum") as i32, bound("maximum") as i32);
            prop_oneof![min..=max, min..=max.min(min.saturating_add(9)), Just(max)]
                .prop_map(Value::from)
                .boxed()
        }
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        other => panic!("no value of type {other} is known"),
    }
}

fn text(min: usize, max: usize) -> BoxedStrategy<Value> {
    let any = prop::collection::vec(any::<char>(), min..=max).prop_map(String::from_iter);
    let plain = format!("[a-zA-Z0-9:/ .-]{{{min},{}}}", max.min(12));
    let plain = prop::string::string_regex(&plain).unwrap();
    prop_oneof![any, plain].prop_map(Value::from).boxed()
}

fn object_of(schema: &'static Value) -> BoxedStrategy<Value> {
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
    let mut object = Just(json!({})).boxed();
    for (name, inner) in schema["properties"].as_object().unwrap() {
        let field = if required.contains(&&json!(name)) {
            any_of(inner).prop_map(Some).boxed()
        } else {
            prop::option::of(any_of(inner)).boxed()
        };
        object = (object, field)
            .prop_map(move |(mut object, value)| {
                if let Some(value) = value {
                    object[name] = value;
                }
                object
            })
            .boxed();
    }
    object
}
