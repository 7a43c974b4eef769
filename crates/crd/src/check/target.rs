//! The reference to the target: whether it can be one at all. Whether the object exists is for the controller to find.

use crate::Code;
use crate::problem::Problem;
use crate::spec::TargetRef;

/// Longest name of an object, of a label of it, and of a group with version (253 + "/" + 63), as Kubernetes has them.
const NAME: usize = 253;
const LABEL: usize = 63;
const GROUP_VERSION: usize = 317;

pub(super) fn check(target: &TargetRef, problems: &mut Vec<Problem>) {
    let mut demand = |ok: bool, code, field: &str, value: &str| {
        if !ok {
            problems
                .push(Problem::new(code, format!("spec.target.{field}")).because(format!("found {value:?}")));
        }
    };
    demand(is_api_version(&target.api_version), Code::TargetApiVersion, "apiVersion", &target.api_version);
    demand(is_kind(&target.kind), Code::TargetKind, "kind", &target.kind);
    demand(is_name(&target.name), Code::TargetName, "name", &target.name);
    if let Some(namespace) = &target.namespace {
        let ok = namespace.len() <= LABEL && is_label(namespace);
        demand(ok, Code::TargetNamespace, "namespace", namespace);
    }
}

/// `v1` or `group/v1`.
fn is_api_version(text: &str) -> bool {
    let (group, version) = match text.split_once('/') {
        Some((group, version)) => (Some(group), version),
        None => (None, text),
    };
    text.len() <= GROUP_VERSION
        && group.is_none_or(|group| is_framed(group, |c| matches!(c, b'a'..=b'z' | b'0'..=b'9'), b"-."))
        && version.starts_with(|c: char| c.is_ascii_lowercase())
        && is_label(version)
}

fn is_kind(text: &str) -> bool {
    text.len() <= LABEL
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && is_framed(text, |c| c.is_ascii_alphanumeric(), b"-")
}

/// The name of an object: labels joined by dots.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= NAME && text.split('.').all(is_label)
}

/// Lower-case letters, digits and, not at the ends, "-".
pub(crate) fn is_label(text: &str) -> bool {
    is_framed(text, |c| matches!(c, b'a'..=b'z' | b'0'..=b'9'), b"-")
}

/// At least one character, all of them `plain`, or, not at the ends, one of `inner`.
fn is_framed(text: &str, plain: impl Fn(u8) -> bool, inner: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let ends = bytes.first().is_some_and(|&c| plain(c)) && bytes.last().is_some_and(|&c| plain(c));
    ends && bytes.iter().all(|&c| plain(c) || inner.contains(&c))
}
