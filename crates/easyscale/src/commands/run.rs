//! `easyscale run`: its flags, and the start of the operator.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::{ArgAction, Args};
use easyscale_controller::clock::Clock;
use easyscale_controller::settings::{Settings, duration};
use easyscale_controller::{Outcome, run};
use tracing_subscriber::filter::Targets;

use crate::exit::Done;
use crate::logging::{self, Format};
use crate::reach::ReachArguments;

/// Work is waiting for answers, hardly ever computing: two threads are plenty, and each one costs memory.
const WORKER_THREADS: usize = 2;

pub(super) const EXAMPLES: &str = "\
Examples:
  easyscale run                                                  in the cluster
  easyscale run --leader-elect=false --listen 127.0.0.1:8080     on your own machine, for a try

DURATION is a time with its unit: 15s, 1h30m, 500ms. A flag wins over its variable. All settings: docs/configuration.md";

/// Every flag can also be given as the environment variable that stands behind it; a flag wins over its variable.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The kubeconfig file to reach the API server with. Default: `$KUBECONFIG` or `~/.kube/config` if there is one, else the
    /// service account of the pod that this runs in.
    #[arg(long, env = "EASYSCALE_KUBECONFIG", value_name = "FILE", help_heading = "Cluster")]
    kubeconfig: Option<PathBuf>,

    /// The context of the kubeconfig to use. Default: its current one.
    #[arg(long, env = "EASYSCALE_CONTEXT", value_name = "NAME", help_heading = "Cluster")]
    context: Option<String>,

    #[command(flatten)]
    reach: ReachArguments,

    /// Whether a lease decides which of several replicas acts. Use false only for one process on its own.
    #[arg(
        long,
        env = "EASYSCALE_LEADER_ELECT",
        value_name = "true|false",
        default_value = "true",
        default_missing_value = "true",
        num_args = 0..=1,
        require_equals = true,
        action = ArgAction::Set,
        help_heading = "Leadership"
    )]
    leader_elect: bool,

    /// The name of the lease.
    #[arg(
        long,
        env = "EASYSCALE_LEASE_NAME",
        value_name = "NAME",
        default_value = "easyscale",
        help_heading = "Leadership"
    )]
    lease_name: String,

    /// The namespace of the lease. Default: `$POD_NAMESPACE`, else the pod's own, or that of the kubeconfig's context.
    #[arg(long, env = "EASYSCALE_LEASE_NAMESPACE", value_name = "NAMESPACE", help_heading = "Leadership")]
    lease_namespace: Option<String>,

    /// The name of this process in the lease; a random suffix is added, so that a restart counts as another one. Default:
    /// `$POD_NAME` or `$HOSTNAME`.
    #[arg(long, env = "EASYSCALE_IDENTITY", value_name = "NAME", help_heading = "Leadership")]
    identity: Option<String>,

    /// For how long the others respect the lease after its last renewal: the longest pause when the leader is killed. Must be
    /// longer than the renew deadline, and whole seconds.
    #[arg(
        long,
        env = "EASYSCALE_LEASE_DURATION",
        value_name = "DURATION",
        default_value = "15s",
        value_parser = duration,
        help_heading = "Leadership"
    )]
    lease_duration: Duration,

    /// The leader stops when it could not renew the lease for this long. Must be longer than 1.2 × the retry period.
    #[arg(
        long,
        env = "EASYSCALE_RENEW_DEADLINE",
        value_name = "DURATION",
        default_value = "10s",
        value_parser = duration,
        help_heading = "Leadership"
    )]
    renew_deadline: Duration,

    /// The time between two attempts to get or renew the lease.
    #[arg(
        long,
        env = "EASYSCALE_RETRY_PERIOD",
        value_name = "DURATION",
        default_value = "2s",
        value_parser = duration,
        help_heading = "Leadership"
    )]
    retry_period: Duration,

    /// How many requests to the API server may be under way at the same time, watches not counted.
    #[arg(
        long,
        env = "EASYSCALE_CONCURRENCY",
        value_name = "NUMBER",
        default_value = "64",
        help_heading = "Work"
    )]
    concurrency: u16,

    /// The deadline of one request to the API server.
    #[arg(
        long,
        env = "EASYSCALE_REQUEST_TIMEOUT",
        value_name = "DURATION",
        default_value = "10s",
        value_parser = duration,
        help_heading = "Work"
    )]
    request_timeout: Duration,

    /// The deadline of one look at a rule, with all its requests.
    #[arg(
        long,
        env = "EASYSCALE_RECONCILE_TIMEOUT",
        value_name = "DURATION",
        default_value = "30s",
        value_parser = duration,
        help_heading = "Work"
    )]
    reconcile_timeout: Duration,

    /// The longest time that a rule is left alone. It is looked at when its answer changes anyway; this bounds the damage of
    /// a lost notification.
    #[arg(
        long,
        env = "EASYSCALE_MAX_SLEEP",
        value_name = "DURATION",
        default_value = "10m",
        value_parser = duration,
        help_heading = "Work"
    )]
    max_sleep: Duration,

    /// Read the time zones from this zoneinfo directory (such as /usr/share/zoneinfo). Default: the data that is built in;
    /// `easyscale version` tells its version.
    #[arg(long, env = "EASYSCALE_ZONEINFO", value_name = "DIRECTORY", help_heading = "Work")]
    zoneinfo: Option<PathBuf>,

    /// Where /livez, /readyz and /metrics are served. Port 0: any free one, which the log tells.
    #[arg(
        long,
        env = "EASYSCALE_LISTEN",
        value_name = "ADDRESS:PORT",
        default_value = "0.0.0.0:8080",
        help_heading = "Process"
    )]
    listen: SocketAddr,

    /// The time from SIGTERM to the end: the running work ends, the lease is given back.
    #[arg(
        long,
        env = "EASYSCALE_SHUTDOWN_GRACE",
        value_name = "DURATION",
        default_value = "5s",
        value_parser = duration,
        help_heading = "Process"
    )]
    shutdown_grace: Duration,

    /// The form of the log, which goes to standard error.
    #[arg(
        long,
        env = "EASYSCALE_LOG_FORMAT",
        value_enum,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Process"
    )]
    log_format: Format,

    /// How much is logged: error, warn, info, debug or trace; or by module, as in `info,easyscale_controller=debug`.
    #[arg(
        long,
        env = "EASYSCALE_LOG_LEVEL",
        value_name = "LEVEL",
        default_value = "info",
        value_parser = logging::levels,
        help_heading = "Process"
    )]
    log_level: Targets,
}

