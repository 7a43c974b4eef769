//! For what a field is refused: the rules of the API server that are about it, in their own sentences.

use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::{JSONSchemaProps, ValidationRule};

use super::item;
use crate::Code;

/// The rules about the field `name`: its own, those of its items, and those of `parent` that point at it.
pub(super) fn rules<'a>(
    name: &str,
    field: &'a JSONSchemaProps,
    parent: &'a JSONSchemaProps,
) -> Vec<&'a ValidationRule> {
    let own = of(field).chain(item(field).into_iter().flat_map(of)).filter(|rule| rule.field_path.is_none());
    let points_here = |rule: &&ValidationRule| {
        rule.field_path.as_deref().and_then(|path| path.strip_prefix('.')) == Some(name)
    };
    own.chain(of(parent).filter(points_here)).collect()
}

fn of(schema: &JSONSchemaProps) -> impl Iterator<Item = &ValidationRule> {
    schema.x_kubernetes_validations.iter().flatten()
}

/// The sentence of a rule, its code a link.
pub(super) fn of_rule(rule: &ValidationRule) -> String {
    let said = rule.message.as_deref().unwrap_or(&rule.rule);
    Code::at_end_of(said).map_or_else(|| said.to_owned(), told)
}

/// The sentence of a code, the code a link.
pub(super) fn told(code: Code) -> String {
    format!("{} [{code}](errors.md#{})", code.sentence(), code.to_string().to_lowercase())
}

/// How the text is written, where the rule asks for nothing else: it, or each text of a list, matches a pattern.
pub(super) fn pattern(rule: &str) -> Option<String> {
    let (who, asked) = rule.split_once(".matches('")?;
    let pattern = match who {
        "self" => asked.strip_suffix("')")?,
        "self.all(d, d" => asked.strip_suffix("'))")?,
        _ => return None,
    };
    // Inside of the quotes of that language a backslash is written twice.
    (!pattern.contains('\'')).then(|| pattern.replace(r"\\", r"\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_only_where_nothing_else_is_asked_for() {
        assert_eq!(pattern("self.matches('^[A-Z]$')").as_deref(), Some("^[A-Z]$"));
        assert_eq!(pattern(r"self.matches('^\\x20$')").as_deref(), Some(r"^\x20$"));
        assert_eq!(pattern("self.all(d, d.matches('^2'))").as_deref(), Some("^2"));
        for more in ["self.matches('^a') || self.matches('^b')", "!self.matches('^a')", "size(self) > 0"] {
            assert_eq!(pattern(more), None, "{more}");
        }
    }

    #[test]
    fn a_sentence_leads_to_its_code() {
        let rule = |message: &str| ValidationRule { message: Some(message.to_owned()), ..Default::default() };
        assert_eq!(
            of_rule(&rule(&Code::LimitsReversed.told())),
            "minReplicas is greater than maxReplicas: exchange the two [ES0016](errors.md#es0016)"
        );
        assert_eq!(of_rule(&rule("something else")), "something else");
    }
}
