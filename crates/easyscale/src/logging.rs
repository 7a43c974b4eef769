//! Where the log goes (standard error, in either format) and how much of it.

use anstream::{AutoStream, ColorChoice};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

/// The form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object a line, the fields beside `timestamp`, `level` and `message`.
    Json,
}

/// Libraries that say at each request what the operator says once, in its own words, when it matters. Their other warnings
/// (a certificate that cannot be read again) are let through.
const QUIET: &str = "kube_client::client::builder=off,kube_client=warn,kube_leader_election=off,kube_runtime=warn,\
                     kube_runtime::watcher=off,hyper=warn,hyper_util=warn,rustls=warn,tower=warn";

/// Starts to log.
pub(crate) fn start(format: Format, levels: Targets) -> anyhow::Result<()> {
    let coloured = AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(coloured);
    let registry = tracing_subscriber::registry();
    match format {
        Format::Text => registry.with(lines.with_filter(levels)).try_init()?,
        // Without tracing's own "target" (the module): the field of that name is what was scaled, and of two fields of
        // one name a reader sees the last.
        Format::Json => registry
            .with(lines.json().flatten_event(true).with_target(false).with_filter(levels))
            .try_init()?,
    }
    Ok(())
}

/// Reads a level (`info`), or levels by module (`info,kube_runtime=debug`).
pub(crate) fn levels(text: &str) -> Result<Targets, String> {
    // Alone, a word that is no level would count as the name of a module, to be logged in full.
    let known = text.split(',').all(|part| part.contains('=') || is_level(part));
    // What is said later about a module wins over what is said earlier.
    let targets = if known { format!("{QUIET},{text}").parse().ok() } else { None };
    targets.ok_or_else(|| {
        "must be error, warn, info, debug, trace, or a list such as info,kube_runtime=debug".to_owned()
    })
}

fn is_level(text: &str) -> bool {
    // tracing reads an empty word as "error".
    !text.is_empty() && text.parse::<LevelFilter>().is_ok()
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn libraries_that_repeat_us_are_quiet_unless_asked_for() {
        let targets_of = |text| levels(text).unwrap();
        assert!(targets_of("info").would_enable("easyscale_controller::run", &Level::INFO));
        assert!(!targets_of("info").would_enable("easyscale_controller::run", &Level::DEBUG));
        assert!(!targets_of("debug").would_enable("kube_leader_election::lease", &Level::ERROR));
        let (requests, certificates) = ("kube_client::client::builder", "kube_client::client::tls");
        assert!(!targets_of("info").would_enable(requests, &Level::ERROR));
        assert!(targets_of("info").would_enable(certificates, &Level::WARN));
        assert!(targets_of(&format!("info,{requests}=debug")).would_enable(requests, &Level::DEBUG));
    }

    #[test]
    fn an_unknown_level_is_an_error_that_names_the_known_ones() {
        for text in ["loud", "", "info,loud", "kube=loud"] {
            assert!(levels(text).unwrap_err().contains("trace"), "{text}");
        }
    }
}