/// Runs the operator to its end.
pub(super) fn execute(arguments: Arguments) -> anyhow::Result<Done> {
    logging::start(arguments.log_format, arguments.log_level.clone())?;
    let clock = Clock::shifted_from_env()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKER_THREADS)
        .enable_all()
        .build()
        .context("the threads of the operator cannot be started")?;
    let outcome = runtime.block_on(run(arguments.into(), clock));
    // The end was orderly already; whatever still waits for an answer must not hold it up.
    runtime.shutdown_background();
    Ok(match outcome? {
        Outcome::Stopped => Done::Well,
        Outcome::LostLeadership => Done::LostLeadership,
    })
}

impl From<Arguments> for Settings {
    fn from(arguments: Arguments) -> Self {
        Self {
            kubeconfig: arguments.kubeconfig,
            context: given(arguments.context),
            reach: arguments.reach.into(),
            leader_elect: arguments.leader_elect,
            lease_name: arguments.lease_name,
            lease_namespace: given(arguments.lease_namespace),
            identity: given(arguments.identity),
            lease_duration: arguments.lease_duration,
            renew_deadline: arguments.renew_deadline,
            retry_period: arguments.retry_period,
            listen: arguments.listen,
            concurrency: arguments.concurrency,
            request_timeout: arguments.request_timeout,
            reconcile_timeout: arguments.reconcile_timeout,
            max_sleep: arguments.max_sleep,
            zoneinfo: arguments.zoneinfo,
            shutdown_grace: arguments.shutdown_grace,
        }
    }
}

