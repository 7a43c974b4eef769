//! The judgement about a rule in one sentence, with the way out where there is one. Several conditions say it.

use super::{
    Applied, Hold, Observed, Plan, Refusal, Standing, Step, Target, conditions::Truth, drift, reason::Reason,
    words,
};

/// One judgement about the number, that several conditions share.
pub(super) struct Verdict {
    pub(super) ready: Truth,
    pub(super) scaled: Truth,
    pub(super) reason: Reason,
    pub(super) message: String,
}

pub(super) fn verdict(seen: &Observed<'_>, plan: &Plan, applied: &Applied) -> Verdict {
    let target = words::target(seen.rule);
    let Some(standing) = &plan.standing else { return invalid(seen) };
    let holding = words::holding(standing, &seen.zone);
    let because = words::because(standing, &seen.zone);
    let (ready, scaled, reason, message) = match (&plan.step, applied) {
        (Step::Write(write), Applied::Refused(refusal)) => {
            let (reason, why) = refused(refusal);
            let wanted = words::replicas(write.to);
            (
                Truth::False,
                Truth::False,
                reason,
                format!("{target} should have {wanted} because {because}, but: {why}."),
            )
        }
        (Step::WouldWrite(write), _) => {
            let would = words::would_scale(seen.rule, write, standing, &seen.zone);
            let message = format!("Dry run: {would}. Nothing is changed until dryRun is false.");
            (Truth::True, Truth::False, Reason::DryRun, message)
        }
        (Step::Write(_) | Step::Settled { .. }, _) if seen.rule.spec.dry_run => {
            (Truth::True, Truth::True, Reason::DryRun, format!("Dry run: there is nothing to do. {holding}."))
        }
        (Step::Write(_) | Step::Settled { .. }, _) => {
            (Truth::True, Truth::True, Reason::AsScheduled, format!("{holding}."))
        }
        (Step::Hold(hold), _) => return held(seen, standing, hold),
    };
    Verdict { ready, scaled, reason, message }
}

fn refused(refusal: &Refusal) -> (Reason, String) {
    match refusal {
        Refusal::Forbidden(missing) => (Reason::Forbidden, missing.sentence("")),
        Refusal::Other(message) => (
            Reason::WriteFailed,
            format!("the change was refused ({message}); EasyScale tries again by itself"),
        ),
    }
}

pub(super) fn invalid(seen: &Observed<'_>) -> Verdict {
    let problems = seen.schedule.err().unwrap_or_default();
    let message = format!(
        "The rule has errors and is not used; nothing is changed until they are corrected. {}",
        words::list(problems)
    );
    Verdict { ready: Truth::False, scaled: Truth::Unknown, reason: Reason::Invalid, message }
}

