//! The result as a Markdown table.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use crate::counters::Counters;

/// One line of the table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) delays: Spread,
    pub(crate) requests: Counters,
}

/// How long after the boundary the first, the middle, the 99th of 100 and the last were seen, in milliseconds.
pub(crate) struct Spread {
    first: f64,
    p50: f64,
    p99: f64,
    last: f64,
}

impl Spread {
    pub(crate) fn of(seen: &[DateTime<Utc>], since: DateTime<Utc>) -> Self {
        let mut delays: Vec<f64> =
            seen.iter().map(|at| (*at - since).num_microseconds().map_or(f64::MAX, milliseconds)).collect();
        delays.sort_by(f64::total_cmp);
        let at = |hundredths: usize| {
            let index = (delays.len() * hundredths).div_ceil(100).max(1) - 1;
            delays.get(index).copied().unwrap_or(f64::NAN)
        };
        Self { first: at(0), p50: at(50), p99: at(99), last: at(100) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a minute are exact in a double")]
fn milliseconds(microseconds: i64) -> f64 {
    microseconds as f64 / 1000.0
}

pub(crate) fn render(rules: usize, rows: &[Row]) -> String {
    let mut text = format!(
        "{rules} rules on one boundary; milliseconds from the boundary until a watch sees the new number\n\n\
         | | first | p50 | p99 | last | requests for each write |\n|---|---|---|---|---|---|\n"
    );
    for Row { what, delays, requests } in rows {
        let Spread { first, p50, p99, last } = delays;
        let each = milliseconds(i64::try_from(requests.total() * 1000).unwrap_or(i64::MAX))
            / milliseconds(i64::try_from(rules * 1000).unwrap_or(i64::MAX));
        let _ = writeln!(
            text,
            "| {what} | {first:.1} | {p50:.1} | {p99:.1} | {last:.1} | {each:.2} ({requests}) |"
        );
    }
    text
}
