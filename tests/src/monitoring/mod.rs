//! What is kept for those who watch EasyScale, in a form that tests can compare with what a real operator serves: the alerts,
//! the dashboard, the table of metrics in the documents. And promtool, which reads rules and queries as Prometheus does.

mod alerts;
mod dashboard;
mod documented;
mod promtool;
mod selectors;
mod served;

pub use alerts::{ALERTS, Alert, alerts};
pub use dashboard::{Query, queries};
pub use documented::{Documented, documented};
pub use promtool::promtool;
pub use selectors::{Selector, grouping_labels, selectors};
pub use served::{Series, Served};
