//! `easyscale generate` without a sentence: questions, and answers through a pipe.

use crate::support::{Desk, widest};

#[test]
fn answers_become_a_rule_step_by_step_and_the_week_grows() {
    let mut desk = Desk::new();
    let answers = "web\n\n3\non weekends\n2\n16:00 - 18:00\n5\nyes\n\n";
    let ended = desk.run_with_input(&["generate"], answers);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(widest(&ended.err) <= 100, "{}", ended.err);
    insta::assert_snapshot!(desk.said());
    desk.file("rule.yaml", ended.out);
    desk.run(&["validate", "--strict", "rule.yaml"]).well();
}

#[test]
fn a_wrong_answer_is_told_and_asked_again() {
    let mut desk = Desk::new();
    let answers = "\nweb shop\nWeb\nstatefulset/db\nEurope/Berln\nUTC\nmany\n-\n\n5\nat night\nfrom 9 to 5\n2026-12-24\n\n-1\n0\nweekends\n1\n\
                   16:00 to 18:00\n4\nmaybe\nno\n\n";
    let ended = desk.run_with_input(&["generate", "-n", "shop"], answers);
    assert_eq!(ended.code, 0, "{ended:?}");
    insta::assert_snapshot!(desk.said());
}

#[test]
fn without_all_answers_nothing_is_written() {
    let mut desk = Desk::new();
    for answers in ["", "web\n", "web\nUTC\n3\nweekends\n2\n"] {
        let ended = desk.run_with_input(&["generate"], answers);
        assert_eq!((ended.code, &*ended.out), (1, ""), "{answers:?}");
        let told = "error: the answers ended before the rule was complete; nothing was written\n";
        assert!(ended.err.ends_with(told), "{answers:?}: {}", ended.err);
    }
}

#[test]
fn what_is_no_text_is_no_answer() {
    let ended = Desk::new().run_with_input(&["generate"], b"we\xffb\n");
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("no answer can be read"), "{}", ended.err);
}
