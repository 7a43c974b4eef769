//! What a glance asks the API server, and that it only asks.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use kube::{Client, client::Body};
use serde_json::{Value, json};

use super::*;
use crate::{
    locks::lock,
    settings::{CrossNamespace, Reach},
};

/// The requests that were made, such as "GET /apis/apps/v1/…", and the cluster that was asked.
struct Asked {
    requests: Arc<Mutex<Vec<String>>>,
    cluster: Cluster,
}

impl Asked {
    /// A cluster with a Deployment `web` that has three replicas, with no rules, and with these exceptions: what a path
    /// begins with, and the status and the answer to it.
    fn but(exceptions: &'static [(&'static str, u16, &'static str)]) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = requests.clone();
        let service = tower::service_fn(move |asked: Request<Body>| {
            let path = asked.uri().path().to_owned();
            lock(&log).push(format!("{} {path}", asked.method()));
            let exception = exceptions.iter().find(|(beginning, ..)| path.starts_with(beginning));
            let (status, body) = match exception {
                Some((_, status, body)) => (*status, (*body).to_owned()),
                None => (200, usual(&path).to_string()),
            };
            let answer = Response::builder().status(status).body(Body::from(body.into_bytes())).unwrap();
            std::future::ready(Ok::<_, Infallible>(answer))
        });
        let cluster = Cluster::with(Client::new(service, "shop"), "api.example.com", &Settings::default());
        Self { requests, cluster }
    }

    async fn about(&self, spec: &Value, settings: &Settings) -> Result<Glance, ClusterError> {
        let rule = json!({"metadata": {"name": "web"}, "spec": spec});
        let rule = serde_json::from_value(rule).unwrap();
        glance(&self.cluster, settings, ZoneDatabase::bundled(), Clock::system(), rule).await
    }

    fn requests(&self) -> Vec<String> {
        let mut requests = lock(&self.requests).clone();
        requests.sort();
        requests
    }
}

fn usual(path: &str) -> Value {
    if path.ends_with("/scale") {
        return json!({"metadata": {"name": "web", "uid": "u", "resourceVersion": "7"}, "spec": {"replicas": 3}});
    }
    if path.contains("/namespaces/") && path.matches('/').count() == 4 {
        return json!({"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata", "metadata": {"name": "infra"}});
    }
    json!({"apiVersion": "v1", "kind": "List", "metadata": {}, "items": []})
}

fn always(replicas: i32) -> Value {
    json!({"target": {"name": "web"}, "schedule": [{"name": "Always", "replicas": replicas}]})
}

fn reaching(reach: Reach) -> Settings {
    Settings { reach, ..Settings::default() }
}

const FORBIDDEN: &str =
    r#"{"kind":"Status","status":"Failure","code":403,"reason":"Forbidden","message":"no"}"#;
const RULES: &str = "GET /apis/easyscale.io/v1/scalingrules";
const AUTOSCALERS: &str = "GET /apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers";
const SCALE: &str = "GET /apis/apps/v1/namespaces/shop/deployments/web/scale";

#[tokio::test]
async fn an_ordinary_glance_reads_three_things_and_writes_none() {
    let asked = Asked::but(&[]);
    let said = asked.about(&always(5), &Settings::default()).await.unwrap();
    assert_eq!(
        said.sentence,
        "Would scale deployment/web from 3 to 5 because \"Always\" always holds from now on."
    );
    assert_eq!(asked.requests(), [SCALE, AUTOSCALERS, RULES]);
    assert_eq!(
        (said.rule.metadata.namespace.as_deref(), said.rule.metadata.generation),
        (Some("shop"), Some(1))
    );
    assert!(said.differs && said.unseen.is_empty());
}

#[tokio::test]
async fn of_a_rule_with_errors_nothing_is_read_but_the_stored_one() {
    let asked = Asked::but(&[("/apis/easyscale.io", 404, "404 page not found")]);
    let mut spec = always(5);
    spec["target"]["name"] = json!("../secrets");
    let said = asked.about(&spec, &Settings::default()).await.unwrap();
    assert_eq!((said.reason, said.current), (Reason::Invalid, None));
    assert_eq!(said.problems.len(), 1, "{:#?}", said.problems);
    assert_eq!(asked.requests(), ["GET /apis/easyscale.io/v1/namespaces/shop/scalingrules/web"]);
    assert_eq!(said.unseen, [Unseen::not_installed()]);
}

