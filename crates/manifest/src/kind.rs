//! What an object is: a rule, meant to be a rule, a list, or none of our business.

use crate::tree::{Id, Tree};

pub(crate) const API_VERSION: &str = "easyscale.io/v1";
pub(crate) const KIND: &str = "ScalingRule";
const GROUP: &str = "easyscale.io";

/// What an object is.
pub(crate) enum Is {
    /// A rule, or meant to be one: then with what is wrong.
    Rule(Vec<Wrong>),
    /// A list; its items are objects.
    List(Vec<Id>),
    /// Something else, of that kind.
    Other(String),
}

/// A field that keeps it from being a rule.
pub(crate) struct Wrong {
    pub(crate) field: &'static str,
    /// What is there instead; `None`: it is missing.
    pub(crate) found: Option<String>,
    pub(crate) right: &'static str,
}

/// Looks at `kind` and `apiVersion`, and where these do not fit together, at the rest.
pub(crate) fn judge(tree: &Tree<'_>, id: Id) -> Is {
    if !tree.is_map(id) {
        return Is::Other(String::new());
    }
    let text = |name: &str| tree.field(id, name).and_then(|(_, value)| tree.text(value));
    let (kind, api_version) = (text("kind").unwrap_or_default(), text("apiVersion").unwrap_or_default());
    let group = api_version.split('/').next().unwrap_or_default();
    match tree.field(id, "items") {
        Some((_, items)) if kind == "List" || (kind == "ScalingRuleList" && group == GROUP) => {
            return Is::List(tree.items(items).to_vec());
        }
        _ => {}
    }
    if kind == KIND && api_version == API_VERSION {
        return Is::Rule(Vec::new());
    }
    if !is_meant(kind, group, looks_like_a_rule(tree, id)) {
        return Is::Other(kind.to_owned());
    }
    let wrong = |(field, found, right): (&'static str, &str, &'static str)| Wrong {
        field,
        found: (!found.is_empty()).then(|| found.to_owned()),
        right,
    };
    let fields = [("apiVersion", api_version, API_VERSION), ("kind", kind, KIND)];
    Is::Rule(fields.into_iter().filter(|(_, found, right)| found != right).map(wrong).collect())
}

/// Whether somebody meant a rule: what they wrote says so in two of three ways.
fn is_meant(kind: &str, group: &str, looks_like_a_rule: bool) -> bool {
    let kind_fits = kind == KIND || is_near(kind, "scalingrule") || is_near(kind, "scalingrules");
    let group_fits = group == GROUP || is_near(group, GROUP);
    let signs = [kind_fits, group_fits, looks_like_a_rule].into_iter().filter(|sign| *sign).count();
    let silent = kind.is_empty() || group.is_empty();
    signs >= 2 || (signs == 1 && silent && (kind_fits || looks_like_a_rule)) || (group == GROUP)
}

fn looks_like_a_rule(tree: &Tree<'_>, id: Id) -> bool {
    let spec = tree.field(id, "spec").map(|(_, spec)| spec);
    spec.is_some_and(|spec| tree.field(spec, "schedule").is_some() && tree.field(spec, "target").is_some())
}

/// Equal but for case and a slip or two.
fn is_near(text: &str, wanted: &str) -> bool {
    text.len().abs_diff(wanted.len()) <= 2 && strsim::damerau_levenshtein(&text.to_lowercase(), wanted) <= 2
}
