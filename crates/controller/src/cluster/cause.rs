//! Why a call failed: finds the cause that a person can do something about in what the connection reports.

use std::error::Error;
use std::io;
use std::time::Duration;

use kube::client::AuthError;

use super::{ClusterError, Right};
use crate::{
    call::CallError,
    client::{NO_ANSWER, ProxyFailure},
};

impl ClusterError {
    /// From a call that failed; `right` is the one that it needs, `within` the time that it had.
    pub(super) fn of_call(server: &str, error: &CallError, right: Option<Right>, within: Duration) -> Self {
        let server = server.to_owned();
        match error {
            CallError::Timeout { what, timeout } => Self::Timeout { what, server, within: *timeout },
            CallError::Failed { what, error } => Self::of_failure(server, what, error, within),
            CallError::Refused { what, status } => match (status.code, right) {
                (401, _) => Self::Unauthorized { what, server },
                (403, Some(right)) => Self::Forbidden { what, server, right },
                (code, _) => {
                    let said = status.message.trim();
                    let why = if said.is_empty() { &status.reason } else { said };
                    Self::Unexpected { what, server, why: format!("it answered {code}: {why}") }
                }
            },
        }
    }

    /// From an answer that did not come, or made no sense.
    fn of_failure(server: String, what: &'static str, error: &kube::Error, within: Duration) -> Self {
        let mut last = String::new();
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(cause) = next {
            if let Some(auth) = cause.downcast_ref::<AuthError>() {
                return Self::Login { server, why: login(auth) };
            }
            if let Some(failure) = cause.downcast_ref::<ProxyFailure>() {
                return Self::Proxy { what, why: failure.to_string() };
            }
            let said = cause.to_string();
            if let Some((_, why)) = said.split_once("invalid peer certificate: ") {
                return Self::Untrusted { what, server, why: why.to_owned() };
            }
            if said.starts_with(NO_ANSWER) {
                return Self::Timeout { what, server, within };
            }
            if let Some(io) = cause.downcast_ref::<io::Error>() {
                match io.kind() {
                    io::ErrorKind::ConnectionRefused => return Self::Refused { what, server },
                    io::ErrorKind::TimedOut => return Self::Timeout { what, server, within },
                    _ => {}
                }
            }
            last = said;
            next = cause.source();
        }
        match error {
            kube::Error::HyperError(_) | kube::Error::Service(_) => {
                Self::Unreachable { what, server, why: last }
            }
            _ => Self::Unexpected { what, server, why: last },
        }
    }
}

/// What does not work about logging in. The output of a login command is not told: it may have a token in it.
pub(super) fn login(error: &AuthError) -> String {
    match error {
        AuthError::AuthExecStart(error) => {
            format!("the command that the kubeconfig names for it cannot be started ({error})")
        }
        AuthError::AuthExecRun { status, .. } => {
            format!("the command that the kubeconfig names for it failed ({status})")
        }
        AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => {
            "the command that the kubeconfig names for it gave no login".to_owned()
        }
        AuthError::ReadTokenFile(error, path) => {
            format!("the token file {} cannot be read ({error})", path.display())
        }
        _ => "the kubeconfig's user has a login that cannot be used".to_owned(),
    }
}
