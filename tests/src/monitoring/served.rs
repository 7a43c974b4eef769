//! What an operator serves at `/metrics`, read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Context, Result};

/// Everything of one moment.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// `gauge`, `counter` or `histogram`, by name.
    pub kinds: BTreeMap<String, String>,
    /// Each line with its value.
    pub series: Vec<Series>,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Series {
    /// The name, for a histogram with its ending such as `_bucket`.
    pub name: String,
    /// Names and values of the labels.
    pub labels: BTreeMap<String, String>,
    /// The value as it was served.
    pub value: String,
}

impl Served {
    /// Reads the text format.
    pub fn read(text: &str) -> Result<Self> {
        let mut served = Self::default();
        for line in text.lines() {
            if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').with_context(|| line.to_owned())?;
                served.kinds.insert(name.to_owned(), kind.to_owned());
            } else if !line.starts_with('#') {
                served.series.push(Series::read(line).with_context(|| line.to_owned())?);
            }
        }
        Ok(served)
    }

    /// The metric that a line belongs to.
    pub fn metric<'a>(&self, series: &'a str) -> &'a str {
        let endings = ["_bucket", "_sum", "_count"].into_iter();
        let is_histogram = |name: &&str| self.kinds.get(*name).is_some_and(|kind| kind == "histogram");
        endings.filter_map(|ending| series.strip_suffix(ending)).find(is_histogram).unwrap_or(series)
    }

    /// The lines of a metric.
    pub fn of<'a>(&'a self, metric: &'a str) -> impl Iterator<Item = &'a Series> {
        self.series.iter().filter(move |series| self.metric(&series.name) == metric)
    }

    /// The names of the labels of a metric; without the bounds of a histogram.
    pub fn labels<'a>(&'a self, metric: &'a str) -> BTreeSet<&'a str> {
        let all = self.of(metric).flat_map(|series| series.labels.keys());
        all.map(String::as_str).filter(|label| *label != "le").collect()
    }
}

impl Series {
    fn read(line: &str) -> Result<Self> {
        let (series, value) = line.rsplit_once(' ').context("no value")?;
        let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
        let labels = labels.strip_suffix('}').context("a brace that is not closed")?;
        let pairs = labels.split_terminator("\",").map(|pair| pair.trim_end_matches('"').split_once("=\""));
        let pairs = pairs.map(|pair| pair.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let labels = pairs.collect::<Option<_>>().context("a label without a value")?;
        Ok(Self { name: name.to_owned(), labels, value: value.to_owned() })
    }
}

/// As Prometheus writes it.
impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels: Vec<_> = self.labels.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        write!(f, "{}{{{}}}", self.name, labels.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_belong_to_metrics() {
        let text = "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"0.5\",kind=\"x\"} 1\na_sum{kind=\"x\"} 0.25\n# TYPE b_count gauge\nb_count NaN\n";
        let served = Served::read(text).expect("metrics");
        assert_eq!(served.of("a").count(), 2);
        assert_eq!(served.labels("a"), BTreeSet::from(["kind"]));
        let lines: Vec<_> = served.series.iter().map(|series| format!("{series} {}", series.value)).collect();
        assert_eq!(lines, ["a_bucket{kind=\"x\",le=\"0.5\"} 1", "a_sum{kind=\"x\"} 0.25", "b_count{} NaN"]);
        assert_eq!(served.metric("b_count"), "b_count", "only of histograms the ending says something");
    }
}
