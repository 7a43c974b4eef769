//! A running control plane, as a test uses it: kubeconfigs and clients for it, and namespaces to work in.
//!
//! The servers run under the program `testenv`, a child whose standard input is a pipe held here: when this process ends,
//! however it ends, the pipe closes and `testenv` stops everything. So there is nothing to clean up in a test.

mod account;
mod crd;
mod helm;
mod keeper;
mod kubectl;
mod loan;
mod users;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::sync::OnceCell;

use crate::sandbox::Sandbox;
use crate::testenv::up::Ready;
pub(crate) use crd::establish;
pub use keeper::Adopted;
use keeper::Keeper;
use loan::Loan;

/// Which `CustomResourceDefinition` of `ScalingRules` the server starts with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Crd {
    /// The real one.
    #[default]
    Installed,
    /// The real one without any validation: a test can store what the real one refuses.
    Unchecked,
    /// None.
    Missing,
}

/// What a control plane is started with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlaneOptions {
    /// Which definition of `ScalingRules` is installed.
    pub crd: Crd,
    /// Also run kube-controller-manager and kwok: Deployments get Pods and these become ready.
    pub controllers: bool,
}

/// A running etcd and kube-apiserver with RBAC. Cheap to clone: everything ends when the last clone is dropped, or with the
/// process.
#[derive(Clone)]
pub struct ControlPlane {
    servers: Arc<Servers>,
    /// Gives it back when nobody has it any more.
    _loan: Option<Arc<Loan>>,
}

struct Servers {
    keeper: Keeper,
    operator: OnceCell<PathBuf>,
    fleets: OnceCell<()>,
}

impl ControlPlane {
    /// The control plane that all tests of one test binary share: the real definition, no controllers.
    ///
    /// # Panics
    /// When it cannot be started: no test can go on then.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<ControlPlane> = OnceCell::const_new();
        let start = || async { Self::start(PlaneOptions::default()).await };
        match SHARED.get_or_try_init(start).await {
            Ok(plane) => plane,
            Err(error) => panic!("the test control plane does not start: {error:#}"),
        }
    }

    /// Starts a control plane of its own.
    pub async fn start(options: PlaneOptions) -> Result<Self> {
        let keeper = tokio::task::spawn_blocking(move || Keeper::start(options.controllers)).await??;
        let servers = Servers { keeper, operator: OnceCell::new(), fleets: OnceCell::new() };
        let plane = Self { servers: Arc::new(servers), _loan: None };
        crd::install(&plane.client().await?, options.crd)
            .await
            .context("cannot install the definition of ScalingRules")?;
        Ok(plane)
    }

    /// What runs where: addresses, files, process ids.
    pub fn about(&self) -> &Ready {
        &self.servers.keeper.ready
    }

    /// The administrator's kubeconfig. For others see [`Self::kubeconfig_of_operator`], [`Self::kubeconfig_of_user`]
    /// and [`Self::kubeconfig_of_service_account`].
    pub fn kubeconfig(&self) -> &Path {
        &self.about().kubeconfig
    }

    /// A client for the administrator. A client belongs to the runtime it was made in, so every test makes its own.
    pub async fn client(&self) -> Result<kube::Client> {
        self.client_of(self.kubeconfig()).await
    }

    /// A client for whoever a kubeconfig is for.
    pub async fn client_of(&self, kubeconfig: &Path) -> Result<kube::Client> {
        crate::testenv::client(kubeconfig).await
    }

    /// Filled when the kinds of [`Self::install_fleets`] are there.
    pub(crate) fn fleets(&self) -> &OnceCell<()> {
        &self.servers.fleets
    }

    /// A new namespace with a unique name that begins with `hint`.
    pub async fn namespace(&self, hint: &str) -> Result<Sandbox> {
        Sandbox::create(self.clone(), hint).await
    }

    /// Has a process, which this one has started, killed when this one ends without having dropped the answer.
    pub fn adopt(&self, process: u32) -> Result<Adopted> {
        self.servers.keeper.adopt(process)
    }
}
