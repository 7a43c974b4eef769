//! Where the log goes (standard error, in either format) and how much of it.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::prelude::*;

use crate::plain::line;

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
const QUIET: &str = "kube_client=warn,kube_client::client=off,kube_client::client::tls=warn,kube_leader_election=off,\
                     kube_runtime=warn,kube_runtime::watcher=off,hyper=warn,hyper_util=warn,rustls=warn,tower=warn";

/// Starts to log.
pub(crate) fn start(format: Format, levels: Targets) -> anyhow::Result<()> {
    let coloured = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    subscriber(format, levels, coloured, || Lines(io::stderr())).try_init()?;
    Ok(())
}

fn subscriber<W>(format: Format, levels: Targets, coloured: bool, to: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_writer(to).with_ansi(coloured);
    let registry = tracing_subscriber::registry();
    match format {
        Format::Text => Box::new(registry.with(lines.with_filter(levels))),
        // Without tracing's own "target" (the module): the field of that name is what was scaled, and of two fields of
        // one name a reader sees the last.
        Format::Json => {
            Box::new(registry.with(lines.json().flatten_event(true).with_target(false).with_filter(levels)))
        }
    }
}

/// Writes each entry as one line. Errors of the API server and of libraries may have several, and what looks like an
/// entry of its own would be taken for one.
struct Lines<W>(W);

impl<W: Write> Write for Lines<W> {
    /// tracing hands over one entry at a time.
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        self.0.write_all(line(&String::from_utf8_lossy(entry)).as_bytes())?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
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
    use std::sync::{Arc, Mutex};

    use tracing::Level;

    use super::*;

    /// A file that can be looked into.
    #[derive(Clone, Default)]
    struct Sheet(Arc<Mutex<Vec<u8>>>);

    impl Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged of an error of several lines.
    fn logged(format: Format, coloured: bool) -> Vec<String> {
        let sheet = Sheet::default();
        let to = sheet.clone();
        let log = subscriber(format, levels("info").unwrap(), coloured, move || Lines(to.clone()));
        tracing::subscriber::with_default(log, || {
            let error = "404 page not found\n: Failed\n2026 ERROR forged\u{1b}[2J\n";
            tracing::warn!(watch = "scalingrules", %error, "cut off: {error}");
            tracing::info!(text = "a\nb\r\nc", "all is well\n");
        });
        let written = String::from_utf8(sheet.0.lock().unwrap().clone()).unwrap();
        assert!(written.ends_with('\n'), "{written:?}");
        written.lines().map(str::to_owned).collect()
    }

    #[test]
    fn each_entry_is_one_line_whatever_an_error_says() {
        for (format, coloured) in [(Format::Text, false), (Format::Text, true), (Format::Json, false)] {
            let lines = logged(format, coloured);
            let [warning, information] = &lines[..] else { panic!("{lines:#?}") };
            assert!(warning.contains("WARN") && warning.contains("ERROR forged"), "{lines:#?}");
            assert!(information.contains("INFO") && information.contains("all is well"), "{lines:#?}");
            assert!(!warning.contains("\u{1b}[2J"), "{warning:?}");
            assert_eq!(warning.contains('\u{1b}'), coloured, "{warning:?}");
        }
    }

    #[test]
    fn programs_get_the_lines_of_an_error_as_they_are() {
        let lines = logged(Format::Json, false);
        let warning: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        assert!(
            warning["error"].as_str().unwrap().starts_with("404 page not found\n: Failed\n2026"),
            "{warning}"
        );
    }

    #[test]
    fn libraries_that_repeat_us_are_quiet_unless_asked_for() {
        let targets_of = |text| levels(text).unwrap();
        assert!(targets_of("info").would_enable("easyscale_controller::run", &Level::INFO));
        assert!(!targets_of("info").would_enable("easyscale_controller::run", &Level::DEBUG));
        assert!(!targets_of("debug").would_enable("kube_leader_election::lease", &Level::ERROR));
        assert!(!targets_of("info").would_enable("kube_client::client", &Level::WARN));
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
