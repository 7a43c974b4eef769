//! The flags about how far rules reach: of the operator, and of whoever asks what the operator would do.

use clap::{ArgAction, Args};
use easyscale_controller::settings::{CrossNamespace, Reach};

/// See the module. `easyscale dry-run` answers as an operator with the same flags would.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reach of rules")]
pub(crate) struct ReachArguments {
    /// Look at the rules of these namespaces only, and scale nothing outside of them. May be given several times, or as a list
    /// with commas. The operator then needs rights in these namespaces only, and goes without what needs rights in the whole
    /// cluster: permissions of one namespace for the rules of another (Granted is like Deny then), and being told at once
    /// of newly installed kinds. Default: every namespace.
    #[arg(
        long,
        env = "EASYSCALE_WATCH_NAMESPACE",
        value_name = "NAMESPACE[,NAMESPACE…]",
        value_delimiter = ',',
        action = ArgAction::Append
    )]
    watch_namespace: Vec<String>,

    /// Whether a rule may name a target in another namespace: Deny = never; Granted = where the target's namespace says so
    /// by its annotation easyscale.io/allow-rules-from; Allow = always.
    #[arg(
        long,
        env = "EASYSCALE_CROSS_NAMESPACE",
        value_name = "Deny|Granted|Allow",
        default_value = "Granted"
    )]
    cross_namespace: CrossNamespace,

    /// No rule scales anything in these namespaces, whatever else would allow it. Names, and beginnings such as kube-*, with
    /// commas in between. Default: none.
    #[arg(
        long,
        env = "EASYSCALE_PROTECTED_NAMESPACES",
        value_name = "NAMESPACE[,BEGINNING*…]",
        value_delimiter = ',',
        action = ArgAction::Append
    )]
    protected_namespaces: Vec<String>,

    /// The most replicas that a rule may ask for. A rule that asks for more changes nothing and says so, with the reason
    /// `AboveCeiling`. Default: as many as a rule likes.
    #[arg(
        long,
        env = "EASYSCALE_REPLICAS_CEILING",
        value_name = "NUMBER",
        value_parser = clap::value_parser!(i32).range(1..)
    )]
    replicas_ceiling: Option<i32>,
}

impl From<ReachArguments> for Reach {
    fn from(arguments: ReachArguments) -> Self {
        Self {
            watch_namespaces: given(&arguments.watch_namespace),
            cross_namespace: arguments.cross_namespace,
            protected_namespaces: given(&arguments.protected_namespaces),
            replicas_ceiling: arguments.replicas_ceiling,
        }
    }
}

/// A variable that is set to nothing (as charts like to do) is not set, and blanks around a comma mean nothing.
fn given(names: &[String]) -> Vec<String> {
    let trimmed = names.iter().map(|name| name.trim());
    trimmed.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
