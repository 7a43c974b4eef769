//! The names in a query: which metrics it asks for and by which labels. Whether it is a query at all, promtool says.

/// A metric that a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Its name.
    pub name: String,
    /// The labels it is chosen by.
    pub labels: Vec<String>,
}

/// Every metric of EasyScale in a query.
pub fn selectors(query: &str) -> Vec<Selector> {
    let starts = query.match_indices("easyscale_").map(|(start, _)| start);
    let whole = starts.filter(|&start| !query[..start].ends_with(is_of_a_name));
    whole
        .map(|start| {
            let rest = &query[start..];
            let (name, rest) = rest.split_at(rest.find(|c| !is_of_a_name(c)).unwrap_or(rest.len()));
            let matchers = rest.strip_prefix('{').map(inside).unwrap_or_default();
            Selector { name: name.to_owned(), labels: labels_of(&matchers) }
        })
        .collect()
}

/// The labels by which a query groups.
pub fn grouping_labels(query: &str) -> Vec<String> {
    let groups = query.split("by (").skip(1).filter_map(|rest| rest.split(')').next());
    groups.flat_map(|group| group.split(',')).map(|label| label.trim().to_owned()).collect()
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Up to the brace that closes, without what is in quotes.
fn inside(text: &str) -> String {
    let mut quoted = false;
    let mut escaped = false;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '}' if !quoted => break,
            _ if !quoted => kept.push(c),
            _ => {}
        }
    }
    kept
}

fn labels_of(matchers: &str) -> Vec<String> {
    let matchers = matchers.split(',').map(str::trim).filter(|matcher| !matcher.is_empty());
    matchers.map(|matcher| matcher.trim_end_matches(['=', '!', '~']).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_and_labels_of_a_query_are_found() {
        let query = r#"sum by (a, b) (rate(easyscale_x_total{code=~"1|},{2\"",verb!="get"}[5m])) / easyscale_y - not_easyscale_z"#;
        let selector = |name: &str, labels: &[&str]| Selector {
            name: name.to_owned(),
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
        };
        assert_eq!(
            selectors(query),
            [selector("easyscale_x_total", &["code", "verb"]), selector("easyscale_y", &[])]
        );
        assert_eq!(grouping_labels(query), ["a", "b"]);
    }
}
