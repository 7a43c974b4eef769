//! kube-apiserver on a free loopback port, with RBAC and one administrator.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use kube::config::{KubeConfigOptions, Kubeconfig};
use serde_json::json;

use super::identity::{random_token, write_kubeconfig, write_token_file};
use super::process::Process;
use super::programs::{Program, Programs};
use crate::clock::monotonic;

const DEADLINE: Duration = Duration::from_mins(1);
/// A free port can be taken between choosing and binding it; the server then says so and ends.
const ATTEMPTS: usize = 10;

pub(crate) struct Server {
    pub(crate) process: Process,
    pub(crate) url: String,
    pub(crate) kubeconfig: PathBuf,
    pub(crate) authority: PathBuf,
    /// Signs the tokens of service accounts.
    pub(crate) key: PathBuf,
}

impl Server {
    pub(crate) async fn start(programs: &Programs, etcd: &str, folder: &Path) -> Result<Self> {
        let token = random_token()?;
        write_token_file(&folder.join("tokens.csv"), &token)?;
        for _ in 0..ATTEMPTS {
            let mut server = Self::spawn(programs, etcd, folder, &token, free_port()?)?;
            if server.wait_until_ready().await? {
                return Ok(server);
            }
        }
        bail!("{ATTEMPTS} times in a row another program took the port that kube-apiserver was about to use");
    }

    fn spawn(programs: &Programs, etcd: &str, folder: &Path, token: &str, port: u16) -> Result<Self> {
        let certificates = folder.join("certificates");
        let (authority, key) = (certificates.join("apiserver.crt"), certificates.join("apiserver.key"));
        let arguments = arguments(etcd, folder, &certificates, &key, port);
        let process = Process::start(programs.path(Program::ApiServer)?, &arguments, folder)?;
        let url = format!("https://127.0.0.1:{port}");
        let kubeconfig = folder.join("admin.kubeconfig");
        write_kubeconfig(&kubeconfig, &url, &authority, &json!({ "token": token }))?;
        Ok(Self { process, url, kubeconfig, authority, key })
    }

    /// True when it serves, false when another program had its port.
    async fn wait_until_ready(&mut self) -> Result<bool> {
        let started = monotonic();
        loop {
            if self.process.exited()?.is_some() && self.process.output().contains("address already in use") {
                return Ok(false);
            }
            self.process.must_run()?;
            if self.answers().await.is_ok_and(|answer| answer == "ok") {
                return Ok(true);
            }
            if started.elapsed() > DEADLINE {
                bail!("kube-apiserver was not ready within {DEADLINE:?}:\n{}", self.process.end_of_output());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn answers(&self) -> Result<String> {
        let client = client(&self.kubeconfig).await?;
        let request = http::Request::get("/readyz").body(Vec::new())?;
        Ok(client.request_text(request).await?)
    }
}

fn arguments(etcd: &str, folder: &Path, certificates: &Path, key: &Path, port: u16) -> Vec<String> {
    vec![
        format!("--etcd-servers={etcd}"),
        // The server makes its own certificate there; its key also signs the tokens of service accounts.
        format!("--cert-dir={}", certificates.display()),
        format!("--service-account-key-file={}", key.display()),
        format!("--service-account-signing-key-file={}", key.display()),
        "--service-account-issuer=https://kubernetes.default.svc".to_owned(),
        "--bind-address=127.0.0.1".to_owned(),
        // Never used; without it the server looks for a network and fails on a machine that has none.
        "--advertise-address=192.0.2.1".to_owned(),
        format!("--secure-port={port}"),
        "--service-cluster-ip-range=10.0.0.0/24".to_owned(),
        format!("--token-auth-file={}", folder.join("tokens.csv").display()),
        "--authorization-mode=RBAC".to_owned(),
    ]
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// A client for a kubeconfig file.
pub(crate) async fn client(kubeconfig: &Path) -> Result<kube::Client> {
    let file = Kubeconfig::read_from(kubeconfig)?;
    let config = kube::Config::from_custom_kubeconfig(file, &KubeConfigOptions::default()).await?;
    Ok(kube::Client::try_from(config)?)
}
