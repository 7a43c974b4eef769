//! docs/recipes.md and docs/coming-from.md keep their word: their rules have neither a mistake nor a doubt, and every
//! table of changes is computed anew.

use chrono::{DateTime, TimeDelta, Utc};
use easyscale_crd::{DEFAULT_NAME, ScalingRule, check};
use easyscale_schedule::{Active, Schedule};
use serde_json::Value;

use crate::fixture::{ZONES, now, refused_by_rules, repository};
use crate::structure::refused_by_schema;

/// The first line of a table of changes.
const HEADING: &str = "| from | replicas | because |";

fn page(file: &str) -> String {
    std::fs::read_to_string(repository(file)).unwrap()
}

/// The `ScalingRules` in a text, as they are written.
fn rules(text: &str) -> Vec<Value> {
    let blocks = text.split("\n```yaml\n").skip(1).map(|rest| rest.split_once("\n```").unwrap().0);
    let objects = blocks.flat_map(|block| serde_saphyr::from_multiple::<Value>(block).unwrap());
    objects.filter(|object| object["kind"] == "ScalingRule").collect()
}

fn read(rule: &Value) -> ScalingRule {
    serde_json::from_value(rule.clone()).unwrap()
}

/// The chapters of the recipes, each with its title as the first line.
fn recipes(page: &str) -> impl Iterator<Item = &str> {
    page.split("\n## ").skip(1).filter(|chapter| !rules(chapter).is_empty())
}

/// The tables of changes in a text: when, how many, because of what.
fn tables(text: &str) -> Vec<Vec<[String; 3]>> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while lines.any(|line| line == HEADING) {
        let rows = lines.by_ref().skip(1).take_while(|line| line.starts_with('|'));
        found.push(rows.map(cells).collect());
    }
    found
}

fn cells(row: &str) -> [String; 3] {
    let cells: Vec<_> = row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    cells.try_into().unwrap_or_else(|_| panic!("{row}"))
}

/// An instant as the page writes it: `Sat 2027-05-08 00:00 +02:00`.
const INSTANT: &str = "%a %Y-%m-%d %H:%M %:z";

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_str(text, INSTANT).unwrap_or_else(|error| panic!("{text}: {error}")).to_utc()
}

fn name(schedule: &Schedule, active: Active) -> &str {
    match active {
        Active::Entry(index) => &schedule.entries()[index].name,
        Active::Default => DEFAULT_NAME,
        Active::Nothing => "nothing",
    }
}

/// The changes from the first row of a table to its last, as the page would write them.
fn changes(rule: &ScalingRule, rows: &[[String; 3]]) -> Vec<[String; 3]> {
    let schedule = check(&rule.spec, &ZONES, now()).schedule.unwrap();
    let zone = ZONES.zone(&rule.spec.timezone).unwrap();
    let (first, last) = (instant(&rows[0][0]), instant(&rows[rows.len() - 1][0]));
    let moment = TimeDelta::seconds(1);
    // What holds just before the first row is left out: that row is a change, too.
    let segments = schedule.timeline(first - moment..last + moment).skip(1);
    let written = segments.map(|segment| {
        let from = segment.from.with_timezone(&zone.offset(segment.from)).format(INSTANT).to_string();
        let replicas = segment.replicas.map_or_else(String::new, |replicas| replicas.to_string());
        [from, replicas, name(&schedule, segment.active).to_owned()]
    });
    written.collect()
}

#[test]
fn the_rules_of_both_pages_have_neither_mistakes_nor_doubts() {
    for (file, least) in [("docs/recipes.md", 12), ("docs/coming-from.md", 4)] {
        let rules = rules(&page(file));
        assert!(rules.len() >= least, "{file} has only {} rules", rules.len());
        for rule in rules {
            let problems = check(&read(&rule).spec, &ZONES, now()).problems;
            assert!(problems.is_empty(), "{file}: {problems:?}\n{rule:#}");
            assert_eq!(refused_by_schema(&rule["spec"]), [""; 0], "{file}: {rule:#}");
            assert_eq!(refused_by_rules(&rule["spec"]), [], "{file}: {rule:#}");
        }
    }
}

#[test]
fn every_change_in_the_recipes_comes_when_and_as_it_says_and_none_is_left_out() {
    let page = page("docs/recipes.md");
    for recipe in recipes(&page) {
        for rule in rules(recipe).iter().map(read) {
            for table in tables(recipe) {
                assert_eq!(changes(&rule, &table), table, "{}", recipe.lines().next().unwrap());
            }
        }
    }
}

#[test]
fn every_recipe_says_what_will_happen() {
    let page = page("docs/recipes.md");
    for recipe in recipes(&page) {
        // A suspended rule changes nothing.
        let acts = rules(recipe).iter().map(read).any(|rule| !rule.spec.suspend);
        assert_eq!(acts, !tables(recipe).is_empty(), "{}", recipe.lines().next().unwrap());
    }
}

#[test]
fn every_recipe_is_in_the_list_at_the_top() {
    let page = page("docs/recipes.md");
    let list = page.split("\n## ").next().unwrap();
    let listed = list.lines().filter(|line| line.starts_with("* [")).count();
    assert_eq!(listed, recipes(&page).count());
    for title in recipes(&page).map(|recipe| recipe.lines().next().unwrap()) {
        assert!(list.contains(&format!("* [{title}](#")), "{title}");
    }
}
