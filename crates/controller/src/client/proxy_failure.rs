//! A proxy that does not do what it is for: in plain words, with the way out.

use std::fmt;
use std::time::Duration;

use http::Uri;

use super::proxy::{Proxy, Source};

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct ProxyFailure {
    proxy: String,
    named_by: Source,
    server: Uri,
    why: Why,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// There is no connection to it.
    Unreachable(String),
    /// It says nothing.
    Silent(Duration),
    /// It does not know who asks.
    Login,
    /// It does not lead on; what it said of it, if that makes sense.
    Refused(Option<String>),
}

impl Why {
    /// What hyper-util made of a proxy's answer: its errors have no names outside of it, but words.
    pub(super) fn of_answer(said: &str) -> Self {
        match said.split_once("error: ").map_or(said, |(_, why)| why) {
            "proxy authorization required"
            | "credentials not accepted"
            | "server does not support user/pass authentication" => Self::Login,
            // It answered, and not with a yes.
            "unsuccessful" => Self::Refused(None),
            "unexpected end of file" => Self::Refused(Some("it ended the connection".to_owned())),
            why => Self::Refused(Some(why.to_owned())),
        }
    }
}

impl ProxyFailure {
    pub(super) fn new(proxy: &Proxy, server: &Uri, why: Why) -> Self {
        Self { proxy: proxy.to_string(), named_by: proxy.named_by, server: server.clone(), why }
    }

    /// For whoever needs no proxy.
    fn without(&self) -> String {
        let host = self.server.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match self.named_by {
            Source::Kubeconfig => "take it away if none is needed".to_owned(),
            Source::Variable(_) => format!("add {host} to NO_PROXY if none is needed"),
        }
    }
}

impl fmt::Display for ProxyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { proxy, named_by, server, why } = self;
        let place = server.authority().map_or("the cluster", |place| place.as_str());
        let without = self.without();
        write!(f, "{proxy} ")?;
        match why {
            Why::Unreachable(why) => {
                write!(f, "cannot be reached ({why}); correct {named_by}, or {without}")
            }
            Why::Silent(within) => {
                write!(f, "did not answer within {within:?}; correct {named_by}, or {without}")
            }
            Why::Login => write!(
                f,
                "wants a user and a password that it knows; write them into {named_by}, such as \
                 http://user:password@proxy.example.com:3128"
            ),
            Why::Refused(said) => {
                write!(f, "does not lead to {place}")?;
                if let Some(said) = said {
                    write!(f, " ({said})")?;
                }
                write!(f, "; ask whoever runs it to allow that, or {without}")
            }
        }
    }
}

impl std::error::Error for ProxyFailure {}
