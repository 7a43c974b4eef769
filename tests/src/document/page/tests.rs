use super::*;

fn steps(text: &str) -> Vec<What> {
    let page = Page::read(text).unwrap_or_else(|error| panic!("{error:#}"));
    page.steps.into_iter().map(|step| step.what).collect()
}

fn command(typed: &str, exit: i32, output: Range<usize>) -> What {
    What::Command { typed: typed.to_owned(), exit, output }
}

#[test]
fn commands_have_the_output_up_to_the_next_one() {
    let text = "text\n```console\n$ one\na\n\nb\n$ two\n$ three\nc\n```\n";
    assert_eq!(steps(text), [command("one", 0, 3..6), command("two", 0, 7..7), command("three", 0, 8..9)]);
}

#[test]
fn a_command_goes_on_after_a_backslash() {
    let text = "```console\n$ one \\\n    --two \\\n    three\na\n```\n";
    assert_eq!(steps(text), [command("one \\\n    --two \\\n    three", 0, 4..5)]);
}

#[test]
fn a_file_has_the_name_that_the_text_before_it_says() {
    let save = |file: &str, text: &str| What::Save { file: file.to_owned(), text: text.to_owned() };
    let text = "Save this as `a.yaml`. Read `b`.\n\n```yaml\na: 1\n```\nIn a word.\n```yaml\nb: 1\n```\n\
                Change `a.yaml`:\n```yaml\nc: 1\n```\n<!-- save: d.yaml -->\n```yaml wrong\nd: 1\n```\n";
    let shown = What::Shown("b: 1\n".to_owned());
    assert_eq!(
        steps(text),
        [save("a.yaml", "a: 1\n"), shown, save("a.yaml", "c: 1\n"), save("d.yaml", "d: 1\n")]
    );
}

#[test]
fn an_introduction_may_be_broken_over_two_lines() {
    assert!(
        matches!(&steps("now. Save this\nas `a.yaml`.\n```yaml\n```\n")[..], [What::Save { file, .. }] if file == "a.yaml")
    );
}

#[test]
fn comments_are_about_the_next_block_only() {
    let text = "<!-- exit: 2 -->\n```console\n$ one\n```\n<!-- not run: slow -->\n```console\n$ two\n```\n\
                ```console\n$ three\n```\n";
    let not_run = What::NotRun { typed: "two".to_owned(), why: "slow".to_owned() };
    assert_eq!(steps(text), [command("one", 2, 3..3), not_run, command("three", 0, 10..10)]);
}

#[test]
fn comments_that_are_about_everything_keep_their_place() {
    let text = "<!-- clock: 2026-05-08T13:50:05Z -->\n```console\n$ one\n```\n<!-- first: two -->\n";
    let clock = What::Mark(Mark::Clock("2026-05-08T13:50:05Z".to_owned()));
    assert_eq!(steps(text), [clock, command("one", 0, 3..3), What::Mark(Mark::First("two".to_owned()))]);
}

#[test]
fn a_block_without_a_command_is_a_look_at_the_log() {
    assert_eq!(steps("```console\n2026 INFO started\n```\n"), [What::Log { output: 1..2 }]);
}

#[test]
fn other_languages_are_not_run() {
    assert_eq!(steps("```text\n$ one\n```\n```sh\n$ two\n```\n"), []);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    for text in ["```console\n$ one\n", "```console\na\n$ one\n```\n"] {
        assert!(Page::read(text).is_err(), "{text:?}");
    }
}

#[test]
fn new_outputs_take_the_place_of_the_old_ones_and_the_rest_stays() {
    let text = "words\n```console\n$ one\na\nb\n$ two\n```\nmore\n";
    let page = Page::read(text).expect("a page");
    assert_eq!(page.with(&[]), text);
    let outputs = [(3..5, "A\n".to_owned()), (6..6, "B\nC\n".to_owned())];
    assert_eq!(page.with(&outputs), "words\n```console\n$ one\nA\n$ two\nB\nC\n```\nmore\n");
}
