//! What cannot be the same in two runs: ages, ids, ports, time stamps, versions. Both sides of a comparison go through here,
//! and nothing else is forgiven.

use anyhow::Result;
use regex::Regex;

/// What is never the same, and what is put in its place.
const FLEETING: [(&str, &str); 8] = [
    // The time stamp of a line of the log.
    (r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", "TIME"),
    (r"\bdelay_ms=\d+", "delay_ms=N"),
    (r#"\b(identity|version|zone_data)="[^"]*""#, "$1=X"),
    (r"\beasyscale \d+\.\d+\.\d+\S*", "easyscale VERSION"),
    (r"\b127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "ID"),
    (r#"\bresourceVersion: "?\d+"?"#, "resourceVersion: N"),
    (r"/tmp/[.\w-]+", "FOLDER"),
];

/// Compares texts.
pub(super) struct Alike {
    fleeting: Vec<(Regex, &'static str)>,
}

impl Alike {
    pub(super) fn new() -> Result<Self> {
        let fleeting = FLEETING.map(|(pattern, instead)| Ok((Regex::new(pattern)?, instead)));
        Ok(Self { fleeting: fleeting.into_iter().collect::<Result<_>>()? })
    }

    /// Whether the texts say the same.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        self.normal(one) == self.normal(other)
    }

    /// The lines of a text without what cannot be the same.
    pub(super) fn normal(&self, text: &str) -> Vec<String> {
        let mut table = None;
        let mut lines: Vec<String> = Vec::new();
        for line in text.lines() {
            if line.is_empty() {
                table = None;
            }
            table = Table::headed(line).or(table);
            let line = table.as_ref().map_or_else(|| line.trim_end().to_owned(), |table| table.row(line));
            lines.push(
                self.fleeting
                    .iter()
                    .fold(line, |line, (pattern, instead)| pattern.replace_all(&line, *instead).into_owned()),
            );
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }
}

/// A table of kubectl with an age in it. An age is as wide as it likes, and moves what stands right of it.
struct Table {
    /// The heading of each column and where it begins, in characters.
    columns: Vec<(String, usize)>,
}

const AGE: &str = "AGE";

impl Table {
    /// A line with headings, one of them AGE.
    fn headed(line: &str) -> Option<Self> {
        let mut columns: Vec<(String, usize)> = Vec::new();
        let mut blanks = 2;
        for (at, c) in line.chars().enumerate() {
            match columns.last_mut() {
                _ if c == ' ' => blanks += 1,
                Some((heading, _)) if blanks < 2 => {
                    heading.extend((blanks == 1).then_some(' '));
                    heading.push(c);
                    blanks = 0;
                }
                _ => {
                    columns.push((c.to_string(), at));
                    blanks = 0;
                }
            }
        }
        columns.iter().any(|(heading, _)| heading == AGE).then_some(Self { columns })
    }

    /// The cells of a line, each at its place, the age left out.
    fn row(&self, line: &str) -> String {
        let ends = self.columns.iter().skip(1).map(|(_, start)| *start).chain([usize::MAX]);
        let cells = self.columns.iter().zip(ends).map(|((heading, start), end)| {
            let cell: String = line.chars().take(end).skip(*start).collect();
            if heading == AGE { AGE.to_owned() } else { cell.trim_end().to_owned() }
        });
        cells.collect::<Vec<_>>().join(" | ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike() -> Alike {
        Alike::new().expect("patterns")
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        let (one, other) = (alike().normal(one), alike().normal(other));
        assert_eq!(one, other);
    }

    #[track_caller]
    fn different(one: &str, other: &str) {
        assert!(!alike().same(one, other), "{one:?} and {other:?} count as the same");
    }

    const RULES: &str = "\
NAME   TARGET   CURRENT   DESIRED   ACTIVE   NEXT                   READY   AGE   KIND
web    wbe                4         Office   2026-11-23 17:00 → 2   False   7s    Deployment
";

    #[test]
    fn an_age_may_be_another_and_of_another_width() {
        same(RULES, &RULES.replace("AGE   K", "AGE     K").replace("7s    D", "2m57s   D"));
        same("NAME   AGE\na      <invalid>\n", "NAME   AGE\na      3s\n");
    }

    #[test]
    fn everything_else_in_a_table_counts() {
        different(RULES, &RULES.replace("→ 2", "→ 3"));
        different(RULES, &RULES.replace("False", "True "));
        // The number in the next column.
        different(RULES, &RULES.replace("             4         ", "   4                   "));
        different(RULES, &RULES.replace("Deployment", "Fleet"));
        different("NAME   SIZE\na      3s\n", "NAME   SIZE\na      4s\n");
        different(RULES, &RULES.repeat(2));
    }

    #[test]
    fn a_table_ends_with_an_empty_line() {
        different("NAME   AGE\na      3s\n\nwait   3s\n", "NAME   AGE\na      3s\n\nwait   4s\n");
    }

    #[test]
    fn a_line_of_the_log_is_compared_without_its_time_and_what_a_process_is_given() {
        let line = "2026-11-23T09:55:00.009392Z  INFO scaled from=4 to=6 delay_ms=9 address=127.0.0.1:80 \
                    identity=\"a-4\" version=\"0.1.0\"";
        let other = "2026-05-08T13:55:01.1Z  INFO scaled from=4 to=6 delay_ms=12 address=127.0.0.1:4711 \
                     identity=\"b-5\" version=\"0.2.0\"";
        same(line, other);
        different(line, &other.replace("to=6", "to=7"));
        different(line, &other.replace("INFO", "WARN"));
        different("until 2026-11-23T09:55:00Z", "until 2026-11-23T09:56:00Z");
    }

    #[test]
    fn ids_folders_and_versions_may_be_others() {
        same("uid: 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "uid: ffffffff-0a1b-0a1b-0a1b-0a1b2c3d4e5f");
        same("resourceVersion: \"12\"", "resourceVersion: \"1345\"");
        same("in /tmp/.tmpA1/rule.yaml", "in /tmp/.tmpB2/rule.yaml");
        different("in /tmp/.tmpA1/rule.yaml", "in /tmp/.tmpB2/other.yaml");
        same("easyscale 0.1.0 (zone data 2026f)", "easyscale 0.2.0-rc.1 (zone data 2026f)");
    }

    #[test]
    fn blanks_at_the_end_are_nothing() {
        same("a  \nb\n\n", "a\nb");
        different("a\n\nb", "a\nb");
    }
}
