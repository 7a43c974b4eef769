//! What the operator says about a rule in the cluster, from the rule's status: what it did last, and how things are.

use std::fmt::Write as _;

use easyscale_controller::plan::{READY, words};
use easyscale_crd::ScalingRuleStatus;
use easyscale_crd::time::to_chrono;

use crate::paint::{BAD, DOUBT, GOOD, Paint as _};
use crate::plain::plain;
use crate::subject::Subject;
use crate::told;

pub(super) fn text(subject: &Subject) -> String {
    let mut text = String::new();
    let Some(status) = subject.rule.status.as_ref().filter(|status| **status != ScalingRuleStatus::default())
    else {
        let told = "Nothing yet: it has not looked at this rule. Does it run? An administrator sees it with \
                    \"kubectl -n easyscale-system get pods\".";
        return told::lines(told, 2, 2) + "\n";
    };
    if status.observed_generation != subject.rule.metadata.generation {
        let told = "It has not looked at the last edit of the rule yet; this is about the rule before it.";
        let _ = writeln!(text, "  {}", told.paint(DOUBT));
    }
    for condition in status.conditions.iter().filter(|condition| condition.type_ == READY) {
        let style = if condition.status == "True" { GOOD } else { BAD };
        let ready = format!(
            "{} ({})",
            if condition.status == "True" { "Ready" } else { "Not ready" },
            plain(&condition.reason)
        );
        let _ = writeln!(text, "  {}:", ready.paint(style));
        let _ = writeln!(text, "{}", told::lines(&plain(&condition.message), 4, 4));
    }
    match &status.last_scale {
        Some(last) => {
            let when = words::moment(to_chrono(&last.time), &subject.zone);
            let (from, to, because) = (last.from, last.to, &last.because);
            let told = format!("Its last change: {when}, from {from} to {to}, because {}.", plain(because));
            let _ = writeln!(text, "{}", told::lines(&told, 2, 2));
        }
        None => text.push_str("  It has not changed the number for this rule so far.\n"),
    }
    text
}
