//! A right as people ask an administrator for it.

use std::fmt;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// The verb, such as "list".
    pub verb: &'static str,
    /// The resource with its group, such as "scalingrules.easyscale.io".
    pub resource: String,
    /// The namespace; None: in all of them.
    pub namespace: Option<String>,
}

impl Right {
    pub(crate) fn new(verb: &'static str, resource: impl Into<String>, namespace: Option<&str>) -> Self {
        Self { verb, resource: resource.into(), namespace: namespace.map(str::to_owned) }
    }

    pub(crate) fn rules(verb: &'static str, namespace: Option<&str>) -> Self {
        Self::new(verb, "scalingrules.easyscale.io", namespace)
    }
}

/// "list scalingrules.easyscale.io in namespace shop"
impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.verb, self.resource)?;
        match &self.namespace {
            Some(namespace) => write!(f, "in namespace {namespace}"),
            None => f.write_str("in all namespaces"),
        }
    }
}