#[tokio::test]
async fn a_namespace_is_read_only_where_its_permission_counts() {
    let mut spec = always(5);
    spec["target"]["namespace"] = json!("infra");
    let namespace = "GET /api/v1/namespaces/infra".to_owned();
    for (cross_namespace, reads, reason) in [
        (CrossNamespace::Deny, false, Reason::TargetNotFound),
        (CrossNamespace::Granted, true, Reason::TargetNotFound),
        (CrossNamespace::Allow, false, Reason::AsScheduled),
    ] {
        let asked = Asked::but(&[]);
        let said =
            asked.about(&spec, &reaching(Reach { cross_namespace, ..Reach::default() })).await.unwrap();
        assert_eq!(said.reason, reason, "{cross_namespace:?}");
        assert_eq!(asked.requests().contains(&namespace), reads, "{cross_namespace:?}");
    }
}

#[tokio::test]
async fn an_operator_of_one_namespace_is_asked_for_the_rules_of_that_one() {
    let asked = Asked::but(&[]);
    let settings = reaching(Reach { watch_namespaces: vec!["shop".to_owned()], ..Reach::default() });
    asked.about(&always(5), &settings).await.unwrap();
    assert_eq!(
        asked.requests(),
        [SCALE, AUTOSCALERS, "GET /apis/easyscale.io/v1/namespaces/shop/scalingrules"]
    );
}

#[tokio::test]
async fn a_protected_namespace_and_the_ceiling_are_answered_as_the_operator_would() {
    let protected = reaching(Reach { protected_namespaces: vec!["sh*".to_owned()], ..Reach::default() });
    let said = Asked::but(&[]).about(&always(5), &protected).await.unwrap();
    assert_eq!((said.reason, said.current), (Reason::TargetNotFound, None));
    let low = reaching(Reach { replicas_ceiling: Some(4), ..Reach::default() });
    let said = Asked::but(&[]).about(&always(5), &low).await.unwrap();
    assert_eq!((&said.step, said.reason), (&Step::Hold(Hold::AboveCeiling), Reason::AboveCeiling));
    assert!(said.sentence.contains("more than 4"), "{}", said.sentence);
    let elsewhere = reaching(Reach { watch_namespaces: vec!["infra".to_owned()], ..Reach::default() });
    let said = Asked::but(&[]).about(&always(5), &elsewhere).await.unwrap();
    assert_eq!(said.reason, Reason::TargetNotFound, "nobody looks at rules of that namespace");
}

#[tokio::test]
async fn somebody_who_may_not_even_learn_of_kinds_is_told_so() {
    let asked = Asked::but(&[("/apis/example.com", 403, FORBIDDEN)]);
    let mut spec = always(5);
    spec["target"] = json!({"apiVersion": "example.com/v1", "kind": "Fleet", "name": "north"});
    let said = asked.about(&spec, &Settings::default()).await.unwrap();
    assert_eq!((said.reason, said.ready), (Reason::Forbidden, false));
    assert!(said.sentence.starts_with("You may not get /apis/example.com/v1, so"), "{}", said.sentence);
}

#[tokio::test]
async fn what_goes_wrong_otherwise_is_an_error_that_names_what_was_attempted() {
    for (path, status, what) in [
        ("/apis/easyscale.io", 500, "list the rules"),
        ("/apis/autoscaling", 500, "list the autoscalers"),
        ("/apis/apps/v1", 503, "read the target's scale"),
    ] {
        let exceptions = Box::leak(Box::new([(path, status, "etcd is full")]));
        let error = Asked::but(exceptions).about(&always(5), &Settings::default()).await.unwrap_err();
        let expected = format!("could not {what} on api.example.com: it answered {status}: etcd is full");
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn a_rule_without_a_usable_name_is_refused_before_anybody_is_asked() {
    let asked = Asked::but(&[]);
    for name in [json!(null), json!("My Rule")] {
        let rule = json!({"metadata": {"name": name}, "spec": always(5)});
        let rule = serde_json::from_value(rule).unwrap();
        let zones = ZoneDatabase::bundled();
        let error =
            glance(&asked.cluster, &Settings::default(), zones, Clock::system(), rule).await.unwrap_err();
        assert!(matches!(error, ClusterError::BadName { what: "name of a rule", .. }), "{error:?}");
    }
    assert_eq!(asked.requests(), [""; 0]);
}
