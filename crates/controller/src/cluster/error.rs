//! Why a cluster gave no answer: what was attempted, on which server, and the way out. No token, no password and no line
//! of a kubeconfig is ever part of a sentence.

use std::time::Duration;

use super::Right;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClusterError {
    /// Nothing says where the cluster is.
    #[error(
        "there is no kubeconfig ({looked}), so it is not known which cluster to ask; name one with --kubeconfig or in \
         the variable KUBECONFIG"
    )]
    NoKubeconfig {
        /// Where it was looked for.
        looked: String,
    },
    /// The kubeconfig cannot be used.
    #[error("the kubeconfig cannot be used: {why}")]
    Kubeconfig {
        /// What is wrong with it.
        why: String,
    },
    /// No such context, or none was chosen.
    #[error("{}", no_context(wanted.as_deref(), there_are, nearest.as_deref()))]
    NoContext {
        /// The one that was named.
        wanted: Option<String>,
        /// Those that there are.
        there_are: Vec<String>,
        /// The one that was probably meant.
        nearest: Option<String>,
    },
    /// What should name a proxy names none.
    #[error("{why}")]
    ProxyName {
        /// Where it stands, what is wrong with it, and what would be right.
        why: String,
    },
    /// The proxy on the way does not do what it is for.
    #[error("could not {what}: {why}")]
    Proxy {
        /// What was attempted.
        what: &'static str,
        /// The proxy, what names it, what it does, and the way out.
        why: String,
    },
    /// What the kubeconfig names for logging in does not work.
    #[error("could not log in to {server}: {why}; log in again, or ask whoever gave you the kubeconfig")]
    Login {
        /// The server.
        server: String,
        /// What does not work.
        why: String,
    },
    /// Nothing listens there.
    #[error(
        "could not {what}: nothing answers at {server} (connection refused); check that the cluster runs and that the \
         kubeconfig's context is the one you mean"
    )]
    Refused {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
    },
    /// There is no way there.
    #[error(
        "could not {what}: {server} cannot be reached ({why}); check the network and the kubeconfig's address"
    )]
    Unreachable {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
        /// What the network says.
        why: String,
    },
    /// The server's certificate is not one that the kubeconfig trusts.
    #[error(
        "could not {what}: the certificate of {server} is not trusted ({why}); the kubeconfig needs the right \
         certificate-authority-data, so get it anew from whoever runs the cluster"
    )]
    Untrusted {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
        /// What is wrong with it.
        why: String,
    },
    /// No answer in time.
    #[error(
        "could not {what}: {server} did not answer within {within:?}; check the network, or try again later"
    )]
    Timeout {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
        /// The time it had.
        within: Duration,
    },
    /// The server does not know who asks.
    #[error(
        "could not {what}: {server} does not accept who you are (401 Unauthorized); your login is missing, wrong or has \
         expired, so log in again"
    )]
    Unauthorized {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
    },
    /// A right is missing.
    #[error(
        "could not {what} on {server}: you may not {right}; ask an administrator of the cluster for that right"
    )]
    Forbidden {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
        /// The right.
        right: Right,
    },
    /// The cluster knows no `ScalingRules`.
    #[error(
        "EasyScale is not installed on {server}: it knows no ScalingRules; an administrator installs them with \
         \"kubectl apply -k config/crd\""
    )]
    NotInstalled {
        /// The server.
        server: String,
    },
    /// No such rule.
    #[error("{}", no_rule(namespace, name, nearest.as_deref(), elsewhere))]
    NoSuchRule {
        /// The namespace.
        namespace: String,
        /// The name.
        name: String,
        /// A rule of that namespace with nearly that name.
        nearest: Option<String>,
        /// The namespaces that have a rule of that name.
        elsewhere: Vec<String>,
    },
    /// The stored rule has fields of which no sense can be made.
    #[error("the rule {namespace}/{name} cannot be read: {why}; correct it and apply it again")]
    Unreadable {
        /// The namespace.
        namespace: String,
        /// The name.
        name: String,
        /// Which fields, and why.
        why: String,
    },
    /// A name that no object can have.
    #[error(
        "{value:?} cannot be the {what}: write lower-case letters, digits and dashes, with a letter or a digit at both \
         ends, such as \"web\""
    )]
    BadName {
        /// Of what.
        what: &'static str,
        /// The name.
        value: String,
    },
    /// Something else.
    #[error("could not {what} on {server}: {why}")]
    Unexpected {
        /// What was attempted.
        what: &'static str,
        /// The server.
        server: String,
        /// What happened.
        why: String,
    },
}

fn no_context(wanted: Option<&str>, there_are: &[String], nearest: Option<&str>) -> String {
    let which = match wanted {
        Some(wanted) => format!("the kubeconfig has no context {wanted:?}"),
        None => "the kubeconfig names no current context".to_owned(),
    };
    let meant = nearest.map(|nearest| format!(" Did you mean {nearest:?}?")).unwrap_or_default();
    if there_are.is_empty() {
        return format!("{which}; it has none at all, so get a complete one from whoever runs the cluster");
    }
    format!("{which}; choose one with --context. There are: {}.{meant}", there_are.join(", "))
}

fn no_rule(namespace: &str, name: &str, nearest: Option<&str>, elsewhere: &[String]) -> String {
    let nearest = nearest.map(|nearest| format!("Did you mean {nearest}?"));
    let elsewhere = match elsewhere {
        [] if nearest.is_none() => Some("\"kubectl get scalingrules -A\" lists those there are".to_owned()),
        [] => None,
        [one] => Some(format!("Namespace {one} has one of that name: add -n {one}")),
        several => Some(format!("These namespaces have one of that name: {}", several.join(", "))),
    };
    let first = format!("there is no ScalingRule {name} in namespace {namespace}.");
    [Some(first), nearest, elsewhere].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
