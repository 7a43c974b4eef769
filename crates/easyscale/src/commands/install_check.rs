//! `easyscale install-check`: whether an operator does its work. Creates a rule that changes nothing, waits for what the
//! operator says about it, and removes it. `helm test` runs this.

use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use easyscale_controller::cluster::Cluster;
use easyscale_controller::settings::duration;
use easyscale_crd::{
    DefaultReplicas, ScalingRule, ScalingRuleSpec, ScalingRuleStatus, ScheduleEntry, TargetRef,
};
use kube::api::{DeleteParams, PostParams, Preconditions};
use kube::{Api, Error, ResourceExt as _};

use crate::cluster::{ClusterArguments, block_on};
use crate::exit::Done;
use crate::output;
use crate::paint::{GOOD, Paint as _};
use crate::progress::Progress;

/// The name of the rule, and of a target that need not exist. The chart's Role allows this name and no other.
const NAME: &str = "easyscale-install-check";
/// On the rule, so that nobody else's is ever removed.
const MARK: &str = "easyscale.io/install-check";
/// Between two looks at the rule: the right to watch rules is not asked for.
const PACE: Duration = Duration::from_millis(250);

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    cluster: ClusterArguments,

    /// How long to wait for the operator.
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    timeout: Duration,
}

const EXAMPLES: &str = "\
Examples:
  easyscale install-check --namespace shop --timeout 60s     create a rule that changes nothing, and wait for the operator

It needs the rights to create, get and delete ScalingRules in that namespace.
Exit codes: 0 the operator does its work, 1 it does not (or the cluster could not be asked).";

pub(super) fn execute(arguments: &Arguments) -> anyhow::Result<Done> {
    let said = block_on(async {
        let cluster = arguments.cluster.connect().await?;
        let namespace = arguments.cluster.namespace().unwrap_or(cluster.default_namespace()).to_owned();
        let _progress = Progress::begin(&format!("waiting for the operator, {}", cluster.server()));
        check(&cluster, &namespace, arguments.timeout).await
    })?;
    output::print(&said)
}

/// Creates the rule, waits, and removes it whatever happened.
async fn check(cluster: &Cluster, namespace: &str, timeout: Duration) -> anyhow::Result<String> {
    let rules: Api<ScalingRule> = Api::namespaced(cluster.client().clone(), namespace);
    let created = create(&rules, namespace, cluster.server()).await?;
    let answer = tokio::time::timeout(timeout, answer(&rules)).await;
    let removed = remove(&rules, &created).await;
    let status = match answer {
        Ok(status) => status.with_context(|| format!("the rule {namespace}/{NAME} cannot be read"))?,
        Err(_) => bail!(silence(namespace, timeout)),
    };
    removed.with_context(|| {
        format!(
            "the rule {namespace}/{NAME} cannot be removed again; it changes nothing, so delete it by hand"
        )
    })?;
    verdict(&status, namespace)
}

/// Creates the rule; one that a check left behind which was broken off is removed before.
async fn create(rules: &Api<ScalingRule>, namespace: &str, server: &str) -> anyhow::Result<ScalingRule> {
    let parameters = PostParams::default();
    let first = match rules.create(&parameters, &rule()).await {
        Err(Error::Api(status)) if status.is_already_exists() => {
            remove_left_over(rules, namespace).await?;
            rules.create(&parameters, &rule()).await
        }
        created => created,
    };
    first.map_err(|error| match error {
        // Without details it is the kind that is missing.
        Error::Api(status) if status.code == 404 && status.details.is_none() => anyhow!(
            "EasyScale is not installed on {server}: it knows no ScalingRules; set crds.enabled of the chart to true, or use \
             \"kubectl apply -k config/crd\""
        ),
        error => anyhow!(error).context(format!("the rule {namespace}/{NAME} cannot be created on {server}")),
    })
}

async fn remove_left_over(rules: &Api<ScalingRule>, namespace: &str) -> anyhow::Result<()> {
    let there = rules.get(NAME).await.with_context(|| format!("{namespace}/{NAME} cannot be read"))?;
    if !there.labels().contains_key(MARK) {
        bail!(
            "namespace {namespace} has a rule {NAME} that this check did not make: give that rule another name, or check in \
             another namespace with --namespace"
        );
    }
    remove(rules, &there).await.with_context(|| format!("{namespace}/{NAME} cannot be removed"))
}

/// Waits until an operator has looked at the rule.
async fn answer(rules: &Api<ScalingRule>) -> kube::Result<ScalingRuleStatus> {
    loop {
        let rule = rules.get(NAME).await?;
        let generation = rule.metadata.generation;
        if let Some(status) = rule.status
            && status.observed_generation == generation
            && condition(&status, "Accepted").is_some()
        {
            return Ok(status);
        }
        tokio::time::sleep(PACE).await;
    }
}

