//! The Dockerfile makes what is tried here. (hadolint looks at its form, see `hack/lint-dockerfile.sh`.)

use std::fs;

use easyscale_tests::repository;
use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

/// The instructions of the Dockerfile, with lines that go on joined, a list for each stage.
fn stages() -> Vec<Vec<String>> {
    let joined = read("Dockerfile").replace("\\\n", " ");
    let mut stages = vec![Vec::new()];
    for line in joined.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with("FROM ") {
            stages.push(Vec::new());
        }
        stages.last_mut().unwrap().push(line.to_owned());
    }
    stages
}

#[test]
fn the_binary_comes_from_the_script_that_these_tests_use() {
    let stages = stages();
    assert_eq!(stages.len(), 3, "arguments, the stage that builds, the image: {stages:?}");
    let built = "RUN mkdir /image && install -m 0555 \"$(hack/build-static.sh)\" /image/easyscale";
    assert!(stages[1].contains(&built.to_owned()), "{:?}", stages[1]);
    let cargo = stages.iter().flatten().find(|line| line.contains("cargo"));
    assert_eq!(cargo, None, "the script alone builds");
}

#[test]
fn the_image_is_the_binary_and_nothing_else() {
    let stages = stages();
    let image = stages.last().unwrap();
    assert_eq!(image[0], "FROM scratch");
    let filled: Vec<_> = image.iter().filter(|line| ["COPY", "ADD", "RUN"].contains(&word(line))).collect();
    assert_eq!(filled, ["COPY --from=build /image/ /"]);
    assert!(image.contains(&"ENTRYPOINT [\"/easyscale\"]".to_owned()), "no shell starts it: {image:?}");
}

#[test]
fn the_user_is_the_one_that_the_deployment_asks_for() {
    let deployment: Value = serde_saphyr::from_str(&read("config/manager/deployment.yaml")).unwrap();
    let context = &deployment["spec"]["template"]["spec"]["securityContext"];
    let wanted = format!("USER {}:{}", context["runAsUser"], context["runAsGroup"]);
    assert!(stages().last().unwrap().contains(&wanted), "{wanted}");
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let wanted = format!("ARG VERSION={}", env!("CARGO_PKG_VERSION"));
    assert!(stages().last().unwrap().contains(&wanted), "{wanted}");
}

#[test]
fn all_that_is_compiled_in_reaches_the_builder() {
    let kept: Vec<_> =
        read(".dockerignore").lines().filter_map(|line| line.strip_prefix('!').map(str::to_owned)).collect();
    for needed in ["Cargo.toml", "Cargo.lock", "crates", "tests", "config/crd", "hack/build-static.sh"] {
        assert!(kept.contains(&needed.to_owned()), "{needed} is not in {kept:?}");
        assert!(repository().join(needed).exists(), "{needed}");
    }
}

fn word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}
