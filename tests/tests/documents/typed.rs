//! The documents whose every command is run, each on a control plane of its own.

use easyscale_tests::document;

/// Those.
pub(crate) const TYPED: [&str; 3] = ["README.md", "docs/getting-started.md", "docs/session.md"];

async fn check(file: &str) {
    assert!(TYPED.contains(&file));
    if let Err(error) = document::check(file).await {
        panic!("{error:#}\nIf it is right as it came: `make generate-docs` writes it down.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_steps_go_as_they_are_told() {
    check("docs/getting-started.md").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recorded_session_goes_as_it_is_recorded() {
    check("docs/session.md").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_shows_what_comes() {
    check("README.md").await;
}
