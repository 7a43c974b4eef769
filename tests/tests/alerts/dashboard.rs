//! The dashboard can be imported anywhere and explains itself. That its queries find something is tried on a real operator
//! (`tests/e2e/metrics.rs`).

use easyscale_tests::monitoring::{promtool, queries};
use serde_json::Value;

#[test]
fn every_query_is_one() {
    let (_, queries) = queries().unwrap();
    assert!(queries.len() > 20, "{} queries", queries.len());
    let rules: Vec<_> = queries
        .iter()
        .enumerate()
        .map(|(number, query)| serde_json::json!({"record": format!("query:{number}"), "expr": query.expr}))
        .collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    let groups = serde_json::json!({"groups": [{"name": "dashboard", "rules": rules}]});
    std::fs::write(file.path(), groups.to_string()).unwrap();
    promtool(&["check", "rules", &file.path().to_string_lossy()]).unwrap();
    for query in &queries {
        assert!(!query.expr.contains('$'), "{}: a variable is left in {}", query.panel, query.expr);
    }
}

#[test]
fn every_panel_has_a_title_a_description_and_the_chosen_data_source() {
    let (dashboard, _) = queries().unwrap();
    let chosen = serde_json::json!({"type": "prometheus", "uid": "${datasource}"});
    for panel in dashboard["panels"].as_array().unwrap().iter().filter(|panel| panel["type"] != "row") {
        let title = panel["title"].as_str().unwrap();
        assert!(title.len() >= 4, "{panel}");
        let description = panel["description"].as_str().unwrap_or_default();
        assert!(description.len() > 15 && description.ends_with('.'), "{title}: {description:?}");
        assert_eq!(panel["datasource"], chosen, "{title}");
        for target in panel["targets"].as_array().unwrap() {
            assert_eq!(target["datasource"], chosen, "{title}");
        }
    }
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    let names: Vec<_> = variables.iter().map(|variable| variable["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["datasource", "namespace"]);
}

#[test]
fn panels_have_numbers_of_their_own_and_do_not_overlap() {
    let (dashboard, _) = queries().unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let number = |panel: &Value, field: &str| panel["gridPos"][field].as_u64().unwrap();
    for (position, panel) in panels.iter().enumerate() {
        assert!(number(panel, "x") + number(panel, "w") <= 24, "{}", panel["title"]);
        for other in &panels[..position] {
            assert_ne!(panel["id"], other["id"]);
            let apart = |start: &str, length: &str| {
                number(panel, start) + number(panel, length) <= number(other, start)
                    || number(other, start) + number(other, length) <= number(panel, start)
            };
            assert!(apart("x", "w") || apart("y", "h"), "{} lies on {}", panel["title"], other["title"]);
        }
    }
}
