//! `easyscale generate`: from a sentence, or from questions and answers, to the YAML of a rule.

mod naming;
mod rule;
mod wizard;
mod yaml;

use anyhow::anyhow;
use clap::Args;
use easyscale_crd::{Code, Problem, Severity, check};
use easyscale_phrase::{Request, doubts, parse, show};
use easyscale_schedule::Zone;

use crate::exit::Done;
use crate::output;
use crate::paint::{BAD, DOUBT, Paint as _};
use crate::session::Session;
use crate::usage;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What is wanted, in plain English. Nothing: you are asked, step by step.
    #[arg(value_name = "SENTENCE")]
    sentence: Vec<String>,

    /// Whose clock is meant, such as Europe/Berlin. Default: this machine's time zone.
    #[arg(long, short = 'z', value_name = "ZONE")]
    timezone: Option<String>,

    /// The name of the rule. Default: the name of what is scaled.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// The namespace that is written into the rule. Default: none, so that kubectl puts the rule where you are.
    #[arg(long, short, value_name = "NAMESPACE")]
    namespace: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  easyscale generate \"web to 5 from 16:00 to 18:00 on weekdays; otherwise 3\" > web.yaml
  easyscale generate \"scale statefulset/db to 0 from 22:00 to 06:00\" --timezone Europe/Berlin
  easyscale generate                       asks what you want

What can be said: docs/sentences.md";

/// What the warning about it says to somebody who writes sentences and not YAML.
const NO_DEFAULT: &str = "nothing says what holds at other times, so the number stays as it is then; add for example \
    \"; otherwise 3\" to set it";

/// The rule's zone, and where that was taken from.
struct Clock {
    zone: Zone,
    from: Source,
}

/// Where a zone was taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// `--timezone`, or an answer.
    Given,
    /// This machine is set to it.
    Machine,
    /// This machine does not tell.
    Unknown,
}

impl Arguments {
    /// Whether the names that go into the rule unread can be names.
    fn check(&self) -> anyhow::Result<()> {
        // A namespace is one label: 63 characters, no dots.
        let is_namespace = |name: &str| usage::is_name(name) && name.len() <= 63 && !name.contains('.');
        for (flag, name, is_right) in [
            ("--name", &self.name, usage::is_name as fn(&str) -> bool),
            ("--namespace", &self.namespace, is_namespace),
        ] {
            if let Some(name) = name.as_deref().filter(|name| !is_right(name)) {
                return Err(usage::wrong(&anyhow!(
                    "{flag}: {name:?} cannot be a name: write lower-case letters, digits and \"-\", such as my-web"
                )));
            }
        }
        Ok(())
    }
}

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let session = Session::start(None)?;
    let clock = clock(arguments.timezone.as_deref(), &session)?;
    arguments.check()?;
    if arguments.sentence.is_empty() {
        return wizard::run(arguments, &clock, &session);
    }
    let sentence = arguments.sentence.join(" ");
    let requests = match parse(&sentence, session.zones(), &clock.zone) {
        Ok(requests) => requests,
        Err(error) => {
            output::tell(&format!("{}: {}\n", "error".paint(BAD), error.render(&sentence).trim_end()));
            return Ok(Done::Wrong);
        }
    };
    if arguments.name.is_some() && requests.len() > 1 {
        return Err(usage::wrong(&anyhow!(
            "--name is for one rule, but the sentence makes {}: leave it out",
            requests.len()
        )));
    }
    for doubt in requests.iter().flat_map(doubts) {
        output::tell(&format!("{}: {}\n", "warning".paint(DOUBT), doubt.message));
    }
    write(arguments, &requests, &clock, &session)
}

/// Prints the rules, or what is wrong with them.
fn write(
    arguments: &Arguments,
    requests: &[Request],
    clock: &Clock,
    session: &Session,
) -> anyhow::Result<Done> {
    let mut text = String::new();
    for request in requests {
        let rule = rule::of(request, arguments.name.as_deref(), arguments.namespace.as_deref(), &clock.zone);
        let problems = check(&rule.spec, session.zones(), session.now()).problems;
        let mut wrong = false;
        for problem in &problems {
            let (word, style) = match problem.severity {
                Severity::Error => ("error", BAD),
                Severity::Warning => ("warning", DOUBT),
            };
            wrong |= problem.severity == Severity::Error;
            let Problem { code, message, .. } = problem;
            let message = if *code == Code::NoDefault { NO_DEFAULT } else { message };
            output::tell(&format!("{}: {message}\n", format_args!("{word}[{code}]").paint(style)));
        }
        if wrong {
            return Ok(Done::Wrong);
        }
        if !text.is_empty() {
            text.push_str("---\n");
        }
        text.push_str(&yaml::render(&rule, &said(request, clock))?);
    }
    output::print(&text)
}

/// What was understood, for the head of the file.
fn said(request: &Request, clock: &Clock) -> Vec<String> {
    let mut lines = vec!["What this rule says:".to_owned()];
    lines.extend(show(request).split("; ").map(|sentence| format!("  {sentence}")));
    let own = request.wishes.iter().any(|wish| !wish.zone_is_named);
    let zone = &clock.zone;
    match clock.from {
        Source::Machine if own => {
            lines.push(format!(
                "{zone} is the time zone of the machine that wrote this; --timezone sets another one."
            ));
        }
        Source::Unknown if own => {
            lines.push("No time zone was named, so it is UTC; --timezone sets another one.".to_owned());
        }
        _ => {}
    }
    lines
}

fn clock(named: Option<&str>, session: &Session) -> anyhow::Result<Clock> {
    if let Some(name) = named {
        let zone =
            session.zones().zone(name).map_err(|error| usage::wrong(&anyhow!("--timezone: {error}")))?;
        return Ok(Clock { zone, from: Source::Given });
    }
    // Whoever sets TZ means it; a path in it leads to what the machine is set to.
    let set = std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    let machine = || iana_time_zone::get_timezone().ok();
    let known = |name: String| session.zones().zone(&name).ok();
    Ok(match set.and_then(known).or_else(|| machine().and_then(known)) {
        Some(zone) => Clock { zone, from: Source::Machine },
        None => Clock { zone: Zone::utc(), from: Source::Unknown },
    })
}
