//! Which servers are asked without the proxy of the environment, as Go's net/http has it, and so kubectl: what is on this
//! machine never needs one, and what `NO_PROXY` names does not either. A proxy that the kubeconfig names is always used.
//!
//! hyper-util's matcher reads `NO_PROXY` as curl does. Where Go means something else, the entry is put into curl's words.

use std::net::IpAddr;

use http::Uri;
use http::uri::Authority;
use hyper_util::client::proxy::matcher::Matcher;

/// Some proxy: the matcher only tells whether it would be used.
const ANY: &str = "http://proxy";

/// Whether that server is asked without a proxy.
pub(super) fn spared(server: &Uri, no_proxy: &str) -> bool {
    let Some(host) = server.host().map(without_brackets) else { return true };
    let usual = if server.scheme_str() == Some("http") { 80 } else { 443 };
    let port = server.port_u16().unwrap_or(usual);
    let entries: Vec<_> = no_proxy.split(',').map(str::trim).filter(|entry| !entry.is_empty()).collect();
    // curl's * does not mean addresses.
    if is_here(host) || entries.contains(&"*") {
        return true;
    }
    let entries: Vec<_> = entries.into_iter().filter_map(|entry| in_curls_words(entry, host, port)).collect();
    Matcher::builder().all(ANY).no(entries.join(",")).build().intercept(server).is_none()
}

fn is_here(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// The entry as curl would write it, if it can mean this host at this port.
fn in_curls_words<'a>(entry: &'a str, host: &str, port: u16) -> Option<&'a str> {
    let (name, its_port) = name_and_port(entry);
    if its_port.is_some_and(|its_port| its_port != port) {
        return None;
    }
    let name = name.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(name);
    // With a dot in front, Go means only what is below that name, and curl the name, too.
    let is_above = name.strip_prefix('.').is_some_and(|name| name.eq_ignore_ascii_case(host));
    (!is_above).then_some(name)
}

fn name_and_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((name, port)) = entry.rsplit_once(':')
        && let Ok(authority) = entry.parse::<Authority>()
        && authority.port().is_some_and(|its| its.as_str() == port)
    {
        return (without_brackets(name), port.parse().ok());
    }
    // An address of version 6, or no port.
    (without_brackets(entry), None)
}

/// An address of version 6 has brackets in a URL.
fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_this_machine_never_needs_a_proxy() {
        for (server, spared_of_it) in [
            ("https://localhost:6443", true),
            ("https://LocalHost", true),
            ("https://127.0.0.1:6443", true),
            ("https://127.8.9.10", true),
            ("https://[::1]:6443", true),
            ("http://127.0.0.1:8001", true),
            ("https://0.0.0.0:6443", false),
            ("https://localhost.example.com", false),
            ("https://10.0.0.1:6443", false),
            ("https://[fd00::1]", false),
        ] {
            assert_eq!(spared(&server.parse().unwrap(), ""), spared_of_it, "{server}");
        }
    }

    #[test]
    fn no_proxy_means_what_it_means_to_kubectl() {
        for (no_proxy, server, spared_of_it) in [
            // Everything.
            ("*", "https://api.example.com:6443", true),
            ("*", "https://10.0.0.1:6443", true),
            ("a, *", "https://[fd00::1]", true),
            // A name, and what is below it.
            ("example.com", "https://example.com", true),
            ("example.com", "https://api.example.com:6443", true),
            ("EXAMPLE.com", "https://Api.Example.Com", true),
            ("example.com", "https://notexample.com", false),
            ("api.example.com", "https://example.com", false),
            ("com", "https://api.example.com", true),
            // Only what is below it.
            (".example.com", "https://api.example.com:6443", true),
            (".example.com", "https://example.com", false),
            ("*.example.com", "https://a.b.example.com", true),
            ("*.example.com", "https://example.com", false),
            (".example.com, example.com", "https://example.com", true),
            ("api*.example.com", "https://api1.example.com", false),
            // Addresses and networks.
            ("10.0.0.1", "https://10.0.0.1:6443", true),
            ("10.0.0.1", "https://10.0.0.11:6443", false),
            ("10.0.0.0/8", "https://10.1.2.3:6443", true),
            ("10.0.0.0/8", "https://11.1.2.3:6443", false),
            ("10.0.0.0/8", "https://api.example.com", false),
            ("fd00::1", "https://[fd00::1]:6443", true),
            ("fd00::/8", "https://[fd12::7]", true),
            ("fd00::/8", "https://[2001:db8::1]", false),
            // With a port.
            ("example.com:6443", "https://api.example.com:6443", true),
            ("example.com:6443", "https://api.example.com", false),
            ("example.com:443", "https://api.example.com", true),
            ("example.com:80", "http://api.example.com", true),
            (".example.com:6443", "https://api.example.com:6443", true),
            ("10.0.0.1:6443", "https://10.0.0.1:6443", true),
            ("10.0.0.1:6443", "https://10.0.0.1:8443", false),
            ("[fd00::1]:6443", "https://[fd00::1]:6443", true),
            ("[fd00::1]:6443", "https://[fd00::1]", false),
            // Lists as they are found.
            ("localhost,127.0.0.1,.corp,10.0.0.0/8, .example.com ,", "https://api.example.com:6443", true),
            ("localhost 10.0.0.1", "https://10.0.0.1", false),
            (",, ,", "https://10.0.0.1", false),
            ("", "https://10.0.0.1", false),
        ] {
            assert_eq!(spared(&server.parse().unwrap(), no_proxy), spared_of_it, "{no_proxy:?} {server}");
        }
    }
}
