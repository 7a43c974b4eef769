//! A container with the operator in it, as the Deployment in `config/manager` asks for one.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use easyscale_tests::repository;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::binary::binary;
use crate::seccomp::runtime_default;

/// Where Kubernetes puts the token of a pod's service account.
const ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
/// A container needs a tree of control groups of the second kind, and none of its own.
const START: &str = "mount -t cgroup2 none /sys/fs/cgroup && exec crun --cgroup-manager=disabled --root=\"$1/state\" \
                     run --bundle=\"$1\" operator";

/// What is written about the pod and its only container in the Deployment.
fn pod() -> (Value, Value) {
    let text = fs::read_to_string(repository().join("config/manager/deployment.yaml")).unwrap();
    let deployment: Value = serde_saphyr::from_str(&text).unwrap();
    let pod = &deployment["spec"]["template"]["spec"];
    assert_eq!(pod["containers"].as_array().map(Vec::len), Some(1));
    (pod.clone(), pod["containers"][0].clone())
}

/// A folder from which a container can be started.
pub(crate) struct Bundle {
    folder: TempDir,
    environment: Vec<String>,
    mounts: Vec<Value>,
}

impl Bundle {
    /// With a root in which there is the binary, and nothing else.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let open = |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        open(folder.path());
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        open(&root);
        fs::copy(binary(), root.join("easyscale")).unwrap();
        open(&root.join("easyscale"));
        let mounts = vec![
            json!({"destination": "/proc", "type": "proc", "source": "proc"}),
            json!({"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"]}),
        ];
        Self { folder, environment: Vec::new(), mounts }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A variable of its environment, in which there is nothing else.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push(format!("{name}={value}"));
        self
    }

    /// With the files of a service account where Kubernetes puts them.
    pub(crate) fn service_account(mut self, files: &[(&str, &[u8])]) -> Self {
        let folder = self.path().join("account");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        for (name, content) in files {
            fs::write(folder.join(name), content).unwrap();
            fs::set_permissions(folder.join(name), Permissions::from_mode(0o644)).unwrap();
        }
        self.mounts.push(
            json!({"destination": ACCOUNT, "type": "bind", "source": folder, "options": ["bind", "ro"]}),
        );
        self
    }

    /// The command that runs `/easyscale` with these arguments in it. The container ends with that command, however that
    /// ends.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let configuration = self.configuration(arguments);
        fs::write(self.path().join("config.json"), configuration.to_string()).unwrap();
        let mut command = Command::new("unshare");
        if !is_root() {
            // The kernel lets everybody be root in a room of their own, with other users as /etc/subuid grants them.
            command.args(["--user", "--map-root-user", "--map-auto"]);
        }
        command
            .args(["--mount", "--cgroup", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc"])
            .args(["sh", "-euc", START, "sh"])
            .arg(self.path())
            .stdin(Stdio::null());
        command
    }

    fn configuration(&self, arguments: &[&str]) -> Value {
        let (pod, container) = pod();
        let (of_pod, own) = (&pod["securityContext"], &container["securityContext"]);
        assert_eq!(own["capabilities"], json!({"drop": ["ALL"]}));
        assert_eq!(of_pod["seccompProfile"], json!({"type": "RuntimeDefault"}));
        let mut words = vec!["/easyscale"];
        words.extend(arguments);
        json!({
            "ociVersion": "1.0.0",
            "root": {"path": "root", "readonly": own["readOnlyRootFilesystem"].as_bool().unwrap()},
            "mounts": self.mounts,
            "process": {
                "args": words,
                "env": self.environment,
                "cwd": "/",
                "user": {"uid": of_pod["runAsUser"].as_u64().unwrap(), "gid": of_pod["runAsGroup"].as_u64().unwrap()},
                "noNewPrivileges": !own["allowPrivilegeEscalation"].as_bool().unwrap(),
                "capabilities": {"bounding": [], "effective": [], "inheritable": [], "permitted": [], "ambient": []},
            },
            // The network stays that of the machine: the API server of the tests is there.
            "linux": {
                "namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}],
                "seccomp": runtime_default(),
            },
        })
    }
}

fn is_root() -> bool {
    let own = fs::read_to_string("/proc/self/status").unwrap();
    own.lines()
        .any(|line| line.strip_prefix("Uid:").is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0")))
}

/// The arguments that the Deployment starts the operator with.
pub(crate) fn arguments_of_deployment() -> Vec<String> {
    let (_, container) = pod();
    let words = container["args"].as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}
