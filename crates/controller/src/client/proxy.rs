//! Which proxy is between us and the API server, decided as kubectl does: the one that the kubeconfig names, else that of
//! the environment, unless [`super::no_proxy`] spares the server of it.

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::no_proxy::spared;

// What may be wrong with an address.
const NO_ADDRESS: &str = "it is not an address";
const NO_SCHEME: &str = "it begins with none of http://, https:// and socks5://";
const NO_PASSWORD: &str =
    "some characters of a password have to be written in another way, such as %40 for @, %2F for /";

/// A proxy, and what names it. It is shown without its password.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    /// Its address, its user and its password.
    pub(super) to: Intercept,
    pub(super) named_by: Source,
}

/// What names a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The field of the kubeconfig.
    Kubeconfig,
    /// A variable of the environment.
    Variable(&'static str),
}

/// What should name a proxy names none. What it says instead is not shown: it may have a password in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{named_by} names no proxy that can be used: {why}; write it as http://proxy.example.com:3128")]
pub struct ProxyError {
    named_by: Source,
    why: &'static str,
}

/// What the environment says of proxies.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    https: Option<(&'static str, String)>,
    http: Option<(&'static str, String)>,
    no_proxy: String,
}

impl Variables {
    /// Those of this process.
    pub(super) fn read() -> Self {
        let https = first(["HTTPS_PROXY", "https_proxy"], |name| std::env::var(name).ok());
        let http = first(["HTTP_PROXY", "http_proxy"], |name| std::env::var(name).ok());
        let no_proxy = first(["NO_PROXY", "no_proxy"], |name| std::env::var(name).ok());
        Self { https, http, no_proxy: no_proxy.map(|(_, list)| list).unwrap_or_default() }
    }
}

