//! The two judges of a rule: the crate's own `check` and the rules of the API server, here run
//! by a second implementation of their language.

use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use easyscale_crd::{Checked, Code, ScalingRuleSpec, check, crd};
use easyscale_schedule::ZoneDatabase;
use kube::core::cel::{CompiledSchema, ErrorKind, ValidationError, Validator, compile_schema};
use serde_json::{Value, json};

pub(crate) use crate::good::{entry, good, spec};

pub(crate) static ZONES: LazyLock<ZoneDatabase> = LazyLock::new(ZoneDatabase::bundled);

/// The schema of the definition, as JSON.
pub(crate) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let version = crd().spec.versions.remove(0);
    serde_json::to_value(version.schema.unwrap().open_api_v3_schema.unwrap()).unwrap()
});

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Its rules, compiled.
static RULES: LazyLock<CompiledSchema> = LazyLock::new(|| compile_schema(&SCHEMA));

/// A Tuesday at noon.
pub(crate) fn now() -> DateTime<Utc> {
    utc("2026-05-05T12:00:00Z")
}

/// A file or folder of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub(crate) fn parse(spec: &Value) -> ScalingRuleSpec {
    serde_json::from_value(spec.clone()).unwrap()
}

/// What the crate says.
pub(crate) fn checked(spec: &Value) -> Checked {
    check(&parse(spec), &ZONES, now())
}

/// What the API server's rules say: the code whose sentence it is, and the field.
pub(crate) fn refused_by_rules(spec: &Value) -> Vec<(Code, String)> {
    let object = json!({"apiVersion": "easyscale.io/v1", "kind": "ScalingRule", "metadata": {"name": "a"}, "spec": spec});
    let Err(errors) = Validator::new().validate_compiled(&RULES, &object, None) else { return Vec::new() };
    let read = |error: &ValidationError| {
        assert_eq!(error.kind, ErrorKind::ValidationFailure, "a rule could not be run: {error:?}");
        let code = Code::ALL.iter().find(|code| code.told() == error.message);
        let code = code.unwrap_or_else(|| panic!("{:?} is the sentence of no code", error.message));
        (*code, error.field_path.clone())
    };
    errors.iter().map(read).collect()
}
