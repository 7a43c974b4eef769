//! A control plane comes up, answers, and leaves nothing behind, however its user ends.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::time::Duration;

use easyscale_tests::testenv::up::Ready;
use easyscale_tests::{ControlPlane, PlaneOptions, eventually};

const SOON: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_control_plane_answers_with_the_pinned_version_and_knows_scaling_rules() {
    let plane = ControlPlane::shared().await;
    let version = plane.client().await.unwrap().apiserver_version().await.unwrap();
    let go_mod = include_str!("../../../hack/testenv/kubernetes/go.mod");
    assert!(
        go_mod.contains(&format!("k8s.io/kubernetes {}", version.git_version)),
        "{}",
        version.git_version
    );
    let kinds = plane.kubectl(&["api-resources", "--api-group=easyscale.io"]).await.unwrap();
    assert!(kinds.contains("ScalingRule"), "{kinds}");
}

#[tokio::test]
async fn everything_is_gone_after_it_was_dropped() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let about = plane.about().clone();
    assert_eq!(about.processes.keys().collect::<Vec<_>>(), ["etcd", "kube-apiserver"]);
    assert!(about.processes.values().all(|process| is_alive(*process)));
    drop(plane);
    assert!(left_of(&about).is_empty(), "left: {:?}", left_of(&about));
}

#[tokio::test]
async fn everything_is_gone_after_its_user_was_killed_without_a_warning() {
    let Started { child: mut user, about, pipe: _pipe, .. } = start(&["hold"]);
    assert!(about.processes.contains_key("sleep"), "an adopted process is among {:?}", about.processes);
    assert_eq!(left_of(&about).len(), 4, "three processes and a folder");
    user.kill().unwrap();
    user.wait().unwrap();
    eventually("everything being gone", SOON, || async { Ok(left_of(&about).is_empty().then_some(())) })
        .await;
}

#[tokio::test]
async fn everything_is_gone_after_a_signal() {
    for signal in ["INT", "TERM"] {
        let Started { child: mut testenv, about, pipe: _pipe, .. } = start(&["up"]);
        assert_eq!(left_of(&about).len(), 3, "two processes and a folder");
        shell(&format!("kill -{signal} {}", testenv.id()));
        assert!(testenv.wait().unwrap().success());
        assert!(left_of(&about).is_empty(), "left after SIG{signal}: {:?}", left_of(&about));
    }
}

#[tokio::test]
async fn the_loss_of_a_server_is_told_and_ends_the_rest() {
    let Started { child: mut testenv, about, pipe: _pipe, mut errors } = start(&["up"]);
    shell(&format!("kill -KILL {}", about.processes["kube-apiserver"]));
    assert!(!testenv.wait().unwrap().success());
    assert!(left_of(&about).is_empty(), "left: {:?}", left_of(&about));
    let mut told = String::new();
    errors.read_to_string(&mut told).unwrap();
    assert!(told.contains("testenv: kube-apiserver ended"), "{told}");
}

/// The program, what it says, and the pipe that keeps it alive (apart from the child, or waiting would close it).
struct Started {
    child: Child,
    about: Ready,
    pipe: ChildStdin,
    errors: ChildStderr,
}

/// Starts the program and waits until it says that the servers are ready.
fn start(arguments: &[&str]) -> Started {
    let mut command = Command::new(env!("CARGO_BIN_EXE_testenv"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (pipe, mut errors) = (child.stdin.take().unwrap(), child.stderr.take().unwrap());
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if line.is_empty() {
        errors.read_to_string(&mut line).unwrap();
        panic!("testenv ended: {line}");
    }
    Started { child, about: serde_json::from_str(&line).unwrap(), pipe, errors }
}

/// What is left of a control plane: names of processes, and its folder.
fn left_of(about: &Ready) -> Vec<String> {
    let alive =
        about.processes.iter().filter(|(_, process)| is_alive(**process)).map(|(name, _)| name.clone());
    let folder = about.folder.exists().then(|| about.folder.display().to_string());
    alive.chain(folder).collect()
}

fn is_alive(process: u32) -> bool {
    // A process that was killed but not yet collected by its new parent is dead.
    shell(&format!("kill -0 {process} && ! grep -qs '^State:.Z' /proc/{process}/status"))
}

fn shell(command: &str) -> bool {
    Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .success()
}