/// The first that is set to something.
fn first(
    names: [&'static str; 2],
    variable: impl Fn(&str) -> Option<String>,
) -> Option<(&'static str, String)> {
    let set = |name| variable(name).filter(|value| !value.is_empty()).map(|value| (name, value));
    names.into_iter().find_map(set)
}

/// The proxy to that server; `of_kubeconfig` is the one that the kubeconfig names.
pub(super) fn decide(
    of_kubeconfig: Option<&str>,
    variables: &Variables,
    server: &Uri,
) -> Result<Option<Proxy>, ProxyError> {
    if let Some(address) = of_kubeconfig {
        return named(address, Source::Kubeconfig).map(Some);
    }
    let variable = match server.scheme_str() {
        Some("https") => &variables.https,
        Some("http") => &variables.http,
        _ => &None,
    };
    match variable {
        Some((variable, address)) if !spared(server, &variables.no_proxy) => {
            named(address, Source::Variable(variable)).map(Some)
        }
        _ => Ok(None),
    }
}

fn named(address: &str, named_by: Source) -> Result<Proxy, ProxyError> {
    let wrong = |why| ProxyError { named_by, why };
    let url: Uri = address.parse().map_err(|_| wrong(NO_ADDRESS))?;
    let place = url.authority().ok_or_else(|| wrong(NO_ADDRESS))?;
    let scheme_is_known = match url.scheme_str() {
        Some("http" | "https" | "socks5") => true,
        Some("socks5h") | None => named_by != Source::Kubeconfig,
        Some(_) => false,
    };
    if !scheme_is_known {
        return Err(wrong(NO_SCHEME));
    }
    // A part of the password would be taken for the place, and shown.
    let (login, host_and_port) = place.as_str().rsplit_once('@').unwrap_or(("", place.as_str()));
    if login.contains('@') || address.matches('@').count() != place.as_str().matches('@').count() {
        return Err(wrong(NO_PASSWORD));
    }
    if place.port_u16().is_none() && host_and_port != place.host() {
        return Err(wrong(NO_ADDRESS));
    }
    let any = Uri::from_static("https://server");
    let to = Matcher::builder().all(address).build().intercept(&any);
    Ok(Proxy { to: to.ok_or_else(|| wrong(NO_ADDRESS))?, named_by })
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kubeconfig => f.write_str("proxy-url in the kubeconfig"),
            Self::Variable(name) => write!(f, "the variable {name}"),
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.to.uri();
        // Of an address without a user and a password, which the matcher took away, the authority is the host and the port.
        let (scheme, place) = (url.scheme_str(), url.authority());
        write!(f, "the proxy {}://", scheme.unwrap_or("http"))?;
        write!(f, "{} ({})", place.map_or("", |place| place.as_str()), self.named_by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "https://api.example.com:6443";
    const COVERED: &str = "https://10.0.0.1:6443";

    fn variables() -> Variables {
        Variables {
            https: Some(("HTTPS_PROXY", "http://secure:3128".to_owned())),
            http: Some(("http_proxy", "plain:3128".to_owned())),
            no_proxy: "10.0.0.0/8".to_owned(),
        }
    }

    fn decided(of_kubeconfig: Option<&str>, variables: &Variables, server: &str) -> Result<String, String> {
        match decide(of_kubeconfig, variables, &server.parse().unwrap()) {
            Ok(Some(proxy)) => Ok(proxy.to_string()),
            Ok(None) => Ok("none".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_kubeconfig_is_asked_first_then_the_variable_for_the_scheme_then_no_proxy() {
        let all = variables();
        let without = Variables { no_proxy: "*".to_owned(), ..Variables::default() };
        let own = Some("http://own:8080");
        let by_kubeconfig = "the proxy http://own:8080 (proxy-url in the kubeconfig)";
        for (of_kubeconfig, variables, server, proxy) in [
            (None, &without, API, "none"),
            (None, &all, API, "the proxy http://secure:3128 (the variable HTTPS_PROXY)"),
            (None, &all, "http://api.example.com", "the proxy http://plain:3128 (the variable http_proxy)"),
            (None, &all, COVERED, "none"),
            (None, &all, "https://127.0.0.1:6443", "none"),
            (None, &all, "https://localhost:6443", "none"),
            (None, &all, "api.example.com:6443", "none"),
            (own, &all, API, by_kubeconfig),
            (own, &without, API, by_kubeconfig),
            // What the kubeconfig says is meant for this very cluster.
            (own, &all, COVERED, by_kubeconfig),
            (own, &all, "https://127.0.0.1:6443", by_kubeconfig),
        ] {
            assert_eq!(decided(of_kubeconfig, variables, server).as_deref(), Ok(proxy), "{server}");
        }
    }

    #[test]
    fn a_proxy_is_shown_without_its_password_and_logs_in_with_it() {
        for (address, shown, login) in [
            ("http://proxy:3128", "http://proxy:3128", None),
            ("http://proxy/", "http://proxy", None),
            ("https://proxy:3129/path?query", "https://proxy:3129", None),
            // me:se@me, and me: without a password
            ("http://me:se%40me@proxy:3128", "http://proxy:3128", Some("Basic bWU6c2VAbWU=")),
            ("http://me@proxy:3128", "http://proxy:3128", Some("Basic bWU6")),
            ("http://[fd00::1]:3128", "http://[fd00::1]:3128", None),
            ("socks5://me:sesame@proxy:1080", "socks5://proxy:1080", None),
        ] {
            let proxy = named(address, Source::Kubeconfig).unwrap();
            assert_eq!(proxy.to_string(), format!("the proxy {shown} (proxy-url in the kubeconfig)"));
            assert_eq!(proxy.to.basic_auth().map(|login| login.to_str().unwrap()), login, "{address}");
            assert!(!format!("{proxy:?}").contains("sesame"));
        }
        let socks = named("socks5://me:sesame@proxy:1080", Source::Kubeconfig).unwrap();
        assert_eq!(socks.to.raw_auth(), Some(("me", "sesame")));
    }

    #[test]
    fn what_names_no_proxy_is_told_by_where_it_stands_and_not_by_what_it_says() {
        let variable = Source::Variable("HTTPS_PROXY");
        for (named_by, address, why) in [
            (variable, "http://", NO_ADDRESS),
            (variable, "http://me:se^same@proxy:3128", NO_ADDRESS),
            (variable, "http://me:sesame", NO_ADDRESS),
            (variable, "http://proxy:", NO_ADDRESS),
            (variable, "http://proxy:99999", NO_ADDRESS),
            (variable, "proxy:3128/", NO_ADDRESS),
            (variable, "http:/proxy", NO_ADDRESS),
            (variable, "/proxy", NO_ADDRESS),
            (variable, "ftp://sesame@proxy", NO_SCHEME),
            (variable, "socks4://proxy", NO_SCHEME),
            (Source::Kubeconfig, "proxy:3128", NO_SCHEME),
            (Source::Kubeconfig, "socks5h://proxy", NO_SCHEME),
            (variable, "http://me:se@same@proxy", NO_PASSWORD),
            (variable, "http://me:se/same@proxy:3128", NO_PASSWORD),
            (variable, "http://me:1#same@proxy:3128", NO_PASSWORD),
            (variable, "http://me:1?same@proxy:3128", NO_PASSWORD),
        ] {
            let error = named(address, named_by).unwrap_err();
            assert_eq!(error, ProxyError { named_by, why }, "{address}");
            assert!(error.to_string().starts_with(&format!("{named_by} names no proxy that can be used: ")));
        }
        assert!(named("proxy:3128", variable).is_ok());
        assert!(named("socks5h://proxy", variable).is_ok());
    }

    #[test]
    fn a_wrong_variable_harms_nobody_who_needs_no_proxy() {
        let wrong = Variables { https: Some(("https_proxy", "?".to_owned())), ..variables() };
        assert_eq!(decided(None, &wrong, COVERED).as_deref(), Ok("none"));
        assert!(decided(None, &wrong, API).unwrap_err().contains("the variable https_proxy"));
    }

    #[test]
    fn a_variable_that_is_set_to_nothing_is_not_set() {
        let environment = |name: &str| match name {
            "A" => Some(String::new()),
            "a" => Some("lower".to_owned()),
            "B" => Some("upper".to_owned()),
            "b" => Some("other".to_owned()),
            _ => None,
        };
        assert_eq!(first(["A", "a"], environment), Some(("a", "lower".to_owned())));
        assert_eq!(first(["B", "b"], environment), Some(("B", "upper".to_owned())));
        assert_eq!(first(["C", "c"], environment), None);
    }
}