/// A variable that is set to nothing (as charts like to do) is not set.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::*;
    use crate::commands::{Command, CommandLine};

    fn settings(flags: &[&str]) -> Settings {
        let line = CommandLine::try_parse_from(["easyscale", "run"].iter().chain(flags)).unwrap();
        let Command::Run(arguments) = line.command else { panic!("another command: {line:?}") };
        (*arguments).into()
    }

    #[test]
    fn without_flags_every_setting_has_the_default_of_the_library() {
        assert_eq!(settings(&[]), Settings::default());
    }

    #[test]
    fn the_defaults_that_the_help_names_can_work() {
        assert_eq!(settings(&[]).validate(), Ok(()));
    }

    #[test]
    fn leader_election_is_switched_by_the_flag_with_or_without_a_value() {
        assert!(!settings(&["--leader-elect=false"]).leader_elect);
        assert!(settings(&["--leader-elect=true"]).leader_elect);
        assert!(settings(&["--leader-elect"]).leader_elect);
    }

    #[test]
    fn namespaces_are_given_one_by_one_or_as_a_list_and_nothing_is_none() {
        let watched = |flags: &[&str]| settings(flags).reach.watch_namespaces;
        assert_eq!(watched(&["--watch-namespace", ""]), [""; 0]);
        assert_eq!(watched(&["--watch-namespace", "shop"]), ["shop"]);
        assert_eq!(
            watched(&["--watch-namespace=shop, infra", "--watch-namespace=lab"]),
            ["shop", "infra", "lab"]
        );
        let protected = settings(&["--protected-namespaces=kube-*,vault"]).reach.protected_namespaces;
        assert_eq!(protected, ["kube-*", "vault"]);
    }

    #[test]
    fn the_ceiling_is_a_number_that_lets_something_run() {
        assert_eq!(settings(&["--replicas-ceiling", "50"]).reach.replicas_ceiling, Some(50));
        for bad in ["0", "-3", "many", "99999999999"] {
            let flag = format!("--replicas-ceiling={bad}");
            let error = CommandLine::try_parse_from(["easyscale", "run", &flag]).unwrap_err();
            assert!(error.to_string().contains("--replicas-ceiling"), "{error}");
        }
    }

    #[test]
    fn names_that_protect_or_watch_nothing_are_refused_with_the_way_to_write_them() {
        for (flag, part) in [
            ("--watch-namespace=Shop", "write each name in full"),
            ("--watch-namespace=team-*", "write each name in full"),
            ("--protected-namespaces=*-system", "so it would protect nothing"),
        ] {
            let error = settings(&[flag]).validate().unwrap_err().to_string();
            assert!(error.contains(part), "{flag}: {error}");
        }
    }

    #[test]
    fn every_flag_has_its_variable_a_help_text_and_a_default() {
        let mut command = CommandLine::command();
        let run = command.find_subcommand_mut("run").unwrap();
        for flag in run.get_arguments().filter(|flag| flag.get_id() != "help" && flag.get_id() != "color") {
            let name = flag.get_long().unwrap();
            let variable = format!("EASYSCALE_{}", name.replace('-', "_").to_uppercase());
            assert_eq!(flag.get_env().and_then(|env| env.to_str()), Some(variable.as_str()), "--{name}");
            let help = flag.get_help().unwrap_or_else(|| panic!("--{name} has no help")).to_string();
            let default = !flag.get_default_values().is_empty() || help.contains("Default: ");
            assert!(default, "--{name} does not tell what holds without it: {help}");
        }
    }

    #[test]
    fn nonsense_is_refused_by_the_name_of_the_flag() {
        for flags in [["--retry-period", "2"], ["--cross-namespace", "maybe"], ["--listen", "8080"]] {
            let error = CommandLine::try_parse_from(["easyscale", "run"].iter().chain(&flags)).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains(flags[0]), "{error}");
        }
    }
}
