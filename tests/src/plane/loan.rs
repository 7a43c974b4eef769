//! Control planes that one test after the other has for itself: for operators that act in every namespace.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use easyscale_crd::ScalingRule;
use kube::api::{DeleteParams, ListParams};
use kube::{Api, ResourceExt};

use super::{ControlPlane, PlaneOptions, Servers};

/// Those that nobody has now. There are never more of them than tests that ran at the same time.
static FREE: Mutex<Vec<Arc<Servers>>> = Mutex::new(Vec::new());

/// Gives the servers back when it is dropped.
pub(super) struct Loan(Arc<Servers>);

impl Drop for Loan {
    fn drop(&mut self) {
        FREE.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&self.0));
    }
}

impl ControlPlane {
    /// A control plane like [`ControlPlane::shared`], which nobody else has until all clones of the answer are dropped. What
    /// earlier tests left there is still there, but for their rules, without which an operator does nothing.
    pub async fn lent() -> Result<Self> {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let plane = match free {
            Some(servers) => Self { servers, _loan: None },
            None => Self::start(PlaneOptions::default()).await?,
        };
        let lent = Self { _loan: Some(Arc::new(Loan(Arc::clone(&plane.servers)))), ..plane };
        lent.remove_rules().await?;
        Ok(lent)
    }

    async fn remove_rules(&self) -> Result<()> {
        let client = self.client().await?;
        for rule in Api::<ScalingRule>::all(client.clone()).list_metadata(&ListParams::default()).await?.items
        {
            let namespace = rule.namespace().unwrap_or_default();
            let rules: Api<ScalingRule> = Api::namespaced(client.clone(), &namespace);
            rules.delete(&rule.name_any(), &DeleteParams::default()).await?;
        }
        Ok(())
    }
}
