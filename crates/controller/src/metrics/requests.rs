//! Requests to the API server, by verb and by the code of the answer.

use prometheus::{IntCounterVec, Opts, Registry};

use super::{Code, Label, Verb, register};

/// Counts answers. Cheap to clone. The default counts nothing: for a command that ends before anybody could ask.
#[derive(Clone, Debug, Default)]
pub(crate) struct ApiRequests {
    counter: Option<IntCounterVec>,
}

impl ApiRequests {
    pub(super) fn new(registry: &Registry) -> Result<Self, prometheus::Error> {
        let options = Opts::new(
            "easyscale_api_requests_total",
            "Requests to the Kubernetes API server, by verb and by the code of the answer.",
        );
        let counter = register(registry, IntCounterVec::new(options, &["verb", "code"])?)?;
        for verb in Verb::ALL {
            for code in Code::ALL {
                counter.with_label_values(&[verb.label(), code.label()]);
            }
        }
        Ok(Self { counter: Some(counter) })
    }

    /// A request was answered, or was given up.
    pub(crate) fn answered(&self, verb: Verb, code: Code) {
        if let Some(counter) = &self.counter {
            counter.with_label_values(&[verb.label(), code.label()]).inc();
        }
    }
}
