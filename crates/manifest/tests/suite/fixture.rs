//! Reading at a fixed moment, and findings in a form that is short to compare.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use easyscale_manifest::{Content, Finding, Manifest, read, read_bytes};
use easyscale_schedule::ZoneDatabase;
use serde_json::{Value, json};

static ZONES: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::bundled);

/// A Tuesday at noon.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-05-05T12:00:00Z".parse().unwrap()
}

pub(crate) fn parse(text: &str) -> Manifest {
    read(text, &ZONES, now())
}

pub(crate) fn parse_bytes(bytes: &[u8]) -> Manifest {
    read_bytes(bytes, &ZONES, now())
}

/// A good rule around some lines of its spec, which begin on line 7.
pub(crate) fn rule(spec: &str) -> String {
    let lines: String = spec.lines().flat_map(|line| ["  ", line, "\n"]).collect();
    format!(
        "apiVersion: easyscale.io/v1\nkind: ScalingRule\nmetadata:\n  name: web\n  namespace: shop\nspec:\n{lines}"
    )
}

/// A good rule with a good schedule.
pub(crate) const GOOD: &str = "\
apiVersion: easyscale.io/v1
kind: ScalingRule
metadata:
  name: web
spec:
  target:
    name: web
  timezone: Europe/Berlin
  schedule:
  - name: Weekend
    days: [Saturday, Sunday]
    replicas: 2
  default:
    replicas: 3
";

/// The object of a rule with this spec.
pub(crate) fn object(spec: &Value) -> Value {
    let metadata = json!({"name": "web", "namespace": "shop"});
    json!({"apiVersion": "easyscale.io/v1", "kind": "ScalingRule", "metadata": metadata, "spec": spec})
}

/// "ES0012 at 9:14 `22:00`"
pub(crate) fn short(text: &str, finding: &Finding) -> String {
    let (place, code) = (&finding.place, finding.code);
    format!("{code} at {}:{} `{}`", place.line, place.column, &text[place.bytes.clone()])
}

/// All findings of a text, in short.
pub(crate) fn told(text: &str) -> Vec<String> {
    parse(text).findings().map(|finding| short(text, finding)).collect()
}

/// The only finding of a text.
pub(crate) fn only(text: &str) -> Finding {
    let mut findings: Vec<_> = parse(text).findings().cloned().collect();
    assert_eq!(findings.len(), 1, "{findings:#?} in\n{text}");
    findings.remove(0)
}

/// What the documents are, in short.
pub(crate) fn contents(manifest: &Manifest) -> Vec<String> {
    let short = |content: &Content| match content {
        Content::Rule(rule) => format!("rule {}", rule.object.metadata.name.as_deref().unwrap_or("?")),
        Content::Broken { name } => format!("broken {}", name.as_deref().unwrap_or("?")),
        Content::Other { kind } => format!("other {kind}"),
        Content::Empty => "empty".to_owned(),
    };
    manifest.documents.iter().map(|document| short(&document.content)).collect()
}
