//! The test control plane: a real etcd and kube-apiserver, and where asked kube-controller-manager and kwok. helm and
//! promtool are built with them, for the tests of the chart and of the alerts.
//!
//! [`build`] finds the programs or builds them from `hack/testenv`; [`up`] runs them until it is told to stop. Both are
//! what the binary `testenv` does. Tests do not call them: they use [`crate::ControlPlane`], which runs that binary as a
//! child, so that everything ends with the test however the test ends.
//! No pods really run here: kwok only reports them as running.

pub mod build;
mod etcd;
mod identity;
mod link;
mod nodes;
mod pins;
mod process;
mod programs;
mod server;
pub mod up;

pub(crate) use identity::write_kubeconfig;
pub(crate) use nodes::NODE;
pub use programs::{Program, Programs};
pub(crate) use server::client;
