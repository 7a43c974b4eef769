//! What makes the Pods of a Deployment appear and become ready: kube-controller-manager with the few controllers that
//! takes, one Node that exists on paper only, and kwok, which reports Pods on it as running. There is no scheduler: Pods
//! name their node ([`NODE`]).

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use k8s_openapi::api::core::v1::Node;
use kube::Api;
use kube::api::{ObjectMeta, PostParams};

use super::pins::Family;
use super::process::Process;
use super::programs::{Program, Programs};
use super::server::{Server, client};
use crate::clock::monotonic;

/// The name of the only node.
pub(crate) const NODE: &str = "node";

const DEADLINE: Duration = Duration::from_secs(30);
const CONTROLLERS: &str = "deployment-controller,replicaset-controller,statefulset-controller,\
    serviceaccount-controller,garbage-collector-controller,namespace-controller,clusterrole-aggregation-controller";

/// Starts both and waits until the node is ready.
pub(crate) async fn start(programs: &Programs, server: &Server, folder: &Path) -> Result<Vec<Process>> {
    let kubeconfig = format!("--kubeconfig={}", server.kubeconfig.display());
    let controllers = [
        kubeconfig.clone(),
        format!("--controllers={CONTROLLERS}"),
        format!("--service-account-private-key-file={}", server.key.display()),
        "--leader-elect=false".to_owned(),
        // Nobody asks it anything.
        "--secure-port=0".to_owned(),
    ];
    let stages = Family::Kwok.folder().join("stages.yaml");
    let pods = [kubeconfig, format!("--config={}", stages.display()), "--manage-all-nodes=true".to_owned()];
    let mut processes = vec![
        Process::start(programs.path(Program::ControllerManager)?, &controllers, folder)?,
        Process::start(programs.path(Program::Kwok)?, &pods, folder)?,
    ];
    wait_for_node(server, &mut processes).await?;
    Ok(processes)
}

async fn wait_for_node(server: &Server, processes: &mut [Process]) -> Result<()> {
    let nodes: Api<Node> = Api::all(client(&server.kubeconfig).await?);
    let node = Node {
        metadata: ObjectMeta { name: Some(NODE.to_owned()), ..Default::default() },
        ..Default::default()
    };
    nodes.create(&PostParams::default(), &node).await?;
    let started = monotonic();
    while !is_ready(&nodes.get(NODE).await?) {
        for process in &mut *processes {
            process.must_run()?;
        }
        if started.elapsed() > DEADLINE {
            let output: Vec<_> = processes.iter().map(Process::end_of_output).collect();
            bail!("the node was not ready within {DEADLINE:?}:\n{}", output.join("\n"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

fn is_ready(node: &Node) -> bool {
    let conditions = node.status.as_ref().and_then(|status| status.conditions.as_ref());
    conditions.is_some_and(|all| all.iter().any(|each| each.type_ == "Ready" && each.status == "True"))
}
