//! The results as a Markdown table.

use crate::turn::Turns;

/// The place of the first baseline, plain YAML, in each [`Turns`].
const YAML: usize = 0;
/// The commands come behind the two baselines.
const FIRST_COMMAND: usize = 2;

pub(crate) const HEAD: &str = "\
| rules | what | ms | times reading the YAML | goal |
|---|---|---|---|---|";

/// Goal: less than twice the time that reading the YAML takes.
pub(crate) fn preview(rules: &str, turns: &Turns) -> String {
    rows(&format!("1,000 {rules}"), turns, |_, ratio| ("less than twice", ratio < 2.0))
}

/// Goal: less than two seconds.
pub(crate) fn validate(rules: &str, turns: &Turns) -> String {
    rows(&format!("10,000 {rules}"), turns, |milliseconds, _| ("less than 2 s", milliseconds < 2000.0))
}

fn rows(rules: &str, turns: &Turns, reached: impl Fn(f64, f64) -> (&'static str, bool)) -> String {
    let row = |(i, program): (usize, &crate::turn::Program)| {
        let (taken, ratio) = (turns.milliseconds(i), turns.ratio(i, YAML));
        let goal = match reached(taken, ratio) {
            _ if i < FIRST_COMMAND => String::new(),
            (goal, true) => format!("{goal}: reached"),
            (goal, false) => format!("{goal}: **not reached**"),
        };
        format!("| {rules} | {} | {taken:.0} | {ratio:.2} | {goal} |\n", program.what)
    };
    turns.programs.iter().enumerate().map(row).collect()
}