/// Removes exactly this rule: not one that took its name since.
async fn remove(rules: &Api<ScalingRule>, rule: &ScalingRule) -> kube::Result<()> {
    let preconditions = Preconditions { uid: rule.uid(), resource_version: None };
    let parameters = DeleteParams { preconditions: Some(preconditions), ..DeleteParams::default() };
    match rules.delete(NAME, &parameters).await {
        Err(Error::Api(status)) if status.is_not_found() => Ok(()),
        removed => removed.map(drop),
    }
}

/// Status, reason and sentence of a condition.
fn condition<'a>(status: &'a ScalingRuleStatus, kind: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let found = status.conditions.iter().find(|condition| condition.type_ == kind);
    found.map(|condition| (&*condition.status, &*condition.reason, &*condition.message))
}

fn verdict(status: &ScalingRuleStatus, namespace: &str) -> anyhow::Result<String> {
    let (accepted, _, sentence) = condition(status, "Accepted").unwrap_or_default();
    if accepted != "True" {
        bail!("the operator answered, but it did not accept a rule without a mistake: {sentence}");
    }
    // The target does not exist, and saying so takes the right to look for it.
    if let Some(("True", "Forbidden", sentence)) = condition(status, "Stalled") {
        bail!("the operator answered, but it lacks a right: {sentence}");
    }
    let sentence = condition(status, "Ready").map(|(_, _, sentence)| sentence).unwrap_or_default();
    Ok(format!(
        "{}\n  It looked at the rule {namespace}/{NAME}, which names a Deployment that need not exist, and said:\n  \
         {sentence}\n  The rule changed nothing, and is removed again.\n",
        "EasyScale does its work.".paint(GOOD)
    ))
}

fn silence(namespace: &str, timeout: Duration) -> String {
    format!(
        "no operator looked at the rule {namespace}/{NAME} within {timeout:?}. Does one run (kubectl get pods \
         --all-namespaces --selector app.kubernetes.io/name=easyscale), does it look at namespace {namespace} \
         (--watch-namespace), and what does its log say (kubectl logs)?"
    )
}

/// A rule that changes nothing, in two ways: it only says what it would do, and to something that is not there.
fn rule() -> ScalingRule {
    let entry = ScheduleEntry {
        name: "Always".to_owned(),
        days: None,
        dates: None,
        time_start: None,
        time_end: None,
        replicas: 1,
        priority: 0,
        timezone: None,
    };
    let spec = ScalingRuleSpec {
        target: TargetRef {
            api_version: "apps/v1".to_owned(),
            kind: "Deployment".to_owned(),
            name: NAME.to_owned(),
            namespace: None,
        },
        timezone: "UTC".to_owned(),
        schedule: vec![entry],
        default: Some(DefaultReplicas { replicas: 1 }),
        limits: None,
        suspend: false,
        dry_run: true,
        cooldown_seconds: 0,
    };
    let mut rule = ScalingRule::new(NAME, spec);
    rule.labels_mut().insert(MARK.to_owned(), "true".to_owned());
    rule
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use easyscale_schedule::ZoneDatabase;
    use k8s_openapi::apimachinery::pkg::apis::meta::v1::{Condition, Time};
    use k8s_openapi::jiff::Timestamp;

    use super::*;

    fn said(conditions: &[(&str, &str, &str)]) -> ScalingRuleStatus {
        let conditions = conditions.iter().map(|(kind, status, reason)| Condition {
            type_: (*kind).to_owned(),
            status: (*status).to_owned(),
            reason: (*reason).to_owned(),
            message: format!("{reason}, in a sentence"),
            observed_generation: Some(1),
            last_transition_time: Time(Timestamp::UNIX_EPOCH),
        });
        ScalingRuleStatus { conditions: conditions.collect(), ..ScalingRuleStatus::default() }
    }

    #[test]
    fn the_rule_has_no_mistake_and_changes_nothing() {
        let spec = rule().spec;
        assert!(spec.dry_run);
        let checked = easyscale_crd::check(&spec, &ZoneDatabase::bundled(), DateTime::UNIX_EPOCH);
        assert!(checked.schedule.is_some());
        assert_eq!(checked.errors().count(), 0);
    }

    #[test]
    fn an_accepted_rule_whose_target_is_missing_is_what_it_waits_for() {
        let status = said(&[("Accepted", "True", "Valid"), ("Ready", "False", "TargetNotFound")]);
        let text = verdict(&status, "shop").unwrap();
        assert!(text.contains("TargetNotFound, in a sentence") && text.contains("shop/"), "{text}");
    }

    #[test]
    fn a_missing_right_and_a_rule_that_was_not_accepted_are_told_in_the_operators_words() {
        let accepted = ("Accepted", "True", "Valid");
        for (conditions, expected) in [
            (vec![accepted, ("Stalled", "True", "Forbidden")], "it lacks a right: Forbidden, in a sentence"),
            (vec![("Accepted", "False", "Invalid")], "did not accept a rule without a mistake: Invalid"),
        ] {
            let error = verdict(&said(&conditions), "shop").unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn silence_names_what_to_look_at() {
        let text = silence("shop", Duration::from_mins(1));
        assert!(text.contains("within 60s") && text.contains("namespace shop"), "{text}");
    }
}
