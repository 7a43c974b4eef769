//! `easyscale preview --diff`: two versions of a rule.

use crate::support::{ALWAYS, Desk, NIGHT, WEB, small};

#[test]
fn where_the_numbers_differ_is_a_table_with_a_sum() {
    let mut desk = Desk::with_rule();
    desk.file("new.yaml", WEB.replace("replicas: 5", "replicas: 8").replace("replicas: 3", "replicas: 2"));
    desk.file("silent.yaml", WEB.replace("  default: {replicas: 3}\n", ""));
    desk.run(&["preview", "new.yaml", "--diff", "web.yaml", "--for", "3d"]).well();
    desk.run(&["preview", "web.yaml", "--diff", "new.yaml", "--for", "1d"]).well();
    desk.run(&["preview", "silent.yaml", "--diff", "web.yaml", "--for", "1d"]).well();
    desk.run(&["preview", "web.yaml", "--diff", "web.yaml", "--for", "1d"]).well();
    desk.run(&["preview", "new.yaml", "--diff", "web.yaml", "--for", "1d", "-o", "json"]).well();
    insta::assert_snapshot!(desk.said());
}

#[test]
fn of_several_rules_each_is_compared_with_the_one_of_its_name() {
    let mut desk = Desk::new();
    desk.file("old/web.yaml", WEB);
    desk.file("old/always.yaml", ALWAYS);
    desk.file("new/web.yaml", WEB.replace("replicas: 5", "replicas: 6"));
    desk.file("new/night.yaml", NIGHT);
    desk.file("other.yaml", small("other"));
    desk.run(&["preview", "new", "--diff", "old", "--for", "1d"]).well();
    desk.run(&["preview", "new", "--diff", "old", "--for", "1h", "-o", "json"]).well();
    desk.run(&["preview", "old/web.yaml", "--diff", "new", "--for", "1d"]).well();
    desk.run(&["preview", "other.yaml", "--diff", "new/web.yaml", "--for", "1h"]).well();
    assert_eq!(desk.run(&["preview", "other.yaml", "--diff", "new"]).code, 2);
    assert_eq!(desk.run(&["preview", "other.yaml", "--diff", "nowhere.yaml"]).code, 2);
    insta::assert_snapshot!(desk.said());
}
