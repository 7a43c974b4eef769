//! A release over the definition that another one left: refused, until somebody types what docs/installation.md says.

use anyhow::{Result, bail};
use easyscale_tests::chart::{Helm, folder};
use easyscale_tests::document::{What, page};

use crate::stage::{RULE, Stage, packages};

const DOCUMENT: &str = "docs/installation.md";

/// The commands under a heading of the document, by words.
fn commands_under(heading: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(easyscale_tests::repository().join(DOCUMENT)).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let begin = lines.iter().position(|line| *line == heading).unwrap() + 1;
    let end =
        lines[begin..].iter().position(|line| line.starts_with('#')).map_or(lines.len(), |at| begin + at);
    let page = page(DOCUMENT).unwrap();
    let steps = page.steps().iter().filter(|step| (begin..end).contains(&step.line));
    let typed = steps.filter_map(|step| match &step.what {
        What::Command { typed, .. } => Some(typed.split_whitespace().map(str::to_owned).collect()),
        _ => None,
    });
    typed.collect()
}

impl Stage {
    /// Types a command of the document; a command of helm is given to that one. `chart` takes the place of the folder.
    async fn types(&self, helm: Helm, command: &[String], chart: &str) -> Result<String> {
        let words = command.iter().map(|word| if word == "charts/easyscale" { chart } else { word });
        let words: Vec<_> = words.collect();
        match words.split_first() {
            Some((&"helm", arguments)) => self.plane.helm_of(helm, arguments).await,
            Some((&"kubectl", arguments)) => self.plane.kubectl(arguments).await,
            _ => bail!("what is {command:?}?"),
        }
    }

    async fn uid_and_spec(&self) -> (Option<String>, String) {
        let rule = self.shop.rule(RULE).await.unwrap();
        (rule.metadata.uid, serde_json::to_string(&rule.spec).unwrap())
    }
}

/// A rule, and a definition that a release left which this helm installed.
async fn left_by(helm: Helm) -> Stage {
    let stage = Stage::set(helm, false).await;
    let chart = folder().display().to_string();
    stage.install(&chart, &[]).await;
    stage.apply_sample().await;
    stage.uninstall().await;
    stage
}

/// One helm leaves the definition, one installs the next version under another name, as the document says.
async fn install_elsewhere(before: Helm, after: Helm) {
    let folder = tempfile::tempdir().unwrap();
    let [_, next_package] = packages(folder.path()).unwrap();
    let commands = commands_under("### Install it again under another name");
    let [take, annotate, install] = &commands[..] else { panic!("{commands:?}") };
    for healing in [&[take][..], &[annotate, install][..]] {
        let stage = left_by(before).await;
        let rule = stage.uid_and_spec().await;
        let refused = stage.types(after, install, &next_package).await.unwrap_err().to_string();
        assert!(refused.contains("invalid ownership metadata"), "{refused}");
        let none = stage.plane.helm_of(after, &["list", "--all-namespaces", "--short"]).await.unwrap();
        assert_eq!(none.trim(), "", "nothing has changed");
        for command in healing {
            let typed = stage.types(after, command, &next_package).await;
            typed.unwrap_or_else(|error| panic!("{before:?}, then {after:?}: {error:#}"));
        }
        assert_eq!(stage.uid_and_spec().await, rule);
        let upgrade = ["upgrade", "clock", &next_package, "--namespace=time", "--set=commonLabels.a=b"];
        stage.plane.helm_of(after, &upgrade).await.unwrap();
        stage.plane.helm_of(after, &["uninstall", "clock", "--namespace=time", "--wait"]).await.unwrap();
        assert_eq!(stage.uid_and_spec().await, rule, "it is kept by the new release, too");
    }
}

#[tokio::test]
async fn a_definition_that_another_release_left_is_taken_over_as_the_document_says() {
    install_elsewhere(Helm::Four, Helm::Four).await;
}

#[tokio::test]
async fn helm_3_takes_it_over_as_well() {
    install_elsewhere(Helm::Three, Helm::Three).await;
}

#[tokio::test]
async fn helm_4_takes_over_what_helm_3_left() {
    install_elsewhere(Helm::Three, Helm::Four).await;
}
