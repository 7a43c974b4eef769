//! What the operator does in such a container: all that it does elsewhere.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};
use std::time::Duration;

use easyscale_tests::{ControlPlane, PlaneOptions, entry, repository, rule, until};
use serde_json::Value;

use crate::container::{Bundle, arguments_of_deployment};
use crate::processes::{operator_below, status};

const SOON: Duration = Duration::from_mins(1);

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let bundle = Bundle::new();
    let mut command = bundle.command(arguments);
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_tells_its_version() {
    let output = run(&["version"], b"");
    assert!(output.status.success(), "{}\n(these tests need crun)", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains("zone data"), "{said}");
}

#[test]
fn it_checks_a_rule_that_it_is_handed() {
    let sample = fs::read(repository().join("config/samples/weekend.yaml")).unwrap();
    let output = run(&["validate", "-"], &sample);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    // The zone of the sample is in the binary: there is no other place in this container that could know it.
    let wrong = text(&sample).replace("replicas: ", "replicas: -");
    let output = run(&["validate", "-"], wrong.as_bytes());
    assert_eq!(output.status.code(), Some(2), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[tokio::test]
async fn it_scales_with_the_token_of_its_service_account() {
    let plane = ControlPlane::start(PlaneOptions::default()).await.unwrap();
    let shop = plane.namespace("shop").await.unwrap();
    let web = shop.create_deployment("web", 1).await.unwrap();
    shop.create_rule(rule("web").entry(entry("Always").replicas(3))).await.unwrap();

    let bundle = pod_of(&plane).await;
    let mut arguments = arguments_of_deployment();
    // The only thing that differs from the pod: the machine's network is not its own.
    arguments.push("--listen=127.0.0.1:0".to_owned());
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    let log = fs::File::create(bundle.path().join("log")).unwrap();
    let mut command = bundle.command(&words);
    let mut child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
    let adopted = plane.adopt(child.id()).unwrap();
    let look = || {
        let ended = child.try_wait().unwrap();
        let (shop, web) = (&shop, &web);
        async move { Ok((shop.replicas(web).await?, ended)) }
    };
    let seen = until("3 replicas of web", SOON, look, |(seen, ended)| *seen == 3 || ended.is_some()).await;
    let log = text(&fs::read(bundle.path().join("log")).unwrap());
    assert_eq!(seen, (3, None), "the operator has ended:\n{log}");
    let operator = operator_below(child.id()).unwrap();
    let status = status(operator);
    let user = "65532\t65532\t65532\t65532";
    let wanted = [("Uid", user), ("Gid", user), ("NoNewPrivs", "1"), ("Seccomp", "2")];
    let nothing = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map(|set| (set, "0000000000000000"));
    for (name, value) in wanted.into_iter().chain(nothing) {
        assert_eq!(status[name], value, "{name}");
    }
    let mounts = fs::read_to_string(format!("/proc/{operator}/mounts")).unwrap();
    let root = mounts.lines().find(|line| line.split(' ').nth(1) == Some("/")).unwrap();
    assert!(root.split(' ').nth(3).unwrap().split(',').any(|option| option == "ro"), "{root}");

    child.kill().unwrap();
    child.wait().unwrap();
    drop(adopted);
}

/// What Kubernetes gives to the pod of the operator: the address of the API server, and its service account.
async fn pod_of(plane: &ControlPlane) -> Bundle {
    let account = fs::read(plane.kubeconfig_of_operator().await.unwrap()).unwrap();
    let account: Value = serde_json::from_slice(&account).unwrap();
    let token = account["users"][0]["user"]["token"].as_str().unwrap();
    let authority = fs::read(&plane.about().certificate_authority).unwrap();
    let (host, port) = plane.about().server.strip_prefix("https://").unwrap().rsplit_once(':').unwrap();
    Bundle::new()
        .variable("KUBERNETES_SERVICE_HOST", host)
        .variable("KUBERNETES_SERVICE_PORT", port)
        .variable("POD_NAME", "easyscale-1")
        .variable("POD_NAMESPACE", "easyscale-system")
        .service_account(&[
            ("token", token.as_bytes()),
            ("ca.crt", &authority),
            ("namespace", b"easyscale-system"),
        ])
}