fn held(seen: &Observed<'_>, standing: &Standing, hold: &Hold) -> Verdict {
    let target = words::target(seen.rule);
    let holding = words::holding(standing, &seen.zone);
    let (ready, scaled, reason, message) = match hold {
        Hold::Invalid => return invalid(seen),
        Hold::Suspended => {
            let message = format!(
                "Suspended: {target} is left as it is. The schedule says: {holding}. Set suspend to false to resume."
            );
            (Truth::True, Truth::Unknown, Reason::Suspended, message)
        }
        Hold::NothingHolds => {
            let message = format!("{holding}. {} is left as it is.", words::capitalised(&target));
            (Truth::True, Truth::True, Reason::NothingHolds, message)
        }
        Hold::NoTarget => {
            let (reason, message) = target_state(seen);
            (Truth::False, Truth::Unknown, reason, format!("{message}. The schedule says: {holding}."))
        }
        Hold::Hidden => {
            let why = seen.hidden.as_ref().map(|missing| missing.sentence("")).unwrap_or_default();
            let message = format!("{why}. The schedule says: {holding}.");
            (Truth::False, Truth::Unknown, Reason::Forbidden, message)
        }
        Hold::AboveCeiling => {
            let message = above_ceiling(seen, standing, &target, &holding);
            (Truth::False, Truth::False, Reason::AboveCeiling, message)
        }
        Hold::Autoscaler => {
            let other = seen.autoscaler.as_deref().unwrap_or_default();
            let message = format!(
                "{other} also sets the number of replicas of {target}, so EasyScale changes nothing. Delete one of the two. The schedule says: {holding}."
            );
            (Truth::False, Truth::False, Reason::AutoscalerPresent, message)
        }
        Hold::OlderRule => {
            let other = seen.older_rule.as_deref().unwrap_or_default();
            let message = format!(
                "The rule {other} is older, has the same target ({target}) and acts; this one changes nothing. Delete one of them, or put all entries into one rule. This one says: {holding}."
            );
            (Truth::False, Truth::False, Reason::OlderRuleActs, message)
        }
        Hold::CoolingDown { until } => {
            let message = format!(
                "Waiting until {} because cooldownSeconds is {}; then {target} is scaled. The schedule says: {holding}.",
                words::moment(*until, &seen.zone),
                seen.rule.spec.cooldown_seconds
            );
            (Truth::False, Truth::False, Reason::CoolingDown, message)
        }
        Hold::Contested { until } => {
            let message = format!(
                "{} EasyScale tries again at {} and then every five minutes. The schedule says: {holding}.",
                contest(seen),
                words::moment(*until, &seen.zone)
            );
            (Truth::False, Truth::False, Reason::Contested, message)
        }
    };
    Verdict { ready, scaled, reason, message }
}

fn above_ceiling(seen: &Observed<'_>, standing: &Standing, target: &str, holding: &str) -> String {
    let wanted = words::replicas(standing.desired.unwrap_or_default());
    let ceiling = seen.ceiling.unwrap_or_default();
    format!(
        "The schedule asks for {wanted} of {target}, more than {ceiling}: that is the most that whoever runs EasyScale in this cluster lets any rule ask for (--replicas-ceiling). {} is left as it is. Ask for {ceiling} or fewer, or ask them to raise it. The schedule says: {holding}.",
        words::capitalised(target)
    )
}

pub(super) fn contest(seen: &Observed<'_>) -> String {
    let who = seen
        .writer
        .as_deref()
        .map_or_else(|| "Somebody else".to_owned(), |manager| format!("The field manager \"{manager}\""));
    format!(
        "{who} keeps changing the number of replicas of {}; EasyScale has set it back {} times in ten minutes. Let one of the two decide: take replicas out of what {} writes, or suspend this rule.",
        words::target(seen.rule),
        drift::CORRECTIONS,
        seen.writer.as_deref().unwrap_or("the other one"),
    )
}

/// Reason and sentence (without its full stop) about the target.
pub(super) fn target_state(seen: &Observed<'_>) -> (Reason, String) {
    let target = words::target(seen.rule);
    let wanted = &seen.rule.spec.target;
    match &seen.target {
        Target::Found(_) => (Reason::Found, format!("{target} is there")),
        Target::NotFound => (
            Reason::TargetNotFound,
            format!(
                "There is no {target}, or this rule may not scale it. Check kind, name and namespace of spec.target; for a target in another namespace that namespace needs the annotation easyscale.io/allow-rules-from. EasyScale goes on by itself as soon as it is there"
            ),
        ),
        Target::UnknownKind => (
            Reason::KindNotFound,
            format!(
                "The API server knows no kind {} in {}. Check spec.target, or install what brings that kind. EasyScale goes on by itself as soon as it is there",
                wanted.kind, wanted.api_version
            ),
        ),
        Target::NoScale => (
            Reason::NoScaleSubresource,
            format!(
                "A {} ({}) has no scale subresource, so it cannot be scaled by anybody. Name the Deployment or StatefulSet that runs the pods",
                wanted.kind, wanted.api_version
            ),
        ),
        Target::Forbidden(missing) => (Reason::Forbidden, missing.sentence("")),
    }
}
